// SPDX-License-Identifier: EUPL-1.2
//! Lookups of a struct, made once: sorted lists of field indices, which take little and are quickly made, since a large
//! contract has thousands of structs and a message meets few of them.

use crate::particle::{Particle, ParticleTerm};
use crate::{Field, FieldKind, Name, NamespaceId, Struct};

/// Lookups of a struct.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// By name.
    elements: Vec<Element>,
    /// What the elements point into.
    element_fields: Vec<u16>,
    /// By name; of several with one name the last.
    attributes: Vec<u16>,
    /// By JSON name.
    members: Vec<u16>,
    /// By number; empty where the numbers are those of the fields, from 1.
    numbers: Vec<(u32, u16)>,
    wildcards: Vec<u16>,
    /// From the content model's root to each field; empty where the model is flat.
    paths: Vec<Vec<Step>>,
    flat: bool,
}

#[derive(Debug, Clone)]
struct Element {
    /// Its name; none: that of the first field.
    name: Option<Box<Name>>,
    /// Fields that it may fill, in [`Index::element_fields`].
    fields: std::ops::Range<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    node: u32,
    child: u32,
    order: Order,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Sequence,
    Choice,
    All,
}

impl Index {
    /// Make the lookups. `group_names` gives for a group field the element names and whether a wildcard is inside.
    pub(crate) fn new(structure: &Struct, group_names: &dyn Fn(&Field) -> (Vec<Name>, bool)) -> Self {
        let fields = &structure.fields;
        let mut index = Self { members: (0..fields.len() as u16).collect(), ..Self::default() };
        index.members.sort_unstable_by(|a, b| name(fields, *a).cmp(name(fields, *b)));
        if !fields.iter().zip(1..).all(|(field, number)| field.number == number) {
            index.numbers = fields.iter().zip(0..).map(|(field, at)| (field.number, at)).collect();
            index.numbers.sort_unstable();
        }
        let mut inside: Vec<(Name, u16)> = Vec::new();
        for (field, at) in fields.iter().zip(0..) {
            match &field.kind {
                FieldKind::Attribute(_) => index.attributes.push(at),
                FieldKind::Any(_) => index.wildcards.push(at),
                FieldKind::Substitution | FieldKind::Group => {
                    let (names, wildcard) = group_names(field);
                    inside.extend(names.into_iter().map(|name| (name, at)));
                    if wildcard {
                        index.wildcards.push(at);
                    }
                }
                FieldKind::Element(_)
                | FieldKind::AnyAttribute(_)
                | FieldKind::TypeNames
                | FieldKind::Text => {}
            }
        }
        let attribute = |at: u16| match &fields[at as usize].kind {
            FieldKind::Attribute(name) => key(name),
            _ => (NamespaceId::NONE, ""),
        };
        index.attributes.sort_by(|a, b| attribute(*a).cmp(&attribute(*b)));
        index.index_elements(fields, inside);
        index.flat = match &structure.particle.term {
            ParticleTerm::Sequence(children) => {
                children.iter().all(|c| matches!(c.term, ParticleTerm::Field(_)))
            }
            ParticleTerm::Field(_) => true,
            _ => false,
        };
        if !index.flat {
            index.paths = vec![Vec::new(); fields.len()];
            walk(&structure.particle, &mut Vec::new(), &mut 0, &mut index.paths);
        }
        index
    }

