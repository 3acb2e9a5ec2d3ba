// SPDX-License-Identifier: EUPL-1.2
//! Lexical spaces of the attributes of schema documents.

use super::xpath;
use crate::tree::{Node, is_ncname, split};

/// What an attribute may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lexical {
    Any,
    Uri,
    NcName,
    QName,
    QNames,
    Boolean,
    Count,
    Positive,
    MaxOccurs,
    ZeroOrOne,
    One,
    Form,
    Use,
    Process,
    WhiteSpace,
    Namespaces,
    /// `block` of an element, `blockDefault`.
    Block,
    /// `finalDefault`.
    Final,
    /// `final` of elements and complex types, `block` of complex types.
    TypeDerivations,
    /// `final` of a simple type.
    SimpleFinal,
    Selector,
    Field,
}

impl Lexical {
    /// What is wrong with a value; `None` where nothing is.
    pub(super) fn flaw(self, node: Node<'_>, value: &str) -> Option<String> {
        let value = if self == Self::Any { value } else { value.trim_matches([' ', '\t', '\n', '\r']) };
        let one_of =
            |words: &[&str]| (!words.contains(&value)).then(|| format!("it is one of {}", words.join(", ")));
        match self {
            Self::Any => None,
            Self::Uri => (!is_uri(value)).then(|| "it is no URI".to_owned()),
            Self::NcName => (!is_ncname(value)).then(|| "it is no name without colon".to_owned()),
            Self::QName => qname_flaw(node, value),
            Self::QNames => value.split_ascii_whitespace().find_map(|name| qname_flaw(node, name)),
            Self::Boolean => one_of(&["true", "false", "1", "0"]),
            Self::Count => (!is_count(value)).then(|| "it is no whole number from 0".to_owned()),
            Self::Positive => (!is_count(value) || value.trim_start_matches('+').bytes().all(|b| b == b'0'))
                .then(|| "it is no whole number from 1".to_owned()),
            Self::MaxOccurs => (value != "unbounded" && !is_count(value))
                .then(|| "it is neither a whole number from 0 nor `unbounded`".to_owned()),
            Self::ZeroOrOne => (!is_number(value, &["0", "1"])).then(|| "it is 0 or 1".to_owned()),
            Self::One => (!is_number(value, &["1"])).then(|| "it is 1".to_owned()),
            Self::Form => one_of(&["qualified", "unqualified"]),
            Self::Use => one_of(&["optional", "required", "prohibited"]),
            Self::Process => one_of(&["strict", "lax", "skip"]),
            Self::WhiteSpace => one_of(&["preserve", "replace", "collapse"]),
            Self::Namespaces => namespaces_flaw(value),
            Self::Block => set_flaw(value, &["extension", "restriction", "substitution"]),
            Self::Final => set_flaw(value, &["extension", "restriction", "list", "union"]),
            Self::TypeDerivations => set_flaw(value, &["extension", "restriction"]),
            Self::SimpleFinal => set_flaw(value, &["list", "union", "restriction"]),
            Self::Selector => xpath::selector_flaw(value, &|prefix| node.namespace_of(prefix).is_some()),
            Self::Field => xpath::field_flaw(value, &|prefix| node.namespace_of(prefix).is_some()),
        }
    }
}

fn is_count(value: &str) -> bool {
    let digits = value.strip_prefix('+').unwrap_or(value);
    // `-0` is a non-negative integer
    let digits = match value.strip_prefix('-') {
        Some(zeros) if zeros.bytes().all(|b| b == b'0') => zeros,
        _ => digits,
    };
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_number(value: &str, words: &[&str]) -> bool {
    let plain = value.strip_prefix('+').unwrap_or(value).trim_start_matches('0');
    is_count(value) && words.contains(&if plain.is_empty() { "0" } else { plain })
}

/// Part 2, section 3.2.17 asks for what RFC 2396 allows after escaping, which is nearly anything.
pub(super) fn is_uri(value: &str) -> bool {
    let escapes = value
        .split('%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit));
    let scheme = match value.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        }
        _ => true,
    };
    escapes && scheme && value.matches('#').count() <= 1
}

fn qname_flaw(node: Node<'_>, value: &str) -> Option<String> {
    let (prefix, local) = split(value);
    if !is_ncname(local) || value.len() != local.len() && !is_ncname(prefix) {
        return Some("it is no qualified name".to_owned());
    }
    node.namespace_of(prefix).is_none().then(|| format!("its prefix `{prefix}` is not declared"))
}

fn set_flaw(value: &str, words: &[&str]) -> Option<String> {
    if value == "#all" || value.split_ascii_whitespace().all(|word| words.contains(&word)) {
        return None;
    }
    Some(format!("it is `#all` or a list of {}", words.join(", ")))
}

fn namespaces_flaw(value: &str) -> Option<String> {
    let is_item = |word: &str| {
        matches!(word, "##targetNamespace" | "##local") || !word.starts_with("##") && is_uri(word)
    };
    if matches!(value, "##any" | "##other") || value.split_ascii_whitespace().all(is_item) {
        return None;
    }
    Some("it is `##any`, `##other` or a list of namespaces".to_owned())
}
