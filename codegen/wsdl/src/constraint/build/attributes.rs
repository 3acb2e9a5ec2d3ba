// SPDX-License-Identifier: EUPL-1.2
//! Attribute declarations, uses, groups (part 1, sections 3.2, 3.5, 3.6) and the complete wildcard of 3.4.2.

use fachwerk_contract::QName;

use super::Around;
use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{ANY_SIMPLE, AttributeUse, Attributes, Place, ValueConstraint, Wildcard};
use crate::constraint::table::Symbol;
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Checker<'a> {
    /// Type and value of a declaration, global or local.
    pub(super) fn attribute_declaration(
        &mut self,
        place: Place,
        around: Around,
    ) -> (usize, Option<ValueConstraint>) {
        let node = self.node(place);
        let type_id = match node.attribute("type") {
            Some(_) => self.simple_in(place, "type", around),
            None => self.inner_simple(place, around).first().copied(),
        };
        (type_id.unwrap_or(ANY_SIMPLE), value_constraint(node))
    }

    /// The same by number of the declaration.
    pub(in crate::constraint) fn declared_attribute(
        &mut self,
        declaration: usize,
    ) -> (usize, Option<ValueConstraint>) {
        let place = self.table.declarations[declaration].place;
        self.attribute_declaration(place, Around { declaration: Some(declaration) })
    }

    /// Attributes among the children of a type, derivation step or group.
    pub(super) fn attributes(
        &mut self,
        node: Node<'a>,
        unit: usize,
        around: Around,
        keep: bool,
    ) -> Attributes {
        let mut found = Attributes::default();
        let mut wildcards: Vec<Wildcard> = Vec::new();
        let mut own = None;
        for child in node.children().filter(|c| c.namespace() == XSD) {
            let place = Place { unit, node: child.index() };
            match child.local() {
                "attribute" => {
                    let Some(attribute) = self.attribute_use(place, around) else { continue };
                    if child.attribute("use").map(str::trim) == Some("prohibited") {
                        if keep {
                            found.prohibited.push(attribute.name);
                        }
                    } else {
                        found.uses.push(attribute);
                    }
                }
                "attributeGroup" => {
                    let Some(name) = self.reference(place, child, "ref") else { continue };
                    let Some(group) = self.find(Symbol::AttributeGroup, &name, around.declaration) else {
                        continue;
                    };
                    let group = self.attribute_group(group);
                    found.uses.extend(group.uses);
                    wildcards.extend(group.any);
                }
                "anyAttribute" => own = Some((self.wildcard(unit, child), place)),
                _ => {}
            }
        }
        let at = own.as_ref().map_or(Place { unit, node: node.index() }, |(_, place)| *place);
        let mut all = own.map(|(wildcard, _)| wildcard);
        for wildcard in wildcards {
            all = Some(match all {
                None => wildcard,
                Some(all) => match all.namespaces.intersection(&wildcard.namespaces) {
                    Some(namespaces) => Wildcard { namespaces, ..all },
                    None => {
                        let message =
                            "the intersection of the attribute wildcards cannot be expressed (src-ct.4)";
                        self.report(at, Code::ComplexTypeProperties, message);
                        all
                    }
                },
            });
        }
        found.any = all;
        found
    }

    /// The attributes of a group.
    pub(super) fn attribute_group(&mut self, declaration: usize) -> Attributes {
        if let Some(known) = self.attribute_groups.get(&declaration) {
            return known.clone();
        }
        // what a circle finds is empty; the reader reports it
        self.attribute_groups.insert(declaration, Attributes::default());
        if self.depth > super::DEPTH {
            return Attributes::default();
        }
        self.depth += 1;
        let place = self.table.declarations[declaration].place;
        let around = Around { declaration: Some(declaration) };
        let group = self.attributes(self.node(place), place.unit, around, false);
        self.depth -= 1;
        self.duplicate_uses(place, &group.uses, "ag-props-correct");
        self.attribute_groups.insert(declaration, group.clone());
        group
    }

    /// No name twice, and no second ID (ct-props-correct.4 and .5, ag-props-correct.2 and .3).
    pub(in crate::constraint) fn duplicate_uses(&mut self, place: Place, uses: &[AttributeUse], rule: &str) {
        let mut seen: std::collections::HashSet<&QName> = std::collections::HashSet::new();
        let mut ids = 0;
        for attribute in uses {
            if !seen.insert(&attribute.name) {
                let message = format!("the attribute `{}` stands twice ({rule})", attribute.name.local);
                self.report(place, Code::AttributeProperties, message);
            }
            ids += usize::from(self.is_id(attribute.type_id));
        }
        if ids > 1 {
            let message = format!("there are two attributes of type ID ({rule})");
            self.report(place, Code::AttributeProperties, message);
        }
    }

    /// Whether a simple type is `xs:ID` or derived from it.
    pub(in crate::constraint) fn is_id(&self, id: usize) -> bool {
        let Some(own) = self.built_in.get("ID") else { return false };
        self.simple_derives_from(id, *own)
    }

    fn attribute_use(&mut self, place: Place, around: Around) -> Option<AttributeUse> {
        let node = self.node(place);
        let required = node.attribute("use").map(str::trim) == Some("required");
        if node.attribute("ref").is_some() {
            let name = self.reference(place, node, "ref")?;
            let declaration = self.find(Symbol::Attribute, &name, None);
            let Some(declaration) = declaration else {
                // attributes of the well-known schema of `xml:` may not be loaded
                let type_id = ANY_SIMPLE;
                return Some(AttributeUse { name, type_id, required, value: value_constraint(node), place });
            };
            let there = self.table.declarations[declaration].place;
            let inner = Around { declaration: Some(declaration) };
            let (type_id, declared) = self.attribute_declaration(there, inner);
            let own = value_constraint(node);
            if let Some(declared) = declared.as_ref().filter(|d| d.fixed)
                && let Some(own) = &own
                && !(own.fixed && self.same_value(type_id, &own.value, &declared.value))
            {
                let message = "a use has another value than its declaration fixes (au-props-correct.2)";
                self.report(place, Code::AttributeProperties, message);
            }
            return Some(AttributeUse { name, type_id, required, value: own.or(declared), place });
        }
        let local = node.attribute("name")?.trim();
        let schema = self.schema_node(place.unit);
        let form = node.attribute("form").or_else(|| schema.attribute("attributeFormDefault"));
        let qualified = form.map(str::trim) == Some("qualified");
        let name = QName::new(if qualified { self.target(place.unit) } else { "" }, local);
        let (type_id, value) = self.attribute_declaration(place, around);
        Some(AttributeUse { name, type_id, required, value, place })
    }
}

pub(super) fn value_constraint(node: Node<'_>) -> Option<ValueConstraint> {
    let value = |name: &str, fixed| {
        node.attribute(name).map(|value| ValueConstraint { fixed, value: value.to_owned() })
    };
    value("fixed", true).or_else(|| value("default", false))
}
