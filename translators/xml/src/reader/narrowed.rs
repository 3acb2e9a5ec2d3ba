// SPDX-License-Identifier: EUPL-1.2
//! `xsi:type` on elements of simple types.
//!
//! The value is one of the declared type, as which it travels; that a narrower type was named is checked, and said at
//! the end of the object that has the element as a member.

use fachwerk_contract::QName;
use fachwerk_mapping::{FieldKind, ScalarId};
use fachwerk_message::value::{Patterns, check, white_space};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::instance::TypeName;
use super::{Reader, misuse};
use crate::tokenizer::Tokenizer;

/// A type that a member of an open object was named to be of.
#[derive(Debug)]
pub(super) struct Named {
    /// How many objects were open.
    depth: usize,
    /// Its key in [`FieldKind::TypeNames`].
    key: String,
    /// `{namespace}local`.
    name: String,
}

impl Reader<'_> {
    /// Whether a scalar may be announced by this type name: its own, one derived from it (XML Schema part 1, section
    /// 3.14.6), or another one with the same value space, as which it may as well be read.
    pub(super) fn scalar_is(&self, id: ScalarId, name: &TypeName<'_>) -> bool {
        let scalar = self.mapping.scalar(id);
        let is = |source: &Option<QName>| {
            source.as_ref().is_some_and(|s| s.namespace == name.namespace && s.local == name.local)
        };
        is(&scalar.source)
            || self.mapping.scalars.iter().any(|other| other.kind == scalar.kind && is(&other.source))
            || self.narrower(id, name).is_some()
    }

    /// The name of a type that is derived from a scalar's, or from that of a member of a union without facets.
    pub(super) fn narrower(&self, id: ScalarId, name: &TypeName<'_>) -> Option<QName> {
        let said = QName::new(name.namespace, name.local);
        self.mapping.may_be_named(id, &said).then_some(said)
    }

    /// Remember that the member at hand was named to be of a narrower type.
    #[cold]
    pub(super) fn keep_type_name(
        &mut self,
        tokens: &Tokenizer<'_>,
        id: ScalarId,
        named: &QName,
    ) -> Result<()> {
        let unsupported = |why: &str| {
            let element = tokens.qualified_name();
            let message = format!("element `{element}` has xsi:type `{}`, {why}", named.local);
            Err(CodecError::new(ErrorKind::Unsupported, message))
        };
        let frame = self.frames.last().ok_or_else(misuse)?;
        let structure = self.mapping.structure(frame.structure);
        let field = frame.field.and_then(|at| structure.fields.get(usize::from(at))).ok_or_else(misuse)?;
        if structure.type_names.is_none() || !self.mapping.keeps_type_name(&field.kind, field.value) {
            if self.encoded.is_some() {
                // There every element names some type.
                return Ok(());
            }
            return unsupported("which is derived from its type; that cannot be said in JSON and protobuf");
        }
        if self.mapping.reads_otherwise(id, named) {
            return unsupported("whose values are names with a prefix; as text they would mean nothing");
        }
        let key = if field.array {
            format!("{}/{}", field.name, frame.count.saturating_sub(1))
        } else {
            field.name.clone()
        };
        let depth = self.frames.len();
        let many = self.type_names.iter().rev().take_while(|named| named.depth == depth).count();
        if many >= tokens.limits().max_attributes {
            return Err(CodecError::new(
                ErrorKind::Limit,
                format!("more than {many} elements of one object name their type"),
            ));
        }
        self.type_names.push(Named { depth, key, name: named.to_text() });
        Ok(())
    }

    /// Say which types the members of the innermost object, the frame of which is `depth` deep, were named to be of.
    #[cold]
    pub(super) fn say_type_names<S: Sink + ?Sized>(&mut self, depth: usize, sink: &mut S) -> Result<()> {
        let first = self.type_names.partition_point(|named| named.depth < depth);
        let Some(frame) = self.frames.last().filter(|_| first < self.type_names.len()) else { return Ok(()) };
        let structure = self.mapping.structure(frame.structure);
        let field = structure.type_names.ok_or_else(misuse)?;
        debug_assert!(matches!(structure.fields[usize::from(field)].kind, FieldKind::TypeNames));
        self.begin_field(field, sink)?;
        for named in self.type_names.drain(first..) {
            sink.attribute(&named.key, &named.name)?;
        }
        Ok(())
    }

    /// A value has to be one of the type that its element names.
    pub(super) fn must_be_of(&self, type_name: &QName, element: &str, text: &str) -> Result<()> {
        let Some((values, id)) = self.mapping.simple_types.derived(type_name) else { return Ok(()) };
        let patterns = self.narrow_patterns.get_or_init(|| Patterns::new(values));
        let text = white_space(values.scalar(id), text);
        check(values, patterns, id, &text).map_err(|message| {
            let local = &type_name.local;
            CodecError::new(
                ErrorKind::Value,
                format!("element `{element}`, of type `{local}` by xsi:type, {message}"),
            )
        })
    }
}
