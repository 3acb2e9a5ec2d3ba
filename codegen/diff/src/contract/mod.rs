// SPDX-License-Identifier: EUPL-1.2
//! Two contracts.
//!
//! Types are not matched by name: the comparison walks from the operations into their messages, both versions side by
//! side, so that a renamed type is the same type if it stands in the same place. What is found in a type is judged by
//! the directions in which it is used.

mod judge;
mod operations;
mod order;
mod scalars;
mod structs;
mod walk;

use fachwerk_contract::{Contract, Location, QName};
use fachwerk_mapping::{Mapping, StructId};

use crate::change::{Change, Place};
use walk::Walk;

/// One version of an interface.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// What the WSDL says.
    pub contract: &'a Contract,
    /// What callers see. The new version's should be derived with the lock of the old one, so that names and numbers
    /// are those of a regenerated facade.
    pub mapping: &'a Mapping,
}

impl Version<'_> {
    /// Where an object is declared: its type, or the global element that an anonymous type belongs to.
    fn place_of_struct(&self, id: StructId) -> Option<Place> {
        let structure = self.mapping.structure(id);
        if let Some(place) = self.place(structure.source.as_ref()) {
            return Some(place);
        }
        // Keys of anonymous types begin with their element, `element {namespace}local`, and go on with a path.
        let name = structure.key.strip_prefix("element ")?.split('/').next()?;
        let end = name.find('}').map_or(0, |brace| brace + 1);
        let local = name[end..].split([' ', '.']).next()?;
        let name: QName = format!("{}{local}", &name[..end]).parse().ok()?;
        Some(self.at(&self.contract.schema.elements.get(&name)?.location))
    }

    /// Where a type of this name is declared.
    fn place(&self, name: Option<&QName>) -> Option<Place> {
        use fachwerk_contract::schema::Type;
        let declared = self.contract.schema.types.get(name?)?;
        Some(self.at(match declared {
            Type::Simple(simple) => &simple.location,
            Type::Complex(complex) => &complex.location,
        }))
    }

    fn at(&self, location: &Location) -> Place {
        let document = self.contract.documents.get(location.document as usize);
        Place { file: document.map(|d| d.path.clone()).unwrap_or_default(), line: location.line }
    }
}

/// The changes from one version of a contract to another, operations first, then types in the order in which the
/// operations reach them.
pub fn contracts(old: &Version<'_>, new: &Version<'_>) -> Vec<Change> {
    let mut walk = Walk::new(*old, *new);
    operations::compare(&mut walk);
    walk.finish()
}
