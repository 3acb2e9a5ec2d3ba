// SPDX-License-Identifier: EUPL-1.2
//! Identity constraints of the elements that messages have.

use fachwerk_contract::schema::{Element, IdentityConstraint};

use super::Builder;
use crate::{Identity, IdentityKind, Path};

impl<'c> Builder<'c> {
    /// The identity constraints of an element. One whose paths cannot be read is left out; strict reading of the schema
    /// says why.
    pub(super) fn identities_of(&mut self, element: &'c Element) -> Vec<u32> {
        let mut found = Vec::new();
        for constraint in &element.identity_constraints {
            if let Some(at) = self.identities.get(&constraint.name) {
                found.push(*at);
            } else if let Some(identity) = identity(constraint) {
                let at = self.mapping.identities.len() as u32;
                self.mapping.identities.push(identity);
                self.identities.insert(&constraint.name, at);
                self.references.extend(constraint.refer.as_ref().map(|key| (at, key)));
                found.push(at);
            }
        }
        found
    }

    /// Which constraint a reference refers to, once all are known.
    pub(super) fn refer(&mut self) {
        for (at, key) in &self.references {
            if let Some(Identity { kind: IdentityKind::Keyref(refer), .. }) =
                self.mapping.identities.get_mut(*at as usize)
            {
                *refer = self.identities.get(key).copied();
            }
        }
    }
}

fn identity(constraint: &IdentityConstraint) -> Option<Identity> {
    let IdentityConstraint { kind, name, selector, fields, namespaces, .. } = constraint;
    Some(Identity {
        name: name.clone(),
        kind: match kind.as_str() {
            "unique" => IdentityKind::Unique,
            "key" => IdentityKind::Key,
            _ => IdentityKind::Keyref(None),
        },
        selector: Path::read_all(selector, namespaces)?,
        fields: fields.iter().map(|field| Path::read_all(field, namespaces)).collect::<Option<_>>()?,
    })
}
