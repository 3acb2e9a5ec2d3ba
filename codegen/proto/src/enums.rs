// SPDX-License-Identifier: EUPL-1.2
//! Enumerations.

use std::collections::HashSet;

use fachwerk_mapping::naming::screaming;
use fachwerk_mapping::{Mapping, ProtoForm, ScalarId, ScalarKind, ValueType};
use prost_types::{EnumDescriptorProto, EnumValueDescriptorProto};

use crate::comments::tag;
use crate::file::File;

/// Enumerations that a message uses; a base type of which only restrictions are used needs none.
pub(crate) fn used(mapping: &Mapping) -> Vec<ScalarId> {
    let fields = mapping.structs.iter().flat_map(|s| &s.fields).map(|f| f.value);
    let variants = mapping.families.iter().flat_map(|f| &f.variants).map(|v| v.value);
    let mut found: Vec<ScalarId> = fields
        .chain(variants)
        .filter_map(|value| match value {
            ValueType::Scalar(id) => Some(match mapping.scalar(id).kind {
                ScalarKind::List(item) => item,
                _ => id,
            }),
            _ => None,
        })
        .filter(|id| mapping.scalar(*id).proto == ProtoForm::Enum)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl File<'_> {
    pub(crate) fn enumeration(&mut self, id: ScalarId) {
        let scalar = self.mapping.scalar(id);
        let name = self.enum_name(id);
        if scalar.name.is_none() {
            self.warnings.push(format!("an enumeration without a name is called `{name}` in protobuf"));
        }
        let position = self.descriptor.enum_type.len() as i32;
        self.comments.add(&[tag::ENUM, position], scalar.documentation.as_deref());

        let prefix = screaming(&name);
        // protoc holds values of one enumeration apart by their names without prefix in Pascal case.
        let mut pascals = HashSet::from(["Unspecified".to_owned()]);
        let unspecified = format!("{prefix}_UNSPECIFIED");
        let mut value = Vec::with_capacity(scalar.facets.enumeration.len() + 1);
        value.push(descriptor(self.free_value(&unspecified, 0, &name), 0));
        for entry in &scalar.facets.enumeration {
            let mut wanted = entry.proto_name.clone();
            while !pascals.insert(pascal(&wanted)) {
                wanted = format!("{wanted}_VALUE{}", entry.number);
            }
            let chosen = self.free_value(&format!("{prefix}_{wanted}"), entry.number, &name);
            // A name that had to become ASCII does not say its value.
            let differs = entry.proto_name != entry.value.to_ascii_uppercase().replace('-', "_");
            let facts = differs.then(|| format!("`{}`", entry.value.replace(['\n', '\r'], " ")));
            let path = [tag::ENUM, position, tag::VALUE, value.len() as i32];
            self.comments.add(&path, facts.as_deref().into_iter().chain(entry.documentation.as_deref()));
            value.push(descriptor(chosen, entry.number));
        }
        self.descriptor.enum_type.push(EnumDescriptorProto {
            name: Some(name),
            value,
            ..EnumDescriptorProto::default()
        });
    }

    /// Component name of an enumeration.
    pub(crate) fn enum_name(&self, id: ScalarId) -> String {
        self.mapping.scalar(id).name.clone().unwrap_or_else(|| format!("Enumeration{}", id.0))
    }

    /// Values stand in the scope of the package, where two enumerations can want the same name.
    fn free_value(&mut self, wanted: &str, number: i32, of: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.values.insert(name.clone()) {
            name = format!("{name}_VALUE{number}");
        }
        if name != wanted {
            self.warnings.push(format!(
                "value `{wanted}` of enumeration `{of}` is called `{name}`, because another enumeration has that name"
            ));
        }
        name
    }
}

fn descriptor(name: String, number: i32) -> EnumValueDescriptorProto {
    EnumValueDescriptorProto { name: Some(name), number: Some(number), options: None }
}

/// protoc's `EnumValueToPascalCase`.
fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = true;
    for c in name.chars() {
        match (c, upper) {
            ('_', _) => upper = true,
            (c, true) => {
                out.push(c.to_ascii_uppercase());
                upper = false;
            }
            (c, false) => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::pascal;

    #[test]
    fn underscores_before_digits_do_not_count() {
        assert_eq!(pascal("IN_ARBEIT_2"), "InArbeit2");
        assert_eq!(pascal("IN_ARBEIT2"), "InArbeit2");
    }
}
