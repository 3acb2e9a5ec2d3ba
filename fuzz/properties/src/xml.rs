// SPDX-License-Identifier: EUPL-1.2
use std::fmt::Write as _;

use fachwerk_message::Result;
use fachwerk_xml::{Document, Fragment, Token, Tokenizer, escape_attribute, escape_text};

use crate::codecs::limits;

/// The tokenizer: a document that it takes is the same one written anew, in UTF-16, and as a fragment.
pub fn xml(data: &[u8]) {
    let Ok(document) = Document::decode(data, None, &limits()) else { return };
    let text = document.text();
    let Ok((tokens, root)) = tokens(&document) else {
        let in_utf_16 = utf_16(text);
        if let Ok(document) = Document::decode(&in_utf_16, Some("utf-16le"), &limits()) {
            assert!(super::xml::tokens(&document).is_err(), "{text:?}");
        }
        return;
    };
    if text.len() < limits().max_bytes / 2 {
        let in_utf_16 = utf_16(text);
        let document = Document::decode(&in_utf_16, Some("utf-16le"), &limits()).expect("UTF-16");
        assert_eq!(super::xml::tokens(&document).expect("well-formed").0, tokens, "{text:?}");
    }
    let document = Document::decode(root.as_bytes(), None, &limits()).expect("text");
    let (again, _) = super::xml::tokens(&document).expect("well-formed");
    assert_eq!(again, tokens, "{root}");
    assert!(root.len() > limits().max_text_bytes || Fragment::check(&root, &limits()).is_ok(), "{root}");
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// All that a document says in a form that shows it, and its root element with names and values written anew.
fn tokens(document: &Document<'_>) -> Result<(String, String)> {
    let mut tokens = Tokenizer::over(document, &limits())?;
    let mut shown = String::new();
    let mut root = Vec::new();
    let mut names: Vec<String> = Vec::new();
    loop {
        match tokens.next_token()? {
            Token::Start => {
                let local = tokens.local();
                let _ = write!(shown, "<{:?} {local:?}", tokens.namespace());
                let prefix = if tokens.namespace().is_empty() { "" } else { "n:" };
                root.extend_from_slice(format!("<{prefix}{local}").as_bytes());
                if !prefix.is_empty() {
                    root.extend_from_slice(b" xmlns:n=\"");
                    escape_attribute(tokens.namespace(), &mut root)?;
                    root.push(b'"');
                }
                for (at, attribute) in tokens.attributes().iter().enumerate() {
                    let (namespace, value) = (tokens.attribute_namespace(attribute), attribute.value());
                    let local = attribute.local();
                    let _ = write!(shown, " {namespace:?} {local:?}={value:?}");
                    let prefix = match namespace {
                        "" => String::new(),
                        fachwerk_xml::XML => "xml:".to_owned(),
                        _ => {
                            root.extend_from_slice(format!(" xmlns:a{at}=\"").as_bytes());
                            escape_attribute(namespace, &mut root)?;
                            root.push(b'"');
                            format!("a{at}:")
                        }
                    };
                    root.extend_from_slice(format!(" {prefix}{local}=\"").as_bytes());
                    escape_attribute(value, &mut root)?;
                    root.push(b'"');
                }
                root.push(b'>');
                names.push(format!("{prefix}{local}"));
            }
            Token::Text => {
                let _ = write!(shown, "{:?}", tokens.text());
                escape_text(tokens.text(), &mut root)?;
            }
            Token::End => {
                shown.push('>');
                root.extend_from_slice(format!("</{}>", names.pop().unwrap_or_default()).as_bytes());
            }
            Token::Eof => return Ok((shown, String::from_utf8(root).expect("UTF-8"))),
        }
    }
}
