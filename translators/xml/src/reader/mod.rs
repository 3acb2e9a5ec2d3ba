// SPDX-License-Identifier: EUPL-1.2
//! From XML to events.

mod ahead;
mod attributes;
mod binary;
mod encoded;
mod frame;
mod instance;
mod narrowed;
mod place;
mod references;
mod simple;
mod strict;
mod value;

use std::cell::OnceCell;

use fachwerk_contract::QName;
use fachwerk_mapping::{ContentKind, FieldKind, Mapping, Name, StructId, ValueType};
use fachwerk_message::value::Patterns;
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};

use crate::Document;
use crate::characters::is_blank;
use crate::tokenizer::{Token, Tokenizer};
use frame::Frame;

pub use binary::{Binaries, Binary, attachment};
pub use frame::Children;
pub use references::References;

/// Places elements into the structs of a mapping and pushes events.
///
/// It keeps a stack of its own, so that nesting costs no stack of the thread, and holds nothing of the message but
/// the text at hand. Either it reads one element whole ([`read_element`](Self::read_element)), or an envelope drives
/// it: [`open`](Self::open) a struct, fill it child by child, [`close`](Self::close) it.
///
/// The tokenizer must [know](Tokenizer::know) the mapping's namespaces.
#[derive(Debug)]
pub struct Reader<'m> {
    mapping: &'m Mapping,
    frames: Vec<Frame>,
    /// One bit a field for each frame: it has been begun.
    seen: Vec<u64>,
    /// Namespaces whose attributes may stand anywhere.
    ignored: &'m [&'m str],
    /// Attributes of one element by field.
    placed: Vec<(u16, usize)>,
    /// A text that has to be put together.
    scratch: String,
    /// In which order the children of elements may stand.
    order: Children,
    /// What stands beside the document.
    binaries: Option<&'m dyn Binaries>,
    /// The message is encoded.
    encoded: Option<encoded::Encoded<'m>>,
    /// The simple type that the element at hand names instead of its declared one.
    narrowed: Option<QName>,
    /// Types that elements of open objects named so, from the outermost object inwards.
    type_names: Vec<narrowed::Named>,
    /// Patterns of such types.
    narrow_patterns: OnceCell<Patterns>,
    /// Nothing is expected.
    stepwise: bool,
    /// The frame whose content is being read in pieces.
    paused: Option<usize>,
}

/// Read a document that consists of one element with this name and content.
pub fn read_document<S: Sink + ?Sized>(
    mapping: &Mapping,
    input: &[u8],
    limits: &Limits,
    name: &Name,
    id: StructId,
    sink: &mut S,
) -> Result<()> {
    let document = Document::decode(input, None, limits)?;
    read_element_of(mapping, &document, limits, name, id, sink).map_err(|error| document.locate(error))
}

fn read_element_of<S: Sink + ?Sized>(
    mapping: &Mapping,
    document: &Document<'_>,
    limits: &Limits,
    name: &Name,
    id: StructId,
    sink: &mut S,
) -> Result<()> {
    let mut tokens = Tokenizer::over(document, limits)?;
    tokens.know(&mapping.namespaces);
    // Outside the root element only a start tag or an error can come.
    tokens.next_token()?;
    if tokens.namespace_id() != Some(name.namespace) || tokens.local() != name.local {
        return Err(CodecError::at(
            ErrorKind::Structure,
            tokens.offset(),
            format!("element `{}` is not expected here; expected `{}`", tokens.qualified_name(), name.local),
        ));
    }
    Reader::new(mapping).read_element(&mut tokens, id, sink)?;
    tokens.next_token().map(|_| ())
}

