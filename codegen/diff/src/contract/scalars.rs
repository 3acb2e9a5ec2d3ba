// SPDX-License-Identifier: EUPL-1.2
//! Simple types.

use std::cmp::Ordering;

use fachwerk_mapping::{Scalar, ScalarFacets, ScalarId, ScalarKind};

use super::judge::{Step, Used};
use super::walk::{Use, Walk};
use crate::change::{Change, Impact};

pub(super) fn compare(walk: &mut Walk<'_>, old: ScalarId, new: ScalarId, noted: &Use) {
    let (before, after) = (walk.old.mapping.scalar(old), walk.new.mapping.scalar(new));
    let used = noted.used;
    let name = after.name.clone().unwrap_or_else(|| noted.met.clone());
    let from = walk.changes.len();
    if let Some(step) = kinds(&before.kind, &after.kind) {
        let what = format!("holds {}, was {}", word(&after.kind), word(&before.kind));
        let rest = if before.json == after.json { step.impact(used) } else { Impact::Breaking };
        let grpc = if before.proto == after.proto { step.impact_unseen(used) } else { Impact::Breaking };
        walk.changes.push(Change::new(&name, what).for_callers(step.impact(used), rest, grpc));
    } else if before.json != after.json || before.proto != after.proto {
        let rest = if before.json == after.json { Impact::None } else { Impact::Breaking };
        let grpc = if before.proto == after.proto { Impact::None } else { Impact::Breaking };
        let what = format!(
            "is {:?} in JSON and {:?} in protobuf, was {:?} and {:?}",
            after.json, after.proto, before.json, before.proto
        );
        walk.changes.push(Change::new(&name, what.to_lowercase()).for_callers(Impact::None, rest, grpc));
    }
    enumerations(walk, &name, before, after, used);
    for (what, step) in facets(&before.facets, &after.facets) {
        let change = Change::new(&name, what);
        walk.changes.push(change.for_callers(step.impact(used), step.impact(used), step.impact_unseen(used)));
    }
    let places = (walk.old.place(before.source.as_ref()), walk.new.place(after.source.as_ref()));
    for change in &mut walk.changes[from..] {
        change.old.clone_from(&places.0);
        change.new.clone_from(&places.1);
    }
}

fn word(kind: &ScalarKind) -> String {
    match kind {
        ScalarKind::List(_) => "a list".to_owned(),
        ScalarKind::Union(_) => "a union".to_owned(),
        other => format!("{other:?}"),
    }
}

/// How the value spaces relate; `None` where they are the same.
fn kinds(old: &ScalarKind, new: &ScalarKind) -> Option<Step> {
    match (old, new) {
        (ScalarKind::List(_), ScalarKind::List(_)) => None,
        (ScalarKind::Union(old), ScalarKind::Union(new)) => (old.len() != new.len()).then_some(Step::Other),
        _ if old == new => None,
        _ if holds(new, old) => Some(Step::Wider),
        _ if holds(old, new) => Some(Step::Narrower),
        _ => Some(Step::Other),
    }
}

/// Whether every literal of `small` is one of `big` (XML Schema part 2, section 3.2).
fn holds(big: &ScalarKind, small: &ScalarKind) -> bool {
    use ScalarKind::{Decimal, Double, Float, Integer, String};
    match big {
        String => true,
        Decimal => *small == Integer,
        Double => matches!(small, Integer | Decimal | Float),
        Float => matches!(small, Integer | Decimal),
        _ => false,
    }
}

fn enumerations(walk: &mut Walk<'_>, name: &str, before: &Scalar, after: &Scalar, used: Used) {
    let (old, new) = (&before.facets.enumeration, &after.facets.enumeration);
    match (old.is_empty(), new.is_empty()) {
        (true, true) => return,
        (true, false) | (false, true) => {
            let (what, step) = if new.is_empty() {
                ("allows any value, was an enumeration", Step::Wider)
            } else {
                ("is now an enumeration", Step::Narrower)
            };
            let grpc = if before.proto == after.proto { step.impact_unseen(used) } else { Impact::Breaking };
            let change = Change::new(name, what);
            walk.changes.push(change.for_callers(step.impact(used), step.impact(used), grpc));
            return;
        }
        (false, false) => {}
    }
    for value in old {
        match new.iter().find(|other| other.value == value.value) {
            None => walk
                .changes
                .push(Change::new(name, format!("value `{}` is gone", value.value)).for_all(used.narrowed())),
            Some(other) if other.number != value.number => {
                let what =
                    format!("protobuf number of `{}` is {}, was {}", value.value, other.number, value.number);
                let change = Change::new(name, what);
                walk.changes.push(change.for_callers(Impact::None, Impact::None, Impact::Breaking));
            }
            Some(_) => {}
        }
    }
    for value in new.iter().filter(|value| !old.iter().any(|other| other.value == value.value)) {
        // Enumerations of proto3 are open: a number that is not known is kept.
        walk.changes.push(Change::new(name, format!("value `{}` is new", value.value)).for_callers(
            used.widened(),
            used.widened(),
            used.tolerated(),
        ));
    }
}

