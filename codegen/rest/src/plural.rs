// SPDX-License-Identifier: EUPL-1.2
//! Plurals of nouns, for names of collections.

use crate::verb::Language;

/// Words that stand for many already.
const UNCOUNTABLE: &[&str] =
    &["data", "daten", "information", "info", "metadata", "status", "history", "content", "software", "news"];

/// The plural of a noun in lower case. A noun whose plural no rule is sure of stays as it is.
pub(crate) fn plural(noun: &str, language: Language) -> String {
    if noun.len() < 2 || UNCOUNTABLE.contains(&noun) || noun.ends_with(|c: char| c.is_ascii_digit()) {
        return noun.to_owned();
    }
    match language {
        Language::English => english(noun),
        Language::German => german(noun),
    }
}

fn english(noun: &str) -> String {
    let consonant_before_y = noun
        .strip_suffix('y')
        .and_then(|stem| stem.chars().last())
        .is_some_and(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
    match noun {
        "person" => return "persons".to_owned(),
        "child" => return "children".to_owned(),
        _ => {}
    }
    if consonant_before_y {
        return format!("{}ies", &noun[..noun.len() - 1]);
    }
    if ["ss", "sh", "ch", "x", "z", "us"].iter().any(|end| noun.ends_with(end)) {
        return format!("{noun}es");
    }
    // Ends in s: a plural already.
    if noun.ends_with('s') { noun.to_owned() } else { format!("{noun}s") }
}

fn german(noun: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    if ends(&["ung", "heit", "keit", "schaft", "ion", "taet", "enz", "anz", "person", "schrift", "akt"]) {
        return format!("{noun}en");
    }
    // No rule tells whether these change, and whether they are plurals already.
    if ends(&["er", "el", "en", "chen", "lein", "s", "ern", "eln"]) {
        return noun.to_owned();
    }
    if noun.ends_with('e') { format!("{noun}n") } else { noun.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_people_expect() {
        for (noun, expected) in [
            ("file", "files"),
            ("entry", "entries"),
            ("address", "addresses"),
            ("box", "boxes"),
            ("key", "keys"),
            ("objects", "objects"),
            ("data", "data"),
            ("status", "status"),
        ] {
            assert_eq!(plural(noun, Language::English), expected);
        }
        for (noun, expected) in [
            ("person", "personen"),
            ("akte", "akten"),
            ("bescheinigung", "bescheinigungen"),
            ("anschrift", "anschriften"),
            ("vorgang", "vorgang"),
            ("akten", "akten"),
            ("buerger", "buerger"),
            ("umzug", "umzug"),
        ] {
            assert_eq!(plural(noun, Language::German), expected);
        }
    }
}
