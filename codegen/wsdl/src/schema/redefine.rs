// SPDX-License-Identifier: EUPL-1.2
//! `xs:redefine` (part 1, section 4.2.2) and, as far as it is the same, `xs:override` of XML Schema 1.1.
//!
//! The redefined component is kept under its name with `~base` appended, which no XML name can be, and the new one
//! refers to it by that name. All other references lead to the new one, as the specification asks.

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Content, Particle, Term, Type, TypeRef, Variety};

use super::Components;
use super::Kind;
use super::reader::{Reader, kind_of};
use crate::Code;
use crate::diagnostic::Diagnostics;
use crate::load::{Closure, Redefinition};
use crate::names::XSD;

/// Apply one `xs:redefine`; everything it redefines has been read.
pub(crate) fn redefine(
    closure: &Closure,
    redefinition: Redefinition,
    components: &mut Components,
    diagnostics: &mut Diagnostics,
) {
    let unit = &closure.schemas[redefinition.unit];
    let mut reader = Reader::new(closure, unit, components, diagnostics);
    let node = reader.document.tree.node(redefinition.node);
    let overriding = node.local() == "override";
    if overriding {
        reader.warn(
            node,
            Code::Xsd11,
            "`override` is of XML Schema 1.1",
            "it is applied; other tools may not read it",
        );
    }
    for child in node.children() {
        if child.is(XSD, "annotation") {
            continue;
        }
        let known = matches!(child.local(), "complexType" | "simpleType" | "group" | "attributeGroup")
            || overriding && matches!(child.local(), "element" | "attribute");
        let Some(local) = reader.local_name(child).filter(|_| known && child.namespace() == XSD) else {
            reader.unexpected(child, node.local());
            continue;
        };
        let name = QName::new(reader.target(), local);
        let kind = kind_of(child);
        if !reader.components.contains(kind, &name) {
            let message = format!("the {kind} `{name}` is not declared in what is redefined");
            reader.warn(child, Code::RedefinitionOfNothing, message, "check the name and the schemaLocation");
            reader.insert(kind, name, child);
            continue;
        }
        if overriding {
            reader.insert(kind, name, child);
            continue;
        }
        let mut base = QName::new(name.namespace.clone(), format!("{}~base", name.local));
        while reader.components.contains(kind, &base) {
            base.local.push_str("~base");
        }
        rename(reader.components, kind, &name, &base);
        reader.insert(kind, name.clone(), child);
        if !point_to(reader.components, kind, &name, &base) {
            // a group that does not refer to itself is a restriction and replaces the old one
            remove(reader.components, kind, &base);
        }
    }
}

/// Keeps the place of the renamed component in the order.
fn rename(components: &mut Components, kind: Kind, name: &QName, base: &QName) {
    let schema = &mut components.schema;
    match kind {
        Kind::Type => {
            if let Some((index, _, mut definition)) = schema.types.shift_remove_full(name) {
                match &mut definition {
                    Type::Simple(simple) => simple.name = Some(base.clone()),
                    Type::Complex(complex) => complex.name = Some(base.clone()),
                }
                schema.types.shift_insert(index, base.clone(), definition);
            }
        }
        Kind::Group => {
            if let Some((index, _, mut group)) = schema.groups.shift_remove_full(name) {
                group.name = base.clone();
                schema.groups.shift_insert(index, base.clone(), group);
            }
        }
        _ => {
            if let Some((index, _, mut group)) = schema.attribute_groups.shift_remove_full(name) {
                group.name = base.clone();
                schema.attribute_groups.shift_insert(index, base.clone(), group);
            }
        }
    }
}

fn remove(components: &mut Components, kind: Kind, name: &QName) {
    match kind {
        Kind::Group => drop(components.schema.groups.shift_remove(name)),
        Kind::AttributeGroup => drop(components.schema.attribute_groups.shift_remove(name)),
        _ => {}
    }
}

/// Let references of the new component to itself lead to the old one. True where there was one.
fn point_to(components: &mut Components, kind: Kind, name: &QName, base: &QName) -> bool {
    let schema = &mut components.schema;
    let swap = |reference: &mut QName| {
        let own = reference == name;
        if own {
            *reference = base.clone();
        }
        own
    };
    match kind {
        Kind::Type => match schema.types.get_mut(name) {
            Some(Type::Simple(simple)) => match &mut simple.variety {
                Variety::Restriction { base: TypeRef::Named(reference), .. } => swap(reference),
                _ => false,
            },
            Some(Type::Complex(complex)) => {
                if let Content::Simple { type_ref: Some(TypeRef::Named(reference)), .. } =
                    &mut complex.content
                {
                    swap(reference);
                }
                complex.derivation.as_mut().is_some_and(|derivation| swap(&mut derivation.base))
            }
            None => false,
        },
        Kind::Group => {
            schema.groups.get_mut(name).is_some_and(|group| group_references(&mut group.particle, &swap))
        }
        _ => schema
            .attribute_groups
            .get_mut(name)
            .is_some_and(|group| group.attribute_groups.iter_mut().fold(false, |any, r| swap(r) | any)),
    }
}

fn group_references(particle: &mut Particle, swap: &impl Fn(&mut QName) -> bool) -> bool {
    match &mut particle.term {
        Term::GroupRef(reference) => swap(reference),
        Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner) => {
            inner.iter_mut().fold(false, |any, particle| group_references(particle, swap) | any)
        }
        Term::Element(_) | Term::ElementRef(_) | Term::Any(_) => false,
    }
}
