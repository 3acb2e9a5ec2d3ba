// SPDX-License-Identifier: EUPL-1.2
//! Enumerations.

use fachwerk_mapping::naming::value_prefix;
use fachwerk_mapping::{EnumValue, Mapping, ProtoForm, ScalarId, ScalarKind, ValueType};
use prost_types::enum_descriptor_proto::EnumReservedRange;
use prost_types::{EnumDescriptorProto, EnumValueDescriptorProto};

use crate::comments::tag;
use crate::file::File;

/// Enumerations that a message uses, in the order of their ids; a base type of which only restrictions are used needs none.
pub fn used(mapping: &Mapping) -> Vec<ScalarId> {
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
    pub(crate) fn enumeration(&mut self, position: i32, id: ScalarId) -> EnumDescriptorProto {
        let scalar = self.mapping.scalar(id);
        let name = name(self.mapping, id);
        if scalar.name.is_none() {
            self.warnings.push(format!("an enumeration without a name is called `{name}` in protobuf"));
        }
        self.comments.add(&[tag::ENUM, position], scalar.documentation.as_deref());

        let prefix = value_prefix(&name);
        let mut value = Vec::with_capacity(scalar.facets.enumeration.len() + 1);
        value.push(descriptor(format!("{prefix}_UNSPECIFIED"), 0));
        for entry in &scalar.facets.enumeration {
            // A name that had to become ASCII does not say its value.
            let facts = differs(entry).then(|| format!("`{}`", entry.value.replace(['\n', '\r'], " ")));
            let path = [tag::ENUM, position, tag::VALUE, value.len() as i32];
            self.comments.add(&path, facts.as_deref().into_iter().chain(entry.documentation.as_deref()));
            value.push(descriptor(format!("{prefix}_{}", entry.proto_name), entry.number));
        }
        let mut reserved_range: Vec<EnumReservedRange> = scalar
            .reserved
            .iter()
            .map(|(number, _)| EnumReservedRange { start: Some(*number), end: Some(*number) })
            .collect();
        reserved_range.sort_unstable_by_key(EnumReservedRange::start);
        let mut reserved_name: Vec<String> =
            scalar.reserved.iter().map(|(_, name)| format!("{prefix}_{name}")).collect();
        reserved_name.sort_unstable();
        EnumDescriptorProto {
            name: Some(name),
            value,
            reserved_range,
            reserved_name,
            ..EnumDescriptorProto::default()
        }
    }
}

/// Component name of an enumeration.
pub(crate) fn name(mapping: &Mapping, id: ScalarId) -> String {
    mapping.scalar(id).name.clone().unwrap_or_else(|| format!("Enumeration{}", id.0))
}

/// Whether a value cannot be told from its name.
fn differs(entry: &EnumValue) -> bool {
    let same =
        |(name, value): (u8, u8)| name == if value == b'-' { b'_' } else { value.to_ascii_uppercase() };
    entry.proto_name.len() != entry.value.len()
        || !entry.proto_name.bytes().zip(entry.value.bytes()).all(same)
}

fn descriptor(name: String, number: i32) -> EnumValueDescriptorProto {
    EnumValueDescriptorProto { name: Some(name), number: Some(number), options: None }
}
