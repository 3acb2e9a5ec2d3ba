// SPDX-License-Identifier: EUPL-1.2
//! The message in an envelope.

use fachwerk_contract::QName;
use fachwerk_mapping::{Layout, Mapping, MessageShape, Name, SOAP_ENCODING, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};
use fachwerk_xml::{Children, Reader, References, Tokenizer, XSI, attachment};

use super::structure::{ANYWHERE, next_child, to_the_end, unexpected};
use crate::{Envelope, Package, SoapError};

impl Envelope<'_> {
    /// Read the message as one of this shape, to the very end of the document.
    ///
    /// Header blocks that the shape declares become members; others are passed over, unless they must be understood.
    ///
    /// # Errors
    /// The message is not well-formed, not of this shape, or a fault; a header block must be understood.
    pub fn read<S: Sink + ?Sized>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        sink: &mut S,
    ) -> std::result::Result<(), SoapError> {
        self.located(self.read_message(mapping, shape, sink))
    }

    fn read_message<S: Sink + ?Sized>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        sink: &mut S,
    ) -> std::result::Result<(), SoapError> {
        let headers = self.check(mapping, shape)?;
        let mut tokens = self.at_body.clone();
        tokens.know(&mapping.namespaces);
        let references;
        let mut reader = Reader::new(mapping).ignoring(&ANYWHERE);
        if shape.encoded {
            references = References::find(&tokens, self.version.encoding())?;
            reader = reader.encoded(&references);
        }
        if let Some(package) = self.package {
            package.put_back();
            reader = reader.with_binaries(package);
        }
        if self.begin_message(mapping, (shape, headers), &mut reader, &mut tokens, sink)? {
            reader.read_content(&mut tokens, sink)?;
            self.read_attachments(&mut reader, mapping, shape, sink)?;
            reader.close(sink)?;
        }
        if shape.encoded {
            // Values that the message refers to, which have been read where it does.
            while matches!(shape.layout, Layout::Direct { .. }) && next_child(&mut tokens)? {
                tokens.skip_element()?;
            }
        } else {
            Self::after_message(shape, &mut tokens)?;
        }
        to_the_end(&mut tokens)?;
        if let Some(part) = self.package.and_then(Package::left_over) {
            let id = part.content_id.as_deref().unwrap_or_default();
            let message = format!(
                "nothing in the message refers to its attachment `{id}`, and the contract declares none for it"
            );
            return Err(CodecError::new(ErrorKind::Structure, message).into());
        }
        Ok(())
    }

    /// Whether the envelope can hold a message of this shape. Field and struct of the message's header blocks.
    pub(super) fn check(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
    ) -> std::result::Result<Option<(u16, StructId)>, SoapError> {
        let headers = header_struct(mapping, shape)?;
        self.check_understood(mapping, headers.map(|(_, id)| id))?;
        // A contract may declare the fault itself as a message.
        let declared = match &shape.layout {
            Layout::Direct { element, .. } => self.body.as_ref().is_some_and(|body| {
                body.local == element.local && body.namespace == mapping.namespace(element.namespace)
            }),
            Layout::Fields { .. } => false,
        };
        if self.is_fault() && !declared {
            let message = "the body holds a fault instead of a message";
            return Err(CodecError::at(ErrorKind::Structure, self.at_body.position(), message).into());
        }
        Ok(headers)
    }

    /// Read everything before the content of a message, whose tokens begin with the body. `true`: that is to be read,
    /// and then the object to be closed.
    pub(super) fn begin_message<S: Sink + ?Sized>(
        &self,
        mapping: &Mapping,
        (shape, headers): (&MessageShape, Option<(u16, StructId)>),
        reader: &mut Reader<'_>,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
    ) -> std::result::Result<bool, SoapError> {
        let order = if shape.encoded { Children::AnyOrder } else { Children::InOrder };
        match (&shape.layout, headers) {
            (Layout::Direct { element, .. }, None) if shape.attachments.is_none() => {
                expect(mapping, tokens, element, shape.encoded)?;
                return Ok(reader.begin_element(tokens, shape.root, sink)?);
            }
            (Layout::Direct { element, .. }, headers) => {
                reader.open(shape.root, order, sink)?;
                if let Some((field, id)) = headers {
                    self.read_headers(reader, field, id, sink)?;
                }
                expect(mapping, tokens, element, shape.encoded)?;
                if tokens.attribute(XSI, "nil").is_some_and(|nil| matches!(nil.trim(), "true" | "1")) {
                    let message =
                        format!("element `{}` is nil, which the contract does not allow", element.local);
                    return Err(CodecError::at(ErrorKind::Structure, tokens.offset(), message).into());
                }
                reader.read_attributes(tokens, sink)?;
            }
            (Layout::Fields { .. }, _) => {
                reader.open(shape.root, order, sink)?;
                if let Some((field, id)) = headers {
                    self.read_headers(reader, field, id, sink)?;
                }
                // Any attribute may stand on a body; only a message that consists of the body itself has its own.
                if mapping.structure(shape.root).first_child > 0 {
                    reader.read_attributes(tokens, sink)?;
                }
            }
        }
        Ok(true)
    }

    /// Read from the end of a message to the end of the body, if that is not the same.
    pub(super) fn after_message(
        shape: &MessageShape,
        tokens: &mut Tokenizer<'_>,
    ) -> std::result::Result<(), SoapError> {
        if matches!(shape.layout, Layout::Direct { .. }) && next_child(tokens)? {
            return Err(unexpected(tokens, "nothing more in the Body").into());
        }
        Ok(())
    }

    /// Give the attachments that a message declares.
    fn read_attachments<S: Sink + ?Sized>(
        &self,
        reader: &mut Reader<'_>,
        mapping: &Mapping,
        shape: &MessageShape,
        sink: &mut S,
    ) -> Result<()> {
        let (Some(field), Some(package)) = (shape.attachments, self.package) else { return Ok(()) };
        let root = mapping.structure(shape.root);
        let Some(ValueType::Struct(group)) = root.fields.get(field as usize).map(|f| f.value) else {
            return Err(CodecError::new(ErrorKind::Structure, "the mapping's attachments are no object"));
        };
        if !package.has_parts() {
            return Ok(());
        }
        let declared = &mapping.structure(group).fields;
        let names: Vec<&str> = declared.iter().map(|field| field.name.as_str()).collect();
        reader.open_field(field, sink)?;
        sink.begin_struct(group, false)?;
        for (at, field) in declared.iter().enumerate() {
            let ValueType::Struct(id) = field.value else { continue };
            let Some(binary) = package.declared(&field.name, &names) else { continue };
            sink.begin_field(at as u16)?;
            attachment(mapping, id, &binary, sink)?;
            sink.end_field()?;
        }
        sink.end_struct()
    }

    /// Read the header blocks that a message declares. They have no order.
    pub(super) fn read_headers<S: Sink + ?Sized>(
        &self,
        reader: &mut Reader<'_>,
        field: u16,
        id: StructId,
        sink: &mut S,
    ) -> Result<()> {
        let Some(at_header) = &self.at_header else { return Ok(()) };
        let mut tokens = at_header.clone();
        tokens.know(reader.namespaces());
        let mut begun = false;
        while next_child(&mut tokens)? {
            if !reader.declares(id, &tokens) {
                tokens.skip_element()?;
                continue;
            }
            if !begun {
                begun = true;
                reader.open_field(field, sink)?;
                reader.open(id, Children::AnyOrder, sink)?;
            }
            if !reader.accepts(&tokens) {
                let message = format!("header block `{}` is there twice", tokens.qualified_name());
                return Err(tokens.locate(CodecError::at(ErrorKind::Structure, tokens.offset(), message)));
            }
            reader.read_child(&mut tokens, sink)?;
        }
        if begun {
            reader.close(sink)?;
        }
        Ok(())
    }

    fn check_understood(
        &self,
        mapping: &Mapping,
        headers: Option<StructId>,
    ) -> std::result::Result<(), SoapError> {
        let declared = |name: &QName| {
            let namespace = mapping.namespace_id(&name.namespace);
            let structure = headers.map(|id| mapping.structure(id));
            structure.zip(namespace).is_some_and(|(s, ns)| !s.element_fields(ns, &name.local).is_empty())
        };
        for block in &self.headers {
            let known = self.understood.contains(&block.name) || declared(&block.name);
            if block.must_understand && block.is_for_receiver() && !known {
                return Err(SoapError::MustUnderstand {
                    header: block.name.clone(),
                    offset: block.span.start,
                });
            }
        }
        Ok(())
    }
}

