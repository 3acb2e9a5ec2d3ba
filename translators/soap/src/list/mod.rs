// SPDX-License-Identifier: EUPL-1.2
//! Answers that are one list, item by item, while their bytes still come.
//!
//! [`Pieces`] cuts the bytes behind tags: the opening (everything up to the start tag of what holds the items), one
//! piece an item, and the end. [`List`] reads them with the same tokenizer and reader that read whole messages, which
//! go on from piece to piece: what is refused in a whole message is refused here. Of the message there is never more
//! in memory than its opening and one item.

mod pieces;

pub use pieces::{Piece, Pieces};

use fachwerk_mapping::{FieldKind, Layout, ListStream, Mapping, MessageShape, Name, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};
use fachwerk_xml::{Children, Reader, Token, Tokenizer, XSI};

use crate::envelope::{ANYWHERE, is_blank, unexpected};
use crate::{Envelope, SoapError};

/// The elements around the items of a list: that of the message, where it has one, and a wrapper, where there is one.
fn holders<'m>(mapping: &'m Mapping, shape: &'m MessageShape, stream: &ListStream) -> Option<Vec<&'m Name>> {
    let mut names = Vec::new();
    if let Layout::Direct { element, .. } = &shape.layout {
        names.push(element);
    }
    let mut id = shape.root;
    for field in &stream.path[..stream.path.len().checked_sub(1)?] {
        let field = mapping.structure(id).fields.get(usize::from(*field))?;
        let (FieldKind::Element(name), ValueType::Struct(inner)) = (&field.kind, field.value) else {
            return None;
        };
        names.push(name);
        id = inner;
    }
    Some(names)
}

fn least(mapping: &Mapping, root: StructId, path: &[u16]) -> Option<usize> {
    let (list, before) = path.split_last()?;
    let mut id = root;
    for field in before {
        let ValueType::Struct(inner) = mapping.structure(id).fields.get(usize::from(*field))?.value else {
            return None;
        };
        id = inner;
    }
    let list = mapping.structure(id).fields.get(usize::from(*list))?;
    Some(if list.required { list.min as usize } else { 0 })
}

/// A list that is being read.
#[derive(Debug)]
pub struct List<'a> {
    item: StructId,
    /// After the start tag of what holds the items.
    tokens: Tokenizer<'a>,
    mapping: &'a Mapping,
    least: usize,
}

impl<'a> List<'a> {
    /// Reads the opening of an answer. `None` where it has anything that only the whole message can explain: it is not
    /// in UTF-8, another element stands there, attributes, header blocks that must be understood, a mistake.
    pub fn open(
        opening: &'a [u8],
        mapping: &'a Mapping,
        shape: &'a MessageShape,
        stream: &ListStream,
        limits: &Limits,
    ) -> Option<Self> {
        if has_other_encoding(opening) {
            return None;
        }
        let envelope = Envelope::open(opening, limits).ok()?;
        if envelope.is_fault() || envelope.headers().iter().any(|h| h.must_understand && h.is_for_receiver())
        {
            return None;
        }
        let mut tokens = envelope.content(&mapping.namespaces);
        let least = least(mapping, shape.root, &stream.path)?;
        for name in holders(mapping, shape, stream)? {
            while tokens.next_token().ok()? != Token::Start {
                if !is_blank(tokens.text()) {
                    return None;
                }
            }
            let named = tokens.namespace_id() == Some(name.namespace) && tokens.local() == name.local;
            let plain = tokens.attributes().iter().all(|attribute| {
                let namespace = tokens.attribute_namespace(attribute);
                ANYWHERE.contains(&namespace)
                    || namespace == XSI
                        && matches!(attribute.local(), "schemaLocation" | "noNamespaceSchemaLocation")
            });
            if !(named && plain) {
                return None;
            }
        }
        let whole = tokens.position() == opening.len();
        whole.then_some(Self { item: stream.item, tokens, mapping, least })
    }

    /// How many items there have to be (`minOccurs`).
    pub fn least(&self) -> usize {
        self.least
    }

    /// What reads items, one after the other.
    pub fn reader(&self) -> Reader<'a> {
        Reader::new(self.mapping).ignoring(&ANYWHERE)
    }

    /// Reads an item as the object of one response.
    ///
    /// # Errors
    /// It is not well-formed, or no item of this list. Offsets are those within the piece.
    pub fn item<S: Sink + ?Sized>(&self, reader: &mut Reader<'_>, piece: &[u8], sink: &mut S) -> Result<()> {
        let mut tokens = self.tokens.go_on(piece)?;
        loop {
            match tokens.next_token()? {
                Token::Text if is_blank(tokens.text()) => {}
                Token::Start => break,
                Token::Text => {
                    let message = "text is not expected between elements here";
                    return Err(tokens.locate(CodecError::at(
                        ErrorKind::Structure,
                        tokens.offset(),
                        message,
                    )));
                }
                Token::End | Token::Eof => return Err(out_of_step()),
            }
        }
        reader.open(self.item, Children::InOrder, sink)?;
        reader.read_child(&mut tokens, sink)?;
        reader.close(sink)?;
        if tokens.position() == piece.len() { Ok(()) } else { Err(out_of_step()) }
    }

    /// Reads everything after the items, to the end of the document.
    ///
    /// # Errors
    /// It is not well-formed, or something else than the end.
    pub fn end(&self, piece: &[u8]) -> std::result::Result<(), SoapError> {
        let mut tokens = self.tokens.go_on(piece)?;
        loop {
            match tokens.next_token()? {
                Token::Text if is_blank(tokens.text()) => {}
                Token::End => {}
                Token::Eof => return Ok(()),
                Token::Start => return Err(unexpected(&tokens, "nothing after the list").into()),
                Token::Text => {
                    let message = "text is not expected between elements here";
                    let error = CodecError::at(ErrorKind::Structure, tokens.offset(), message);
                    return Err(tokens.locate(error).into());
                }
            }
        }
    }
}

/// Tags and tokens do not agree: the piece is not what its tags made of it.
fn out_of_step() -> Box<CodecError> {
    CodecError::new(ErrorKind::Syntax, "an item of the list is not well-formed")
}

/// Whether the XML declaration names another encoding than UTF-8, or the bytes have a mark of one.
fn has_other_encoding(opening: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(opening) else { return true };
    let declaration = text.split_once("?>").map_or("", |(declaration, _)| declaration).to_ascii_lowercase();
    declaration.contains("encoding") && !declaration.contains("utf-8") && !declaration.contains("utf8")
}
