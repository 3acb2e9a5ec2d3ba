// SPDX-License-Identifier: EUPL-1.2
//! Attributes to fields.

use fachwerk_mapping::{FieldKind, Struct, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::instance::is_instance;
use super::{Reader, misuse, simple};
use crate::tokenizer::{Attribute, Tokenizer};
use crate::wildcard::allows;

/// Up to so many declared attributes, comparing names is faster than looking them up.
const FEW: u16 = 8;

impl Reader<'_> {
    /// Give the attributes of the element that just began as members of an object, in the order of its fields.
    pub(super) fn attributes<S: Sink + ?Sized>(
        &mut self,
        id: StructId,
        tokens: &Tokenizer<'_>,
        sink: &mut S,
    ) -> Result<()> {
        let attributes = tokens.attributes();
        if attributes.is_empty() {
            return Ok(());
        }
        let structure = self.mapping.structure(id);
        let mut placed = std::mem::take(&mut self.placed);
        placed.clear();
        for (at, attribute) in attributes.iter().enumerate() {
            if is_instance(tokens, attribute) {
                continue;
            }
            let field = declared(structure, tokens, attribute)
                .or_else(|| wild(structure, tokens, attribute))
                .or_else(|| self.by_local_name(structure, attribute));
            match field {
                Some(field) => placed.push((field, at)),
                None if self.is_ignored(tokens, attribute) || self.is_of_encoding(tokens, attribute) => {}
                None => sink.reject(tokens.locate(unknown(tokens, attribute)))?,
            }
        }
        placed.sort_unstable();
        let mut open = None;
        for &(field, at) in &placed {
            let attribute = &attributes[at];
            if open != Some(field) {
                if open.is_some() {
                    sink.end_field()?;
                }
                sink.begin_field(field)?;
                open = Some(field);
            }
            match structure.fields[field as usize].value {
                ValueType::Scalar(scalar) => {
                    simple::emit(self.mapping, tokens, scalar, attribute.value(), &mut self.scratch, sink)?;
                }
                ValueType::Attributes => {
                    self.scratch.clear();
                    simple::expanded(
                        tokens.attribute_namespace(attribute),
                        attribute.local(),
                        &mut self.scratch,
                    );
                    sink.attribute(&self.scratch, attribute.value())?;
                }
                _ => return Err(misuse()),
            }
        }
        if open.is_some() {
            sink.end_field()?;
        }
        self.placed = placed;
        Ok(())
    }

    /// Refuse attributes on an element whose type has none.
    pub(super) fn no_attributes<S: Sink + ?Sized>(&self, tokens: &Tokenizer<'_>, sink: &mut S) -> Result<()> {
        for attribute in tokens.attributes() {
            if !is_instance(tokens, attribute)
                && !self.is_ignored(tokens, attribute)
                && !self.is_of_encoding(tokens, attribute)
            {
                sink.reject(tokens.locate(unknown(tokens, attribute)))?;
            }
        }
        Ok(())
    }

    pub(super) fn is_ignored(&self, tokens: &Tokenizer<'_>, attribute: &Attribute<'_>) -> bool {
        self.ignored.contains(&tokens.attribute_namespace(attribute))
    }
}

fn declared(structure: &Struct, tokens: &Tokenizer<'_>, attribute: &Attribute<'_>) -> Option<u16> {
    let namespace = tokens.attribute_namespace_id(attribute)?;
    let local = attribute.local();
    if structure.first_child > FEW {
        return structure.attribute_field(namespace, local);
    }
    let fields = structure.fields.iter().take(structure.first_child as usize);
    let matches = |kind: &FieldKind| match kind {
        FieldKind::Attribute(name) => name.namespace == namespace && name.local == local,
        _ => false,
    };
    fields.enumerate().find(|(_, field)| matches(&field.kind)).map(|(at, _)| at as u16)
}

fn wild(structure: &Struct, tokens: &Tokenizer<'_>, attribute: &Attribute<'_>) -> Option<u16> {
    let field = structure.any_attribute_field()?;
    match &structure.fields[field as usize].kind {
        FieldKind::AnyAttribute(wildcard) if allows(wildcard, tokens.attribute_namespace(attribute)) => {
            Some(field)
        }
        _ => None,
    }
}

fn unknown(tokens: &Tokenizer<'_>, attribute: &Attribute<'_>) -> Box<CodecError> {
    CodecError::at(
        ErrorKind::Structure,
        attribute.offset(),
        format!(
            "attribute `{}` is not expected on element `{}`",
            attribute.qualified_name(),
            tokens.qualified_name()
        ),
    )
}
