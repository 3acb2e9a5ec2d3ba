// SPDX-License-Identifier: EUPL-1.2
//! Dates, times and durations as text (XML Schema part 2, sections 3.2.6 to 3.2.14).
//!
//! They have no `format`: `date-time` and `time` of RFC 3339 require a time zone and `date` forbids it, while XML Schema
//! leaves it to the writer; `duration` knows neither signs nor fractions. Clients that trust the format would
//! refuse messages that are valid.

use fachwerk_mapping::ScalarKind;

/// The pattern of a kind of type; `None` for those that are no dates, times or durations.
pub(super) fn pattern(kind: &ScalarKind) -> Option<String> {
    const YEAR: &str = "-?[0-9]{4,}";
    const TWO: &str = "[0-9]{2}";
    const CLOCK: &str = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?";
    const ZONE: &str = "(Z|[+-][0-9]{2}:[0-9]{2})?";
    let local = match kind {
        ScalarKind::DateTime => format!("{YEAR}-{TWO}-{TWO}T{CLOCK}"),
        ScalarKind::Time => CLOCK.to_owned(),
        ScalarKind::Date => format!("{YEAR}-{TWO}-{TWO}"),
        ScalarKind::GYearMonth => format!("{YEAR}-{TWO}"),
        ScalarKind::GYear => YEAR.to_owned(),
        ScalarKind::GMonthDay => format!("--{TWO}-{TWO}"),
        ScalarKind::GDay => format!("---{TWO}"),
        ScalarKind::GMonth => format!("--{TWO}"),
        ScalarKind::Duration => return Some(DURATION.to_owned()),
        _ => return None,
    };
    Some(format!("^{local}{ZONE}$"))
}

const DURATION: &str = r"^-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]*)?S)?)?$";
