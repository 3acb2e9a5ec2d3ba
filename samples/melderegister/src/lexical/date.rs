// SPDX-License-Identifier: EUPL-1.2
//! `xs:date`.

use std::fmt;
use std::str::FromStr;

use super::Lexical;
use super::text::collapse;
use super::time::split_zone;

/// A day of the Gregorian calendar, year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// An `xs:date`; its time zone, if any, is checked and dropped.
pub(crate) fn date(raw: &str) -> Lexical<Date> {
    let text = collapse(raw);
    split_zone(&text).and_then(|rest| rest.parse().ok()).ok_or_else(|| format!("'{text}' is not an xs:date"))
}

impl Date {
    /// The day before; the first day of the calendar is its own.
    pub(crate) fn previous(self) -> Self {
        Self::from_days(self.days() - 1)
    }

    /// So many days later.
    pub(crate) fn plus_days(self, days: i64) -> Self {
        Self::from_days(self.days() + days)
    }

    /// The year.
    pub(crate) fn year(self) -> u16 {
        self.year
    }

    /// Days since 1970-01-01.
    fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// From days since 1970-01-01.
    pub(crate) fn from_days(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let fit = |value: i64| u8::try_from(value).unwrap_or(1);
        match u16::try_from(year) {
            Ok(year @ 1..=9999) => Self { year, month: fit(month), day: fit(day) },
            _ => Self { year: 1, month: 1, day: 1 },
        }
    }
}

impl FromStr for Date {
    type Err = ();

    /// `YYYY-MM-DD`, nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return Err(());
        }
        let number = |part: &str| {
            if part.bytes().all(|b| b.is_ascii_digit()) {
                part.parse::<u16>().map_err(|_| ())
            } else {
                Err(())
            }
        };
        let (year, month, day) = (number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + u16::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(()),
        };
        if year == 0 || day == 0 || day > last {
            return Err(());
        }
        Ok(Self { year, month: month as u8, day: day as u8 })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_days_only() {
        for good in ["2024-02-29", "2000-02-29", "1999-12-31Z", " 2020-01-01+14:00 ", "2020-01-01-05:30"] {
            assert!(date(good).is_ok(), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2020-13-01",
            "2020-00-10",
            "20-01-01",
            "2020-1-1",
            "0000-01-01",
            "2020-01-01+15:00",
            "2020-01-01T00:00:00",
            "+020-01-01",
            "",
        ] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn arithmetic_crosses_months_and_leap_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(day("2024-03-01").previous(), day("2024-02-29"));
        assert_eq!(day("1970-01-01").days(), 0);
        assert_eq!(day("2025-12-31").plus_days(1), day("2026-01-01"));
        for text in ["1900-03-01", "1999-12-31", "2000-02-29", "2100-02-28"] {
            assert_eq!(Date::from_days(day(text).days()), day(text));
        }
    }
}
