// SPDX-License-Identifier: EUPL-1.2
//! The fault in an envelope.

use fachwerk_contract::QName;
use fachwerk_mapping::{FieldKind, Layout, Mapping, MessageShape, Operation, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};
use fachwerk_xml::{Children, Reader, References, Token, Tokenizer, XML};

use super::read::header_struct;
use super::structure::{ANYWHERE, next_child, to_the_end};
use crate::{DetailElement, Envelope, FaultCode, FaultParts, Reason, SoapError, Version};

impl Envelope<'_> {
    /// What the fault says. Reads to the very end of the document.
    ///
    /// # Errors
    /// The body holds no fault, or the document is not well-formed.
    pub fn fault(&self) -> std::result::Result<FaultParts, SoapError> {
        self.located(self.fault_parts())
    }

    fn fault_parts(&self) -> std::result::Result<FaultParts, SoapError> {
        let mut tokens = self.at_fault()?;
        let mut fault = FaultParts::new(FaultCode::Receiver, "");
        fault.reasons.clear();
        while next_child(&mut tokens)? {
            // SOAP 1.1 has the parts in no namespace, which not everybody keeps to.
            match (self.version, tokens.local()) {
                (Version::Soap11, "faultcode") => self.code(&mut tokens, &mut fault)?,
                (Version::Soap11, "faultstring") => fault.reasons.push(reason(&mut tokens)?),
                (Version::Soap11, "faultactor") | (Version::Soap12, "Role") => {
                    fault.role = Some(text(&mut tokens)?);
                }
                (Version::Soap12, "Node") => fault.node = Some(text(&mut tokens)?),
                (Version::Soap12, "Code") => self.codes(&mut tokens, &mut fault)?,
                (Version::Soap12, "Reason") => {
                    while next_child(&mut tokens)? {
                        fault.reasons.push(reason(&mut tokens)?);
                    }
                }
                (Version::Soap11, "detail") | (Version::Soap12, "Detail") => detail(&mut tokens, &mut fault)?,
                _ => tokens.skip_element()?,
            }
        }
        after_fault(&mut tokens)?;
        Ok(fault)
    }

    /// The detail's child elements as self-contained XML, one after the other; `None` without a detail.
    ///
    /// # Errors
    /// The body holds no fault, or the document is not well-formed.
    pub fn detail_xml(&self) -> std::result::Result<Option<String>, SoapError> {
        let Some(mut tokens) = self.at_detail()? else { return Ok(None) };
        let mut xml = String::new();
        loop {
            match tokens.next_token()? {
                Token::Start => tokens.capture_element(&mut xml)?,
                Token::Text => {}
                Token::End | Token::Eof => return Ok(Some(xml)),
            }
        }
    }

    /// Index of the operation's declared fault that has the detail's element.
    ///
    /// # Errors
    /// The body holds no fault, or the document is not well-formed.
    pub fn match_fault(
        &self,
        mapping: &Mapping,
        operation: &Operation,
    ) -> std::result::Result<Option<usize>, SoapError> {
        let Some(mut tokens) = self.at_detail()? else { return self.match_header_fault(mapping, operation) };
        loop {
            match tokens.next_token()? {
                Token::Start => {
                    let name = QName::new(tokens.namespace(), tokens.local());
                    let found =
                        operation.faults.iter().position(|fault| holds(mapping, &fault.message, &name));
                    if found.is_some() {
                        return Ok(found);
                    }
                    tokens.skip_element()?;
                }
                Token::Text => {}
                Token::End | Token::Eof => return self.match_header_fault(mapping, operation),
            }
        }
    }

    /// The fault about a header block is the one that has its header block.
    fn match_header_fault(
        &self,
        mapping: &Mapping,
        operation: &Operation,
    ) -> std::result::Result<Option<usize>, SoapError> {
        for (at, fault) in operation.faults.iter().enumerate() {
            let Some((_, id)) = header_struct(mapping, &fault.message)? else { continue };
            let declared = mapping.structure(id);
            let found = self.headers.iter().any(|block| {
                let namespace = mapping.namespace_id(&block.name.namespace);
                namespace.is_some_and(|ns| !declared.element_fields(ns, &block.name.local).is_empty())
            });
            if found {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Read the detail of a declared fault. Other elements beside it, such as stack traces, are passed over. Reads
    /// to the very end of the document.
    ///
    /// # Errors
    /// The message is not well-formed, no fault, or its detail does not have this shape.
    pub fn read_detail<S: Sink + ?Sized>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        sink: &mut S,
    ) -> std::result::Result<(), SoapError> {
        self.located(self.detail(mapping, shape, sink))
    }

    fn detail<S: Sink + ?Sized>(
        &self,
        mapping: &Mapping,
        shape: &MessageShape,
        sink: &mut S,
    ) -> std::result::Result<(), SoapError> {
        if let Some((field, id)) = header_struct(mapping, shape)? {
            let mut reader = Reader::new(mapping).ignoring(&ANYWHERE);
            reader.open(shape.root, Children::AnyOrder, sink)?;
            self.read_headers(&mut reader, field, id, sink)?;
            reader.close(sink)?;
            // The rest has to be well-formed too.
            self.fault_parts()?;
            return Ok(());
        }
        // A fault that is declared and has nothing to say needs no detail.
        let empty =
            mapping.structure(shape.root).fields.is_empty() && matches!(shape.layout, Layout::Fields { .. });
        if empty {
            let mut reader = Reader::new(mapping);
            reader.open(shape.root, Children::AnyOrder, sink)?;
            reader.close(sink)?;
            self.fault_parts()?;
            return Ok(());
        }
        let Some(mut tokens) = self.at_detail()? else {
            return Err(missing(self.at_body.position()).into());
        };
        tokens.know(&mapping.namespaces);
        let references;
        let mut reader = Reader::new(mapping).ignoring(&ANYWHERE);
        if shape.encoded {
            let mut body = self.at_body.clone();
            body.know(&mapping.namespaces);
            references = References::find(&body, self.version.encoding())?;
            reader = reader.encoded(&references);
        }
        if let Some(package) = self.package {
            reader = reader.with_binaries(package);
        }
        let direct = matches!(shape.layout, Layout::Direct { .. });
        if !direct {
            reader.open(shape.root, Children::AnyOrder, sink)?;
        }
        let mut found = false;
        loop {
            match tokens.next_token()? {
                Token::Start => {
                    let fits = match &shape.layout {
                        Layout::Direct { element, .. } => {
                            let same = tokens.namespace_id() == Some(element.namespace);
                            !found && same && tokens.local() == element.local
                        }
                        Layout::Fields { .. } => reader.accepts(&tokens),
                    };
                    match (fits, direct) {
                        (false, _) => tokens.skip_element()?,
                        (true, true) => reader.read_element(&mut tokens, shape.root, sink)?,
                        (true, false) => reader.read_child(&mut tokens, sink)?,
                    }
                    found |= fits;
                }
                Token::Text => {}
                Token::End | Token::Eof => break,
            }
        }
        if !found {
            return Err(missing(tokens.offset()).into());
        }
        if !direct {
            reader.close(sink)?;
        }
        while next_child(&mut tokens)? {
            tokens.skip_element()?;
        }
        after_fault(&mut tokens)?;
        Ok(())
    }

    /// After the start tag of the fault.
    fn at_fault(&self) -> Result<Tokenizer<'_>> {
        let mut tokens = self.at_body.clone();
        if !self.is_fault() || !next_child(&mut tokens)? {
            return Err(CodecError::at(ErrorKind::Structure, tokens.position(), "the body holds no fault"));
        }
        Ok(tokens)
    }

    /// After the start tag of the detail.
    fn at_detail(&self) -> Result<Option<Tokenizer<'_>>> {
        let mut tokens = self.at_fault()?;
        while next_child(&mut tokens)? {
            match (self.version, tokens.local()) {
                (Version::Soap11, "detail") | (Version::Soap12, "Detail") => return Ok(Some(tokens)),
                _ => tokens.skip_element()?,
            }
        }
        Ok(None)
    }

    /// `faultcode`, or `Value` of `Code`.
    fn code(&self, tokens: &mut Tokenizer<'_>, fault: &mut FaultParts) -> Result<()> {
        let (name, prefixed) = qualified(tokens)?;
        let (code, subcode) = FaultCode::parse(self.version, name, prefixed);
        fault.code = code;
        fault.subcodes.extend(subcode);
        Ok(())
    }

    /// `Code` with its value and subcodes, which lie in each other.
    fn codes(&self, tokens: &mut Tokenizer<'_>, fault: &mut FaultParts) -> Result<()> {
        let mut depth = 0;
        loop {
            if !next_child(tokens)? {
                if depth == 0 {
                    return Ok(());
                }
                depth -= 1;
                continue;
            }
            match tokens.local() {
                "Value" if depth == 0 => self.code(tokens, fault)?,
                "Value" => fault.subcodes.push(qualified(tokens)?.0),
                "Subcode" => depth += 1,
                _ => tokens.skip_element()?,
            }
        }
    }
}

