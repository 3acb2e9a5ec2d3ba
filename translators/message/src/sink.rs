// SPDX-License-Identifier: EUPL-1.2
//! The event interface.

use fachwerk_mapping::{FamilyId, ScalarId, StructId};

use crate::{CodecError, Result};

/// Receives one message as typed events.
///
/// The grammar, with `field` an index into the fields of the struct that is open:
///
/// ```text
/// message = struct
/// struct  = begin_struct (begin_field value* end_field)* end_struct
/// value   = scalar | struct | xml | attribute | nil | variant value
/// ```
///
/// * A field that is no array gets exactly one value, an array field any number (all of them between one
///   `begin_field` and its `end_field`), a field of kind `AnyAttribute` any number of `attribute` events.
/// * Each field is begun at most once in a struct. Readers of XML and protobuf give fields in schema order; a JSON
///   reader gives them as they come, so a writer whose form has an order must put them right.
/// * `variant` comes before the value where the field's type is a family; without it the value is the family's
///   declared variant. `nil` needs no `variant`.
/// * Scalars come in XML Schema's lexical form with white space already treated as the type says; lists as items
///   separated by one space; QNames as `{namespace}local` (or `local`); base64 and hex without white space.
pub trait Sink {
    /// An object begins. `nil`: the element is `xsi:nil`, only attributes can follow.
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()>;
    /// The innermost object ends.
    fn end_struct(&mut self) -> Result<()>;
    /// A member of the innermost object begins.
    fn begin_field(&mut self, field: u16) -> Result<()>;
    /// The member ends.
    fn end_field(&mut self) -> Result<()>;
    /// A simple value.
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()>;
    /// An element without content that is `xsi:nil` and has no attributes.
    fn nil(&mut self) -> Result<()>;
    /// The next value is this alternative.
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()>;
    /// One verbatim element (`xs:any`, `xs:anyType`), self-contained.
    fn xml(&mut self, element: &str) -> Result<()>;
    /// One attribute that a wildcard allows. `name` is `{namespace}local` or `local`.
    fn attribute(&mut self, name: &str, value: &str) -> Result<()>;
    /// A whole member that is one simple value, which is what most members are: means the same as its three events,
    /// and sinks that can take them at once are faster.
    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        self.begin_field(field)?;
        self.scalar(id, text)?;
        self.end_field()
    }
    /// A part of the message that has no place in it and that the reader can pass over: an unknown member, an element
    /// that is not expected. The error says which and where. Whoever only writes gives it back, and the message ends
    /// there; whoever collects what is wrong lets the reader go on.
    fn reject(&mut self, error: Box<CodecError>) -> Result<()> {
        Err(error)
    }
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        (**self).begin_struct(id, nil)
    }
    fn end_struct(&mut self) -> Result<()> {
        (**self).end_struct()
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        (**self).begin_field(field)
    }
    fn end_field(&mut self) -> Result<()> {
        (**self).end_field()
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        (**self).scalar(id, text)
    }
    fn nil(&mut self) -> Result<()> {
        (**self).nil()
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        (**self).variant(family, variant)
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        (**self).xml(element)
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        (**self).attribute(name, value)
    }
    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        (**self).member(field, id, text)
    }
    fn reject(&mut self, error: Box<CodecError>) -> Result<()> {
        (**self).reject(error)
    }
}

/// A sink that throws everything away: to check that something can be read.
#[derive(Debug, Default, Clone, Copy)]
pub struct Discard;

impl Sink for Discard {
    fn begin_struct(&mut self, _: StructId, _: bool) -> Result<()> {
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        Ok(())
    }
    fn begin_field(&mut self, _: u16) -> Result<()> {
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        Ok(())
    }
    fn scalar(&mut self, _: ScalarId, _: &str) -> Result<()> {
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        Ok(())
    }
    fn variant(&mut self, _: FamilyId, _: u16) -> Result<()> {
        Ok(())
    }
    fn xml(&mut self, _: &str) -> Result<()> {
        Ok(())
    }
    fn attribute(&mut self, _: &str, _: &str) -> Result<()> {
        Ok(())
    }
    fn member(&mut self, _: u16, _: ScalarId, _: &str) -> Result<()> {
        Ok(())
    }
}