/// Every facet that differs, enumerations apart.
fn facets(old: &ScalarFacets, new: &ScalarFacets) -> Vec<(String, Step)> {
    let mut found = Vec::new();
    let mut bound = |name: &str, old: Option<String>, new: Option<String>, upper: bool| {
        if old == new {
            return;
        }
        let step = match (&old, &new) {
            (None, _) => Step::Narrower,
            (_, None) => Step::Wider,
            (Some(old), Some(new)) => match (number_order(old, new), upper) {
                (Some(Ordering::Less), true) | (Some(Ordering::Greater), false) => Step::Wider,
                (Some(Ordering::Greater), true) | (Some(Ordering::Less), false) => Step::Narrower,
                (Some(Ordering::Equal), _) => return,
                (None, _) => Step::Other,
            },
        };
        let show =
            |value: &Option<String>| value.as_ref().map_or_else(|| "none".to_owned(), |v| format!("`{v}`"));
        found.push((format!("{name} is {}, was {}", show(&new), show(&old)), step));
    };
    bound("minInclusive", old.min_inclusive.clone(), new.min_inclusive.clone(), false);
    bound("minExclusive", old.min_exclusive.clone(), new.min_exclusive.clone(), false);
    bound("maxInclusive", old.max_inclusive.clone(), new.max_inclusive.clone(), true);
    bound("maxExclusive", old.max_exclusive.clone(), new.max_exclusive.clone(), true);
    let text = |value: Option<u64>| value.map(|v| v.to_string());
    bound("minLength", text(old.min_length), text(new.min_length), false);
    bound("maxLength", text(old.max_length), text(new.max_length), true);
    let digits = |value: Option<u32>| value.map(|v| v.to_string());
    bound("totalDigits", digits(old.total_digits), digits(new.total_digits), true);
    bound("fractionDigits", digits(old.fraction_digits), digits(new.fraction_digits), true);
    if old.length != new.length {
        let step = match (old.length, new.length) {
            (None, _) => Step::Narrower,
            (_, None) => Step::Wider,
            _ => Step::Other,
        };
        found.push(("length is another one".to_owned(), step));
    }
    if old.patterns != new.patterns {
        let step = if new.patterns.starts_with(&old.patterns) {
            Step::Narrower
        } else if old.patterns.starts_with(&new.patterns) {
            Step::Wider
        } else {
            Step::Other
        };
        found.push(("patterns are others".to_owned(), step));
    }
    found
}

/// The order of two numbers; of other values (dates) nothing is said.
fn number_order(old: &str, new: &str) -> Option<Ordering> {
    match (old.parse::<i128>(), new.parse::<i128>()) {
        (Ok(old), Ok(new)) => Some(old.cmp(&new)),
        _ => old.parse::<f64>().ok()?.partial_cmp(&new.parse::<f64>().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_widen_and_narrow() {
        let facets_of =
            |max: Option<&str>| ScalarFacets { max_inclusive: max.map(str::to_owned), ..Default::default() };
        let step = |old, new| facets(&facets_of(old), &facets_of(new)).first().map(|(_, step)| *step);
        assert_eq!(step(Some("9"), Some("10")), Some(Step::Wider));
        assert_eq!(step(Some("10"), Some("9.5")), Some(Step::Narrower));
        assert_eq!(step(Some("10"), Some("10.0")), None);
        assert_eq!(step(None, Some("1")), Some(Step::Narrower));
        assert_eq!(step(Some("2020-01-01"), Some("2021-01-01")), Some(Step::Other));
    }

    #[test]
    fn value_spaces() {
        assert_eq!(kinds(&ScalarKind::Integer, &ScalarKind::Decimal), Some(Step::Wider));
        assert_eq!(kinds(&ScalarKind::String, &ScalarKind::Date), Some(Step::Narrower));
        assert_eq!(kinds(&ScalarKind::Date, &ScalarKind::DateTime), Some(Step::Other));
        assert_eq!(kinds(&ScalarKind::Date, &ScalarKind::Date), None);
    }
}
