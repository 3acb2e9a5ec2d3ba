// SPDX-License-Identifier: EUPL-1.2
//! References in the text: short where protoc finds the same, else in full.

use std::collections::HashSet;

use prost_types::{DescriptorProto, FileDescriptorProto};

/// All names of a file that a type's name can mean, in full and without the leading dot.
#[derive(Debug)]
pub(crate) struct Types {
    package: String,
    names: HashSet<String>,
    /// Simple names that mean something in a scope within the package.
    inner: HashSet<String>,
}

impl Types {
    pub(crate) fn of(file: &FileDescriptorProto) -> Self {
        let package = file.package().to_owned();
        let mut names = HashSet::new();
        let mut inner = HashSet::new();
        for message in &file.message_type {
            add(&package, message, &mut names);
            add_inner(message, &mut inner);
        }
        // A method hides the type that it is called like.
        for service in &file.service {
            let scope = join(&package, service.name());
            names.extend(service.method.iter().map(|m| join(&scope, m.name())));
            inner.extend(service.method.iter().map(|m| m.name().to_owned()));
        }
        for enumeration in &file.enum_type {
            names.insert(join(&package, enumeration.name()));
        }
        Self { package, names, inner }
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

fn add(scope: &str, message: &DescriptorProto, names: &mut HashSet<String>) {
    let name = join(scope, message.name());
    for nested in &message.nested_type {
        add(&name, nested, names);
    }
    names.insert(name);
}

fn add_inner(message: &DescriptorProto, names: &mut HashSet<String>) {
    for nested in &message.nested_type {
        names.insert(nested.name().to_owned());
        add_inner(nested, names);
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
