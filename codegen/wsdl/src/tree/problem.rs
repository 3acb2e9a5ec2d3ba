// SPDX-License-Identifier: EUPL-1.2
//! What can be wrong with a document, and the references that are read.

use crate::Code;

/// Something wrong at a byte offset.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) offset: usize,
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) advice: &'static str,
}

/// What ends the reading of a document.
pub(super) struct Fatal(pub(super) Problem);

/// The character of a reference, without `&` and `;`.
pub(super) fn resolve(name: &str, offset: usize) -> Result<char, Fatal> {
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let Some(number) = name.strip_prefix('#') else {
                let shown: String = name.chars().take(40).collect();
                let message = format!("a reference to the entity `{shown}`");
                let advice = "write the text itself: only &lt; &gt; &amp; &quot; &apos; and character references are read";
                return Err(fatal(offset, Code::EntityRefused, message, advice));
            };
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).filter(|c| crate::source::is_xml_character(*c))
        }
    };
    character.ok_or_else(|| fatal(offset, Code::NotWellFormed, "a reference to no character", "remove it"))
}

pub(super) fn duplicate(offset: usize, name: &str) -> Problem {
    Problem {
        offset,
        code: Code::DuplicateAttribute,
        message: format!("the attribute `{name}` stands twice on one element"),
        advice: "remove one; the first is read",
    }
}

pub(super) fn fatal(offset: usize, code: Code, message: impl Into<String>, advice: &'static str) -> Fatal {
    Fatal(Problem { offset, code, message: message.into(), advice })
}

/// quick-xml's messages, without their prefix.
pub(super) fn sentence(message: &str) -> String {
    let message = message.strip_prefix("ill-formed document: ").unwrap_or(message);
    message.strip_prefix("syntax error: ").unwrap_or(message).to_owned()
}
