// SPDX-License-Identifier: EUPL-1.2
//! Whether a value is one of its type.

use std::cmp::Ordering;

use fachwerk_mapping::{Mapping, Scalar, ScalarFacets, ScalarId, ScalarKind};

use super::canonical::canonical;
use super::decimal::Decimal;
use super::lexical::{compare, is_lexical, is_prefixed_name, type_name};
use super::patterns::Patterns;
use super::white_space::items;
use super::{binary, white_space};

/// Check a value, white space already treated, against its type: lexical space and facets.
///
/// Lengths and patterns of QNames are not checked, because they would be about a prefix that is gone.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with the name of a member. Never the value.
pub fn check(mapping: &Mapping, patterns: &Patterns, id: ScalarId, text: &str) -> Result<(), String> {
    let scalar = mapping.scalar(id);
    match &scalar.kind {
        ScalarKind::List(item) => {
            let item_type = mapping.scalar(*item);
            for item_text in items(text) {
                check(mapping, patterns, *item, &white_space(item_type, item_text))
                    .map_err(|message| format!("has an item that {message}"))?;
            }
        }
        ScalarKind::Union(members) => {
            let fits = |member: &ScalarId| {
                let member_type = mapping.scalar(*member);
                let text = white_space(member_type, text);
                // Nobody resolves prefixes in a union, where they may be none.
                (member_type.kind == ScalarKind::QName && is_prefixed_name(&text))
                    || check(mapping, patterns, *member, &text).is_ok()
            };
            if !members.iter().any(fits) {
                return Err("is of none of the types that are allowed".to_owned());
            }
        }
        kind if !is_lexical(kind, text) => {
            return Err(match kind {
                ScalarKind::String | ScalarKind::AnyUri => "has a character that XML cannot carry".to_owned(),
                kind => format!("is no valid {}", type_name(kind)),
            });
        }
        _ => {}
    }
    facets(mapping, patterns, id, scalar, text)
}

fn facets(
    mapping: &Mapping,
    patterns: &Patterns,
    id: ScalarId,
    scalar: &Scalar,
    text: &str,
) -> Result<(), String> {
    let facets = &scalar.facets;
    lengths(scalar, text)?;
    if scalar.kind != ScalarKind::QName
        && let Some(step) = patterns.failing_step(mapping, id, text)
    {
        let step = facets.patterns.get(step).map_or(&[][..], Vec::as_slice);
        return Err(format!("does not match the pattern {}", step.join(" | ")));
    }
    if !facets.enumeration.is_empty()
        && !facets.enumeration.iter().any(|e| equal(mapping, patterns, id, text, &e.value))
    {
        return Err("is none of the values that are allowed".to_owned());
    }
    bounds(&scalar.kind, facets, text)?;
    digits(facets, text)
}

/// Whether two texts are the same value of a type. White space has been treated in the first only.
pub fn equal(mapping: &Mapping, patterns: &Patterns, id: ScalarId, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let scalar = mapping.scalar(id);
    match &scalar.kind {
        ScalarKind::List(item) => {
            let (mut a, mut b) = (items(a), items(b));
            loop {
                match (a.next(), b.next()) {
                    (None, None) => return true,
                    (Some(a), Some(b)) if equal(mapping, patterns, *item, a, b) => {}
                    _ => return false,
                }
            }
        }
        ScalarKind::Union(members) => {
            // The first member that allows a text says what value it is.
            let member = |text: &str| {
                let allows = |id: &&ScalarId| {
                    check(mapping, patterns, **id, &white_space(mapping.scalar(**id), text)).is_ok()
                };
                members.iter().find(allows).copied()
            };
            match (member(a), member(b)) {
                (Some(one), Some(other)) if one == other => {
                    equal(mapping, patterns, one, &white_space(mapping.scalar(one), a), b)
                }
                _ => false,
            }
        }
        _ => {
            let b = white_space(scalar, b);
            a == b || canonical(mapping, id, a) == canonical(mapping, id, &b)
        }
    }
}

fn lengths(scalar: &Scalar, text: &str) -> Result<(), String> {
    let ScalarFacets { length, min_length, max_length, .. } = scalar.facets;
    if length.is_none() && min_length.is_none() && max_length.is_none() {
        return Ok(());
    }
    let (count, unit) = match &scalar.kind {
        ScalarKind::HexBinary => (binary::hex_octets(text).unwrap_or(0), "octets"),
        ScalarKind::Base64Binary => (binary::base64_octets(text).unwrap_or(0), "octets"),
        ScalarKind::List(_) => (items(text).count() as u64, "items"),
        ScalarKind::QName => return Ok(()),
        _ => (text.chars().count() as u64, "characters"),
    };
    if let Some(length) = length
        && count != length
    {
        return Err(format!("does not have {length} {unit}"));
    }
    if let Some(least) = min_length
        && count < least
    {
        return Err(format!("has less than {least} {unit}"));
    }
    if let Some(greatest) = max_length
        && count > greatest
    {
        return Err(format!("has more than {greatest} {unit}"));
    }
    Ok(())
}

fn bounds(kind: &ScalarKind, facets: &ScalarFacets, text: &str) -> Result<(), String> {
    type Allowed = fn(Ordering) -> bool;
    let all: [(&Option<String>, Allowed, &str); 4] = [
        (&facets.min_inclusive, Ordering::is_ge, "is less than"),
        (&facets.max_inclusive, Ordering::is_le, "is greater than"),
        (&facets.min_exclusive, Ordering::is_gt, "is not greater than"),
        (&facets.max_exclusive, Ordering::is_lt, "is not less than"),
    ];
    for (bound, allowed, message) in all {
        let Some(bound) = bound.as_deref().map(str::trim) else { continue };
        match compare(kind, text, bound) {
            Some(order) if allowed(order) => {}
            // A bound that is no value of the type bounds nothing.
            None if !is_lexical(kind, bound) => {}
            _ => return Err(format!("{message} {bound}")),
        }
    }
    Ok(())
}

fn digits(facets: &ScalarFacets, text: &str) -> Result<(), String> {
    if facets.total_digits.is_none() && facets.fraction_digits.is_none() {
        return Ok(());
    }
    let Some(decimal) = Decimal::parse(text) else { return Ok(()) };
    if let Some(total) = facets.total_digits
        && decimal.total_digits() > total as usize
    {
        return Err(format!("has more than {total} digits"));
    }
    if let Some(fraction) = facets.fraction_digits
        && decimal.fraction.len() > fraction as usize
    {
        return Err(format!("has more than {fraction} fraction digits"));
    }
    Ok(())
}
