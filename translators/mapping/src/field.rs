// SPDX-License-Identifier: EUPL-1.2
//! Members of a struct.

use fachwerk_contract::schema::Wildcard;

use crate::{FamilyId, Name, ScalarId, StructId};

/// One member of a [`Struct`](crate::Struct).
#[derive(Debug, Clone)]
pub struct Field {
    /// JSON member name: the XML name, made unique within the struct.
    pub name: String,
    /// protobuf field name (snake case).
    pub proto_name: String,
    /// protobuf field number, kept by the lock.
    pub number: u32,
    /// Where it stands in XML.
    pub kind: FieldKind,
    /// What it holds. For an array: one item.
    pub value: ValueType,
    /// `minOccurs`, counted where its group occurs.
    pub min: u32,
    /// `maxOccurs`, `None` is unbounded.
    pub max: Option<u32>,
    /// JSON array and protobuf `repeated`: `max` is not one.
    pub array: bool,
    /// There in every valid instance of the struct: `min` ≥ 1, and no optional group or choice around it.
    pub required: bool,
    /// Element may be `xsi:nil`.
    pub nillable: bool,
    /// In protobuf the value is wrapped in a nested message `{ bool nil = 1; T value = 2; }`, because protobuf
    /// cannot tell nil from absent, nor an absent list from an empty one. `value` is `repeated` for lists.
    pub wrapped: bool,
    /// protobuf `oneof` the field is a member of: index into [`Struct::oneofs`](crate::Struct::oneofs).
    pub oneof: Option<u16>,
    /// Default value (lexical).
    pub default: Option<String>,
    /// Fixed value (lexical).
    pub fixed: Option<String>,
    /// Identity constraints of the element: indices into [`Mapping::identities`](crate::Mapping::identities).
    pub identities: Vec<u32>,
    /// Media types of a binary value (`xmime:expectedContentTypes`).
    pub content_types: Option<String>,
    /// Documentation of the element or attribute.
    pub documentation: Option<String>,
}

/// Where a field stands in XML.
#[derive(Debug, Clone)]
pub enum FieldKind {
    /// An attribute.
    Attribute(Name),
    /// All attributes that a wildcard allows; value is [`ValueType::Attributes`].
    AnyAttribute(Wildcard),
    /// Simple types that elements of the object name with `xsi:type`, by member; value is [`ValueType::Attributes`]:
    /// from `number`, or `number/0` for the first of several, to `{namespace}local`. Stands last.
    TypeNames,
    /// The text of simple content, or one run of text in mixed content.
    Text,
    /// A child element.
    Element(Name),
    /// A child element out of a substitution group; value is [`ValueType::Family`], variants name the elements.
    Substitution,
    /// A repeated group without an element of its own; value is the item struct. For SOAP headers of a message it
    /// is the header block list.
    Group,
    /// Elements that a wildcard allows; value is [`ValueType::Xml`].
    Any(Wildcard),
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// A simple value.
    Scalar(ScalarId),
    /// An object.
    Struct(StructId),
    /// One of several objects.
    Family(FamilyId),
    /// One XML element kept verbatim, self-contained (all its namespaces declared on it): `xs:any`, `xs:anyType`.
    Xml,
    /// A map from `{namespace}local` to value.
    Attributes,
}
