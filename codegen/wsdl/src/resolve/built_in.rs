// SPDX-License-Identifier: EUPL-1.2
//! Components of well-known namespaces, taken in exactly where something refers to them.

use std::collections::{BTreeSet, HashSet};

use fachwerk_contract::QName;
use fachwerk_contract::service::PartContent;

use crate::diagnostic::Diagnostics;
use crate::load::Closure;
use crate::names::XSD;
use crate::schema::visit::{References, all};
use crate::schema::{Components, Kind, read_unit};
use crate::wsdl::Definitions;

/// Read the schemas that this crate serves for namespaces in which something is looked for and nothing is declared.
pub(crate) fn add_built_in(
    closure: &mut Closure,
    components: &mut Components,
    definitions: &Definitions,
    diagnostics: &mut Diagnostics,
) {
    // each built-in schema may refer to the next one
    loop {
        let mut wanted = BTreeSet::new();
        let mut want = |kind: Kind, name: &QName| {
            let own = name.namespace == XSD && kind == Kind::Type;
            if !own && !components.contains(kind, name) && !closure.has_schema(&name.namespace) {
                wanted.insert(name.namespace.clone());
            }
        };
        for (kind, name) in all(&components.schema) {
            for reference in References::of(&components.schema, kind, name) {
                want(reference.kind, reference.name);
            }
        }
        for part in definitions.messages.iter().flat_map(|m| &m.parts) {
            match &part.content {
                PartContent::Element(name) => want(Kind::Element, name),
                PartContent::Type(name) => want(Kind::Type, name),
            }
        }
        let mut added = false;
        for namespace in wanted {
            if closure.add_built_in(&namespace) {
                added = true;
                if let Some(unit) = closure.schemas.last() {
                    read_unit(closure, unit, components, diagnostics);
                }
            }
        }
        if !added {
            return;
        }
    }
}

/// Of the built-in schemas, keep what the input refers to.
pub(crate) fn drop_unused_built_in(
    closure: &Closure,
    components: &mut Components,
    definitions: &Definitions,
) {
    if !closure.documents.iter().any(|d| d.built_in) {
        return;
    }
    let built_in = |components: &Components, key: &(Kind, QName)| {
        components.origins.get(key).is_some_and(|(document, _)| closure.document(*document).built_in)
    };
    let everything: Vec<(Kind, QName)> =
        all(&components.schema).map(|(kind, name)| (kind, name.clone())).collect();
    let mut reached: HashSet<(Kind, QName)> =
        everything.iter().filter(|key| !built_in(components, key)).cloned().collect();
    let mut open: Vec<(Kind, QName)> =
        everything.iter().filter(|key| reached.contains(key)).cloned().collect();
    for part in definitions.messages.iter().flat_map(|m| &m.parts) {
        let key = match &part.content {
            PartContent::Element(name) => (Kind::Element, name.clone()),
            PartContent::Type(name) => (Kind::Type, name.clone()),
        };
        if reached.insert(key.clone()) {
            open.push(key);
        }
    }
    while let Some((kind, name)) = open.pop() {
        for reference in References::of(&components.schema, kind, &name) {
            let key = (reference.kind, reference.name.clone());
            if reached.insert(key.clone()) {
                open.push(key);
            }
        }
    }
    let schema = &mut components.schema;
    schema.elements.retain(|name, _| reached.contains(&(Kind::Element, name.clone())));
    schema.types.retain(|name, _| reached.contains(&(Kind::Type, name.clone())));
    schema.attributes.retain(|name, _| reached.contains(&(Kind::Attribute, name.clone())));
    schema.groups.retain(|name, _| reached.contains(&(Kind::Group, name.clone())));
    schema.attribute_groups.retain(|name, _| reached.contains(&(Kind::AttributeGroup, name.clone())));
}