    fn index_elements(&mut self, fields: &[Field], inside: Vec<(Name, u16)>) {
        let mut pairs: Vec<(Option<Box<Name>>, u16)> =
            inside.into_iter().map(|(name, at)| (Some(Box::new(name)), at)).collect();
        let own = fields.iter().zip(0..).filter(|(field, _)| matches!(field.kind, FieldKind::Element(_)));
        pairs.extend(own.map(|(_, at)| (None, at)));
        self.elements.reserve_exact(pairs.len());
        self.element_fields.reserve_exact(pairs.len());
        pairs.sort_by(|a, b| {
            let names = element(fields, a.0.as_deref(), a.1).cmp(&element(fields, b.0.as_deref(), b.1));
            names.then_with(|| a.1.cmp(&b.1))
        });
        for (name, at) in pairs {
            let end = self.element_fields.len() as u32;
            if let Some(last) = self.elements.last_mut() {
                let first = self.element_fields[last.fields.start as usize];
                if element(fields, last.name.as_deref(), first) == element(fields, name.as_deref(), at) {
                    if self.element_fields.last() != Some(&at) {
                        self.element_fields.push(at);
                        last.fields.end = end + 1;
                    }
                    continue;
                }
            }
            self.element_fields.push(at);
            self.elements.push(Element { name, fields: end..end + 1 });
        }
    }

    /// Whether no element has a place at two fields.
    pub(crate) fn has_unique_places(&self) -> bool {
        self.elements.len() == self.element_fields.len()
    }

    pub(crate) fn elements(&self, fields: &[Field], namespace: NamespaceId, local: &str) -> &[u16] {
        let found = self.elements.binary_search_by(|entry| {
            let first = self.element_fields[entry.fields.start as usize];
            element(fields, entry.name.as_deref(), first).cmp(&(namespace, local))
        });
        found.map_or(&[], |at| {
            let range = &self.elements[at].fields;
            &self.element_fields[range.start as usize..range.end as usize]
        })
    }

    pub(crate) fn attribute(&self, fields: &[Field], namespace: NamespaceId, local: &str) -> Option<u16> {
        let not_above = self.attributes.partition_point(|at| match &fields[*at as usize].kind {
            FieldKind::Attribute(name) => key(name) <= (namespace, local),
            _ => false,
        });
        let last = *self.attributes.get(not_above.checked_sub(1)?)?;
        match &fields[last as usize].kind {
            FieldKind::Attribute(name) if key(name) == (namespace, local) => Some(last),
            _ => None,
        }
    }

    pub(crate) fn member(&self, fields: &[Field], wanted: &str) -> Option<u16> {
        let found = self.members.binary_search_by(|at| name(fields, *at).cmp(wanted));
        found.ok().map(|at| self.members[at])
    }

    pub(crate) fn number(&self, fields: &[Field], number: u32) -> Option<u16> {
        if self.numbers.is_empty() {
            let at = number.checked_sub(1)?;
            return ((at as usize) < fields.len()).then_some(at as u16);
        }
        let found = self.numbers.binary_search_by_key(&number, |(number, _)| *number);
        found.ok().map(|at| self.numbers[at].1)
    }

    pub(crate) fn wildcards(&self) -> &[u16] {
        &self.wildcards
    }

    /// Whether field `next` may come after the other field `previous`.
    pub(crate) fn may_follow(&self, previous: u16, next: u16) -> bool {
        if self.flat {
            return next > previous;
        }
        let from = &self.paths[previous as usize];
        let to = &self.paths[next as usize];
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
}

fn name(fields: &[Field], at: u16) -> &str {
    &fields[at as usize].name
}

fn key(name: &Name) -> (NamespaceId, &str) {
    (name.namespace, &name.local)
}

/// Name of an element: this one, or that of the field.
fn element<'f>(fields: &'f [Field], name: Option<&'f Name>, at: u16) -> (NamespaceId, &'f str) {
    match (name, &fields[at as usize].kind) {
        (Some(name), _) | (None, FieldKind::Element(name)) => key(name),
        _ => (NamespaceId::NONE, ""),
    }
}

fn walk(particle: &Particle, path: &mut Vec<Step>, nodes: &mut u32, paths: &mut [Vec<Step>]) {
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
    for (particle, child) in children.iter().zip(0..) {
        path.push(Step { node, child, order });
        walk(particle, path, nodes, paths);
        path.pop();
    }
}
