// SPDX-License-Identifier: EUPL-1.2
//! What an envelope is made of.

use fachwerk_message::{CodecError, ErrorKind, Result};
use fachwerk_xml::{Token, Tokenizer};

/// Namespaces whose attributes may stand on any element of a message without being declared: those of the envelopes
/// (`encodingStyle`, `mustUnderstand`, `actor`, `role`) and of WS-Security's `wsu:Id`.
pub(crate) const ANYWHERE: [&str; 3] = [
    "http://schemas.xmlsoap.org/soap/envelope/",
    "http://www.w3.org/2003/05/soap-envelope",
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
];

pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// The error for an element that has no place.
pub(crate) fn unexpected(tokens: &Tokenizer<'_>, expected: &str) -> Box<CodecError> {
    let message = format!("element `{}` is not expected here; expected {expected}", tokens.qualified_name());
    tokens.locate(CodecError::at(ErrorKind::Structure, tokens.offset(), message))
}

/// The next child of the element that is open; `false` at its end.
pub(super) fn next_child(tokens: &mut Tokenizer<'_>) -> Result<bool> {
    loop {
        match tokens.next_token()? {
            Token::Start => return Ok(true),
            Token::End | Token::Eof => return Ok(false),
            Token::Text if is_blank(tokens.text()) => {}
            Token::Text => {
                let message = "text is not expected between elements here";
                return Err(tokens.locate(CodecError::at(ErrorKind::Structure, tokens.offset(), message)));
            }
        }
    }
}

/// Read from after the end of the body to the end of the document.
pub(super) fn to_the_end(tokens: &mut Tokenizer<'_>) -> Result<()> {
    if next_child(tokens)? {
        return Err(unexpected(tokens, "nothing after the Body"));
    }
    tokens.next_token().map(|_| ())
}
