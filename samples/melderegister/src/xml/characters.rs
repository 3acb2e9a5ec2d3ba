// SPDX-License-Identifier: EUPL-1.2
//! Characters and names of XML 1.0.

use super::Violation;

/// A character that may occur in a document.
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// White space of XML, nothing else.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
}

/// A qualified name: one or two parts, each a plausible `NCName`.
pub(super) fn check_name(name: &str) -> Result<(), Violation> {
    let mut parts = name.splitn(2, ':');
    if parts.all(is_ncname) { Ok(()) } else { Err(Violation::new(format!("'{name}' is not an XML name"))) }
}

fn is_ncname(part: &str) -> bool {
    let mut characters = part.chars();
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{B7}'))
}
