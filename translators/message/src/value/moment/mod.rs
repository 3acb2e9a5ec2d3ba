// SPDX-License-Identifier: EUPL-1.2
//! Dates and times: `xs:dateTime`, `xs:date`, `xs:time` and the `xs:g…` types.

mod calendar;
mod reader;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use fachwerk_mapping::ScalarKind;

pub(super) use calendar::days;
use calendar::{Date, days_of_month};
use reader::Reader;

const DAY: i64 = 86_400;
/// Greatest offset of a zone, in seconds: what a value without zone can be away from one with.
const FARTHEST: i64 = 14 * 3600;

/// A value of one of the types; what the type has not stands at the start of the leap year 1972, the reference of
/// part 2, appendix E.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment<'a> {
    /// Astronomical: 0 is the year before 1.
    year: i64,
    month: u8,
    day: u8,
    /// 24 only at the end of a day.
    hour: u8,
    minute: u8,
    second: u8,
    /// Digits after the point, without trailing zeros.
    fraction: &'a str,
    /// Minutes east of UTC.
    zone: Option<i16>,
    /// Bytes before the zone.
    local: usize,
}

impl<'a> Moment<'a> {
    /// Read a value of this type; `None` where the text is none, or the kind is no date or time.
    pub(crate) fn parse(kind: &ScalarKind, text: &'a str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let mut moment = Self {
            year: 1972,
            month: 1,
            day: 1,
            hour: 0,
            minute: 0,
            second: 0,
            fraction: "",
            zone: None,
            local: 0,
        };
        match kind {
            ScalarKind::DateTime => {
                moment.date(&mut reader)?;
                reader.expect("T")?;
                moment.time(&mut reader)?;
            }
            ScalarKind::Date => moment.date(&mut reader)?,
            ScalarKind::Time => moment.time(&mut reader)?,
            ScalarKind::GYear => moment.year = reader.year()?,
            ScalarKind::GYearMonth => {
                moment.year = reader.year()?;
                reader.expect("-")?;
                moment.month = reader.two(1, 12)?;
            }
            ScalarKind::GMonth => {
                reader.expect("--")?;
                moment.month = reader.two(1, 12)?;
            }
            ScalarKind::GMonthDay => {
                reader.expect("--")?;
                moment.month = reader.two(1, 12)?;
                reader.expect("-")?;
                moment.day = reader.two(1, days_of_month(moment.year, moment.month))?;
            }
            ScalarKind::GDay => {
                reader.expect("---")?;
                moment.day = reader.two(1, 31)?;
            }
            _ => return None,
        }
        moment.local = reader.at;
        if !reader.is_at_end() {
            moment.zone = Some(reader.zone()?);
        }
        Some(moment)
    }

    fn date(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        self.year = reader.year()?;
        reader.expect("-")?;
        self.month = reader.two(1, 12)?;
        reader.expect("-")?;
        self.day = reader.two(1, days_of_month(self.year, self.month))?;
        Some(())
    }

    fn time(&mut self, reader: &mut Reader<'a>) -> Option<()> {
        self.hour = reader.two(0, 24)?;
        reader.expect(":")?;
        self.minute = reader.two(0, 59)?;
        reader.expect(":")?;
        self.second = reader.two(0, 59)?;
        if reader.take(".") {
            let digits = reader.digits();
            if digits.is_empty() {
                return None;
            }
            self.fraction = digits.trim_end_matches('0');
        }
        let midnight = self.minute == 0 && self.second == 0 && self.fraction.is_empty();
        (self.hour < 24 || midnight).then_some(())
    }

    /// Whole seconds since 1970, in UTC where there is a zone.
    fn seconds(&self) -> i64 {
        let local = days(self.year, self.month, self.day) * DAY + self.seconds_of_day();
        local - self.offset()
    }

    fn seconds_of_day(&self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    fn offset(&self) -> i64 {
        i64::from(self.zone.unwrap_or(0)) * 60
    }

    /// Order by value (section 3.2.7.4). A value with zone and one without have an order only where it does not
    /// depend on the zone.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        let (a, b) = ((self.seconds(), self.fraction), (other.seconds(), other.fraction));
        match (self.zone.is_some(), other.zone.is_some()) {
            (true, false) => apart(a, b),
            (false, true) => apart(b, a).map(Ordering::reverse),
            _ => Some(a.cmp(&b)),
        }
    }

    /// The one form that all equal values have (sections 3.2.7.2, 3.2.8.2, 3.2.9.2). `text` is what this was read
    /// from. For the `g…` types only the spelling of UTC is made one.
    pub(crate) fn canonical(&self, kind: &ScalarKind, text: &str) -> String {
        let fraction = if self.fraction.is_empty() { String::new() } else { format!(".{}", self.fraction) };
        match kind {
            ScalarKind::DateTime => {
                let seconds = self.seconds();
                let date = Date::of(seconds.div_euclid(DAY));
                let zone = if self.zone.is_some() { "Z" } else { "" };
                format!("{date}T{}{fraction}{zone}", clock(seconds.rem_euclid(DAY)))
            }
            ScalarKind::Time => {
                let zone = if self.zone.is_some() { "Z" } else { "" };
                format!("{}{fraction}{zone}", clock((self.seconds_of_day() - self.offset()).rem_euclid(DAY)))
            }
            ScalarKind::Date => {
                let mut day = days(self.year, self.month, self.day);
                // The same 24 hours have one name with a zone from -11:59 to +12:00.
                let zone = self.zone.map(|zone| match zone {
                    721.. => {
                        day -= 1;
                        zone - 1440
                    }
                    ..=-720 => {
                        day += 1;
                        zone + 1440
                    }
                    _ => zone,
                });
                format!("{}{}", Date::of(day), zone.map_or(String::new(), zone_text))
            }
            _ => format!("{}{}", &text[..self.local], self.zone.map_or(String::new(), zone_text)),
        }
    }
}

/// Order of a value with zone and one without.
fn apart(zoned: (i64, &str), local: (i64, &str)) -> Option<Ordering> {
    if zoned < (local.0 - FARTHEST, local.1) {
        Some(Ordering::Less)
    } else if zoned > (local.0 + FARTHEST, local.1) {
        Some(Ordering::Greater)
    } else {
        None
    }
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn zone_text(zone: i16) -> String {
    if zone == 0 {
        return "Z".to_owned();
    }
    let sign = if zone < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", zone.abs() / 60, zone.abs() % 60)
}
