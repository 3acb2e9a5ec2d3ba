// SPDX-License-Identifier: EUPL-1.2
//! Strings, keys and code lists.

use super::Lexical;

/// White space rule `collapse`.
pub(crate) fn collapse(raw: &str) -> String {
    let parts: Vec<_> = raw.split([' ', '\t', '\n', '\r']).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Attribute `medientyp` of `bt:Dokument`: an `xs:token`, so everything goes.
#[expect(clippy::unnecessary_wraps, reason = "has the signature of its siblings")]
pub(crate) fn token(raw: &str) -> Lexical<String> {
    Ok(collapse(raw))
}

/// `bt:Text`: 1 to 200 characters.
pub(crate) fn line(raw: &str) -> Lexical<String> {
    bounded(collapse(raw), 1, 200)
}

/// `bt:Freitext`: up to 1000 characters, as they are.
pub(crate) fn free_text(raw: &str) -> Lexical<String> {
    bounded(raw.to_owned(), 0, 1000)
}

/// `bt:AGS`.
pub(crate) fn digits8(raw: &str) -> Lexical<String> {
    matching(raw.to_owned(), "[0-9]{8}", |text| text.len() == 8 && all_digits(text))
}

/// `bt:Postleitzahl`.
pub(crate) fn postcode(raw: &str) -> Lexical<String> {
    matching(raw.to_owned(), "[0-9]{5}", |text| text.len() == 5 && all_digits(text))
}

/// `bt:PersonId`.
pub(crate) fn person_id(raw: &str) -> Lexical<String> {
    matching(raw.to_owned(), "MR[0-9]{8}", |text| {
        text.strip_prefix("MR").is_some_and(|rest| rest.len() == 8 && all_digits(rest))
    })
}

/// `bt:Staat`.
pub(crate) fn state(raw: &str) -> Lexical<String> {
    matching(collapse(raw), "[A-Z]{3}", |text| {
        text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
    })
}

/// `bt:StaatenListe`.
pub(crate) fn states(raw: &str) -> Lexical<Vec<String>> {
    let text = collapse(raw);
    text.split(' ').filter(|part| !part.is_empty()).map(state).collect()
}

/// Attribute `dateiname` of `bt:Dokument`.
pub(crate) fn file_name(raw: &str) -> Lexical<String> {
    let text = bounded(collapse(raw), 1, 120)?;
    matching(text, r"[^/\\]+", |text| !text.contains(['/', '\\']))
}

/// A value of a code list.
pub(crate) fn one_of(codes: &'static [&'static str], raw: &str) -> Lexical<&'static str> {
    let text = collapse(raw);
    codes
        .iter()
        .find(|code| **code == text)
        .copied()
        .ok_or_else(|| format!("'{text}' is not one of {}", codes.join(", ")))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn matching(text: String, pattern: &str, matches: fn(&str) -> bool) -> Lexical<String> {
    if matches(&text) { Ok(text) } else { Err(format!("'{text}' does not match {pattern}")) }
}

fn bounded(text: String, min: usize, max: usize) -> Lexical<String> {
    let length = text.chars().count();
    if (min..=max).contains(&length) {
        Ok(text)
    } else {
        Err(format!("length {length} is outside {min} to {max}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_follows_the_base_type() {
        assert_eq!(line(" a \n b "), Ok("a b".into()));
        assert_eq!(free_text(" a \n b "), Ok(" a \n b ".into()));
        assert!(digits8(" 08111000").is_err());
        assert_eq!(states(" DEU  CZE "), Ok(vec!["DEU".into(), "CZE".into()]));
    }

    #[test]
    fn lengths_count_characters() {
        assert!(line(&"\u{1ec5}".repeat(200)).is_ok());
        assert!(line(&"a".repeat(201)).is_err());
        assert!(line(" ").is_err());
        assert!(file_name("a/b.pdf").is_err());
    }
}
