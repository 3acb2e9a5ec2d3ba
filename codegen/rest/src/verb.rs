// SPDX-License-Identifier: EUPL-1.2
//! Verbs in names of operations, in English and German.

/// What a verb says an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    /// Gives one thing.
    Read,
    /// Gives all things of a kind.
    List,
    /// Gives the things that fit.
    Search,
    /// Makes a new thing.
    Create,
    /// Sets a thing's state.
    Update,
    /// Takes a thing away.
    Delete,
    /// Does something to a thing that is there and stays there.
    Act,
}

/// Language of a verb; nouns around it are taken to be of the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Language {
    English,
    German,
}

const ENGLISH: &[(Verb, &[&str])] = &[
    (
        Verb::Read,
        &["get", "read", "retrieve", "fetch", "load", "show", "view", "describe", "obtain", "download"],
    ),
    (Verb::List, &["list", "enumerate", "browse"]),
    (Verb::Search, &["search", "find", "query", "lookup"]),
    (Verb::Create, &["create", "add", "insert", "register", "submit", "new", "upload"]),
    (Verb::Update, &["update", "change", "modify", "edit", "set", "put", "replace", "rename"]),
    (Verb::Delete, &["delete", "remove", "erase", "unregister"]),
    (
        Verb::Act,
        &[
            "cancel",
            "revoke",
            "close",
            "open",
            "finalize",
            "activate",
            "deactivate",
            "approve",
            "reject",
            "confirm",
            "lock",
            "unlock",
            "archive",
            "restore",
            "suspend",
            "resume",
            "publish",
            "enable",
            "disable",
            "abort",
            "deposit",
            "assign",
            "reassign",
            "definalize",
            "move",
        ],
    ),
];

/// Commands and infinitives. Umlauts are written out, as in the words of a name.
const GERMAN: &[(Verb, &[&str])] = &[
    (
        Verb::Read,
        &[
            "lese",
            "lies",
            "lesen",
            "auslesen",
            "hole",
            "hol",
            "holen",
            "abholen",
            "abrufen",
            "gib",
            "gebe",
            "geben",
            "liefere",
            "liefern",
            "ermittle",
            "ermitteln",
            "ermittele",
            "zeige",
            "zeigen",
            "anzeigen",
            "lade",
            "laden",
            "einsehen",
        ],
    ),
    (Verb::List, &["liste", "listen", "auflisten"]),
    (Verb::Search, &["suche", "such", "suchen", "finde", "finden", "recherchiere", "recherchieren"]),
    (
        Verb::Create,
        &[
            "erstelle",
            "erstellen",
            "anlegen",
            "erzeuge",
            "erzeugen",
            "hinzufuegen",
            "erfasse",
            "erfassen",
            "registriere",
            "registrieren",
            "melde",
            "melden",
            "anmelden",
            "einreichen",
            "beantrage",
            "beantragen",
            "einfuegen",
            "hochladen",
        ],
    ),
    (
        Verb::Update,
        &[
            "aendere",
            "aendern",
            "aktualisiere",
            "aktualisieren",
            "bearbeite",
            "bearbeiten",
            "setze",
            "setzen",
            "ersetze",
            "ersetzen",
            "korrigiere",
            "korrigieren",
            "berichtige",
            "berichtigen",
        ],
    ),
    (Verb::Delete, &["loesche", "loeschen", "entferne", "entfernen", "abmelden"]),
    (
        Verb::Act,
        &[
            "storniere",
            "stornieren",
            "widerrufe",
            "widerrufen",
            "schliesse",
            "schliessen",
            "abschliessen",
            "bestaetige",
            "bestaetigen",
            "sperre",
            "sperren",
            "entsperre",
            "entsperren",
            "freigeben",
            "ablehnen",
            "aktiviere",
            "aktivieren",
            "deaktiviere",
            "deaktivieren",
            "archiviere",
            "archivieren",
            "genehmige",
            "genehmigen",
            "beende",
            "beenden",
        ],
    ),
];

/// German verbs whose first part stands at the end: `legePersonAn`.
const SEPARABLE: &[(&str, &str, Verb)] = &[
    ("lege", "an", Verb::Create),
    ("fuege", "hinzu", Verb::Create),
    ("fuege", "ein", Verb::Create),
    ("melde", "an", Verb::Create),
    ("reiche", "ein", Verb::Create),
    ("melde", "ab", Verb::Delete),
    ("rufe", "ab", Verb::Read),
    ("hole", "ab", Verb::Read),
    ("lese", "aus", Verb::Read),
    ("zeige", "an", Verb::Read),
    ("liste", "auf", Verb::List),
    ("schliesse", "ab", Verb::Act),
    ("lehne", "ab", Verb::Act),
    ("gib", "frei", Verb::Act),
    ("gebe", "frei", Verb::Act),
];

