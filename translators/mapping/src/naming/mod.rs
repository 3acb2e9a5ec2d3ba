// SPDX-License-Identifier: EUPL-1.2
//! Names: the one place where names of the schema become names of JSON, protobuf and paths.
//!
//! The same input gives the same name everywhere; collisions get a number, in document order, and the lock keeps it.

mod reserved;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

pub(crate) use reserved::accessor_of;

/// ASCII words of a name: umlauts are written out, everything else that is not a letter or digit separates, and so
/// does a change from lower to upper case.
///
/// ```
/// use fachwerk_mapping::naming::words;
/// assert_eq!(words("XTAWSTechnicalProblem-Größe2"), ["XTAWS", "Technical", "Problem", "Groesse2"]);
/// ```
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(name, |word| words.push(word.to_owned()));
    words
}

fn each_word(name: &str, mut take: impl FnMut(&str)) {
    let ascii = transliterate(name);
    let bytes = ascii.as_bytes();
    let mut start = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            if start < i {
                take(&ascii[start..i]);
            }
            start = i + 1;
            continue;
        }
        let previous = if start < i { Some(bytes[i - 1]) } else { None };
        let next_lower = bytes.get(i + 1).is_some_and(u8::is_ascii_lowercase);
        let boundary = byte.is_ascii_uppercase()
            && previous.is_some_and(|p| {
                p.is_ascii_lowercase() || p.is_ascii_digit() || (p.is_ascii_uppercase() && next_lower)
            });
        if boundary {
            take(&ascii[start..i]);
            start = i;
        }
    }
    if start < bytes.len() {
        take(&ascii[start..]);
    }
}

/// The words of a name with this between them.
fn joined(name: &str, separator: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    each_word(name, |word| {
        if !out.is_empty() {
            out.push_str(separator);
        }
        out.push_str(word);
    });
    out
}

fn transliterate(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'Ä' => out.push_str("Ae"),
            'Ö' => out.push_str("Oe"),
            'Ü' => out.push_str("Ue"),
            'ß' => out.push_str("ss"),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'á' | 'à' | 'â' | 'å' | 'ã' => out.push('a'),
            'í' | 'ì' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ø' => out.push('o'),
            'ú' | 'ù' | 'û' => out.push('u'),
            'ç' => out.push('c'),
            'ñ' => out.push('n'),
            c if c.is_ascii() => out.push(c),
            // A letter of another script still has to give a stable, distinct name.
            c if c.is_alphanumeric() => {
                use std::fmt::Write as _;
                let _ = write!(out, "U{:04X}", c as u32);
            }
            _ => out.push('_'),
        }
    }
    Cow::Owned(out)
}

/// `PascalCase`, for types: components, messages, services, methods. Acronyms stay as they are written.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::pascal("suche_person-v2"), "SuchePersonV2");
/// ```
pub fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    each_word(name, |word| {
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            out.push(first.to_ascii_uppercase());
            out.push_str(chars.as_str());
        }
    });
    if out.is_empty() || out.as_bytes()[0].is_ascii_digit() {
        out.insert(0, 'X');
    }
    out
}

/// `snake_case`, for protobuf fields and packages.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::snake("geburtsDatum"), "geburts_datum");
/// ```
pub fn snake(name: &str) -> String {
    let mut out = joined(name, "_");
    out.make_ascii_lowercase();
    if out.is_empty() || out.as_bytes()[0].is_ascii_digit() {
        out.insert_str(0, "x_");
    }
    out
}

/// `SCREAMING_SNAKE_CASE`, for protobuf enumeration values; without a guard for leading digits, because a prefix
/// always stands before it.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::screaming("in-Arbeit"), "IN_ARBEIT");
/// ```
pub fn screaming(name: &str) -> String {
    let mut out = joined(name, "_");
    out.make_ascii_uppercase();
    out
}

/// `PascalCase` for a type, where no common language keeps the name for itself.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::type_name("none"), "NoneType");
/// ```
pub fn type_name(name: &str) -> String {
    let mut out = pascal(name);
    if reserved::is_type(&out) {
        out.push_str("Type");
    }
    out
}

/// `snake_case` for a protobuf field, where no common language keeps the name for itself.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::field_name("from"), "from_value");
/// ```
pub fn field_name(name: &str) -> String {
    let mut out = snake(name);
    if reserved::is_field(&out) {
        out.push_str("_value");
    }
    out
}

/// `snake_case` for a part of a protobuf package, where no common language keeps the name for itself.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::package_part("public"), "x_public");
/// ```
pub fn package_part(name: &str) -> String {
    let mut out = snake(name);
    if reserved::is_package(&out) {
        out.insert_str(0, "x_");
    }
    out
}

