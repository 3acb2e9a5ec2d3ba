// SPDX-License-Identifier: EUPL-1.2
//! Complex types (part 1, section 3.4.6).

use crate::Code;
use crate::constraint::Checker;
use crate::constraint::model::{Content, Methods, TypeId};

impl Checker<'_> {
    pub(super) fn check_complex(&mut self, id: usize) {
        let Some(place) = self.complexes[id].place else { return };
        let (base, method) = (self.complexes[id].base, self.complexes[id].method);
        let uses = self.complexes[id].attributes.uses.clone();
        self.duplicate_uses(place, &uses, "ct-props-correct");
        let finals = match base {
            TypeId::Simple(base) => self.simples[base].finals,
            TypeId::Complex(base) => self.complexes[base].finals,
        };
        let explicit = base != crate::constraint::model::ANY_TYPE;
        // `final="extension"` of a simple type is not in its set, and simple content may extend it
        if explicit && finals.has(method) {
            let message = format!(
                "the base {} is final (cos-ct-extends.1.1, derivation-ok-restriction.1)",
                self.type_name(base)
            );
            self.report(place, Code::ComplexTypeProperties, message);
        }
        if let TypeId::Complex(base) = base
            && explicit
            && method == Methods::RESTRICTION
        {
            self.restricted_attributes(id, base);
            self.restricted_content(id, base);
        }
        if let Content::Elements { particle, .. } = &self.complexes[id].content {
            let particle = particle.clone();
            self.deterministic(place, &particle);
            self.consistent(place, &particle);
        }
    }

    /// The content of a restriction against that of its base (derivation-ok-restriction.5).
    fn restricted_content(&mut self, id: usize, base: usize) {
        let Some(place) = self.complexes[id].place else { return };
        let flaw = match (&self.complexes[id].content, &self.complexes[base].content) {
            (Content::Simple(_), _) | (Content::Empty, Content::Empty) => None,
            (Content::Empty, Content::Elements { particle, .. }) => {
                (!particle.emptiable()).then(|| "the base's content is not emptiable".to_owned())
            }
            (Content::Empty | Content::Elements { .. }, Content::Simple(_)) => {
                Some("the base has simple content".to_owned())
            }
            (Content::Elements { particle, .. }, Content::Empty) => {
                // an empty sequence of a mixed type
                (particle.range().1 != Some(0)).then(|| "the base is empty".to_owned())
            }
            (Content::Elements { particle, mixed }, Content::Elements { particle: of, mixed: of_mixed }) => {
                if *mixed && !of_mixed {
                    Some("it is mixed and the base is not".to_owned())
                } else {
                    let (particle, of) = (particle.clone(), of.clone());
                    self.particle_restriction_flaw(place, &particle, &of)
                }
            }
        };
        if let Some(flaw) = flaw {
            let message =
                format!("the content does not restrict the base's: {flaw} (derivation-ok-restriction.5)");
            self.report(place, Code::RestrictionInvalid, message);
        }
    }
}