/// The verb that a word is.
fn of_word(word: &str) -> Option<(Verb, Language)> {
    let word = word.to_ascii_lowercase();
    let find = |table: &[(Verb, &[&str])]| {
        table.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(verb, _)| *verb)
    };
    find(ENGLISH)
        .map(|verb| (verb, Language::English))
        .or_else(|| find(GERMAN).map(|verb| (verb, Language::German)))
}

/// A verb in a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) verb: Verb,
    pub(crate) language: Language,
    /// As it is written.
    pub(crate) written: String,
    /// The other words.
    pub(crate) rest: Vec<String>,
}

/// The verb of an operation's name: its first word, or its last where that is a German infinitive.
pub(crate) fn find(words: &[String]) -> Option<Found> {
    // `ReAssign` is one verb.
    if let [prefix, stem, rest @ ..] = words
        && matches!(prefix.to_ascii_lowercase().as_str(), "re" | "de" | "un")
    {
        let written = format!("{prefix}{stem}");
        let (verb, language) = of_word(&written)?;
        return Some(Found { verb, language, written, rest: rest.to_vec() });
    }
    let (first, rest) = words.split_first()?;
    if let Some((last, middle)) = rest.split_last() {
        let (head, tail) = (first.to_ascii_lowercase(), last.to_ascii_lowercase());
        if let Some((_, _, verb)) = SEPARABLE.iter().find(|(a, b, _)| *a == head && *b == tail) {
            let (written, rest) = (format!("{first} … {last}"), middle.to_vec());
            return Some(Found { verb: *verb, language: Language::German, written, rest });
        }
    }
    if let Some((verb, language)) = of_word(first) {
        return Some(Found { verb, language, written: first.clone(), rest: rest.to_vec() });
    }
    let (last, before) = words.split_last()?;
    match of_word(last) {
        Some((verb, Language::German)) if last.to_ascii_lowercase().ends_with('n') && !before.is_empty() => {
            Some(Found { verb, language: Language::German, written: last.clone(), rest: before.to_vec() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use fachwerk_mapping::naming::words;

    use super::*;

    fn verb(name: &str) -> Option<(Verb, String)> {
        find(&words(name)).map(|found| (found.verb, found.rest.join(" ")))
    }

    #[test]
    fn verbs_are_known_in_two_languages() {
        for (name, expected, rest) in [
            ("getPerson", Verb::Read, "Person"),
            ("ReadFileGI", Verb::Read, "File GI"),
            ("searchPersons", Verb::Search, "Persons"),
            ("listAll", Verb::List, "All"),
            ("deleteOrder", Verb::Delete, "Order"),
            ("setStatus", Verb::Update, "Status"),
            ("cancelOrder", Verb::Act, "Order"),
            ("ReAssignObject", Verb::Act, "Object"),
            ("lesePerson", Verb::Read, "Person"),
            ("suchePerson", Verb::Search, "Person"),
            ("finde", Verb::Search, ""),
            ("holeBescheinigung", Verb::Read, "Bescheinigung"),
            ("listeAkten", Verb::List, "Akten"),
            ("aendereAnschrift", Verb::Update, "Anschrift"),
            ("ändereAnschrift", Verb::Update, "Anschrift"),
            ("aktualisierePerson", Verb::Update, "Person"),
            ("löscheAkte", Verb::Delete, "Akte"),
            ("storniereAuftrag", Verb::Act, "Auftrag"),
            ("meldeUmzug", Verb::Create, "Umzug"),
            ("erstelleVorgang", Verb::Create, "Vorgang"),
            ("PersonAnlegen", Verb::Create, "Person"),
            ("auftragStornieren", Verb::Act, "auftrag"),
            ("legePersonAn", Verb::Create, "Person"),
            ("meldePersonAb", Verb::Delete, "Person"),
        ] {
            assert_eq!(verb(name), Some((expected, rest.to_owned())), "{name}");
        }
        for none in ["benachrichtige", "PersonFind", "", "ping", "StartWorkflow", "calculate"] {
            assert_eq!(verb(none), None, "{none}");
        }
    }

    #[test]
    fn no_word_is_two_verbs() {
        let all: Vec<&str> =
            ENGLISH.iter().chain(GERMAN).flat_map(|(_, words)| words.iter().copied()).collect();
        let unique: std::collections::HashSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len());
    }
}
