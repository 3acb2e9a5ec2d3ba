// SPDX-License-Identifier: EUPL-1.2
//! Objects, and sets of alternative objects.

use fachwerk_contract::QName;

use crate::index::Index;
use crate::particle::Particle;
use crate::{ArrayType, Field, Model, Name, NamespaceId, ValueType};

/// Where a struct comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StructKind {
    /// A complex type.
    Type,
    /// One occurrence of a repeated group; has no element of its own.
    GroupItem,
    /// A message whose body is not simply one complex element (several parts, headers, a simple value, nothing).
    Message,
}

/// Content of a struct's element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentKind {
    /// Attributes only.
    Empty,
    /// Child elements.
    Elements,
    /// Text: one field of kind [`FieldKind::Text`](crate::FieldKind::Text).
    Simple,
    /// Text and elements: one group field whose items are either text or an element.
    Mixed,
}

/// An object: a complex type, an item of a repeated group, or a message.
#[derive(Debug, Clone)]
pub struct Struct {
    /// Component name, unique: OpenAPI component, protobuf message, value of `@type`.
    pub name: String,
    /// Stable key, the same as in the lock.
    pub key: String,
    /// The schema's type, if named.
    pub source: Option<QName>,
    /// Where it comes from.
    pub kind: StructKind,
    /// Cannot stand by itself.
    pub is_abstract: bool,
    /// An array of SOAP encoding: its only field are the items, and in JSON it is an array.
    pub array: Option<ArrayType>,
    /// An attachment: media type and bytes. Where an element has this type, it refers to one (`swaRef`).
    pub attachment: bool,
    /// Content of the element.
    pub content: ContentKind,
    /// Attributes first, then the attribute wildcard, then content in schema order.
    pub fields: Vec<Field>,
    /// Index of the first field that is not an attribute.
    pub first_child: u16,
    /// Which fields may stand together, in which order. Attributes are not part of it.
    pub particle: Particle,
    /// What mixed content must have, over the fields of its items; `None` where nothing is asked, or too much to say.
    pub mixed: Option<Model>,
    /// JSON objects of this type carry `@type`: the type is an alternative of some [`Family`].
    pub tagged: bool,
    /// The field that holds the simple types that its elements name, where one may name another than its own.
    pub type_names: Option<u16>,
    /// Names of protobuf `oneof`s.
    pub oneofs: Vec<String>,
    /// Field numbers and names that must not be used again.
    pub reserved: Vec<(u32, String)>,
    /// Documentation of the type.
    pub documentation: Option<String>,
    pub(crate) index: Index,
}

impl Struct {
    /// Fields that an element with this name may fill, in schema order. Includes group fields that hold it.
    pub fn element_fields(&self, namespace: NamespaceId, local: &str) -> &[u16] {
        self.index.elements(&self.fields, namespace, local)
    }

    /// Whether no element has a place at two fields.
    pub fn has_unique_places(&self) -> bool {
        self.index.has_unique_places()
    }

    /// Whether it is an object in JSON that has room for an `@type` that says which element it is.
    pub fn is_object(&self) -> bool {
        !self.tagged && self.array.is_none()
    }

    /// The field of an attribute.
    pub fn attribute_field(&self, namespace: NamespaceId, local: &str) -> Option<u16> {
        self.index.attribute(&self.fields, namespace, local)
    }

    /// The field with this JSON member name.
    pub fn member(&self, name: &str) -> Option<u16> {
        self.index.member(&self.fields, name)
    }

    /// The field with this protobuf number.
    pub fn number(&self, number: u32) -> Option<u16> {
        self.index.number(&self.fields, number)
    }

    /// Fields that a wildcard fills, directly or inside a group field.
    pub fn wildcard_fields(&self) -> &[u16] {
        self.index.wildcards()
    }

    /// The field of the attribute wildcard.
    pub fn any_attribute_field(&self) -> Option<u16> {
        self.fields.iter().position(|f| matches!(f.kind, crate::FieldKind::AnyAttribute(_))).map(|i| i as u16)
    }

    /// Whether, within one occurrence of the content model, field `next` may come right after `previous` has been
    /// seen last (`None`: nothing yet). For the same field twice it must be an array.
    pub fn may_follow(&self, previous: Option<u16>, next: u16) -> bool {
        let Some(previous) = previous else { return true };
        if previous == next {
            return self.fields[next as usize].array;
        }
        self.index.may_follow(previous, next)
    }
}

/// Why there are alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FamilyKind {
    /// Derived types, told apart by `xsi:type`.
    Type,
    /// A substitution group, told apart by element name.
    Substitution,
}

/// A set of alternatives: a type with its derived types, or the head of a substitution group with its members.
#[derive(Debug, Clone)]
pub struct Family {
    /// Component name, unique among all components.
    pub name: String,
    /// Stable key, the same as in the lock.
    pub key: String,
    /// Kind.
    pub kind: FamilyKind,
    /// Alternatives in document order.
    pub variants: Vec<Variant>,
    /// The alternative that needs no `xsi:type`: the declared type itself, unless abstract. For a substitution
    /// group: the head itself, unless abstract.
    pub declared: Option<u16>,
    /// Field numbers and names that must not be used again.
    pub reserved: Vec<(u32, String)>,
}

impl Family {
    /// The alternative with this `@type`.
    pub fn by_tag(&self, tag: &str) -> Option<u16> {
        self.variants.iter().position(|v| v.tag == tag).map(|i| i as u16)
    }

    /// The alternative with this type or element name.
    pub fn by_name(&self, namespace: NamespaceId, local: &str) -> Option<u16> {
        self.variants
            .iter()
            .position(|v| v.name.namespace == namespace && v.name.local == local)
            .map(|i| i as u16)
    }
}

/// One alternative of a [`Family`].
#[derive(Debug, Clone)]
pub struct Variant {
    /// Value of `@type` in JSON: the struct's name (types), the element's local name (substitution groups).
    pub tag: String,
    /// Name of the type (`xsi:type`) or of the element.
    pub name: Name,
    /// What it holds. For kind [`FamilyKind::Type`] always a struct. For a substitution group anything; where it
    /// is a struct that is not itself tagged, `@type` stands among the struct's members, else JSON is
    /// `{"@type": tag, "value": …}`.
    pub value: ValueType,
    /// The element may be nil (substitution groups).
    pub nillable: bool,
    /// Identity constraints of the element (substitution groups).
    pub identities: Vec<u32>,
    /// Name in the protobuf `oneof`.
    pub proto_name: String,
    /// protobuf field number, kept by the lock.
    pub number: u32,
}
