// SPDX-License-Identifier: EUPL-1.2
//! Names that protobuf needs and the mapping does not have.

use std::collections::HashSet;

use fachwerk_mapping::naming::{lower_camel, pascal, snake};
use fachwerk_mapping::{Mapping, Service};

/// protobuf name of a service: its facade name in Pascal case, with `Service` behind it where a message, an
/// enumeration or another service has that name already. gRPC paths are `/{package}.{service}/{method}`.
pub fn service_name(mapping: &Mapping, index: usize) -> String {
    let mut taken: HashSet<String> = component_names(mapping).map(str::to_owned).collect();
    let mut name = String::new();
    for service in mapping.services.iter().take(index.saturating_add(1)) {
        name = free_service_name(service, &taken);
        taken.insert(name.clone());
    }
    name
}

fn free_service_name(service: &Service, taken: &HashSet<String>) -> String {
    let wanted = pascal(&service.name);
    let mut name = wanted.clone();
    let mut number = 1;
    while taken.contains(&name) {
        name = match number {
            1 => format!("{wanted}Service"),
            _ => format!("{wanted}Service{number}"),
        };
        number += 1;
    }
    name
}

fn component_names(mapping: &Mapping) -> impl Iterator<Item = &str> {
    let structs = mapping.structs.iter().map(|s| s.name.as_str());
    let families = mapping.families.iter().map(|f| f.name.as_str());
    let scalars = mapping.scalars.iter().filter_map(|s| s.name.as_deref());
    structs.chain(families).chain(scalars)
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

/// Nested message that wraps the value of a field.
pub(crate) fn wrapper(field: &str) -> String {
    format!("{}Value", pascal(field))
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
        assert_eq!(wrapper("geburts_datum"), "GeburtsDatumValue");
        let mut taken = HashSet::from(["_a".to_owned()]);
        assert_eq!(synthetic_oneof("a", &mut taken), "X_a");
        assert_eq!(synthetic_oneof("b", &mut taken), "_b");
    }
}
