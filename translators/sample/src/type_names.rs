// SPDX-License-Identifier: EUPL-1.2
//! Simple types that elements name instead of their own.

use std::collections::HashMap;

use fachwerk_contract::QName;
use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{Field, Mapping, ScalarId, Struct, ValueType};
use fachwerk_message::value::{Patterns, check, white_space};
use fachwerk_message::{Result, Sink};

use crate::generator::Generator;

/// Which types may be named, by the declared one.
#[derive(Debug, Default)]
pub(crate) struct TypeNames {
    names: HashMap<ScalarId, Vec<QName>>,
    patterns: Option<Patterns>,
}

impl TypeNames {
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut found = Self::default();
        for field in mapping.structs.iter().filter(|s| s.type_names.is_some()).flat_map(|s| &s.fields) {
            let ValueType::Scalar(id) = field.value else { continue };
            if found.names.contains_key(&id) || !mapping.keeps_type_name(&field.kind, field.value) {
                continue;
            }
            let identifies = |name: &QName| {
                ["ID", "IDREF", "ENTITY"].iter().any(|local| {
                    name.namespace == XSD && name.local.starts_with(local)
                        || mapping.simple_types.derives(name, &QName::new(XSD, *local))
                })
            };
            let fits = |name: &&QName| {
                mapping.may_be_named(id, name) && !mapping.reads_otherwise(id, name) && !identifies(name)
            };
            let mut names: Vec<QName> = mapping.simple_types.names().filter(fits).cloned().collect();
            names.sort();
            if let Some((values, _)) = names.first().and_then(|name| mapping.simple_types.derived(name)) {
                found.patterns.get_or_insert_with(|| Patterns::new(values));
            }
            found.names.insert(id, names);
        }
        found
    }
}

impl<'m> Generator<'_, 'm> {
    /// Perhaps name the type that the value said last also has.
    pub(crate) fn name_type(&mut self, field: &'m Field, at: u32) {
        let Some((id, text)) = self.last.take() else { return };
        let names = &self.sampler.type_names;
        let (Some(candidates), Some(patterns)) = (names.names.get(&id), &names.patterns) else { return };
        if self.sampler.options.typical
            || !self.mapping.keeps_type_name(&field.kind, field.value)
            || !self.rng.bool()
        {
            return;
        }
        let fits = |name: &&QName| {
            self.mapping.simple_types.derived(name).is_some_and(|(values, id)| {
                // The type named also says what becomes of white space.
                white_space(values.scalar(id), &text) == text && check(values, patterns, id, &text).is_ok()
            })
        };
        let fitting: Vec<&QName> = candidates.iter().filter(fits).collect();
        if let Some(name) = self.rng.choice(fitting) {
            let key = if field.array { format!("{}/{at}", field.name) } else { field.name.clone() };
            self.type_names.push((key, name.to_text()));
        }
    }

    /// Say the types that members of an object were named to be of.
    pub(crate) fn say_type_names(&mut self, structure: &Struct, from: usize) -> Result<()> {
        let named = self.type_names.split_off(from);
        let Some(field) = structure.type_names.filter(|_| !named.is_empty()) else { return Ok(()) };
        self.out.begin_field(field)?;
        for (key, name) in named {
            self.out.attribute(&key, &name)?;
        }
        self.out.end_field()
    }
}
