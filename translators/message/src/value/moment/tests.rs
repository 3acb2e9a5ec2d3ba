// SPDX-License-Identifier: EUPL-1.2
use std::cmp::Ordering;

use fachwerk_mapping::ScalarKind::{
    self, Date as D, DateTime as DT, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time as T,
};

use super::{Date, Moment, days};

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
        assert_eq!(days(date.year, date.month.try_into().unwrap(), date.day.try_into().unwrap()), day);
    }
    assert_eq!(days(1970, 1, 1), 0);
    assert_eq!(days(2000, 3, 1), 11_017);
}
