// SPDX-License-Identifier: EUPL-1.2
//! Identity constraints (part 1, section 3.11.6). Their paths are checked where they stand, by `structure`.

use std::collections::{HashMap, HashSet};

use fachwerk_contract::QName;

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::Place;
use crate::names::XSD;

impl Checker<'_> {
    /// Names are unique, and a keyref refers to a key with as many fields.
    pub(super) fn check_identities(&mut self) {
        // declarations that are never used are in here, too: a group is built once, an element of it is one element
        let mut places: Vec<Place> = self.elements.iter().map(|element| element.place).collect();
        let mut seen = HashSet::new();
        places.retain(|place| seen.insert(*place));
        places.sort_by_key(|place| (place.unit, place.node));
        let mut keys: HashMap<QName, (bool, usize)> = HashMap::new();
        let mut references = Vec::new();
        for place in places {
            let node = self.node(place);
            let inner = node
                .children()
                .filter(|c| c.namespace() == XSD && matches!(c.local(), "key" | "unique" | "keyref"));
            for constraint in inner {
                let at = Place { unit: place.unit, node: constraint.index() };
                let Some(name) = constraint.attribute("name") else { continue };
                let name = QName::new(self.target(place.unit), name.trim());
                let fields = constraint.children().filter(|c| c.is(XSD, "field")).count();
                let is_key = constraint.local() != "keyref";
                if keys.insert(name.clone(), (is_key, fields)).is_some() {
                    let message = format!(
                        "the identity constraint `{}` is declared twice (sch-props-correct.2)",
                        name.local
                    );
                    self.report(at, Code::DuplicateDeclaration, message);
                }
                if !is_key {
                    references.push((at, fields));
                }
            }
        }
        for (at, fields) in references {
            let Some(name) = self.reference(at, self.node(at), "refer") else { continue };
            let message = match keys.get(&name) {
                None => format!("there is no key `{name}` (src-resolve)"),
                Some((false, _)) => format!("`{name}` is no key (c-props-correct.1)"),
                Some((true, count)) if *count != fields => {
                    format!("`{name}` has {count} fields, this has {fields} (c-props-correct.2)")
                }
                Some(_) => continue,
            };
            self.report(at, Code::IdentityConstraintInvalid, message);
        }
    }
}
