// SPDX-License-Identifier: EUPL-1.2
//! Dates and times: `xs:dateTime`, `xs:date`, `xs:time` and the `xs:g…` types.

use std::cmp::Ordering;

use fachwerk_mapping::ScalarKind;

const DAY: i64 = 86_400;
/// Greatest offset of a zone, in seconds: what a value without zone can be away from one with.
const FARTHEST: i64 = 14 * 3600;
/// Years have no greatest number of digits; nine keep all arithmetic in `i64`.
const YEAR_DIGITS: usize = 9;

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
        moment.zone = reader.zone()?;
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

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// Days of a month in the Gregorian calendar.
fn days_of_month(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date. Years run from March here, so that the leap day is their last.
pub(super) fn days(year: i64, month: u8, day: u8) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year =
        (153 * (i64::from(month) + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

struct Date {
    year: i64,
    month: i64,
    day: i64,
}

impl Date {
    /// The date so many days after 1970-01-01.
    fn of(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year, month, day: day_of_year - (153 * shifted + 2) / 5 + 1 }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // There is no year 0000 in XML Schema 1.0: before 0001 comes -0001.
        if self.year > 0 {
            write!(f, "{:04}", self.year)?;
        } else {
            write!(f, "-{:04}", 1 - self.year)?;
        }
        write!(f, "-{:02}-{:02}", self.month, self.day)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    fn expect(&mut self, expected: &str) -> Option<()> {
        self.take(expected).then_some(())
    }

    fn digits(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += length;
        &rest[..length]
    }

    fn two(&mut self, least: u8, greatest: u8) -> Option<u8> {
        let bytes = self.rest().as_bytes();
        let (tens, ones) = (bytes.first()?, bytes.get(1)?);
        if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
            return None;
        }
        self.at += 2;
        let value = (tens - b'0') * 10 + (ones - b'0');
        (least..=greatest).contains(&value).then_some(value)
    }

    fn year(&mut self) -> Option<i64> {
        let negative = self.take("-");
        let digits = self.digits();
        let well_written = digits.len() == 4 || (digits.len() > 4 && !digits.starts_with('0'));
        if !well_written || digits.len() > YEAR_DIGITS {
            return None;
        }
        match digits.parse::<i64>().ok()? {
            0 => None,
            year => Some(if negative { 1 - year } else { year }),
        }
    }

    /// The zone, up to the end of the text.
    fn zone(&mut self) -> Option<Option<i16>> {
        if self.rest().is_empty() {
            return Some(None);
        }
        let zone = if self.take("Z") {
            0
        } else {
            let negative = self.take("-");
            if !negative {
                self.expect("+")?;
            }
            let hours = self.two(0, 14)?;
            self.expect(":")?;
            let minutes = self.two(0, if hours == 14 { 0 } else { 59 })?;
            let zone = i16::from(hours) * 60 + i16::from(minutes);
            if negative { -zone } else { zone }
        };
        self.rest().is_empty().then_some(Some(zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ScalarKind::{Date as D, DateTime as DT, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time as T};

    #[test]
    fn the_calendar_is_checked() {
        for (kind, good) in [
            (DT, "2024-02-29T23:59:59.999+01:00"),
            (DT, "2024-12-31T24:00:00Z"),
            (DT, "-0044-03-15T12:00:00"),
            (DT, "12345-01-01T00:00:00-14:00"),
            (D, "2000-02-29"),
            (D, "2001-01-01+14:00"),
            (T, "00:00:00"),
            (T, "24:00:00.000"),
            (GYear, "1999-05:00"),
            (GYearMonth, "1999-12Z"),
            (GMonthDay, "--02-29"),
            (GDay, "---31"),
            (GMonth, "--12+00:00"),
        ] {
            assert!(Moment::parse(&kind, good).is_some(), "{good}");
        }
        for (kind, bad) in [
            (DT, "2023-02-29T00:00:00"),
            (DT, "2024-01-01"),
            (DT, "2024-01-01T24:00:01"),
            (DT, "2024-01-01T00:00:60"),
            (DT, "2024-01-01T00:00:00."),
            (DT, "2024-01-01T00:00:00+14:01"),
            (DT, "2024-01-01T00:00:00ZZ"),
            (DT, "2024-1-01T00:00:00"),
            (DT, "2024-01-01t00:00:00"),
            (D, "0000-01-01"),
            (D, "02024-01-01"),
            (D, "224-01-01"),
            (D, "1900-02-29"),
            (D, "2024-04-31"),
            (D, "+2024-04-30"),
            (D, "2024-04-30 "),
            (D, "1234567890-01-01"),
            (D, "２024-04-30"),
            (T, "1:00:00"),
            (T, "25:00:00"),
            (GMonthDay, "--02-30"),
            (GDay, "---32"),
            (GMonth, "--13"),
            (GYear, ""),
        ] {
            assert!(Moment::parse(&kind, bad).is_none(), "{bad}");
        }
        assert!(Moment::parse(&ScalarKind::String, "2024-01-01").is_none());
    }

    #[test]
    fn equal_values_have_one_canonical_form() {
        for (kind, text, canonical) in [
            (DT, "2024-01-01T00:30:00.500+01:00", "2023-12-31T23:30:00.5Z"),
            (DT, "2024-02-28T24:00:00", "2024-02-29T00:00:00"),
            (DT, "9999-12-31T24:00:00-00:00", "10000-01-01T00:00:00Z"),
            (DT, "0001-01-01T00:00:00+01:00", "-0001-12-31T23:00:00Z"),
            (T, "24:00:00", "00:00:00"),
            (T, "01:00:00+02:00", "23:00:00Z"),
            (D, "2002-10-10+13:00", "2002-10-09-11:00"),
            (D, "2002-10-10-12:00", "2002-10-11+12:00"),
            (D, "2002-10-10+12:00", "2002-10-10+12:00"),
            (D, "2002-10-10+00:00", "2002-10-10Z"),
            (GYear, "2002-00:00", "2002Z"),
            (GMonthDay, "--02-29", "--02-29"),
        ] {
            assert_eq!(Moment::parse(&kind, text).unwrap().canonical(&kind, text), canonical);
            assert_eq!(Moment::parse(&kind, canonical).unwrap().canonical(&kind, canonical), canonical);
        }
    }

    #[test]
    fn a_zone_matters_only_within_fourteen_hours() {
        let compare = |a, b| Moment::parse(&DT, a).unwrap().compare(&Moment::parse(&DT, b).unwrap());
        assert_eq!(compare("2000-01-15T12:00:00", "2000-01-16T12:00:00Z"), Some(Ordering::Less));
        assert_eq!(compare("2000-01-16T12:00:00Z", "2000-01-15T12:00:00"), Some(Ordering::Greater));
        assert_eq!(compare("2000-01-16T00:00:00", "2000-01-16T12:00:00Z"), None);
        assert_eq!(compare("2000-01-16T00:00:00.10", "2000-01-16T00:00:00.1"), Some(Ordering::Equal));
        assert_eq!(compare("2000-01-16T00:00:00.12", "2000-01-16T00:00:00.2"), Some(Ordering::Less));
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for day in (-1_000_000..1_000_000).step_by(997) {
            let date = Date::of(day);
            assert_eq!(days(date.year, date.month as u8, date.day as u8), day);
        }
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 3, 1), 11_017);
    }
}