/// Field and struct of a message's header blocks.
pub(super) fn header_struct(mapping: &Mapping, shape: &MessageShape) -> Result<Option<(u16, StructId)>> {
    let Some(field) = shape.layout.headers() else { return Ok(None) };
    match mapping.structure(shape.root).fields.get(field as usize).map(|f| f.value) {
        Some(ValueType::Struct(id)) => Ok(Some((field, id))),
        _ => Err(CodecError::new(ErrorKind::Structure, "the mapping's headers are no object")),
    }
}

/// The body's first child must have this name.
fn expect(mapping: &Mapping, tokens: &mut Tokenizer<'_>, name: &Name, encoded: bool) -> Result<()> {
    loop {
        if !next_child(tokens)? {
            let message = format!("the body is empty; expected element `{}`", name.local);
            return Err(tokens.locate(CodecError::at(ErrorKind::Missing, tokens.offset(), message)));
        }
        let not_root = |tokens: &Tokenizer<'_>| {
            tokens.attribute(SOAP_ENCODING, "root").is_some_and(|root| root.trim() == "0")
        };
        if !(encoded && not_root(tokens)) {
            break;
        }
        tokens.skip_element()?;
    }
    if tokens.namespace_id() == Some(name.namespace) && tokens.local() == name.local {
        return Ok(());
    }
    let expected = format!("`{}` of namespace `{}`", name.local, mapping.namespace(name.namespace));
    Err(unexpected(tokens, &expected))
}
