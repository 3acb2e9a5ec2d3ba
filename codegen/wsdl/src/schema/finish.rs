// SPDX-License-Identifier: EUPL-1.2
//! What needs all components: types by substitution group, simple bases, enumerations of QNames.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::schema::{ComplexType, Content, Facets, SimpleType, Type, TypeRef, Variety};
use fachwerk_contract::{Location, QName};
use indexmap::IndexMap;

use super::visit::{Change, change};
use super::{Components, Kind};
use crate::Code;
use crate::datatypes::is_built_in;
use crate::diagnostic::Diagnostics;
use crate::load::Closure;
use crate::names::XSD;

/// Settle everything that one component alone does not tell.
pub(crate) fn finish(components: &mut Components, closure: &Closure, diagnostics: &mut Diagnostics) {
    look_into_target_namespace(components, closure, diagnostics);
    type_by_head(components);
    let types = &components.schema.types;
    let complex =
        types.iter().filter(|(_, t)| matches!(t, Type::Complex(_))).map(|(name, _)| name.clone()).collect();
    let qname_types = types.keys().filter(|name| is_qname(types, name)).cloned().collect();
    let values = std::mem::take(&mut components.qname_values);
    change(&mut components.schema, &mut Settle { complex, qname_types, values });
}

/// Elements without a type have the type of the head of their substitution group.
fn type_by_head(components: &mut Components) {
    let mut members: Vec<QName> = components
        .schema
        .elements
        .keys()
        .filter(|name| components.typed_by_head.contains(*name))
        .cloned()
        .collect();
    // heads without a type of their own have to be settled first, and chains are as good as never longer
    for _ in 0..8 {
        members.retain(|member| {
            let head = components.schema.elements.get(member).and_then(|e| e.substitution_group.clone());
            let Some(head) = head.filter(|head| !components.typed_by_head.contains(head)) else {
                return true;
            };
            if let Some(type_ref) = components.schema.elements.get(&head).map(|e| e.type_ref.clone())
                && let Some(element) = components.schema.elements.get_mut(member)
            {
                element.type_ref = type_ref;
            }
            components.typed_by_head.remove(member);
            false
        });
    }
}

/// Whether a simple type is `xs:QName` or `xs:NOTATION` or a restriction of them.
fn is_qname(types: &IndexMap<QName, Type>, name: &QName) -> bool {
    let mut name = name;
    for _ in 0..64 {
        if name.namespace == XSD {
            return matches!(name.local.as_str(), "QName" | "NOTATION");
        }
        match types.get(name) {
            Some(Type::Simple(SimpleType {
                variety: Variety::Restriction { base: TypeRef::Named(base), .. },
                ..
            })) => {
                name = base;
            }
            Some(Type::Complex(ComplexType {
                content: Content::Simple { type_ref: Some(TypeRef::Named(base)), .. },
                ..
            })) => name = base,
            _ => return false,
        }
    }
    false
}

struct Settle {
    complex: HashSet<QName>,
    qname_types: HashSet<QName>,
    values: HashMap<Location, Vec<Option<String>>>,
}

impl Settle {
    fn is_qname(&self, type_ref: &TypeRef) -> bool {
        match type_ref {
            TypeRef::Named(name) => {
                self.qname_types.contains(name)
                    || name.namespace == XSD && matches!(name.local.as_str(), "QName" | "NOTATION")
            }
            TypeRef::Anonymous(definition) => match &**definition {
                Type::Simple(SimpleType { variety: Variety::Restriction { base, .. }, .. }) => {
                    self.is_qname(base)
                }
                _ => false,
            },
        }
    }

    fn expand(&self, facets: &mut Facets, at: Location) {
        let Some(values) = self.values.get(&at) else { return };
        for (enumeration, value) in facets.enumeration.iter_mut().zip(values) {
            if let Some(value) = value {
                enumeration.value.clone_from(value);
            }
        }
    }
}

impl Change for Settle {
    fn simple(&mut self, simple: &mut SimpleType) {
        if let Variety::Restriction { base, facets } = &mut simple.variety
            && !facets.enumeration.is_empty()
            && self.is_qname(base)
        {
            self.expand(facets, simple.location);
        }
    }

    fn complex(&mut self, complex: &mut ComplexType) {
        let Content::Simple { type_ref, facets } = &mut complex.content else { return };
        if let Some(inner) = type_ref
            && self.is_qname(inner)
        {
            self.expand(facets, complex.location);
        }
        if let Some(TypeRef::Named(name)) = type_ref
            && self.complex.contains(name)
        {
            *type_ref = None;
        }
    }
}

/// `type="Thing"` without a prefix, where the default namespace is another one: common enough to be understood.
fn look_into_target_namespace(components: &mut Components, closure: &Closure, diagnostics: &mut Diagnostics) {
    let unprefixed = std::mem::take(&mut components.unprefixed);
    let mut wanted: HashMap<(Kind, QName), QName> = HashMap::new();
    for (name, target) in unprefixed {
        let there = QName::new(target, name.local.clone());
        if is_built_in(&name.local) && !components.contains(Kind::Type, &name) {
            let there =
                if components.contains(Kind::Type, &there) { &there } else { &QName::new(XSD, &name.local) };
            wanted.insert((Kind::Type, name.clone()), there.clone());
        }
        for kind in [Kind::Element, Kind::Type, Kind::Attribute, Kind::Group, Kind::AttributeGroup] {
            if !components.contains(kind, &name) && components.contains(kind, &there) {
                wanted.insert((kind, name.clone()), there.clone());
            }
        }
    }
    if wanted.is_empty() {
        return;
    }
    let mut said: Vec<(Location, Kind, QName, QName)> = Vec::new();
    let mut seen = HashSet::new();
    for (kind, name) in super::visit::all(&components.schema) {
        for reference in super::visit::References::of(&components.schema, kind, name) {
            let key = (reference.kind, reference.name.clone());
            if let Some(there) = wanted.get(&key)
                && seen.insert(key)
            {
                said.push((reference.at, reference.kind, reference.name.clone(), there.clone()));
            }
        }
    }
    for (at, kind, name, there) in said {
        let message = format!("the {kind} `{name}` is not declared, `{there}` is read for it");
        closure.report(diagnostics, at, Code::ReferenceInTargetNamespace, message, "write a prefix");
    }
    change(&mut components.schema, &mut Redirect(wanted));
}

struct Redirect(HashMap<(Kind, QName), QName>);

impl Change for Redirect {
    fn reference(&mut self, kind: Kind, name: &mut QName) {
        if let Some(there) = self.0.get(&(kind, name.clone())) {
            name.clone_from(there);
        }
    }
}
