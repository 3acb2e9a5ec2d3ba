// SPDX-License-Identifier: EUPL-1.2
//! Integers, decimals and floats.

use fachwerk_mapping::ScalarFacets;
use fastrand::Rng;

/// Bounds as integers of a scale; `None` where there is none, or it is too large to reckon with.
fn bounds(facets: &ScalarFacets, scale: u32) -> (Option<i128>, Option<i128>) {
    let inclusive = |bound: &Option<String>| bound.as_deref().and_then(|b| scaled(b.trim(), scale));
    let exclusive = |bound: &Option<String>, step: i128| inclusive(bound).and_then(|b| b.checked_add(step));
    let low = [inclusive(&facets.min_inclusive), exclusive(&facets.min_exclusive, 1)];
    let high = [inclusive(&facets.max_inclusive), exclusive(&facets.max_exclusive, -1)];
    (low.into_iter().flatten().max(), high.into_iter().flatten().min())
}

/// A decimal times ten to the `scale`; digits beyond are cut off.
fn scaled(text: &str, scale: u32) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let integer: i128 = if integer.is_empty() { 0 } else { integer.parse().ok()? };
    let mut value = integer;
    for place in 0..scale as usize {
        let digit = fraction.as_bytes().get(place).map_or(0, |b| i128::from(b.wrapping_sub(b'0')));
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(if negative { -value } else { value })
}

/// An integer within bounds, often at one of them.
fn within(rng: &mut Rng, low: Option<i128>, high: Option<i128>, digits: u32) -> i128 {
    let largest = 10_i128.checked_pow(digits.min(36)).map_or(i128::MAX / 4, |p| p - 1);
    let low_end = low.unwrap_or_else(|| high.map_or(-largest, |h| h.saturating_sub(largest).max(-largest)));
    let high_end = high.unwrap_or_else(|| low_end.saturating_add(largest).min(largest));
    let (low_end, high_end) = (low_end.max(-largest), high_end.min(largest));
    if low_end >= high_end {
        return low.or(high).unwrap_or(0);
    }
    match rng.u8(..10) {
        0 => low_end,
        1 => high_end,
        2 => 0_i128.clamp(low_end, high_end),
        3..=6 => {
            let near = 0_i128.clamp(low_end, high_end);
            rng.i128(near.saturating_sub(500).max(low_end)..=near.saturating_add(500).min(high_end))
        }
        _ => rng.i128(low_end..=high_end),
    }
}

/// An `xs:integer`.
pub(super) fn integer(rng: &mut Rng, facets: &ScalarFacets, unusual: bool) -> String {
    let (low, high) = bounds(facets, 0);
    let value = within(rng, low, high, facets.total_digits.unwrap_or(36));
    let free = low.is_none() && high.is_none() && facets.total_digits.is_none();
    if unusual && free && rng.u8(..6) == 0 {
        // More digits than any integer of a machine has.
        let digits: String = (0..rng.usize(39..60)).map(|_| rng.digit(10)).collect();
        return format!("{}1{digits}", if rng.bool() { "-" } else { "" });
    }
    let zeros = if unusual && rng.u8(..12) == 0 { "00" } else { "" };
    signed(rng, value, unusual, &format!("{zeros}{}", value.unsigned_abs()))
}

fn signed(rng: &mut Rng, value: i128, unusual: bool, digits: &str) -> String {
    if value < 0 {
        format!("-{digits}")
    } else if unusual && rng.u8(..12) == 0 {
        format!("{}{digits}", if value == 0 && rng.bool() { '-' } else { '+' })
    } else {
        digits.to_owned()
    }
}

/// An `xs:decimal`.
pub(super) fn decimal(rng: &mut Rng, facets: &ScalarFacets, unusual: bool) -> String {
    let total = facets.total_digits.unwrap_or(30);
    let scale = facets.fraction_digits.unwrap_or(12).min(total);
    let scale = rng.u32(0..=scale);
    let (low, high) = bounds(facets, scale);
    let value = within(rng, low, high, total);
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale as usize + 1);
    let (integer, fraction) = digits.split_at(digits.len() - scale as usize);
    let counted = facets.total_digits.is_some() || facets.fraction_digits.is_some();
    let text = match (integer, fraction) {
        (integer, "") if unusual && !counted && rng.u8(..8) == 0 => format!("{integer}."),
        (integer, "") => integer.to_owned(),
        ("0", fraction) if unusual && rng.u8(..4) == 0 => format!(".{fraction}"),
        (integer, fraction) if unusual && !counted && rng.u8(..6) == 0 => format!("{integer}.{fraction}00"),
        (integer, fraction) => {
            format!("{integer}.{}", fraction.trim_end_matches('0')).trim_end_matches('.').to_owned()
        }
    };
    signed(rng, value, unusual, &text)
}

/// An `xs:float` or `xs:double`.
pub(super) fn float(rng: &mut Rng, facets: &ScalarFacets, single: bool, unusual: bool) -> String {
    const USUAL: [&str; 8] = ["0", "1", "-1.5", "0.1", "3.14159", "100", "1e3", "-2.5E-3"];
    const ODD: [&str; 9] = ["INF", "-INF", "NaN", "-0", "1.E2", ".5", "+7", "3.4028235E38", "1.17549435E-38"];
    let parse = |bound: &Option<String>| bound.as_deref().and_then(|b| b.trim().parse::<f64>().ok());
    let low = parse(&facets.min_inclusive).or_else(|| parse(&facets.min_exclusive));
    let high = parse(&facets.max_inclusive).or_else(|| parse(&facets.max_exclusive));
    if low.is_some() || high.is_some() {
        let low = low.unwrap_or_else(|| high.map_or(-1000.0, |h| h - 1000.0));
        let high = high.unwrap_or(low + 1000.0);
        return match rng.u8(..6) {
            0 => format!("{low}"),
            1 => format!("{high}"),
            _ => format!("{}", low + (high - low) * rng.f64()),
        };
    }
    match rng.u8(..4) {
        0 if unusual => rng.choice(ODD).unwrap_or("0").to_owned(),
        1 => rng.choice(USUAL).unwrap_or("0").to_owned(),
        _ if single => format!("{}", (rng.f32() - 0.5) * 2000.0),
        _ => format!("{:E}", (rng.f64() - 0.5) * 1e6),
    }
}
