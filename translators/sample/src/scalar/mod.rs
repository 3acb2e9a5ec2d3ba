// SPDX-License-Identifier: EUPL-1.2
//! Values that meet all facets of their types.
//!
//! Facets can contradict each other in ways that no simple rule foresees, so values are proposed and checked: each
//! kind of type proposes what meets its own facets with good chances, patterns propose what they match.

mod expression;
mod moment;
mod number;
mod other;
mod text;
mod typical;

use fachwerk_mapping::{Mapping, ScalarId, ScalarKind};
use fachwerk_message::value::{check, pattern, white_space};
use fachwerk_message::{CodecError, ErrorKind, Result};
use fastrand::Rng;

use crate::sampler::Sampler;
use expression::{Expression, Prefer};

pub(crate) use text::run as text_run;

/// Proposals before a type is given up.
const ATTEMPTS: usize = 400;
/// Characters, octets or items beyond which a value is none that anybody wants to see.
const LONGEST: u64 = 1 << 20;
/// Lists of unions of lists, so deep that no schema has them.
const MAX_NESTING: usize = 8;

/// A value of a type, white space treated.
pub(crate) fn value(sampler: &Sampler<'_>, rng: &mut Rng, id: ScalarId) -> Result<String> {
    proposed(sampler, rng, id, 0)
}

fn proposed(sampler: &Sampler<'_>, rng: &mut Rng, id: ScalarId, nesting: usize) -> Result<String> {
    let mapping = sampler.mapping;
    let scalar = mapping.scalar(id);
    if sampler.options.typical
        && let Some(text) = typical::value(sampler, id)
    {
        return Ok(text);
    }
    if !scalar.facets.enumeration.is_empty() {
        let allowed: Vec<String> = scalar
            .facets
            .enumeration
            .iter()
            .map(|value| white_space(scalar, &value.value).into_owned())
            .filter(|text| check(mapping, &sampler.patterns, id, text).is_ok())
            .collect();
        return rng.choice(allowed).ok_or_else(|| hopeless(mapping, id));
    }
    let expressions = expressions(mapping, id)?;
    let shortest = scalar.facets.length.or(scalar.facets.min_length).unwrap_or(0);
    if shortest > LONGEST || expressions.iter().any(|e| e.lengths().0 as u64 > LONGEST) {
        return Err(hopeless(mapping, id));
    }
    for attempt in 0..ATTEMPTS {
        let expression = rng.choice(&expressions).filter(|_| attempt % 4 != 3);
        let proposal = match expression {
            Some(expression) => {
                let prefer = match scalar.kind {
                    _ if sampler.options.typical => Prefer::Letters,
                    ScalarKind::String | ScalarKind::List(_) | ScalarKind::Union(_) => Prefer::Variety,
                    ScalarKind::AnyUri => Prefer::Letters,
                    _ if attempt % 2 == 0 => Prefer::Digits,
                    _ => Prefer::Variety,
                };
                expression.text(rng, lengths(&scalar.facets, expression), prefer)
            }
            None => propose(sampler, rng, id, nesting)?,
        };
        let proposal = white_space(scalar, &proposal);
        if check(mapping, &sampler.patterns, id, &proposal).is_ok() {
            return Ok(proposal.into_owned());
        }
    }
    Err(hopeless(mapping, id))
}

