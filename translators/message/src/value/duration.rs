// SPDX-License-Identifier: EUPL-1.2
//! `xs:duration`.

use std::cmp::Ordering;
use std::fmt::Write as _;

/// A duration as months and seconds: the two do not convert into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Duration<'a> {
    negative: bool,
    months: i64,
    seconds: i64,
    /// Digits after the point of the seconds, without trailing zeros.
    fraction: &'a str,
}

impl<'a> Duration<'a> {
    /// Read `xs:duration`. `None` where the text is none, or its numbers are beyond what years can be in dates.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let rest = rest.strip_prefix('P')?;
        let (date, time) = match rest.split_once('T') {
            Some((_, "")) => return None,
            Some((date, time)) => (date, time),
            None => (rest, ""),
        };
        if rest.is_empty() {
            return None;
        }
        let mut duration = Self { negative, months: 0, seconds: 0, fraction: "" };
        duration.parts(date, &[('Y', 12, 0), ('M', 1, 0), ('D', 0, 86_400)])?;
        duration.parts(time, &[('H', 0, 3600), ('M', 0, 60), ('S', 0, 1)])?;
        duration.negative &= duration.months != 0 || duration.seconds != 0 || !duration.fraction.is_empty();
        Some(duration)
    }

    /// Numbers with designators, each at most once and in this order.
    fn parts(&mut self, mut text: &'a str, units: &[(char, i64, i64)]) -> Option<()> {
        let mut units = units.iter();
        while !text.is_empty() {
            let end = text.find(|c: char| c.is_ascii_alphabetic())?;
            let (number, rest) = text.split_at(end);
            let designator = rest.chars().next()?;
            let &(_, months, seconds) = units.find(|unit| unit.0 == designator)?;
            let whole = match number.split_once('.') {
                Some((whole, fraction)) if designator == 'S' && is_number(fraction) => {
                    self.fraction = fraction.trim_end_matches('0');
                    whole
                }
                _ => number,
            };
            if !is_number(whole) {
                return None;
            }
            let count: i64 = whole.parse().ok()?;
            self.months = self.months.checked_add(count.checked_mul(months)?)?;
            self.seconds = self.seconds.checked_add(count.checked_mul(seconds)?)?;
            text = &rest[1..];
        }
        Some(())
    }

    /// XML Schema 1.1's canonical form (part 2, section 3.3.6.2): the same for equal durations.
    pub(crate) fn canonical(&self) -> String {
        let mut out = String::from(if self.negative { "-P" } else { "P" });
        let (years, months) = (self.months / 12, self.months % 12);
        let (days, rest) = (self.seconds / 86_400, self.seconds % 86_400);
        let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
        for (count, designator) in [(years, 'Y'), (months, 'M'), (days, 'D')] {
            if count != 0 {
                let _ = write!(out, "{count}{designator}");
            }
        }
        let nothing_yet = self.months == 0 && days == 0;
        if rest == 0 && self.fraction.is_empty() {
            if nothing_yet {
                out.push_str("T0S");
            }
            return out;
        }
        out.push('T');
        for (count, designator) in [(hours, 'H'), (minutes, 'M')] {
            if count != 0 {
                let _ = write!(out, "{count}{designator}");
            }
        }
        if !self.fraction.is_empty() {
            let _ = write!(out, "{seconds}.{}S", self.fraction);
        } else if seconds != 0 {
            let _ = write!(out, "{seconds}S");
        }
        out
    }

    /// Order by value (section 3.2.6.2): there is one only where all lengths of months agree.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        // Starts of 1696-09, 1697-02, 1903-03 and 1903-07, where months and years of all lengths follow.
        const STARTS: [(i64, u8); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];
        let mut found = None;
        for (year, month) in STARTS {
            let order = self.after(year, month).cmp(&other.after(year, month));
            let order = order.then_with(|| self.compare_fraction(other));
            if *found.get_or_insert(order) != order {
                return None;
            }
        }
        found
    }

    /// Whole seconds from 1970 to the end of this duration, begun at a month's first.
    fn after(&self, year: i64, month: u8) -> i128 {
        let sign = if self.negative { -1 } else { 1 };
        let months = i128::from(year) * 12 + i128::from(month) - 1 + sign * i128::from(self.months);
        // 400 years are 146097 days and repeat: everything else fits the small calendar.
        let eras = months.div_euclid(4800);
        let within = months.rem_euclid(4800) as i64;
        let month = u8::try_from(within % 12 + 1).unwrap_or(1);
        let days = super::moment::days(within / 12, month, 1);
        (eras * 146_097 + i128::from(days)) * 86_400 + sign * i128::from(self.seconds)
    }

    fn compare_fraction(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.fraction.cmp(other.fraction),
            (true, true) => other.fraction.cmp(self.fraction),
            _ if self.fraction.is_empty() && other.fraction.is_empty() => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lexical_space() {
        for good in ["P1Y", "-P1Y2M3DT4H5M6.7S", "PT0S", "P0Y", "PT1M", "P1M", "P400D", "PT36H"] {
            assert!(Duration::parse(good).is_some(), "{good}");
        }
        for bad in [
            "", "P", "PT", "P1YT", "1Y", "P-1Y", "P1.5Y", "P1D2M", "P1Y1Y", "P1S", "PT1D", "PT.5S", "PT5.S",
            "P1", "PTS", "P1W",
        ] {
            assert!(Duration::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn equal_durations_have_one_canonical_form() {
        for (text, canonical) in [
            ("P12M", "P1Y"),
            ("P18M", "P1Y6M"),
            ("PT24H", "P1D"),
            ("PT90M0.50S", "PT1H30M0.5S"),
            ("-P0D", "PT0S"),
            ("P1DT0S", "P1D"),
            ("-PT61S", "-PT1M1S"),
            ("P1Y0M0DT0H0M0.0S", "P1Y"),
        ] {
            assert_eq!(Duration::parse(text).unwrap().canonical(), canonical);
            assert_eq!(Duration::parse(canonical).unwrap().canonical(), canonical);
        }
    }

    #[test]
    fn months_have_no_fixed_length() {
        let compare = |a, b| Duration::parse(a).unwrap().compare(&Duration::parse(b).unwrap());
        assert_eq!(compare("P1M", "P30D"), None);
        assert_eq!(compare("P1M", "P27D"), Some(Ordering::Greater));
        assert_eq!(compare("P1M", "P32D"), Some(Ordering::Less));
        assert_eq!(compare("P1Y", "P364D"), Some(Ordering::Greater));
        assert_eq!(compare("P5M", "P153D"), None);
        assert_eq!(compare("PT1.5S", "PT1.25S"), Some(Ordering::Greater));
        assert_eq!(compare("-PT0.5S", "PT0S"), Some(Ordering::Less));
        assert_eq!(compare("-PT1.5S", "-PT1S"), Some(Ordering::Less));
        assert_eq!(compare("P9999999999999Y", "P9999999999998Y"), Some(Ordering::Greater));
    }
}
