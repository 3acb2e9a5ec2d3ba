// SPDX-License-Identifier: EUPL-1.2
//! Element declarations (part 1, section 3.3) and substitution groups.

use fachwerk_contract::QName;

use super::Around;
use super::attributes::value_constraint;
use crate::constraint::Checker;
use crate::constraint::model::{ANY_TYPE, Element, Methods, Place, TypeId};
use crate::constraint::table::Symbol;
use crate::names::XSD;

impl Checker<'_> {
    /// The number of a global element.
    pub(super) fn global_element(&mut self, declaration: usize) -> usize {
        if let Some(known) = self.element_of.get(&declaration) {
            return *known;
        }
        let declared = &self.table.declarations[declaration];
        let (place, name) = (declared.place, declared.name.clone());
        let id = self.add_element(place, name, true);
        self.element_of.insert(declaration, id);
        // after the number is known: heads may form circles, which the reader reports
        let node = self.node(place);
        if let Some(head) = self.reference(place, node, "substitutionGroup")
            && let Some(head) = self.find(Symbol::Element, &head, None)
        {
            self.elements[id].head = Some(self.global_element(head));
        }
        id
    }

    pub(super) fn local_element(&mut self, place: Place) -> Option<usize> {
        let node = self.node(place);
        let local = node.attribute("name")?.trim();
        let schema = self.schema_node(place.unit);
        let form = node.attribute("form").or_else(|| schema.attribute("elementFormDefault"));
        let qualified = form.map(str::trim) == Some("qualified");
        let name = QName::new(if qualified { self.target(place.unit) } else { "" }, local);
        Some(self.add_element(place, name, false))
    }

    fn add_element(&mut self, place: Place, name: QName, global: bool) -> usize {
        let node = self.node(place);
        let schema = self.schema_node(place.unit);
        let flag = |name| node.attribute(name).is_some_and(|v| matches!(v.trim(), "true" | "1"));
        let default = |own: &str, default: &str| {
            node.attribute(own).or_else(|| schema.attribute(default)).unwrap_or_default()
        };
        let types = Methods::EXTENSION.and(Methods::RESTRICTION);
        self.elements.push(Element {
            name,
            place,
            global,
            nillable: flag("nillable"),
            value: value_constraint(node),
            head: None,
            block: Methods::read(default("block", "blockDefault"), types.and(Methods::SUBSTITUTION)),
            finals: Methods::read(default("final", "finalDefault"), types),
            type_id: None,
        });
        self.elements.len() - 1
    }

    /// The type of an element, its own or that of the head of its substitution group.
    pub(super) fn element_type(&mut self, element: usize) -> TypeId {
        let mut chain = Vec::new();
        let mut at = element;
        let found = loop {
            if let Some(known) = self.elements[at].type_id {
                break known;
            }
            if chain.contains(&at) || chain.len() > super::DEPTH as usize {
                break ANY_TYPE;
            }
            chain.push(at);
            let place = self.elements[at].place;
            let node = self.node(place);
            let around = Around { declaration: None };
            if node.attribute("type").is_some() {
                break self.type_in(place, "type", around).unwrap_or(ANY_TYPE);
            }
            let inner = node
                .children()
                .find(|c| c.namespace() == XSD && matches!(c.local(), "simpleType" | "complexType"));
            if let Some(inner) = inner {
                let at = Place { unit: place.unit, node: inner.index() };
                break self.type_at(at, around).unwrap_or(ANY_TYPE);
            }
            match self.elements[at].head {
                Some(head) => at = head,
                None => break ANY_TYPE,
            }
        };
        for element in chain {
            self.elements[element].type_id = Some(found);
        }
        found
    }

    /// Who may stand for whom, over all steps (Substitution Group OK, section 3.3.6).
    pub(super) fn collect_members(&mut self) {
        for element in 0..self.elements.len() {
            let mut seen = vec![element];
            let mut at = self.elements[element].head;
            while let Some(head) = at.filter(|head| !seen.contains(head)) {
                if self.may_stand_for(element, head) {
                    self.members.entry(head).or_default().push(element);
                }
                seen.push(head);
                at = self.elements[head].head;
                if seen.len() > super::DEPTH as usize {
                    break;
                }
            }
        }
    }

    fn may_stand_for(&self, element: usize, head: usize) -> bool {
        let of = &self.elements[head];
        let type_of = |id: usize| self.elements[id].type_id.unwrap_or(ANY_TYPE);
        let by_type = match type_of(head) {
            TypeId::Complex(id) => self.complexes[id].block,
            TypeId::Simple(_) => Methods::NONE,
        };
        let (own, base) = (type_of(element), type_of(head));
        !of.block.has(Methods::SUBSTITUTION) && self.derived_ok(own, base, of.block.and(by_type))
    }
}
