// SPDX-License-Identifier: EUPL-1.2
//! Compiled pattern facets of a mapping.

use std::sync::OnceLock;

use fachwerk_mapping::{Mapping, ScalarId};
use regex::{Regex, RegexBuilder};

use super::pattern::{Reduced, to_regex};

/// Bytes that one compiled pattern may take: a pattern comes out of a schema, which may come from anybody.
const SIZE_LIMIT: usize = 4 << 20;
/// Bytes up to which a pattern is compiled over UTF-8, which matches without a copy of the text.
const DIRECT_LIMIT: usize = 128 << 10;

/// The pattern facets of a mapping's scalars, each compiled when it is first needed, once. Share one for each
/// mapping.
///
/// A pattern that cannot be translated or grows too large is not checked; [`untranslatable`](Self::untranslatable)
/// says so when the contract is compiled.
#[derive(Debug)]
pub struct Patterns {
    scalars: Box<[OnceLock<Box<[Step]>>]>,
}

/// The patterns of one derivation step, of which any must match.
#[derive(Debug)]
struct Step {
    matcher: Option<Matcher>,
}

#[derive(Debug)]
enum Matcher {
    Direct(Regex),
    Reduced(Reduced),
}

impl Matcher {
    fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Direct(regex) => regex.is_match(text),
            Self::Reduced(reduced) => reduced.is_match(text),
        }
    }
}

/// A pattern that is not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untranslatable {
    /// Whose pattern.
    pub scalar: ScalarId,
    /// The pattern as the schema has it.
    pub pattern: String,
    /// Why, as the end of a sentence.
    pub reason: String,
}

impl Patterns {
    /// Patterns of this mapping; nothing is compiled yet.
    pub fn new(mapping: &Mapping) -> Self {
        Self { scalars: mapping.scalars.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The first derivation step whose patterns the value does not match.
    pub(crate) fn failing_step(&self, mapping: &Mapping, id: ScalarId, text: &str) -> Option<usize> {
        let patterns = &mapping.scalar(id).facets.patterns;
        if patterns.is_empty() {
            return None;
        }
        // Patterns of another mapping: there is nothing to check with.
        let slot = self.scalars.get(id.0 as usize)?;
        let steps =
            slot.get_or_init(|| patterns.iter().map(|step| Step { matcher: compile(step).ok() }).collect());
        steps.iter().position(|step| step.matcher.as_ref().is_some_and(|matcher| !matcher.is_match(text)))
    }

    /// All patterns of a mapping that are not checked.
    pub fn untranslatable(mapping: &Mapping) -> Vec<Untranslatable> {
        let mut found = Vec::new();
        for (index, scalar) in mapping.scalars.iter().enumerate() {
            for step in &scalar.facets.patterns {
                // Alternatives that compile one by one may still be too large together.
                let whole = compile(step).err();
                let mut reasons: Vec<(String, String)> = step
                    .iter()
                    .filter_map(|p| Some((p.clone(), compile(std::slice::from_ref(p)).err()?)))
                    .collect();
                if let (Some(reason), true) = (whole, reasons.is_empty()) {
                    reasons.push((step.join("|"), reason));
                }
                found.extend(reasons.into_iter().map(|(pattern, reason)| Untranslatable {
                    scalar: ScalarId(index as u32),
                    pattern,
                    reason,
                }));
            }
        }
        found
    }
}

fn compile(step: &[String]) -> Result<Matcher, String> {
    let translated = step.iter().map(|p| to_regex(p)).collect::<Result<Vec<_>, _>>()?;
    match RegexBuilder::new(&translated.join("|")).size_limit(DIRECT_LIMIT).build() {
        Ok(regex) => Ok(Matcher::Direct(regex)),
        Err(_) => Reduced::compile(step, SIZE_LIMIT).map(Matcher::Reduced),
    }
}
