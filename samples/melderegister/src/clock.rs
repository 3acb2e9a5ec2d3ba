// SPDX-License-Identifier: EUPL-1.2
//! The time of day as `xs:dateTime`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::lexical::Date;

/// A moment: its text and the day it falls on.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    /// `xs:dateTime` in UTC, unless the caller fixed another text.
    pub(crate) text: String,
    /// The day.
    pub(crate) day: Date,
}

impl Moment {
    /// The fixed moment if there is a usable one, else the system clock's.
    pub(crate) fn now(fixed: Option<&str>) -> Self {
        let fixed = fixed.and_then(|text| Some((text, text.get(..10)?.parse().ok()?)));
        if let Some((text, day)) = fixed {
            return Self { text: text.to_owned(), day };
        }
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let seconds = since.as_secs();
        let day = Date::from_days(i64::try_from(seconds / 86_400).unwrap_or(0));
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        Self { text: format!("{day}T{hour:02}:{minute:02}:{second:02}Z"), day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_moment_is_kept() {
        let moment = Moment::now(Some("2026-03-02T10:15:00+01:00"));
        assert_eq!(moment.text, "2026-03-02T10:15:00+01:00");
        assert_eq!(moment.day.to_string(), "2026-03-02");
    }

    #[test]
    fn system_clock_reads_as_date_time() {
        assert!(crate::lexical::date_time(&Moment::now(None).text).is_ok());
    }
}