/// What the patterns of a type match: one expression for each alternative of each derivation step.
fn expressions(mapping: &Mapping, id: ScalarId) -> Result<Vec<Expression>> {
    let scalar = mapping.scalar(id);
    if scalar.kind == ScalarKind::QName {
        // Patterns of QNames are about prefixes, which values do not have.
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for alternative in scalar.facets.patterns.iter().flatten() {
        let expression = pattern::to_regex(alternative).ok().and_then(|regex| Expression::parse(&regex));
        found.push(expression.ok_or_else(|| {
            CodecError::new(
                ErrorKind::Unsupported,
                format!("{}: the pattern {alternative} cannot be sampled", type_name(mapping, id)),
            )
        })?);
    }
    Ok(found)
}

/// Characters that a text for an expression may have.
fn lengths(facets: &fachwerk_mapping::ScalarFacets, expression: &Expression) -> (usize, usize) {
    /// Characters beyond the least, where nothing bounds them.
    const ROOM: usize = 16;
    let bound = |value: Option<u64>| value.map(|v| usize::try_from(v).unwrap_or(usize::MAX));
    let (shortest, longest) = expression.lengths();
    let least = bound(facets.length.or(facets.min_length)).unwrap_or(0).max(shortest);
    let most =
        bound(facets.length.or(facets.max_length)).unwrap_or(usize::MAX).min(longest.unwrap_or(usize::MAX));
    (least, most.min(least.saturating_add(ROOM)).max(least))
}

fn propose(sampler: &Sampler<'_>, rng: &mut Rng, id: ScalarId, nesting: usize) -> Result<String> {
    let mapping = sampler.mapping;
    let scalar = mapping.scalar(id);
    let unusual = sampler.options.unusual && scalar.facets.patterns.is_empty();
    let facets = &scalar.facets;
    Ok(match &scalar.kind {
        ScalarKind::String => text::proposal(rng, scalar, unusual),
        ScalarKind::Boolean => rng.choice(["true", "false", "1", "0"]).unwrap_or("true").to_owned(),
        ScalarKind::Integer => number::integer(rng, facets, unusual),
        ScalarKind::Decimal => number::decimal(rng, facets, unusual),
        ScalarKind::Float => number::float(rng, facets, true, unusual),
        ScalarKind::Double => number::float(rng, facets, false, unusual),
        ScalarKind::Duration => moment::duration(rng, facets, unusual),
        ScalarKind::HexBinary => other::hex(rng, facets),
        ScalarKind::Base64Binary => other::base64(rng, facets),
        ScalarKind::AnyUri => other::uri(rng, facets),
        ScalarKind::QName => other::qname(rng, mapping),
        ScalarKind::List(item) => list(sampler, rng, id, *item, nesting)?,
        ScalarKind::Union(members) => match rng.choice(members) {
            Some(member) if nesting < MAX_NESTING => {
                let text = proposed(sampler, rng, *member, nesting + 1)?;
                // Processors disagree on white space in unions, so none is left to disagree on.
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            _ => return Err(hopeless(mapping, id)),
        },
        kind => moment::proposal(rng, kind, facets, unusual),
    })
}

fn list(
    sampler: &Sampler<'_>,
    rng: &mut Rng,
    id: ScalarId,
    item: ScalarId,
    nesting: usize,
) -> Result<String> {
    if nesting >= MAX_NESTING {
        return Err(hopeless(sampler.mapping, id));
    }
    let facets = &sampler.mapping.scalar(id).facets;
    let room = u64::from(sampler.options.max_items);
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX).min(least.saturating_add(room));
    let mut items: Vec<String> = Vec::new();
    for _ in 0..rng.u64(least..=most.max(least)) {
        let mut found = None;
        for _ in 0..ATTEMPTS {
            let text = proposed(sampler, rng, item, nesting + 1)?;
            // An item is what stands between white space.
            if !text.is_empty() && !text.contains([' ', '\t', '\n', '\r']) {
                found = Some(text);
                break;
            }
        }
        items.push(found.ok_or_else(|| hopeless(sampler.mapping, item))?);
    }
    Ok(items.join(" "))
}

fn hopeless(mapping: &Mapping, id: ScalarId) -> Box<CodecError> {
    CodecError::new(
        ErrorKind::Unsupported,
        format!("{}: no value was found that meets all its facets", type_name(mapping, id)),
    )
}

fn type_name(mapping: &Mapping, id: ScalarId) -> String {
    let scalar = mapping.scalar(id);
    match (&scalar.source, &scalar.name) {
        (Some(source), _) => format!("type {source}"),
        (None, Some(name)) => format!("type {name}"),
        (None, None) => format!("an anonymous type ({:?})", scalar.kind),
    }
}
