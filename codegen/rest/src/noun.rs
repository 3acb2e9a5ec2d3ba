// SPDX-License-Identifier: EUPL-1.2
//! Nouns in names of operations and services.

use std::collections::{HashMap, HashSet};

use crate::verb;

/// A service with fewer operations has no habits in its names.
const FEWEST: usize = 4;

/// Words of a service's name that say nothing about what it is for.
const TECHNICAL: &[&str] = &[
    "service",
    "services",
    "webservice",
    "web",
    "ws",
    "soap",
    "port",
    "type",
    "interface",
    "api",
    "dienst",
    "dienste",
    "schnittstelle",
    "endpoint",
    "binding",
    "http",
    "https",
    "impl",
    "basic",
];

/// Words before which a noun ends. What follows the first kind says how something is found, which the parameters say
/// better; what follows the second makes another thing of it.
const BY: &[&str] = &["by", "nach", "per", "anhand"];
const QUALIFIERS: &[&str] = &[
    "from", "for", "with", "without", "using", "of", "in", "to", "on", "via", "aus", "fuer", "mit", "ohne",
    "von", "zu", "zur", "zum", "im", "bei",
];

/// Words that most operations of a service have and that carry no meaning: a tag such as `GI` in `ReadFileGI`. A word
/// without which one of them has no noun left is none.
pub(crate) fn noise(names: &[Vec<String>]) -> HashSet<String> {
    if names.len() < FEWEST {
        return HashSet::new();
    }
    let mut counts: HashMap<String, (usize, bool)> = HashMap::new();
    for words in names {
        let nouns: Vec<String> = match verb::find(words) {
            Some(found) => lower(&found.rest),
            None => lower(words),
        };
        let unique: HashSet<&String> = nouns.iter().collect();
        for word in &unique {
            let (count, needed) = counts.entry((*word).clone()).or_default();
            *count += 1;
            *needed |= unique.len() == 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, (count, needed))| *count * 2 > names.len() && !needed)
        .map(|(word, _)| word)
        .collect()
}

/// The noun that a service is named after.
pub(crate) fn of_service(words: &[String]) -> Vec<String> {
    lower(words)
        .into_iter()
        .filter(|word| {
            let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
            !TECHNICAL.contains(&stem) && !stem.is_empty() && stem != "v"
        })
        .collect()
}

/// Noun and qualifier.
pub(crate) fn split(words: &[String]) -> (Vec<String>, Vec<String>) {
    let words = lower(words);
    let end =
        words.iter().position(|word| BY.contains(&word.as_str()) || QUALIFIERS.contains(&word.as_str()));
    match end {
        Some(0) if BY.contains(&words[0].as_str()) => (Vec::new(), Vec::new()),
        // A name that begins so has another grammar.
        None | Some(0) => (words, Vec::new()),
        Some(end) => {
            let by = BY.contains(&words[end].as_str());
            let qualifier = if by { Vec::new() } else { words[end..].to_vec() };
            (words[..end].to_vec(), qualifier)
        }
    }
}

pub(crate) fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use fachwerk_mapping::naming::words;

    use super::*;

    #[test]
    fn a_tag_in_most_names_is_noise() {
        let names = |names: &[&str]| names.iter().map(|name| words(name)).collect::<Vec<_>>();
        let found = noise(&names(&[
            "ReadFileGI",
            "CreateFileGI",
            "ReadProcedureGIObjects",
            "AddAddressee",
            "CancelObjectGI",
        ]));
        assert_eq!(found, HashSet::from(["gi".to_owned()]));
        let found = noise(&names(&["getPerson", "createPerson", "updatePerson", "deletePerson"]));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn nouns_end_where_something_else_begins() {
        let of = |name: &str| {
            let (noun, qualifier) = split(&words(name));
            (noun.join(" "), qualifier.join(" "))
        };
        assert_eq!(of("PersonById"), ("person".to_owned(), String::new()));
        assert_eq!(of("ProcedureFromTemplate"), ("procedure".to_owned(), "from template".to_owned()));
        assert_eq!(of("AkteFuerVorgang"), ("akte".to_owned(), "fuer vorgang".to_owned()));
        assert_eq!(of("ByName"), (String::new(), String::new()));
        assert_eq!(of("ToDoList"), ("to do list".to_owned(), String::new()));
    }

    #[test]
    fn services_are_named_after_things() {
        let of = |name: &str| of_service(&words(name)).join(" ");
        assert_eq!(of("PersonServiceSoap12"), "person");
        assert_eq!(of("Melderegister"), "melderegister");
        assert_eq!(of("WebService"), "");
    }
}
