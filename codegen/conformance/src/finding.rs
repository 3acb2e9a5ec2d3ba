// SPDX-License-Identifier: EUPL-1.2
//! What is not as it should be.

use serde::Serialize;

use crate::Check;

/// Characters of a message that are kept.
const MAX_MESSAGE: usize = 600;

/// What is not as it should be: one for each class of failure in a case, with its first example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was checked.
    pub check: Check,
    /// The reason without names and numbers, the same for all failures of a kind.
    pub class: String,
    /// How often.
    pub count: usize,
    /// Where it was first seen: operation, message and seed, or file, line and column.
    pub place: String,
    /// What was said there.
    pub message: String,
    /// It is known of this input that it must be so; it does not count.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
}

impl Finding {
    /// A finding whose class is its message without names and numbers.
    pub(crate) fn new(check: Check, place: impl Into<String>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::of_class(check, class_of(&message), place, message)
    }

    /// A finding of a class.
    pub(crate) fn of_class(
        check: Check,
        class: impl Into<String>,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
            message.truncate(end);
            message.push('…');
        }
        Self { check, class: class.into(), count: 1, place: place.into(), message, known: false }
    }
}

/// A sentence without what stands in quotation marks, without numbers, and without the path behind it.
pub(crate) fn class_of(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split_once(" (at ").map_or(line, |(before, _)| before);
    let mut class = String::new();
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '`' | '"' => {
                // Up to the same mark; without a second one it is a mark as any other.
                let ahead: String = rest.clone().collect();
                class.push(c);
                if let Some(end) = ahead.find(c) {
                    let skipped = ahead.get(..end).map_or(0, |s| s.chars().count());
                    for _ in 0..=skipped {
                        rest.next();
                    }
                    class.push('…');
                    class.push(c);
                }
            }
            c if c.is_ascii_digit() && !class.ends_with("FW-") && !is_code(&class) => {
                while rest.peek().is_some_and(|c| c.is_ascii_digit() || *c == '.') {
                    rest.next();
                }
                class.push('n');
            }
            c => class.push(c),
        }
    }
    class
}

/// Whether the text ends within a code `FW-nnnn`.
fn is_code(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with("FW-")
}

#[cfg(test)]
mod tests {
    use super::class_of;

    #[test]
    fn classes_have_no_names_and_no_numbers() {
        assert_eq!(class_of("FW-2004: `a b` is 12 or \"x\" (at /a/b)\nmore"), "FW-2004: `…` is n or \"…\"");
        assert_eq!(class_of("a ` alone"), "a ` alone");
        assert_eq!(class_of(""), "");
    }
}
