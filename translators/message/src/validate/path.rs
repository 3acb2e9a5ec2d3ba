// SPDX-License-Identifier: EUPL-1.2
//! Where validation stands in a message.

use std::fmt::Write as _;

use fachwerk_mapping::{FamilyId, FamilyKind, Field, FieldKind, Mapping, StructId, VALUE_MEMBER, ValueType};

use super::PathStyle;

/// No member is open.
pub(super) const NO_FIELD: u16 = u16::MAX;

/// One open object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) id: StructId,
    /// Where the counts of its fields begin.
    pub(super) counts: usize,
    /// Where the names of its children that stand in repeated groups begin.
    pub(super) siblings: usize,
    /// Where the elements of its mixed content begin.
    pub(super) pieces: usize,
    /// The member that is open.
    pub(super) field: u16,
    /// The how manieth value of the member is open, or was last; from 1.
    pub(super) position: u32,
    /// The alternative that the open value is.
    pub(super) variant: Option<(FamilyId, u16)>,
    /// The derived type that it is on top of that, where an element out of a substitution group has several.
    pub(super) derived: Option<(FamilyId, u16)>,
    pub(super) nil: bool,
    /// Where the values begin that may be named to be of another type than their own.
    pub(super) values: usize,
    /// Where those types begin.
    pub(super) types: usize,
}

/// The path to what is open.
pub(super) fn path(mapping: &Mapping, style: PathStyle, prefix: &str, frames: &[Frame]) -> String {
    let mut out = prefix.to_owned();
    for frame in frames {
        let structure = mapping.structure(frame.id);
        let Some(field) = structure.fields.get(usize::from(frame.field)) else { continue };
        match style {
            PathStyle::FieldPath => {
                if out.len() > prefix.len() {
                    out.push('.');
                }
                out.push_str(&field.proto_name);
                if field.array && frame.position > 0 {
                    let _ = write!(out, "[{}]", frame.position - 1);
                }
            }
            PathStyle::JsonPointer if structure.array.is_some() => {
                if frame.position > 0 {
                    let _ = write!(out, "/{}", frame.position - 1);
                }
            }
            PathStyle::JsonPointer => pointer_step(mapping, frame, field, &mut out),
            PathStyle::XPath => {
                let repeats = structure.kind == fachwerk_mapping::StructKind::GroupItem;
                xpath_step(mapping, frame, field, repeats, &mut out);
            }
        }
    }
    out
}

fn pointer_step(mapping: &Mapping, frame: &Frame, field: &Field, out: &mut String) {
    out.push('/');
    pointer_token(&field.name, out);
    if field.array && frame.position > 0 {
        // Writing to a string cannot fail.
        let _ = write!(out, "/{}", frame.position - 1);
    }
    if let Some((family, variant)) = frame.variant
        && has_value_member(mapping, family, variant)
    {
        out.push('/');
        out.push_str(VALUE_MEMBER);
    }
}

/// Append one reference token (RFC 6901, section 3).
pub(super) fn pointer_token(name: &str, out: &mut String) {
    for c in name.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
}

/// Whether JSON has the value of an alternative in a member of its own rather than beside `@type`.
fn has_value_member(mapping: &Mapping, family: FamilyId, variant: u16) -> bool {
    let family = mapping.family(family);
    let Some(variant) = family.variants.get(usize::from(variant)) else { return false };
    family.kind == FamilyKind::Substitution
        && match variant.value {
            ValueType::Struct(id) => !mapping.structure(id).is_object(),
            _ => true,
        }
}

fn xpath_step(mapping: &Mapping, frame: &Frame, field: &Field, repeats: bool, out: &mut String) {
    let name = match &field.kind {
        FieldKind::Attribute(name) => {
            out.push_str("/@");
            out.push_str(&name.local);
            return;
        }
        FieldKind::AnyAttribute(_) => {
            out.push_str("/@*");
            return;
        }
        FieldKind::Text => {
            out.push_str("/text()");
            return;
        }
        // What it says stands on elements, each of which has a path of its own.
        FieldKind::Group | FieldKind::TypeNames => return,
        FieldKind::Any(_) => "*",
        FieldKind::Element(_) | FieldKind::Substitution => element_name(mapping, frame, field),
    };
    out.push('/');
    out.push_str(name);
    if (field.array || repeats) && frame.position > 0 {
        let _ = write!(out, "[{}]", frame.position);
    }
}

/// The local name of the element that the open value is.
pub(super) fn element_name<'m>(mapping: &'m Mapping, frame: &Frame, field: &'m Field) -> &'m str {
    match (&field.kind, field.value) {
        (FieldKind::Element(name), _) => &name.local,
        (FieldKind::Substitution, ValueType::Family(id)) => {
            let family = mapping.family(id);
            let own = frame.variant.filter(|(of, _)| *of == id).map(|(_, variant)| variant);
            let variant = own.or(family.declared);
            let found = variant.and_then(|v| family.variants.get(usize::from(v)));
            found.map_or(&field.name, |variant| &variant.name.local)
        }
        _ => &field.name,
    }
}
