// SPDX-License-Identifier: EUPL-1.2
//! One element that came from elsewhere, checked.

use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

use crate::tokenizer::{Token, Tokenizer};

/// One well-formed, namespace-well-formed, self-contained element: all prefixes it uses are declared in it, it has
/// no DTD, entities or processing instructions, and it is within limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment<'a> {
    /// Namespace name of the element; empty for none.
    pub namespace: String,
    /// Local part of its name.
    pub local: &'a str,
    /// The element as it stands, without white space around it.
    pub element: &'a str,
}

impl<'a> Fragment<'a> {
    /// Check a fragment. White space around the element is let pass, anything else is not.
    pub fn check(xml: &'a str, limits: &Limits) -> Result<Self> {
        let element = xml.trim_matches([' ', '\t', '\n', '\r']);
        if element.len() > limits.max_text_bytes {
            return Err(CodecError::new(
                ErrorKind::Limit,
                format!("an XML fragment has more than {} bytes", limits.max_text_bytes),
            ));
        }
        let check = || {
            let mut tokens = Tokenizer::fragment(element, limits)?;
            // Outside the root element only a start tag or an error can come.
            tokens.next_token()?;
            if tokens.offset() != 0 {
                return Err(CodecError::at(ErrorKind::Syntax, 0, "something stands before the element"));
            }
            let namespace = tokens.namespace().to_owned();
            let local = tokens.local();
            tokens.skip_element()?;
            if tokens.position() != element.len() {
                return Err(CodecError::at(
                    ErrorKind::Syntax,
                    tokens.position(),
                    "something stands after the element",
                ));
            }
            match tokens.next_token()? {
                Token::Eof => Ok(Self { namespace, local, element }),
                _ => Err(CodecError::at(ErrorKind::Syntax, tokens.position(), "a second element")),
            }
        };
        check().map_err(|mut error: Box<CodecError>| {
            error.message = format!("XML fragment: {}", error.message);
            // The offset is one within the fragment, not in the message that it came in.
            error.offset = None;
            error
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(xml: &str) -> Result<Fragment<'_>> {
        Fragment::check(xml, &Limits::default())
    }

    #[test]
    fn takes_one_self_contained_element() {
        let fragment = check(" <x:a xmlns:x='urn:x'><b/>&amp;</x:a>\n").unwrap();
        assert_eq!((fragment.namespace.as_str(), fragment.local), ("urn:x", "a"));
        assert_eq!(fragment.element, "<x:a xmlns:x='urn:x'><b/>&amp;</x:a>");
    }

    #[test]
    fn refuses_everything_else() {
        for xml in [
            "",
            "text",
            "<a/><b/>",
            "<a/>text",
            "text<a/>",
            "<!--c--><a/>",
            "<a/><!--c-->",
            "<x:a/>",
            "<a></a",
            "<?xml version='1.0'?><a/>",
            "\u{FEFF}<a/>",
            "<!DOCTYPE a><a/>",
            "<a><?p?></a>",
            "<a>&e;</a>",
            "</a><a>",
        ] {
            assert!(check(xml).is_err(), "{xml}");
        }
        let small = Limits { max_text_bytes: 5, ..Limits::default() };
        assert_eq!(Fragment::check("<abc/>", &small).unwrap_err().kind, ErrorKind::Limit);
    }
}