/// Whether a fault's detail may have this element.
pub(crate) fn holds(mapping: &Mapping, shape: &MessageShape, name: &QName) -> bool {
    let named = |wire: &fachwerk_mapping::Name| {
        wire.local == name.local && mapping.namespace(wire.namespace) == name.namespace
    };
    match &shape.layout {
        Layout::Direct { element, .. } => named(element),
        Layout::Fields { .. } => {
            mapping.structure(shape.root).fields.iter().any(|field| match (&field.kind, field.value) {
                (FieldKind::Element(wire), _) => named(wire),
                (FieldKind::Substitution, ValueType::Family(family)) => {
                    mapping.family(family).variants.iter().any(|variant| named(&variant.name))
                }
                _ => false,
            })
        }
    }
}

fn missing(offset: usize) -> Box<CodecError> {
    CodecError::at(ErrorKind::Missing, offset, "the fault has no detail that the contract declares")
}

/// From the end of the fault to the end of the document.
fn after_fault(tokens: &mut Tokenizer<'_>) -> Result<()> {
    while next_child(tokens)? {
        tokens.skip_element()?;
    }
    to_the_end(tokens)
}

/// The text of the element that just began; elements in it are passed over.
fn text(tokens: &mut Tokenizer<'_>) -> Result<String> {
    let mut text = String::new();
    loop {
        match tokens.next_token()? {
            Token::Text => text.push_str(tokens.text()),
            Token::Start => tokens.skip_element()?,
            Token::End | Token::Eof => return Ok(text),
        }
    }
}

