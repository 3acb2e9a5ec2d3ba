// SPDX-License-Identifier: EUPL-1.2
#![doc = include_str!("../../../docs/openapi-extensions.md")]

use fachwerk_contract::QName;
use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{Mapping, Name};

/// The extension's name.
pub const KEY: &str = "x-fachwerk";

/// A name as extensions write it.
pub(crate) fn qname(name: &QName) -> String {
    if name.namespace == XSD { format!("xs:{}", name.local) } else { name.to_string() }
}

/// An interned name as extensions write it.
pub(crate) fn wire_name(mapping: &Mapping, name: &Name) -> String {
    qname(&QName::new(mapping.namespace(name.namespace), name.local.as_str()))
}
