// SPDX-License-Identifier: EUPL-1.2
//! Namespaces that a wildcard allows (XML Schema part 1, section 3.10.4).

use fachwerk_contract::schema::{NamespaceConstraint, Wildcard};

/// Whether a wildcard allows a namespace (empty for none).
pub(crate) fn allows(wildcard: &Wildcard, namespace: &str) -> bool {
    match &wildcard.namespaces {
        NamespaceConstraint::Any => true,
        NamespaceConstraint::Not(other) => !namespace.is_empty() && namespace != other,
        NamespaceConstraint::OneOf(list) => list.iter().any(|allowed| allowed == namespace),
    }
}
