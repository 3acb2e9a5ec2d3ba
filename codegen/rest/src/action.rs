// SPDX-License-Identifier: EUPL-1.2
//! What the name of an operation says: verb, noun, qualifier.

use std::collections::HashSet;

use fachwerk_mapping::naming::words;

use crate::noun;
use crate::plural::plural;
use crate::verb::{self, Language, Verb};

/// What the name of an operation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Action {
    pub(crate) verb: Verb,
    /// The verb as it is written.
    pub(crate) written: String,
    pub(crate) language: Language,
    /// Words of the noun, in lower case; never empty.
    pub(crate) noun: Vec<String>,
    /// What comes after the noun: `from template`.
    pub(crate) qualifier: Vec<String>,
}

impl Action {
    /// What a name says; `None` where no verb is known in it, nothing it could be about, or two things.
    pub(crate) fn of(name: &str, service: &str, noise: &HashSet<String>) -> Option<Self> {
        let mut words = words(name);
        words.retain(|word| !noise.contains(&word.to_ascii_lowercase()));
        let found = verb::find(&words)?;
        let mut verb = found.verb;
        let mut rest = noun::lower(&found.rest);
        let many = rest.first().is_some_and(|word| {
            matches!(word.as_str(), "all" | "alle" | "aller")
                || (rest.len() > 1 && matches!(word.as_str(), "list" | "liste"))
        });
        if verb == Verb::Read && many {
            verb = Verb::List;
        }
        if many {
            rest.remove(0);
        }
        // It does two things: no method says both.
        if rest.iter().any(|word| word == "and" || word == "und") {
            return None;
        }
        let (mut noun, qualifier) = noun::split(&rest);
        // `getPersonList` is about persons.
        if verb == Verb::Read
            && noun.len() > 1
            && noun.last().is_some_and(|word| matches!(word.as_str(), "list" | "liste"))
        {
            noun.pop();
            verb = Verb::List;
        }
        if noun.is_empty() && verb != Verb::Act {
            noun = noun::of_service(&fachwerk_mapping::naming::words(service));
        }
        if noun.is_empty() {
            return None;
        }
        Some(Self { verb, written: found.written, language: found.language, noun, qualifier })
    }

    /// Name of the collection that the noun is of.
    pub(crate) fn collection(&self) -> String {
        collection(&self.noun, self.language)
    }
}

/// Name of the collection of a noun: its last word in the plural.
pub(crate) fn collection(noun: &[String], language: Language) -> String {
    let mut words = noun.to_vec();
    if let Some(last) = words.last_mut() {
        // The two words are one.
        let data = last == "data" || last == "daten";
        if !data {
            *last = plural(last, language);
        }
    }
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<(Verb, String)> {
        Action::of(name, "PersonService", &HashSet::new()).map(|action| (action.verb, action.collection()))
    }

    #[test]
    fn names_say_verb_and_collection() {
        for (name, verb, collection) in [
            ("lesePerson", Verb::Read, "personen"),
            ("getAllPersons", Verb::List, "persons"),
            ("getPersonList", Verb::List, "persons"),
            ("findAll", Verb::Search, "persons"),
            ("listeAkten", Verb::List, "akten"),
            ("alleAktenLesen", Verb::List, "akten"),
            ("get", Verb::Read, "persons"),
            ("ReadSubjectArea", Verb::Read, "subject-areas"),
            ("ReadObjectMetaData", Verb::Read, "object-meta-data"),
            ("getPersonById", Verb::Read, "persons"),
        ] {
            assert_eq!(of(name), Some((verb, collection.to_owned())), "{name}");
        }
        assert_eq!(of("ping"), None);
    }
}
