// SPDX-License-Identifier: EUPL-1.2
//! Attributes that a wildcard allows, and qualified names in content.

use fachwerk_mapping::{FieldKind, NamespaceId};
use fachwerk_message::{CodecError, ErrorKind, Result};

use super::names::declare;
use super::{XmlWriter, misuse};
use crate::characters::is_ncname;
use crate::escape::escape_attribute;
use crate::wildcard::allows;
use crate::{XML, XMLNS, XSI};

impl XmlWriter<'_> {
    pub(super) fn wild_attribute(&mut self, name: &str, value: &str) -> Result<()> {
        let Some(field) = self.current_field() else { return Err(misuse("an attribute outside a member")) };
        if let (FieldKind::TypeNames, Some(frame)) = (&field.kind, self.frames.last()) {
            return self.type_name(self.mapping.structure(frame.structure), name, value);
        }
        let FieldKind::AnyAttribute(wildcard) = &field.kind else {
            return Err(misuse("an attribute where none can be"));
        };
        let (namespace, local) = expanded(name).ok_or_else(|| {
            CodecError::new(
                ErrorKind::Value,
                format!("`{}` has a name that is not of the form {{namespace}}local", field.name),
            )
        })?;
        let reserved = namespace == XSI || namespace == XMLNS || (namespace.is_empty() && local == "xmlns");
        let declared = self.mapping.namespace_id(namespace).is_some_and(|id| {
            let frame = self.frames.last();
            frame.is_some_and(|f| self.mapping.structure(f.structure).attribute_field(id, local).is_some())
        });
        if reserved || declared || !allows(wildcard, namespace) {
            return Err(CodecError::new(
                ErrorKind::Structure,
                format!("attribute `{local}` of namespace `{namespace}` is not allowed in `{}`", field.name),
            ));
        }
        if !self.attributes.insert(name.to_owned()) {
            return Err(CodecError::new(
                ErrorKind::Structure,
                format!("attribute `{local}` is there twice in `{}`", field.name),
            ));
        }
        if self.attributes.len() > self.limits.max_attributes {
            return Err(CodecError::new(
                ErrorKind::Limit,
                format!("`{}` has more than {} attributes", field.name, self.limits.max_attributes),
            ));
        }
        self.declarations.clear();
        self.text.clear();
        self.prefix(namespace)?;
        self.out.extend_from_slice(self.declarations.as_bytes());
        self.out.push(b' ');
        self.out.extend_from_slice(self.text.as_bytes());
        self.push(local);
        self.push("=\"");
        escape_attribute(value, &mut self.out)?;
        self.out.push(b'"');
        Ok(())
    }

    /// Put qualified names for `{namespace}local` items into `text`, and what they need into `declarations`.
    pub(super) fn qualify(&mut self, names: &str) -> Result<()> {
        self.text.clear();
        for name in names.split(' ').filter(|name| !name.is_empty()) {
            let Some((namespace, local)) = expanded(name) else {
                return Err(CodecError::new(
                    ErrorKind::Value,
                    "a qualified name is not of the form {namespace}local",
                ));
            };
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.prefix(namespace)?;
            self.text.push_str(local);
        }
        Ok(())
    }

    /// Append a namespace's prefix with its colon to `text`; one that is not declared yet is.
    fn prefix(&mut self, namespace: &str) -> Result<()> {
        if namespace.is_empty() {
            return Ok(());
        }
        if namespace == XML {
            self.text.push_str("xml:");
            return Ok(());
        }
        if namespace == XMLNS {
            return Err(CodecError::new(ErrorKind::Value, "a name in the namespace of declarations"));
        }
        let known = self.mapping.namespace_id(namespace);
        let names = self.names;
        let declared =
            self.root.zip(known).and_then(|(root, id): (_, NamespaceId)| names.prefix_within(root, id));
        if let Some(prefix) = declared {
            self.text.push_str(prefix);
            return Ok(());
        }
        // Numbered through the message, so that two on one element never collide.
        self.prefixes += 1;
        let prefix = format!("q{}", self.prefixes);
        declare(&prefix, namespace, &mut self.declarations)?;
        self.text.push_str(&prefix);
        self.text.push(':');
        Ok(())
    }
}

/// Namespace and local part of `{namespace}local` or `local`.
pub(super) fn expanded(name: &str) -> Option<(&str, &str)> {
    let (namespace, local) = match name.strip_prefix('{') {
        Some(rest) => rest.rsplit_once('}')?,
        None => ("", name),
    };
    if is_ncname(local) { Some((namespace, local)) } else { None }
}