fn reason(tokens: &mut Tokenizer<'_>) -> Result<Reason> {
    let language = tokens.attribute(XML, "lang").map(str::to_owned);
    Ok(Reason { language, text: text(tokens)? })
}

/// The qualified name that the element that just began holds, and whether it has a prefix. What does not resolve is
/// taken as it stands: it is a fault already.
fn qualified(tokens: &mut Tokenizer<'_>) -> Result<(QName, bool)> {
    let mut found = (QName::default(), false);
    loop {
        match tokens.next_token()? {
            Token::Text => {
                let written = tokens.text().trim();
                found = match tokens.resolve(written) {
                    Ok((namespace, local)) => (QName::new(namespace, local), written.contains(':')),
                    Err(_) => (QName::new("", written), false),
                };
            }
            Token::Start => tokens.skip_element()?,
            Token::End | Token::Eof => return Ok(found),
        }
    }
}

fn detail(tokens: &mut Tokenizer<'_>, fault: &mut FaultParts) -> Result<()> {
    loop {
        match tokens.next_token()? {
            Token::Start => {
                let name = QName::new(tokens.namespace(), tokens.local());
                let start = tokens.offset();
                tokens.skip_element()?;
                fault.detail.push(DetailElement { name, span: start..tokens.position() });
            }
            Token::Text => {}
            Token::End | Token::Eof => return Ok(()),
        }
    }
}
