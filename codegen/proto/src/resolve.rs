// SPDX-License-Identifier: EUPL-1.2
//! References in the text: short where protoc finds the same, else in full.

use std::collections::HashSet;

use fachwerk_mapping::{Field, Mapping, ScalarId, ValueType};

use crate::file::Messages;
use crate::messages::is_wrapped;
use crate::{enums, names};

/// All names of a file that a type's name can mean, in full and without the leading dot.
#[derive(Debug)]
pub(crate) struct Types {
    package: String,
    names: HashSet<String>,
    /// Simple names that mean something in a scope within the package.
    inner: HashSet<String>,
}

impl Types {
    pub(crate) fn of(mapping: &Mapping, messages: &Messages<'_>, enumerations: &[ScalarId]) -> Self {
        let mut types =
            Self { package: mapping.package.clone(), names: HashSet::new(), inner: HashSet::new() };
        for (structure, names) in mapping.structs.iter().zip(&messages.names) {
            for name in names {
                types.add(name, structure.fields.iter().filter_map(|field| nested_in_object(name, field)));
            }
        }
        for name in &messages.empty {
            types.add(name, []);
        }
        for (name, _) in &messages.pieces {
            types.add(name, ["Chunk".to_owned()]);
        }
        for family in &mapping.families {
            let wrapped = family.variants.iter().filter(|variant| is_wrapped(mapping, variant));
            types.add(&family.name, wrapped.map(|v| names::wrapper(&family.name, &v.proto_name)));
        }
        // A method hides the type that it is called like.
        for service in &mapping.services {
            let operations = service.operations.iter().map(|id| mapping.operation(*id));
            let methods = operations.flat_map(|operation| {
                std::iter::once(&operation.rpc_name)
                    .chain(operation.stream.as_ref().map(|twin| &twin.rpc_name))
                    .chain(operation.chunked.as_ref().map(|twin| &twin.rpc_name))
            });
            types.add_inner(&service.rpc_name, methods.cloned());
        }
        for id in enumerations {
            types.add(&enums::name(mapping, *id), []);
        }
        types
    }

    /// Something of the package, and what stands in its scope.
    fn add(&mut self, name: &str, inner: impl IntoIterator<Item = String>) {
        self.names.insert(join(&self.package, name));
        self.add_inner(name, inner);
    }

    fn add_inner(&mut self, name: &str, inner: impl IntoIterator<Item = String>) {
        let scope = join(&self.package, name);
        for name in inner {
            self.names.insert(join(&scope, &name));
            self.inner.insert(name);
        }
    }

    /// How `target` (with leading dot) is written within `scope` (without).
    pub(crate) fn reference(&self, target: &str, scope: &str) -> String {
        let full = target.trim_start_matches('.');
        // The usual case: something of the package, whose name means nothing else anywhere.
        if let Some(simple) = full.strip_prefix(&self.package).and_then(|rest| rest.strip_prefix('.'))
            && !simple.contains('.')
            && !self.inner.contains(simple)
        {
            return simple.to_owned();
        }
        for (index, _) in full.rmatch_indices('.') {
            let candidate = &full[index + 1..];
            if !candidate.contains('.') && self.find(candidate, scope).as_deref() == Some(full) {
                return candidate.to_owned();
            }
        }
        // Outside of this package: its first part must not be a part of ours.
        let first = full.split('.').next().unwrap_or_default();
        let foreign = !self.names.contains(full);
        if foreign && !self.package.split('.').any(|p| p == first) {
            return full.to_owned();
        }
        target.to_owned()
    }

    /// What a simple name stands for: the innermost scope wins.
    fn find(&self, name: &str, scope: &str) -> Option<String> {
        let mut scope = scope;
        loop {
            let candidate = join(scope, name);
            if self.names.contains(&candidate) {
                return Some(candidate);
            }
            if scope.is_empty() {
                return None;
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }
}

pub(crate) fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

/// The message that a field of the object called `owner` has for itself.
fn nested_in_object(owner: &str, field: &Field) -> Option<String> {
    if field.wrapped {
        Some(names::wrapper(owner, &field.proto_name))
    } else if field.value == ValueType::Attributes {
        Some(names::map_entry(&field.proto_name))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shadowed_names_are_written_in_full() {
        let names = ["a.v1.S", "a.v1.S.XValue", "a.v1.XValue", "a.v1.T"].map(str::to_owned);
        let inner = HashSet::from(["XValue".to_owned()]);
        let types = Types { package: "a.v1".to_owned(), names: HashSet::from(names), inner };
        assert_eq!(types.reference(".a.v1.S.XValue", "a.v1.S"), "XValue");
        assert_eq!(types.reference(".a.v1.XValue", "a.v1.S"), ".a.v1.XValue");
        assert_eq!(types.reference(".a.v1.XValue", "a.v1.T"), "XValue");
        assert_eq!(types.reference(".google.protobuf.Empty", "a.v1"), "google.protobuf.Empty");
        assert_eq!(types.reference(".a.v1.T", "a.v1.S"), "T");
        let package = "de.google.v1".to_owned();
        let types = Types { package, names: HashSet::new(), inner: HashSet::new() };
        assert_eq!(types.reference(".google.protobuf.Empty", "de.google.v1"), ".google.protobuf.Empty");
    }
}
