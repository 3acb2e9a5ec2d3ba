// SPDX-License-Identifier: EUPL-1.2
//! Dates, times and durations.

use fachwerk_mapping::{ScalarFacets, ScalarKind};
use fastrand::Rng;

fn all_bounds(facets: &ScalarFacets) -> Vec<&str> {
    [&facets.min_inclusive, &facets.max_inclusive, &facets.min_exclusive, &facets.max_exclusive]
        .into_iter()
        .flatten()
        .map(|bound| bound.trim())
        .collect()
}

/// A date or time of this kind.
pub(super) fn proposal(rng: &mut Rng, kind: &ScalarKind, facets: &ScalarFacets, unusual: bool) -> String {
    let bounds = all_bounds(facets);
    // What is at a bound is often allowed, and the only thing that is where bounds leave little room.
    if rng.u8(..8) == 0
        && let Some(bound) = rng.choice(&bounds)
    {
        return (*bound).to_owned();
    }
    let year = year(rng, &bounds, unusual);
    let month = rng.u8(1..=12);
    let day = rng.u8(1..=if month == 2 { 28 } else { 30 });
    let local = match kind {
        ScalarKind::DateTime => {
            let date = match rng.choice(&bounds).and_then(|bound| bound.split_once('T')) {
                Some((date, _)) if rng.bool() => date.to_owned(),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            format!("{date}T{}", clock(rng, unusual))
        }
        ScalarKind::Date => format!("{year}-{month:02}-{day:02}"),
        ScalarKind::Time => clock(rng, unusual),
        ScalarKind::GYearMonth => format!("{year}-{month:02}"),
        ScalarKind::GYear => year,
        ScalarKind::GMonthDay if unusual && rng.u8(..10) == 0 => "--02-29".to_owned(),
        ScalarKind::GMonthDay => format!("--{month:02}-{day:02}"),
        ScalarKind::GDay => format!("---{:02}", rng.u8(1..=31)),
        _ => format!("--{month:02}"),
    };
    format!("{local}{}", zone(rng))
}

fn year(rng: &mut Rng, bounds: &[&str], unusual: bool) -> String {
    let years: Vec<i32> = bounds
        .iter()
        .filter_map(|b| b.get(..4).and_then(|year| year.parse().ok()))
        .filter(|y| *y > 0)
        .collect();
    if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) {
        let room = if years.len() > 1 { 0 } else { 30 };
        return format!("{:04}", rng.i32((first - room).max(1)..=last + room));
    }
    match rng.u8(..24) {
        0 if unusual => rng.choice(["0001", "9999", "12024", "-0044", "-0001"]).unwrap_or("0001").to_owned(),
        _ => format!("{:04}", rng.i32(1900..=2099)),
    }
}

fn clock(rng: &mut Rng, unusual: bool) -> String {
    if unusual && rng.u8(..16) == 0 {
        return "24:00:00".to_owned();
    }
    let fraction = match rng.u8(..4) {
        0 => format!(".{:03}", rng.u16(..1000)),
        1 if unusual => format!(".{:09}", rng.u32(..1_000_000_000)),
        _ => String::new(),
    };
    format!("{:02}:{:02}:{:02}{fraction}", rng.u8(..24), rng.u8(..60), rng.u8(..60))
}

fn zone(rng: &mut Rng) -> String {
    match rng.u8(..8) {
        0..=2 => "Z".to_owned(),
        3 => "+01:00".to_owned(),
        4 => {
            format!(
                "{}{:02}:{:02}",
                if rng.bool() { '+' } else { '-' },
                rng.u8(..14),
                [0, 30, 45][rng.usize(..3)]
            )
        }
        _ => String::new(),
    }
}

/// An `xs:duration`.
pub(super) fn duration(rng: &mut Rng, facets: &ScalarFacets, unusual: bool) -> String {
    let bounds = all_bounds(facets);
    if rng.u8(..4) == 0
        && let Some(bound) = rng.choice(&bounds)
    {
        return (*bound).to_owned();
    }
    let mut part = |designator: char| {
        if rng.u8(..3) == 0 { format!("{}{designator}", rng.u16(..400)) } else { String::new() }
    };
    let date: String = ['Y', 'M', 'D'].map(&mut part).concat();
    let mut time: String = ['H', 'M'].map(&mut part).concat();
    if rng.u8(..3) == 0 {
        let fraction = if unusual && rng.bool() { format!(".{}", rng.u16(..1000)) } else { String::new() };
        time = format!("{time}{}{fraction}S", rng.u8(..60));
    }
    let sign = if unusual && bounds.is_empty() && rng.u8(..8) == 0 { "-" } else { "" };
    match (date.is_empty(), time.is_empty()) {
        (true, true) => format!("{sign}P{}D", rng.u8(1..100)),
        (false, true) => format!("{sign}P{date}"),
        _ => format!("{sign}P{date}T{time}"),
    }
}