impl<'m> Reader<'m> {
    /// A reader for one message.
    pub fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            frames: Vec::new(),
            seen: Vec::new(),
            ignored: &[],
            placed: Vec::new(),
            scratch: String::new(),
            order: Children::InOrder,
            binaries: None,
            encoded: None,
            narrowed: None,
            type_names: Vec::new(),
            narrow_patterns: OnceCell::new(),
            stepwise: false,
            paused: None,
        }
    }

    /// Read token by token, without expecting anything that stood there before: gives the same, only later. What tests
    /// compare with.
    #[must_use]
    pub fn stepwise(self) -> Self {
        Self { stepwise: true, ..self }
    }

    /// Attributes in these namespaces may stand on any element without being declared; they are passed over.
    #[must_use]
    pub fn ignoring(mut self, namespaces: &'m [&'m str]) -> Self {
        self.ignored = namespaces;
        self
    }

    /// Read the element that just began, to its end, as an object.
    pub fn read_element<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        id: StructId,
        sink: &mut S,
    ) -> Result<()> {
        if self.begin_element(tokens, id, sink)? {
            self.read_content(tokens, sink)?;
            self.close(sink).map_err(|error| tokens.locate(error))?;
        }
        Ok(())
    }

    /// Begin the element that just began as an object. `true`: its content is to be read, and then it is to be closed.
    pub fn begin_element<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        id: StructId,
        sink: &mut S,
    ) -> Result<bool> {
        let begun = self.value(tokens, sink, ValueType::Struct(id), false, None);
        begun.map_err(|error| tokens.locate(error))
    }

    /// Begin an object whose element, if it has one, is the caller's affair.
    pub fn open<S: Sink + ?Sized>(&mut self, id: StructId, children: Children, sink: &mut S) -> Result<()> {
        sink.begin_struct(id, false)?;
        self.push(id, false, children);
        Ok(())
    }

    /// Begin a member of the object that was opened last; its value is the caller's affair.
    pub fn open_field<S: Sink + ?Sized>(&mut self, field: u16, sink: &mut S) -> Result<()> {
        self.begin_field(field, sink)
    }

    /// Read the attributes of the element that just began into the object that was opened last.
    pub fn read_attributes<S: Sink + ?Sized>(&mut self, tokens: &Tokenizer<'_>, sink: &mut S) -> Result<()> {
        let Some(frame) = self.frames.last_mut() else { return Err(misuse()) };
        let id = frame.structure;
        // A member that lies before the attributes, such as headers, is over.
        frame.field = None;
        if std::mem::take(&mut frame.is_open) {
            sink.end_field()?;
        }
        self.attributes(id, tokens, sink).map_err(|error| tokens.locate(error))
    }

    /// Names of the mapping's namespaces, for [`Tokenizer::know`].
    pub fn namespaces(&self) -> &'m [String] {
        &self.mapping.namespaces
    }

    /// Whether a struct has a field for the element that just began, whatever else stands there.
    pub fn declares(&self, id: StructId, tokens: &Tokenizer<'_>) -> bool {
        let structure = self.mapping.structure(id);
        tokens.namespace_id().is_some_and(|ns| !structure.element_fields(ns, tokens.local()).is_empty())
    }

    /// Whether the element that just began has a place in the object that was opened last.
    pub fn accepts(&self, tokens: &Tokenizer<'_>) -> bool {
        self.place(tokens).is_some()
    }

    /// Read the element that just began, to its end, as a member of the object that was opened last.
    pub fn read_child<S: Sink + ?Sized>(&mut self, tokens: &mut Tokenizer<'_>, sink: &mut S) -> Result<()> {
        let result = self.whole(tokens, sink, Self::child);
        result.map_err(|error| tokens.locate(error))
    }

    /// Read up to the end tag of the innermost element as content of the object that was opened last.
    pub fn read_content<S: Sink + ?Sized>(&mut self, tokens: &mut Tokenizer<'_>, sink: &mut S) -> Result<()> {
        self.content(tokens, sink).map_err(|error| tokens.locate(error))
    }

    /// The same with what there is of a document that is [unfinished](Tokenizer::unfinished): `false` where it is to go
    /// on with more.
    pub fn read_content_on<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
    ) -> Result<bool> {
        let base = match self.paused {
            Some(base) => base,
            None => self.base()?,
        };
        let is_complete = self.content_above(base, tokens, sink).map_err(|error| tokens.locate(error))?;
        self.paused = (!is_complete).then_some(base);
        Ok(is_complete)
    }

    /// End the object that was opened last.
    pub fn close<S: Sink + ?Sized>(&mut self, sink: &mut S) -> Result<()> {
        self.end_items(sink)?;
        self.end_frame(sink)
    }

    /// Read an element to its end: `begin` says what it is and whether its content remains to be read.
    fn whole<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
        begin: impl FnOnce(&mut Self, &mut Tokenizer<'_>, &mut S) -> Result<bool>,
    ) -> Result<()> {
        if begin(self, tokens, sink)? {
            self.content(tokens, sink)?;
            self.close(sink)?;
        }
        Ok(())
    }

    fn content<S: Sink + ?Sized>(&mut self, tokens: &mut Tokenizer<'_>, sink: &mut S) -> Result<()> {
        let base = self.base()?;
        if self.content_above(base, tokens, sink)? { Ok(()) } else { Err(misuse()) }
    }

    /// The innermost element's frame. Group items come and go above it.
    fn base(&self) -> Result<usize> {
        self.frames.iter().rposition(|f| !f.is_item).ok_or_else(misuse)
    }

    /// Read up to the end of the element that has this frame; `false` where more of the document is needed.
    fn content_above<S: Sink + ?Sized>(
        &mut self,
        base: usize,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
    ) -> Result<bool> {
        loop {
            self.leaves(tokens, sink)?;
            if tokens.must_wait() {
                return Ok(false);
            }
            match tokens.next_token()? {
                Token::Start => {
                    self.child(tokens, sink)?;
                }
                Token::Text => self.text(tokens, sink)?,
                Token::End => {
                    self.end_items(sink)?;
                    if self.frames.len() == base + 1 {
                        self.empty_text(tokens, sink)?;
                        return Ok(true);
                    }
                    self.end_frame(sink)?;
                }
                Token::Eof => return Err(misuse()),
            }
        }
    }

    /// Simple content is there even where no text is.
    fn empty_text<S: Sink + ?Sized>(&mut self, tokens: &Tokenizer<'_>, sink: &mut S) -> Result<()> {
        let Some(frame) = self.frames.last().copied() else { return Err(misuse()) };
        if self.mapping.structure(frame.structure).content != ContentKind::Simple {
            return Ok(());
        }
        let Some((field, scalar)) = text_field(self.mapping, frame.structure) else { return Err(misuse()) };
        if self.has_seen(&frame, field) {
            return Ok(());
        }
        self.begin_field(field, sink)?;
        simple::emit(self.mapping, tokens, scalar, "", &mut self.scratch, sink)
    }

    /// A child element of the innermost object. Whether its content remains to be read.
    fn child<S: Sink + ?Sized>(&mut self, tokens: &mut Tokenizer<'_>, sink: &mut S) -> Result<bool> {
        if self.encoded.is_some() {
            return self.encoded_child(tokens, sink);
        }
        let place = self.frames.last().and_then(Frame::place);
        let field = match place.and_then(|place| self.as_expected(place, tokens)) {
            Some(field) => {
                self.begin_field(field, sink)?;
                field
            }
            None => {
                let Some((frame, field)) = self.place(tokens) else {
                    let error = tokens.locate(self.not_expected(tokens));
                    // What is passed over may be longer than what is at hand.
                    if tokens.is_piece() {
                        return Err(error);
                    }
                    sink.reject(error)?;
                    tokens.skip_element()?;
                    return Ok(false);
                };
                if let Some(place) = place.filter(|_| frame + 1 == self.frames.len()) {
                    self.learn(place, field, tokens);
                }
                self.enter(frame, field, tokens, sink)?
            }
        };
        let (Some(frame), mapping) = (self.frames.last(), self.mapping) else { return Err(misuse()) };
        let field = &mapping.structure(frame.structure).fields[field as usize];
        let default = field.default.as_deref().or(field.fixed.as_deref());
        // What most elements are: text and nothing else.
        if let (ValueType::Scalar(scalar), []) = (field.value, tokens.attributes()) {
            self.leaf(tokens, sink, scalar, default)?;
            return Ok(false);
        }
        self.value(tokens, sink, field.value, field.nillable, default)
    }

    /// Text between the children of the innermost object.
    fn text<S: Sink + ?Sized>(&mut self, tokens: &Tokenizer<'_>, sink: &mut S) -> Result<()> {
        let Some(frame) = self.frames.iter().rfind(|f| !f.is_item) else { return Err(misuse()) };
        let structure = self.mapping.structure(frame.structure);
        match structure.content {
            ContentKind::Empty | ContentKind::Elements if is_blank(tokens.text()) => Ok(()),
            ContentKind::Empty | ContentKind::Elements => {
                let message = "text is not expected between elements here";
                sink.reject(tokens.locate(CodecError::new(ErrorKind::Structure, message)))
            }
            ContentKind::Simple => {
                let Some((field, scalar)) = text_field(self.mapping, frame.structure) else {
                    return Err(misuse());
                };
                self.begin_field(field, sink)?;
                simple::emit(self.mapping, tokens, scalar, tokens.text(), &mut self.scratch, sink)
            }
            ContentKind::Mixed => {
                let group =
                    structure.fields.iter().position(|f| matches!(f.kind, FieldKind::Group) && f.array);
                let Some(group) = group else { return Err(misuse()) };
                let ValueType::Struct(item) = structure.fields[group].value else { return Err(misuse()) };
                let Some((field, scalar)) = text_field(self.mapping, item) else { return Err(misuse()) };
                self.end_items(sink)?;
                self.begin_field(group as u16, sink)?;
                sink.begin_struct(item, false)?;
                sink.begin_field(field)?;
                sink.scalar(scalar, tokens.text())?;
                sink.end_field()?;
                sink.end_struct()
            }
        }
    }
}

/// Field and type of a struct's text.
fn text_field(mapping: &Mapping, id: StructId) -> Option<(u16, fachwerk_mapping::ScalarId)> {
    let fields = &mapping.structure(id).fields;
    fields.iter().enumerate().find_map(|(at, field)| match (&field.kind, field.value) {
        (FieldKind::Text, ValueType::Scalar(scalar)) => Some((at as u16, scalar)),
        _ => None,
    })
}

/// The table contradicts itself, or a caller does not keep to the order of calls.
fn misuse() -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, "the reader was driven against its rules")
}
