// SPDX-License-Identifier: EUPL-1.2
//! Encoded messages (SOAP 1.1, section 5; SOAP 1.2 part 2, section 3): accessors in any order and in no namespace,
//! types on every element, null for what is not there, values that several accessors refer to.

use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{FieldKind, SOAP_ENCODING, SOAP12_ENCODING, Struct, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::instance::{Instance, TypeName};
use super::references::References;
use super::value::must_be_empty;
use super::{Reader, misuse};
use crate::tokenizer::{Attribute, Tokenizer};

/// Namespace of the accessor that names the result of a call (SOAP 1.2 part 2, section 4.2.1).
const SOAP12_RPC: &str = "http://www.w3.org/2003/05/soap-rpc";

/// What reading an encoded message has to remember.
#[derive(Debug)]
pub(super) struct Encoded<'m> {
    pub(super) references: &'m References<'m>,
    /// Values that are being read because something refers to them, by offset.
    active: Vec<usize>,
    /// Bytes of values that were read because something refers to them.
    expanded: usize,
}

impl<'m> Reader<'m> {
    /// Read by the rules of SOAP encoding.
    #[must_use]
    pub fn encoded(mut self, references: &'m References<'m>) -> Self {
        self.encoded = Some(Encoded { references, active: Vec::new(), expanded: 0 });
        self.order = super::Children::AnyOrder;
        self
    }

