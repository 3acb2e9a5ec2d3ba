// SPDX-License-Identifier: EUPL-1.2
//! Facets as keywords, and as extensions where JSON Schema has no word for them.

use std::fmt::Write as _;

use fachwerk_mapping::{Scalar, ScalarFacets, ScalarKind};
use fachwerk_message::value::pattern::to_ecma;

use crate::nodes::{Node, put};
use crate::tree::Tree;

/// Least and greatest integer.
pub(super) fn range(facets: &ScalarFacets) -> Option<(i128, i128)> {
    let parse =
        |text: &Option<String>| text.as_deref().and_then(|t| t.trim_start_matches('+').parse::<i128>().ok());
    let low = [parse(&facets.min_inclusive), parse(&facets.min_exclusive).map(|v| v.saturating_add(1))];
    let high = [parse(&facets.max_inclusive), parse(&facets.max_exclusive).map(|v| v.saturating_sub(1))];
    Some((low.into_iter().flatten().max()?, high.into_iter().flatten().min()?))
}

/// Length facets, as keywords where they count what JSON Schema counts.
pub(super) fn lengths<'a>(
    facets: &ScalarFacets,
    keywords: Option<(&'a str, &'a str)>,
    schema: &mut Node<'a>,
    extension: &mut Node<'a>,
) {
    let Some((least, greatest)) = keywords else {
        put(extension, "length", facets.length);
        put(extension, "minLength", facets.min_length);
        put(extension, "maxLength", facets.max_length);
        return;
    };
    put(schema, least, facets.length.or(facets.min_length).filter(|n| *n > 0));
    put(schema, greatest, facets.length.or(facets.max_length));
}

/// Bounds on values that are strings in JSON.
pub(super) fn bounds<'a>(scalar: &'a Scalar, extension: &mut Node<'a>) {
    let facets = &scalar.facets;
    put(extension, "totalDigits", facets.total_digits);
    put(extension, "fractionDigits", facets.fraction_digits);
    let full = [(i64::MIN.into(), i64::MAX.into()), (0, u64::MAX.into())];
    if scalar.kind == ScalarKind::Integer && range(facets).is_some_and(|range| full.contains(&range)) {
        // `format` says it.
        return;
    }
    put(extension, "minInclusive", facets.min_inclusive.as_deref());
    put(extension, "maxInclusive", facets.max_inclusive.as_deref());
    put(extension, "minExclusive", facets.min_exclusive.as_deref());
    put(extension, "maxExclusive", facets.max_exclusive.as_deref());
}

/// A pattern for the document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) text: String,
    /// Says exactly what XML Schema says.
    pub(super) exact: bool,
}

/// One step of patterns, of which any has to match, as ECMA-262 that readers with other engines understand as well.
pub(super) fn translate(step: &[String]) -> Result<Pattern, String> {
    // Each by itself first: a pattern that is broken alone must not become whole by what stands beside it.
    for pattern in step {
        to_ecma(pattern)?;
    }
    let Pattern { text: whole, exact } = portable(&to_ecma(&step.join("|"))?)?;
    // Without alternatives the group around the whole says nothing.
    let inner = whole.strip_prefix("^(?:").and_then(|w| w.strip_suffix(")$"));
    let text = match inner {
        Some(inner) if !inner.contains('|') => format!("^{inner}$"),
        _ => whole,
    };
    Ok(Pattern { text, exact })
}

/// ECMA-262 in the words that most engines share. A document with a pattern that some tool cannot compile is, for that
/// tool, no valid document; so categories other than decimal digits are not used, and `\d` is the ten ASCII digits.
fn portable(ecma: &str) -> Result<Pattern, String> {
    let mut text = String::with_capacity(ecma.len());
    let mut exact = true;
    let mut in_class = false;
    let mut rest = ecma;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\p{Nd}") {
            text.push_str(if in_class { "0-9" } else { "[0-9]" });
            exact = false;
            rest = after;
            continue;
        }
        if rest.starts_with("\\p{") || rest.starts_with("\\P{") {
            return Err(
                "it uses categories of characters, which not every reader of OpenAPI knows".to_owned()
            );
        }
        if let Some((code, after)) = rest.strip_prefix("\\u{").and_then(|r| r.split_once('}')) {
            let code = u32::from_str_radix(code, 16).ok();
            match (code, code.and_then(char::from_u32)) {
                (Some(code @ 0..=0xFFFF), _) => {
                    let _ = write!(text, "\\u{code:04X}");
                }
                (_, Some(c)) => text.push(c),
                _ => return Err("it names a character that does not exist".to_owned()),
            }
            rest = after;
            continue;
        }
        let length =
            if c == '\\' { 1 + rest[1..].chars().next().map_or(0, char::len_utf8) } else { c.len_utf8() };
        in_class = match c {
            '[' => true,
            ']' => false,
            _ => in_class,
        };
        text.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Ok(Pattern { text, exact })
}

/// Patterns as XML Schema writes them: a text for one, a list of steps otherwise.
pub(super) fn untranslated<'a>(steps: &[Vec<String>]) -> Option<Tree<'a>> {
    match steps {
        [] => None,
        [only] => Some(only.join("|").into()),
        steps => Some(Tree::list(steps.iter().map(|step| step.join("|")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_portable() {
        for (pattern, text, exact) in [
            ("[A-Z]{3}", "^[A-Z]{3}$", true),
            (r"\d{4}", "^[0-9]{4}$", false),
            (r"[\dA-F]+", "^[0-9A-F]+$", false),
            ("a|b", "^(?:a|b)$", true),
            (r"\[\d\]", r"^\[[0-9]\]$", false),
            ("[\u{0}-\u{a0}]", "^[\\u0000-\\u00A0]$", true),
        ] {
            assert_eq!(
                translate(&[pattern.to_owned()]),
                Ok(Pattern { text: text.to_owned(), exact }),
                "{pattern}"
            );
        }
        assert!(translate(&[r"\p{L}+".to_owned()]).is_err());
        assert!(translate(&["a)".to_owned(), "(b".to_owned()]).is_err());
        let space = translate(&[r"\S*".to_owned()]).unwrap();
        assert!(space.exact && !space.text.contains("\\u{"), "{}", space.text);
    }
}
