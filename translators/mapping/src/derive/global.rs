// SPDX-License-Identifier: EUPL-1.2
//! The global declarations of a schema as one object.

use fachwerk_contract::Contract;

use super::Builder;
use super::members::{Draft, Members};
use super::structs::Owner;
use super::surroundings::in_any_order;
use crate::{ContentKind, FieldKind, Lock, Mapping, StructId, StructKind, ValueType};

/// A mapping of all global elements and attributes of a contract: members of one object, any of which may be there. It
/// is for holding against its declaration what a wildcard lets in; names and numbers in it mean nothing.
pub fn globals(contract: &Contract) -> (Mapping, StructId) {
    let unlocked = Lock::new();
    let mut builder = Builder::new(contract, &unlocked);
    let id = builder.reserve_struct("#globals", "Globals", StructKind::Message);
    let mut members = Members::new(id);
    for (name, attribute) in &contract.schema.attributes {
        let owner = format!("@{name}");
        let scalar = builder.scalar(&attribute.type_ref, &Owner::new(&owner, &name.local));
        let wire = builder.name(name);
        members.push(Draft {
            fixed: attribute.fixed.clone(),
            ..Draft::plain(owner, &name.local, FieldKind::Attribute(wire), ValueType::Scalar(scalar))
        });
    }
    let mut children = Vec::new();
    for name in contract.schema.elements.keys() {
        if let Some(draft) = builder.reference_draft(name, &members) {
            children.push(members.push(draft));
        }
    }
    builder.seal(members, (ContentKind::Elements, in_any_order(children)));
    builder.drain();
    builder.index_all();
    builder.refer();
    builder.derived_simple_types();
    (builder.mapping, id)
}
