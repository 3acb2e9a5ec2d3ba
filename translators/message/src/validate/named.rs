// SPDX-License-Identifier: EUPL-1.2
//! Values that are named to be of a type derived from their own.

use std::cell::OnceCell;

use fachwerk_contract::QName;
use fachwerk_mapping::{Struct, ValueType};

use super::Validate;
use super::path::Frame;
use super::wildcard::expanded;
use crate::value::{Patterns, check};
use crate::{ErrorKind, Sink};

/// What objects that are open said: types come before or after the values.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Member, which of its values from 1, text.
    values: Vec<(u16, u32, String)>,
    /// Key and name of a type.
    types: Vec<(String, String)>,
    patterns: OnceCell<Patterns>,
}

impl Named {
    pub(super) fn values(&self) -> usize {
        self.values.len()
    }

    pub(super) fn types(&self) -> usize {
        self.types.len()
    }

    pub(super) fn name(&mut self, key: &str, name: &str) {
        self.types.push((key.to_owned(), name.to_owned()));
    }
}

impl<S: Sink> Validate<'_, S> {
    /// Keep the value of the open member until the end of its object, if a type may be named for it.
    pub(super) fn keep_named(&mut self, text: &str) {
        let Some(frame) = self.frames.last() else { return };
        let Some(structure) = self.mapping.structs.get(frame.id.0 as usize) else { return };
        if structure.type_names.is_some() {
            self.named.values.push((frame.field, frame.position, text.to_owned()));
        }
    }

    /// Hold the values of an object that ends against the types that they are named to be of.
    pub(super) fn check_named(&mut self, frame: &Frame, structure: &Struct) {
        let values = self.named.values.split_off(frame.values.min(self.named.values.len()));
        let types = self.named.types.split_off(frame.types.min(self.named.types.len()));
        for (key, name) in types {
            if let Some((field, position, message)) = self.named_wrongly(structure, &values, &key, &name) {
                if let Some(open) = self.frames.last_mut() {
                    open.field = field;
                    open.position = position;
                }
                self.find(ErrorKind::Value, || message);
            }
        }
        if let Some(open) = self.frames.last_mut() {
            open.field = frame.field;
        }
    }

    fn named_wrongly(
        &mut self,
        structure: &Struct,
        values: &[(u16, u32, String)],
        key: &str,
        name: &str,
    ) -> Option<(u16, u32, String)> {
        let types = structure.type_names?;
        let Some((field, index)) = structure.type_name_key(key) else {
            return Some((types, 0, format!("there is no simple member `{key}`")));
        };
        let (namespace, local) = expanded(name);
        let named = QName::new(namespace, local);
        let ValueType::Scalar(scalar) = structure.fields.get(usize::from(field))?.value else {
            return Some((types, 0, format!("`{key}` is no simple value")));
        };
        if !self.mapping.may_be_named(scalar, &named) {
            let message = format!("`{key}` is named to be of a type that is not derived from its own");
            return Some((field, index + 1, message));
        }
        let value = values.iter().find(|(at, position, _)| (*at, *position) == (field, index + 1));
        let (_, _, text) = value?;
        let (mapping, id) = self.mapping.simple_types.derived(&named)?;
        let patterns = self.named.patterns.get_or_init(|| Patterns::new(mapping));
        let message = check(mapping, patterns, id, text).err()?;
        Some((field, index + 1, format!("`{key}`, of type `{local}`, {message}")))
    }
}
