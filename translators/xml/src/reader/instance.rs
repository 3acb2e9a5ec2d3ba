// SPDX-License-Identifier: EUPL-1.2
//! `xsi:type` and `xsi:nil` (XML Schema part 1, section 2.6).

use fachwerk_mapping::NamespaceId;
use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::tokenizer::{Attribute, Tokenizer};

/// What an element says about itself.
#[derive(Debug, Default)]
pub(super) struct Instance<'t> {
    pub(super) nil: bool,
    pub(super) type_name: Option<TypeName<'t>>,
    /// There are attributes that belong to the element's type.
    pub(super) has_attributes: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct TypeName<'t> {
    pub(super) id: Option<NamespaceId>,
    pub(super) namespace: &'t str,
    pub(super) local: &'t str,
    pub(super) written: &'t str,
}

impl<'t> Instance<'t> {
    pub(super) fn of(tokens: &'t Tokenizer<'_>) -> Result<Self> {
        let mut instance = Self::default();
        for attribute in tokens.attributes() {
            if !is_instance(tokens, attribute) {
                instance.has_attributes = true;
                continue;
            }
            let value = attribute.value().trim_matches([' ', '\t', '\n', '\r']);
            match attribute.local() {
                "nil" => {
                    instance.nil = match value {
                        "true" | "1" => true,
                        "false" | "0" => false,
                        _ => return Err(CodecError::new(ErrorKind::Value, "xsi:nil is not a boolean")),
                    };
                }
                "type" => {
                    let (namespace, local) = tokens.resolve(value)?;
                    let id = tokens.resolve_id(value);
                    instance.type_name = Some(TypeName { id, namespace, local, written: value });
                }
                _ => {}
            }
        }
        Ok(instance)
    }
}

/// Whether an attribute belongs to XML Schema itself and may stand on every element.
pub(super) fn is_instance(tokens: &Tokenizer<'_>, attribute: &Attribute<'_>) -> bool {
    tokens.is_xsi(attribute)
        && matches!(attribute.local(), "type" | "nil" | "schemaLocation" | "noNamespaceSchemaLocation")
}
