// SPDX-License-Identifier: EUPL-1.2
//! The rules between components.

mod attributes;
mod complex;
mod consistent;
mod derived;
mod deterministic;
mod elements;
mod facets;
mod identity;
mod particles;
mod pointless;
mod redefinition;
mod simple;
mod values;

use super::Checker;

impl Checker<'_> {
    pub(super) fn rules(&mut self) {
        for id in 0..self.simples.len() {
            self.check_simple(id);
        }
        for id in 0..self.complexes.len() {
            self.check_complex(id);
        }
        for id in 0..self.elements.len() {
            self.check_element(id);
        }
        self.check_attributes();
        self.check_identities();
        self.check_redefinitions();
    }
}