    /// A child element of the innermost object. Whether its content remains to be read.
    pub(super) fn encoded_child<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
    ) -> Result<bool> {
        let references = self.encoded.as_ref().ok_or_else(misuse)?.references;
        if tokens.namespace() == SOAP12_RPC {
            tokens.skip_element()?;
            return Ok(false);
        }
        if !references.refers(tokens) {
            return self.accessor(tokens, None, sink);
        }
        let mut target = references.follow(tokens)?;
        let start = target.offset();
        let mut nodes = tokens.nodes();
        // A value that is itself but a reference.
        while references.refers(&target) {
            nodes += 1;
            target = references.follow(&target)?;
            if target.offset() == start || nodes > tokens.limits().max_nodes {
                return Err(circle(tokens));
            }
        }
        let at = target.offset();
        let max_bytes = tokens.limits().max_bytes;
        let max_depth = tokens.limits().max_depth;
        let encoded = self.encoded.as_mut().ok_or_else(misuse)?;
        if encoded.active.contains(&at) {
            return Err(circle(tokens));
        }
        if encoded.active.len() >= max_depth || self.frames.len() >= max_depth {
            return Err(limit(tokens, format!("references are nested more than {max_depth} deep")));
        }
        encoded.active.push(at);
        target.set_nodes(nodes);
        let local = tokens.local();
        let place = self.encoded_place(tokens);
        let Some((frame, field)) = place else { return Err(self.not_expected(tokens)) };
        let result = self.accessor(&mut target, Some((frame, field, local)), sink).and_then(|more| {
            if more {
                self.content(&mut target, sink)?;
                self.close(sink)?;
            }
            Ok(())
        });
        result.map_err(|error| target.locate(error))?;
        tokens.set_nodes(target.nodes());
        let encoded = self.encoded.as_mut().ok_or_else(misuse)?;
        encoded.active.pop();
        encoded.expanded += target.position() - at;
        if encoded.expanded > max_bytes {
            return Err(limit(
                tokens,
                format!("values that are referred to take more than {max_bytes} bytes"),
            ));
        }
        must_be_empty(tokens)?;
        Ok(false)
    }

    /// An accessor with its value. `referred`: the place and the local name of the accessor that refers to the value.
    fn accessor<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        referred: Option<(usize, u16, &str)>,
        sink: &mut S,
    ) -> Result<bool> {
        let references = self.encoded.as_ref().ok_or_else(misuse)?.references;
        references.check(tokens)?;
        let place = match referred {
            Some((frame, field, _)) => Some((frame, field)),
            None => self.encoded_place(tokens),
        };
        let Some((frame, field)) = place else { return Err(self.not_expected(tokens)) };
        let mapping = self.mapping;
        let target = &mapping.structure(self.frames[frame].structure).fields[field as usize];
        if matches!(target.kind, FieldKind::Element(_)) && !target.nillable && Instance::of(tokens)?.nil {
            if target.array {
                let message =
                    format!("an item of `{}` is nil, which the contract does not allow", target.name);
                return Err(CodecError::new(ErrorKind::Structure, message));
            }
            // Null may be said, or left out (SOAP 1.1, section 5.1, rule 9).
            must_be_empty(tokens)?;
            return Ok(false);
        }
        let field = self.enter(frame, field, tokens, sink)?;
        let frame = self.frames.last().ok_or_else(misuse)?;
        let field = &mapping.structure(frame.structure).fields[field as usize];
        match (field.value, referred) {
            (ValueType::Xml, _) if field.nillable && says_nothing_but_nil(tokens)? => {
                sink.nil()?;
                must_be_empty(tokens)?;
                Ok(false)
            }
            (ValueType::Xml, referred) => {
                self.verbatim(tokens, referred.map(|(_, _, local)| local), sink)?;
                Ok(false)
            }
            (value, _) => self.value(tokens, sink, value, field.nillable, None),
        }
    }

    /// A value whose type the contract leaves open. One that is referred to is named as what refers to it.
    fn verbatim<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        name: Option<&str>,
        sink: &mut S,
    ) -> Result<()> {
        let references = self.encoded.as_ref().ok_or_else(misuse)?.references;
        let at = tokens.offset();
        let written = tokens.qualified_name();
        let mut element = String::new();
        // What it refers to stands elsewhere, so it would not be self-contained.
        let mut inside = tokens.clone();
        let level = inside.depth();
        loop {
            match inside.next_token()? {
                crate::Token::Start if references.refers(&inside) => {
                    return Err(inside.locate(CodecError::at(
                        ErrorKind::Unsupported,
                        inside.offset(),
                        "a reference within a value whose type the contract leaves open",
                    )));
                }
                crate::Token::End if inside.depth() < level => break,
                crate::Token::Eof => return Err(misuse()),
                _ => {}
            }
        }
        tokens.capture_element(&mut element)?;
        if let Some(name) = name {
            let rest = &element[1 + written.len()..];
            let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
            if tag.contains("xmlns=") {
                return Err(CodecError::at(
                    ErrorKind::Unsupported,
                    at,
                    "a reference to a value whose type the contract leaves open, in a default namespace",
                ));
            }
            let rest = rest.strip_suffix(&format!("</{written}>")).map(|rest| format!("{rest}</{name}>"));
            let rest = rest.unwrap_or_else(|| element[1 + written.len()..].to_owned());
            element = format!("<{name}{rest}");
        }
        sink.xml(&element)
    }

    fn encoded_place(&self, tokens: &Tokenizer<'_>) -> Option<(usize, u16)> {
        self.place(tokens).or_else(|| {
            // Accessors are in no namespace, whatever the schema says about its elements.
            let local = tokens.local();
            self.outwards(|frame| {
                let structure = self.mapping.structure(frame.structure);
                let mut fields = structure.fields.iter().enumerate();
                let found = fields.find(|(at, field)| {
                    matches!(&field.kind, FieldKind::Element(name) if name.local == local)
                        && self.admits(frame, *at as u16)
                });
                found.map(|(at, _)| at as u16)
            })
        })
    }

    /// Whether an attribute says how a value is written.
    pub(super) fn is_of_encoding(&self, tokens: &Tokenizer<'_>, attribute: &Attribute<'_>) -> bool {
        self.encoded
            .as_ref()
            .is_some_and(|e| e.references.owns(tokens.attribute_namespace(attribute), attribute.local()))
    }

    /// The field of an attribute of an encoded message, whatever its namespace.
    pub(super) fn by_local_name(&self, structure: &Struct, attribute: &Attribute<'_>) -> Option<u16> {
        self.encoded.as_ref()?;
        let local = attribute.local();
        let mut fields = structure.fields.iter().take(structure.first_child as usize);
        let found = fields.position(|f| matches!(&f.kind, FieldKind::Attribute(name) if name.local == local));
        found.map(|at| at as u16)
    }

    /// Whether a type name is let pass that is not the declared one. What the value is, its declared type says: much
    /// deployed software names anonymous types, or a base of the type.
    pub(super) fn is_let_pass(&self) -> bool {
        self.encoded.is_some()
    }

    /// Whether a type name is let pass where there are several: one of the encoding's own, or of XML Schema in whatever
    /// year.
    pub(super) fn is_type_of_encoding(&self, name: &TypeName<'_>) -> bool {
        self.encoded.is_some()
            && (matches!(name.namespace, SOAP_ENCODING | SOAP12_ENCODING | XSD)
                || (name.namespace.starts_with("http://www.w3.org/")
                    && name.namespace.ends_with("/XMLSchema")))
    }
}

/// Whether an element is nil and has no type or attribute that would have to be kept.
fn says_nothing_but_nil(tokens: &Tokenizer<'_>) -> Result<bool> {
    let instance = Instance::of(tokens)?;
    Ok(instance.nil && !instance.has_attributes && instance.type_name.is_none())
}

fn circle(tokens: &Tokenizer<'_>) -> Box<CodecError> {
    tokens.locate(CodecError::at(
        ErrorKind::Unsupported,
        tokens.offset(),
        format!(
            "element `{}` refers to a value that it is part of, which neither JSON nor protobuf can say",
            tokens.qualified_name()
        ),
    ))
}

fn limit(tokens: &Tokenizer<'_>, message: String) -> Box<CodecError> {
    tokens.locate(CodecError::at(ErrorKind::Limit, tokens.offset(), message))
}
