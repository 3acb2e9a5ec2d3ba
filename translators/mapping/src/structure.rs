// SPDX-License-Identifier: EUPL-1.2
//! Objects, and sets of alternative objects.

use std::collections::HashMap;

use fachwerk_contract::QName;

use crate::particle::{Particle, ParticleTerm};
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
    /// Names of protobuf `oneof`s.
    pub oneofs: Vec<String>,
    /// Field numbers and names that must not be used again.
    pub reserved: Vec<(u32, String)>,
    /// Documentation of the type.
    pub documentation: Option<String>,
    pub(crate) index: Index,
}

/// Lookups of a struct, made once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    elements: HashMap<NamespaceId, HashMap<String, Vec<u16>>>,
    attributes: HashMap<NamespaceId, HashMap<String, u16>>,
    members: HashMap<String, u16>,
    numbers: HashMap<u32, u16>,
    wildcards: Vec<u16>,
    paths: Vec<Vec<Step>>,
    flat: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    node: u16,
    child: u16,
    order: Order,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Sequence,
    Choice,
    All,
}

impl Struct {
    /// Fields that an element with this name may fill, in schema order. Includes group fields that hold it.
    pub fn element_fields(&self, namespace: NamespaceId, local: &str) -> &[u16] {
        self.index.elements.get(&namespace).and_then(|m| m.get(local)).map_or(&[], Vec::as_slice)
    }

    /// Whether it is an object in JSON that has room for an `@type` that says which element it is.
    pub fn is_object(&self) -> bool {
        !self.tagged && self.array.is_none()
    }

    /// The field of an attribute.
    pub fn attribute_field(&self, namespace: NamespaceId, local: &str) -> Option<u16> {
        self.index.attributes.get(&namespace).and_then(|m| m.get(local)).copied()
    }

    /// The field with this JSON member name.
    pub fn member(&self, name: &str) -> Option<u16> {
        self.index.members.get(name).copied()
    }

    /// The field with this protobuf number.
    pub fn number(&self, number: u32) -> Option<u16> {
        self.index.numbers.get(&number).copied()
    }

    /// Fields that a wildcard fills, directly or inside a group field.
    pub fn wildcard_fields(&self) -> &[u16] {
        &self.index.wildcards
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
        if self.index.flat {
            return next > previous;
        }
        let from = &self.index.paths[previous as usize];
        let to = &self.index.paths[next as usize];
        for (a, b) in from.iter().zip(to) {
            if a.child != b.child {
                return match a.order {
                    Order::Sequence => b.child > a.child,
                    Order::Choice => false,
                    Order::All => true,
                };
            }
            debug_assert_eq!(a.node, b.node, "paths that share all children share their nodes");
        }
        false
    }

    /// Make the lookups. `group_names` gives for a group field the element names and whether a wildcard is inside.
    pub(crate) fn lookups(&self, group_names: &dyn Fn(&Field) -> (Vec<Name>, bool)) -> Index {
        let mut index = Index { paths: vec![Vec::new(); self.fields.len()], ..Index::default() };
        for (position, field) in self.fields.iter().enumerate() {
            let position = position as u16;
            index.members.insert(field.name.clone(), position);
            index.numbers.insert(field.number, position);
            match &field.kind {
                crate::FieldKind::Attribute(name) => {
                    index.attributes.entry(name.namespace).or_default().insert(name.local.clone(), position);
                }
                crate::FieldKind::Element(name) => add(&mut index.elements, name, position),
                crate::FieldKind::Any(_) => index.wildcards.push(position),
                crate::FieldKind::Substitution | crate::FieldKind::Group => {
                    let (names, wildcard) = group_names(field);
                    for name in &names {
                        add(&mut index.elements, name, position);
                    }
                    if wildcard {
                        index.wildcards.push(position);
                    }
                }
                crate::FieldKind::AnyAttribute(_) | crate::FieldKind::Text => {}
            }
        }
        let mut nodes = 0;
        walk(&self.particle, &mut Vec::new(), &mut nodes, &mut index.paths);
        index.flat = match &self.particle.term {
            ParticleTerm::Sequence(children) => {
                children.iter().all(|c| matches!(c.term, ParticleTerm::Field(_)))
            }
            ParticleTerm::Field(_) => true,
            _ => false,
        };
        index
    }
}

fn add(map: &mut HashMap<NamespaceId, HashMap<String, Vec<u16>>>, name: &Name, position: u16) {
    let fields = map.entry(name.namespace).or_default().entry(name.local.clone()).or_default();
    if fields.last() != Some(&position) {
        fields.push(position);
    }
}

fn walk(particle: &Particle, path: &mut Vec<Step>, nodes: &mut u16, paths: &mut [Vec<Step>]) {
    let (children, order) = match &particle.term {
        ParticleTerm::Field(field) => {
            paths[*field as usize].clone_from(path);
            return;
        }
        ParticleTerm::Sequence(children) => (children, Order::Sequence),
        ParticleTerm::Choice(children) => (children, Order::Choice),
        ParticleTerm::All(children) => (children, Order::All),
    };
    let node = *nodes;
    *nodes += 1;
    for (child, particle) in children.iter().enumerate() {
        path.push(Step { node, child: child as u16, order });
        walk(particle, path, nodes, paths);
        path.pop();
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
    /// Name in the protobuf `oneof`.
    pub proto_name: String,
    /// protobuf field number, kept by the lock.
    pub number: u32,
}
