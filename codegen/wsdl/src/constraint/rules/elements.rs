// SPDX-License-Identifier: EUPL-1.2
//! Element declarations (part 1, section 3.3.6).

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{ANY_TYPE, TypeId};

impl Checker<'_> {
    pub(super) fn check_element(&mut self, id: usize) {
        let element = &self.elements[id];
        let (place, type_id) = (element.place, element.type_id.unwrap_or(ANY_TYPE));
        if let Some(value) = element.value.clone() {
            if let Some(flaw) = self.default_flaw(type_id, &value, place) {
                let kind = if value.fixed { "fixed value" } else { "default" };
                let message = format!("the {kind} `{}` {flaw} (e-props-correct.2)", short(&value.value));
                self.report(place, Code::ValueInvalid, message);
            } else if self.has_id_text(type_id) {
                let message = "an element of type ID has no default and no fixed value (e-props-correct.5)";
                self.report(place, Code::ElementProperties, message);
            }
        }
        if let TypeId::Simple(simple) = type_id
            && self.is_bare_notation(simple)
        {
            let message = "NOTATION is only used through an enumeration (enumeration-required-notation)";
            self.report(place, Code::SimpleTypeProperties, message);
        }
        if let Some(head) = self.elements[id].head {
            let head = &self.elements[head];
            let head_type = head.type_id.unwrap_or(ANY_TYPE);
            if !self.derived_ok(type_id, head_type, head.finals) {
                let message = format!(
                    "{} is not derived from {} as the head of the substitution group allows (e-props-correct.4)",
                    self.type_name(type_id),
                    self.type_name(head_type)
                );
                self.report(place, Code::ElementProperties, message);
            }
        }
    }
}

pub(super) fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
