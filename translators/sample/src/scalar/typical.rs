// SPDX-License-Identifier: EUPL-1.2
//! Values that people recognise at a glance, for examples in documents.

use fachwerk_mapping::{Mapping, ScalarId, ScalarKind};
use fachwerk_message::value::{check, white_space};

use super::{LONGEST, MAX_NESTING};
use crate::sampler::Sampler;

/// Characters beyond which a text is no example that anybody wants to read.
const MAX_PADDED: u64 = 200;

/// The first typical value that meets all facets of a type; `None` where none does.
pub(super) fn value(sampler: &Sampler<'_>, id: ScalarId) -> Option<String> {
    found(sampler, id, 0)
}

fn found(sampler: &Sampler<'_>, id: ScalarId, nesting: usize) -> Option<String> {
    let mapping = sampler.mapping;
    let scalar = mapping.scalar(id);
    proposals(sampler, id, nesting)
        .into_iter()
        .map(|text| white_space(scalar, &text).into_owned())
        .find(|text| check(mapping, &sampler.patterns, id, text).is_ok())
}

fn proposals(sampler: &Sampler<'_>, id: ScalarId, nesting: usize) -> Vec<String> {
    let mapping = sampler.mapping;
    let scalar = mapping.scalar(id);
    let facets = &scalar.facets;
    if !facets.enumeration.is_empty() {
        return facets.enumeration.iter().map(|value| value.value.clone()).collect();
    }
    let bounds = [&facets.min_inclusive, &facets.max_inclusive, &facets.min_exclusive, &facets.max_exclusive];
    let bounds = || bounds.into_iter().flatten().cloned();
    let fixed: &[&str] = match &scalar.kind {
        ScalarKind::String => return texts(mapping, id),
        ScalarKind::List(item) if nesting < MAX_NESTING => {
            let count = facets.length.or(facets.min_length).unwrap_or(1).max(1);
            let item = found(sampler, *item, nesting + 1).filter(|_| count < LONGEST);
            return item.map(|item| vec![item.as_str(); count as usize].join(" ")).into_iter().collect();
        }
        ScalarKind::Union(members) if nesting < MAX_NESTING => {
            return members.iter().filter_map(|member| found(sampler, *member, nesting + 1)).collect();
        }
        ScalarKind::List(_) | ScalarKind::Union(_) | ScalarKind::QName => &[],
        ScalarKind::Boolean => &["true"],
        ScalarKind::Integer => &["1", "10", "100", "1000", "-1", "0"],
        ScalarKind::Decimal => &["12.50", "1.5", "1", "100", "0.5", "0", "-1"],
        ScalarKind::Float | ScalarKind::Double => &["1.5", "0.5", "10", "-1.5", "0"],
        ScalarKind::Date => &["2024-05-17"],
        ScalarKind::DateTime => &["2024-05-17T10:30:00Z", "2024-05-17T10:30:00"],
        ScalarKind::Time => &["10:30:00"],
        ScalarKind::Duration => &["P1D", "PT1H", "P1Y"],
        ScalarKind::GYearMonth => &["2024-05"],
        ScalarKind::GYear => &["2024"],
        ScalarKind::GMonthDay => &["--05-17"],
        ScalarKind::GDay => &["---17"],
        ScalarKind::GMonth => &["--05"],
        ScalarKind::AnyUri => &["https://example.org/", "urn:example:1"],
        ScalarKind::HexBinary => {
            let octets = facets.length.or(facets.min_length).unwrap_or(4).clamp(1, MAX_PADDED);
            return vec!["0F".repeat(octets as usize)];
        }
        ScalarKind::Base64Binary => &["VGV4dA=="],
    };
    fixed.iter().map(|&text| text.to_owned()).chain(bounds()).collect()
}

/// Words, cut or repeated to the length that is asked for.
fn texts(mapping: &Mapping, id: ScalarId) -> Vec<String> {
    let facets = &mapping.scalar(id).facets;
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX);
    let fit = |word: &str| {
        let target = (word.chars().count() as u64).clamp(least, most.max(least)).min(MAX_PADDED);
        word.chars().cycle().take(target as usize).collect::<String>()
    };
    // The first is a word, the others are what patterns most often ask for.
    ["text", "1", "A", "de", "DE", "2024-05-17", "12345", "text@example.org"].into_iter().map(fit).collect()
}
