// SPDX-License-Identifier: EUPL-1.2
//! Documentation as text, and names for machines.

/// Summaries longer than this are cut at a word.
const MAX_SUMMARY_CHARS: usize = 120;

/// The first sentence of a documentation, on one line.
pub(crate) fn summary(documentation: &str) -> String {
    let paragraph: Vec<&str> =
        documentation.trim().lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let line = paragraph.join(" ");
    let sentence = match sentence_end(&line) {
        Some(end) => &line[..end],
        None => &line,
    };
    cut(sentence.trim_end_matches('.'))
}

/// Words that end in a full stop and end no sentence, beside single letters.
const ABBREVIATIONS: &[&str] = &[
    "Abs", "Art", "Aufl", "Bd", "Buchst", "Dr", "Nr", "Prof", "Rn", "Rz", "Tel", "abs", "art", "bspw",
    "bzgl", "bzw", "ca", "cf", "eg", "etc", "evtl", "ggf", "ie", "inkl", "insb", "max", "min", "no", "nr",
    "sog", "str", "usw", "vgl", "vs",
];

/// Where the first sentence ends: a full stop before white space and a capital letter, unless it ends an abbreviation.
fn sentence_end(line: &str) -> Option<usize> {
    line.match_indices(['.', '!', '?']).map(|(at, _)| at).find(|at| {
        let before = line[..*at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let mut after = line[at + 1..].chars();
        let new_sentence =
            after.next().is_some_and(char::is_whitespace) && after.next().is_some_and(char::is_uppercase);
        let single_letter = before.chars().nth(1).is_none() && before.chars().all(char::is_alphabetic);
        new_sentence && !single_letter && !ABBREVIATIONS.contains(&before)
    })
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MAX_SUMMARY_CHARS {
        return text.to_owned();
    }
    let end = text.char_indices().nth(MAX_SUMMARY_CHARS).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':']))
}

/// A documentation for a document: no trailing blanks, which YAML would have to quote.
pub(crate) fn description(documentation: &str) -> Option<String> {
    let lines: Vec<&str> = documentation.trim().lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    (!text.is_empty()).then_some(text)
}

/// On one line.
pub(crate) fn line(documentation: &str) -> String {
    documentation.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name of letters, digits, `_`, `.` and `-` only: what component names and operation ids may have.
pub(crate) fn identifier(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    let words = fachwerk_mapping::naming::words(name);
    if words.is_empty() { "X".to_owned() } else { words.join("_") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence() {
        for (text, expected) in [
            ("Sucht Personen.", "Sucht Personen"),
            ("  Sucht Personen nach Name\n  und Ort. Liefert Treffer.", "Sucht Personen nach Name und Ort"),
            ("Nach § 51 Abs. 1 BMG. Mehr", "Nach § 51 Abs. 1 BMG"),
            ("Meldet und quittiert ihn. Schreibend.", "Meldet und quittiert ihn"),
            ("Nach Abs. A und Nr. B. Mehr", "Nach Abs. A und Nr. B. Mehr"),
            ("Siehe z. B. Anlage. Danach mehr.", "Siehe z. B. Anlage"),
            ("Version 1.5 of it. More", "Version 1.5 of it"),
            ("Eins\n\nZwei", "Eins"),
            ("", ""),
        ] {
            assert_eq!(summary(text), expected);
        }
        let long = summary(&"Wort ".repeat(100));
        assert!(long.ends_with("Wort…") && long.chars().count() <= MAX_SUMMARY_CHARS + 1);
    }

    #[test]
    fn identifiers_are_plain() {
        assert_eq!(identifier("a.b-c_1"), "a.b-c_1");
        assert_eq!(identifier("Größe"), "Groesse");
        assert_eq!(identifier("§"), "X");
    }
}
