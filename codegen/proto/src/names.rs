// SPDX-License-Identifier: EUPL-1.2
//! Names that protobuf needs and the mapping does not have.

use std::collections::HashSet;

use fachwerk_mapping::Mapping;
use fachwerk_mapping::naming::{lower_camel, pascal, snake};

/// protobuf name of a service. gRPC paths are `/{package}.{service}/{method}`.
pub fn service_name(mapping: &Mapping, index: usize) -> &str {
    &mapping.services[index].rpc_name
}

/// Path of the file: directories are the package's parts, the file is named after the part before the version.
pub(crate) fn file_path(package: &str) -> String {
    let parts: Vec<&str> = package.split('.').filter(|p| !p.is_empty()).collect();
    let is_version =
        |part: &str| part.strip_prefix('v').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    let name = parts.iter().rev().find(|p| !is_version(p)).copied().unwrap_or("facade");
    let mut path = parts.join("/");
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(&snake(name));
    path.push_str(".proto");
    path
}

/// Nested message that wraps the value of a field of message `owner`, from which Java wants another name.
pub(crate) fn wrapper(owner: &str, field: &str) -> String {
    let mut name = format!("{}Value", pascal(field));
    if name == owner {
        name.push_str("Value");
    }
    name
}

/// Nested message that protoc makes for a map field.
pub(crate) fn map_entry(field: &str) -> String {
    let mut name = lower_camel(field);
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name.push_str("Entry");
    name
}

/// The `oneof` that protoc makes for an `optional` field.
pub(crate) fn synthetic_oneof(field: &str, taken: &mut HashSet<String>) -> String {
    let mut name = format!("_{field}");
    while !taken.insert(name.clone()) {
        name.insert(0, 'X');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_their_package() {
        assert_eq!(file_path("de.melderegister.v1"), "de/melderegister/v1/melderegister.proto");
        assert_eq!(file_path("a.v1.b.v2beta1"), "a/v1/b/v2beta1/b.proto");
        assert_eq!(file_path("v1"), "v1/facade.proto");
        assert_eq!(file_path(""), "facade.proto");
    }

    #[test]
    fn nested_names_are_those_of_protoc() {
        assert_eq!(map_entry("any_attributes"), "AnyAttributesEntry");
        assert_eq!(map_entry("x_3d"), "X3dEntry");
        assert_eq!(wrapper("Person", "geburts_datum"), "GeburtsDatumValue");
        assert_eq!(wrapper("NameValue", "name"), "NameValueValue");
        let mut taken = HashSet::from(["_a".to_owned()]);
        assert_eq!(synthetic_oneof("a", &mut taken), "X_a");
        assert_eq!(synthetic_oneof("b", &mut taken), "_b");
    }
}
