// SPDX-License-Identifier: EUPL-1.2
//! Simple types (part 1, section 3.14.6).

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::build::simple::Variety;
use crate::constraint::model::{ANY_SIMPLE, Methods, Place};

impl Checker<'_> {
    pub(super) fn check_simple(&mut self, id: usize) {
        let simple = self.simples[id].clone();
        let Some(place) = simple.place else { return };
        match (&simple.variety, simple.method) {
            (Variety::List(item), Methods::LIST) => {
                let list_in = |checker: &Self, id: usize| checker.has_list(id);
                if list_in(self, *item) {
                    self.simple_flaw(
                        place,
                        "the items of a list are no lists themselves (cos-st-restricts.2.1)",
                    );
                }
                if self.simples[*item].finals.has(Methods::LIST) {
                    self.simple_flaw(place, "the item type is final for lists (cos-st-restricts.2.3.1.1)");
                }
            }
            (Variety::Union(members), Methods::UNION) => {
                if members.iter().any(|member| self.simples[*member].finals.has(Methods::UNION)) {
                    self.simple_flaw(place, "a member type is final for unions (cos-st-restricts.3.3.1)");
                }
            }
            _ => {
                if self.simples[simple.base].finals.has(Methods::RESTRICTION) {
                    self.simple_flaw(place, "the base is final for restrictions (st-props-correct.3)");
                }
                if simple.base == ANY_SIMPLE && simple.variety == Variety::Any {
                    self.simple_flaw(place, "nobody restricts anySimpleType (cos-st-restricts.1.1)");
                }
                self.check_facets(id);
            }
        }
    }

    fn simple_flaw(&mut self, place: Place, message: &str) {
        self.report(place, Code::SimpleTypeProperties, message);
    }

    /// Whether values of the type may be lists.
    fn has_list(&self, id: usize) -> bool {
        let mut open = vec![id];
        let mut seen = std::collections::HashSet::new();
        while let Some(id) = open.pop() {
            match &self.simples[id].variety {
                Variety::List(_) => return true,
                Variety::Union(members) => open.extend(members.iter().filter(|member| seen.insert(**member))),
                _ => {}
            }
        }
        false
    }
}