/// What stands before the values of a protobuf enumeration with this name, without the last underscore. Words are
/// told apart as `buf lint` does (`ENUM_VALUE_PREFIX`), which is not quite as [`words`] does.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::value_prefix("IPv6DHCPMode2A"), "I_PV6DHCP_MODE2A");
/// ```
pub fn value_prefix(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut out = String::with_capacity(name.len() + 8);
    for (i, byte) in bytes.iter().enumerate() {
        let next_is_lower = bytes.get(i + 1).is_some_and(u8::is_ascii_lowercase);
        if i > 0 && byte.is_ascii_uppercase() && (next_is_lower || bytes[i - 1].is_ascii_lowercase()) {
            out.push('_');
        }
        out.push(byte.to_ascii_uppercase() as char);
    }
    out
}

/// protobuf's default JSON name of a field: what protoc holds two fields apart by.
///
/// ```
/// assert_eq!(fachwerk_mapping::naming::lower_camel("geburts_datum"), "geburtsDatum");
/// ```
pub fn lower_camel(snake: &str) -> String {
    let mut out = String::with_capacity(snake.len());
    let mut upper = false;
    for c in snake.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}

/// A set of names in which each is given out once.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// The number that was given out last behind a name and a separator: all below it are taken. Only of names that were
    /// wanted twice.
    numbers: HashMap<String, u32>,
    ignore_case: bool,
}

impl Names {
    /// Names that become names of files or constants somewhere: those that differ only in case count as the same.
    pub fn ignoring_case() -> Self {
        Self { ignore_case: true, ..Self::default() }
    }

    /// Keep a name from being given out.
    pub fn reserve(&mut self, name: &str) {
        self.insert(name);
    }

    /// Whether a name is free.
    pub fn is_free(&self, name: &str) -> bool {
        if self.ignore_case {
            !self.taken.contains(&name.to_ascii_lowercase())
        } else {
            !self.taken.contains(name)
        }
    }

    fn insert(&mut self, name: &str) -> bool {
        self.taken.insert(if self.ignore_case { name.to_ascii_lowercase() } else { name.to_owned() })
    }

    /// The wanted name, or the wanted name with the lowest number from 2 that makes it free.
    pub fn take(&mut self, wanted: &str) -> String {
        self.take_with(wanted, "")
    }

    /// As [`take`](Self::take), of a name that is there already.
    pub(crate) fn take_owned(&mut self, wanted: String) -> String {
        if self.insert(&wanted) { wanted } else { self.take(&wanted) }
    }

    /// Keep a name from being given out; whether it was free.
    pub(crate) fn reserve_if_free(&mut self, name: String) -> bool {
        self.taken.insert(if self.ignore_case { name.to_ascii_lowercase() } else { name })
    }

    /// As [`take`](Self::take), with something between name and number (`_` for snake case).
    pub fn take_with(&mut self, wanted: &str, separator: &str) -> String {
        if self.insert(wanted) {
            return wanted.to_owned();
        }
        let stem = format!("{wanted}{separator}");
        let mut number = self.numbers.get(&stem).map_or(2, |last| last + 1);
        loop {
            let candidate = format!("{stem}{number}");
            if self.insert(&candidate) {
                self.numbers.insert(stem, number);
                return candidate;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_at_humps_and_signs() {
        assert_eq!(words("HTTPServer"), ["HTTP", "Server"]);
        assert_eq!(words("person_id"), ["person", "id"]);
        assert_eq!(words("Straße"), ["Strasse"]);
        assert_eq!(words("..."), Vec::<String>::new());
    }

    #[test]
    fn names_never_begin_with_a_digit() {
        assert_eq!(pascal("3d"), "X3d");
        assert_eq!(snake("3d"), "x_3d");
        let (a, b) = (snake("日本"), snake("日木"));
        assert_ne!(a, b, "names of other scripts stay distinct");
        assert!(a.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_'));
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut names = Names::default();
        assert_eq!(names.take("A"), "A");
        assert_eq!(names.take("A"), "A2");
        assert_eq!(names.take("A"), "A3");
        assert_eq!(names.take_with("b", "_"), "b");
        assert_eq!(names.take_with("b", "_"), "b_2");
        let mut names = Names::ignoring_case();
        assert_eq!(names.take("Leg"), "Leg");
        assert_eq!(names.take("LEG"), "LEG2");
        assert!(!names.is_free("leg2"));
        let mut names = Names::default();
        names.reserve("A3");
        assert_eq!(["A", "A", "A", "A2", "A"].map(|n| names.take(n)), ["A", "A2", "A4", "A22", "A5"]);
    }
}
