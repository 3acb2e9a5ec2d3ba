// SPDX-License-Identifier: EUPL-1.2
//! Element Declarations Consistent (part 1, section 3.8.6).

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use fachwerk_contract::QName;

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{ANY_TYPE, Particle, Place, Term, TypeId};

impl Checker<'_> {
    /// One name has one type within a content model; substitutes count as well.
    pub(super) fn consistent(&mut self, place: Place, particle: &Particle) {
        let mut types: HashMap<QName, TypeId> = HashMap::new();
        // a group that stands at several places is looked at once
        let mut seen = HashSet::new();
        let mut open = vec![particle];
        let mut flaw: Option<QName> = None;
        while let Some(particle) = open.pop() {
            match &particle.term {
                Term::Element(id) => {
                    let substitutes = self.members.get(id).into_iter().flatten();
                    for id in substitutes.chain([id]) {
                        let element = &self.elements[*id];
                        let type_id = element.type_id.unwrap_or(ANY_TYPE);
                        let first = types.entry(element.name.clone()).or_insert(type_id);
                        if *first != type_id {
                            flaw.get_or_insert_with(|| element.name.clone());
                        }
                    }
                }
                Term::Group(group) => {
                    if seen.insert(Rc::as_ptr(group)) {
                        open.extend(&group.particles);
                    }
                }
                Term::Any(_) => {}
            }
        }
        if let Some(name) = flaw {
            let message = format!("`{}` has two types in one content (cos-element-consistent)", name.local);
            self.report(place, Code::ElementsInconsistent, message);
        }
    }
}
