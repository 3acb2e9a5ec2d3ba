// SPDX-License-Identifier: EUPL-1.2
//! Lexical spaces of the primitive types, and order in their value spaces.

use std::cmp::Ordering;

use fachwerk_mapping::ScalarKind;

use super::decimal::{Decimal, compare_decimal, is_integer};
use super::duration::Duration;
use super::moment::Moment;
use super::pattern::is_ncname;
use super::{binary, float};

/// Whether the text is in the lexical space of a primitive type. Lists and unions have none of their own.
pub(super) fn is_lexical(kind: &ScalarKind, text: &str) -> bool {
    match kind {
        ScalarKind::String | ScalarKind::AnyUri => is_xml_text(text),
        ScalarKind::Boolean => matches!(text, "true" | "false" | "1" | "0"),
        ScalarKind::Integer => is_integer(text),
        ScalarKind::Decimal => Decimal::parse(text).is_some(),
        ScalarKind::Float | ScalarKind::Double => float::is_float(text),
        ScalarKind::Duration => Duration::parse(text).is_some(),
        ScalarKind::DateTime
        | ScalarKind::Time
        | ScalarKind::Date
        | ScalarKind::GYearMonth
        | ScalarKind::GYear
        | ScalarKind::GMonthDay
        | ScalarKind::GDay
        | ScalarKind::GMonth => Moment::parse(kind, text).is_some(),
        ScalarKind::HexBinary => binary::hex_octets(text).is_some(),
        ScalarKind::Base64Binary => binary::base64_octets(text).is_some(),
        ScalarKind::QName => is_expanded_name(text),
        ScalarKind::List(_) | ScalarKind::Union(_) => true,
    }
}

/// What to call the lexical space.
pub(super) fn type_name(kind: &ScalarKind) -> &'static str {
    match kind {
        ScalarKind::String => "xs:string",
        ScalarKind::Boolean => "xs:boolean",
        ScalarKind::Integer => "xs:integer",
        ScalarKind::Decimal => "xs:decimal",
        ScalarKind::Float => "xs:float",
        ScalarKind::Double => "xs:double",
        ScalarKind::Duration => "xs:duration",
        ScalarKind::DateTime => "xs:dateTime",
        ScalarKind::Time => "xs:time",
        ScalarKind::Date => "xs:date",
        ScalarKind::GYearMonth => "xs:gYearMonth",
        ScalarKind::GYear => "xs:gYear",
        ScalarKind::GMonthDay => "xs:gMonthDay",
        ScalarKind::GDay => "xs:gDay",
        ScalarKind::GMonth => "xs:gMonth",
        ScalarKind::HexBinary => "xs:hexBinary",
        ScalarKind::Base64Binary => "xs:base64Binary",
        ScalarKind::AnyUri => "xs:anyURI",
        ScalarKind::QName => "xs:QName",
        ScalarKind::List(_) => "list",
        ScalarKind::Union(_) => "union",
    }
}

/// Order by value. `None` where there is no order between the two, or none in the type, or one is no value of it.
pub fn compare(kind: &ScalarKind, a: &str, b: &str) -> Option<Ordering> {
    match kind {
        ScalarKind::Integer | ScalarKind::Decimal => compare_decimal(a, b),
        ScalarKind::Float | ScalarKind::Double => float::compare(a, b, *kind == ScalarKind::Float),
        ScalarKind::Duration => Duration::parse(a)?.compare(&Duration::parse(b)?),
        _ => Moment::parse(kind, a)?.compare(&Moment::parse(kind, b)?),
    }
}

/// Whether XML 1.0 has all these characters (section 2.2).
pub(super) fn is_xml_text(text: &str) -> bool {
    // One pass over bytes for what is almost always there: nothing suspicious. 0xEF begins U+FFFE and U+FFFF.
    let suspicious = |b: u8| b < 0x20 || b == 0xEF;
    if !text.bytes().any(suspicious) {
        return true;
    }
    !text.chars().any(|c| match c {
        '\t' | '\n' | '\r' => false,
        c => c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}'),
    })
}

/// `{namespace}local` or `local`. A namespace with white space in it is no URI, and could not be told from two items of
/// a list.
fn is_expanded_name(text: &str) -> bool {
    let local = match text.strip_prefix('{') {
        None => text,
        Some(rest) => match rest.rsplit_once('}') {
            Some((namespace, local)) if is_namespace(namespace) => local,
            _ => return false,
        },
    };
    is_ncname(local)
}

fn is_namespace(text: &str) -> bool {
    !text.is_empty() && is_xml_text(text) && !text.contains([' ', '\t', '\r', '\n'])
}

/// `prefix:local`.
pub(super) fn is_prefixed_name(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, local)| is_ncname(prefix) && is_ncname(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_expanded() {
        for good in ["a", "{urn:x}a", "{urn:{x}y}a.1", "ä"] {
            assert!(is_expanded_name(good), "{good}");
        }
        for bad in
            ["", "a:b", "{}a", "{urn:x}", "{urn:x", "1a", "{urn:x}a:b", "a b", "{urn:x y}a", "{urn:\n}a"]
        {
            assert!(!is_expanded_name(bad), "{bad}");
        }
    }

    #[test]
    fn xml_has_not_all_characters() {
        assert!(is_xml_text("a\t\r\n\u{7f}\u{85}😀\u{FFFD}"));
        for bad in ["\0", "\u{1b}", "\u{FFFE}", "\u{FFFF}"] {
            assert!(!is_xml_text(bad));
        }
    }
}
