// SPDX-License-Identifier: EUPL-1.2
//! Pattern facets (XML Schema part 2, section 4.3.4 and appendix F) in other dialects.
//!
//! A pattern matches the whole value, `^` and `$` stand for themselves, `\d`, `\w`, `\s`, `\i` and `\c` have XML
//! Schema's meaning, and sets can be taken out of sets. The translations keep all of that exactly.

mod blocks;
mod parse;
mod reduced;
mod syntax;
#[cfg(test)]
mod tests;
mod write;

pub(super) use reduced::Reduced;
pub(super) use syntax::is_ncname;
use write::Dialect;

/// The pattern for the `regex` crate, anchored at both ends.
///
/// ```
/// use fachwerk_message::value::pattern::to_regex;
/// assert_eq!(to_regex(r"[a-z-[aeiou]]+|\$").unwrap(), r"^(?:[[a-z]--[aeiou]]+|\$)$");
/// assert!(to_regex("(?i)a").is_err());
/// ```
///
/// # Errors
/// Why the pattern is none that XML Schema knows, as the end of a sentence.
pub fn to_regex(pattern: &str) -> Result<String, String> {
    translate(pattern, Dialect::Rust)
}

/// The pattern for ECMA-262 with the `u` flag, which is what OpenAPI and JSON Schema speak, anchored at both ends.
///
/// ```
/// use fachwerk_message::value::pattern::to_ecma;
/// assert_eq!(to_ecma("MR[0-9]{8}").unwrap(), "^(?:MR[0-9]{8})$");
/// assert_eq!(to_ecma(r"[a-z-[aeiou]]").unwrap(), r"^(?:(?:(?![aeiou])[a-z]))$");
/// ```
///
/// # Errors
/// As [`to_regex`].
pub fn to_ecma(pattern: &str) -> Result<String, String> {
    translate(pattern, Dialect::Ecma)
}

fn translate(pattern: &str, dialect: Dialect) -> Result<String, String> {
    Ok(format!("^(?:{})$", dialect.write(&parse::parse(pattern)?)))
}
