// SPDX-License-Identifier: EUPL-1.2
//! Names and numbers of enumeration values in protobuf.
//!
//! Values stand in the scope of the package (protobuf language guide, "Enum Value Options"): their names must be
//! unique among the values of all enumerations. So they are given out at the end, when every enumeration is known.

use std::collections::{BTreeMap, HashSet};

use super::Builder;
use crate::lock::LockedEnumeration;
use crate::naming::{Names, screaming, value_prefix};
use crate::{EnumValue, ScalarId};

/// Name of the value zero, behind the prefix.
const ZERO: &str = "UNSPECIFIED";

/// The enumerations found so far.
#[derive(Default)]
pub(super) struct Enumerations {
    /// With their lock keys.
    pub(super) found: Vec<(ScalarId, String)>,
    prefixes: HashSet<String>,
}

impl Enumerations {
    pub(super) fn new(locked: &BTreeMap<String, LockedEnumeration>) -> Self {
        let prefixes = locked.values().map(|e| value_prefix(&e.name)).collect();
        Self { found: Vec::new(), prefixes }
    }

    /// A component name; for an enumeration one whose prefix no other has.
    pub(super) fn name(&mut self, components: &mut Names, wanted: &str, as_enum: bool) -> String {
        loop {
            let name = components.take(wanted);
            if !as_enum || self.prefixes.insert(value_prefix(&name)) {
                return name;
            }
        }
    }
}

impl Builder<'_> {
    pub(super) fn name_values(&mut self) {
        let found = std::mem::take(&mut self.enumerations.found);
        let mut taken: HashSet<String> = HashSet::new();
        for locked in self.old.enumerations.values() {
            let prefix = value_prefix(&locked.name);
            taken.extend(locked.values.values().map(|(name, _)| format!("{prefix}_{name}")));
        }
        let prefixes: Vec<String> = found
            .iter()
            .map(|(id, _)| value_prefix(self.mapping.scalar(*id).name.as_deref().unwrap_or_default()))
            .collect();
        taken.extend(prefixes.iter().map(|prefix| format!("{prefix}_{ZERO}")));
        for ((id, key), prefix) in found.iter().zip(&prefixes) {
            let locked = self.old.enumerations.get(key).map(|e| &e.values);
            let scalar = &mut self.mapping.scalars[id.0 as usize];
            let values = &mut scalar.facets.enumeration;
            number_values(values, prefix, locked, &mut taken);
            let used: HashSet<&str> = values.iter().map(|v| v.value.as_str()).collect();
            scalar.reserved = locked
                .into_iter()
                .flatten()
                .filter(|(value, _)| !used.contains(value.as_str()))
                .map(|(_, (name, number))| (*number, name.clone()))
                .collect();
            let entry = self.lock.enumerations.entry(key.clone()).or_default();
            for value in &scalar.facets.enumeration {
                entry.values.insert(value.value.clone(), (value.proto_name.clone(), value.number));
            }
        }
    }
}

/// Known values keep their names and numbers; the others get new ones.
fn number_values(
    values: &mut [EnumValue],
    prefix: &str,
    locked: Option<&BTreeMap<String, (String, i32)>>,
    taken: &mut HashSet<String>,
) {
    // protoc holds values of one enumeration apart by their names without prefix in Pascal case.
    let mut pascals = HashSet::from([pascal(ZERO)]);
    let mut next = 1;
    for (name, number) in locked.into_iter().flat_map(|v| v.values()) {
        pascals.insert(pascal(name));
        next = next.max(number + 1);
    }
    for value in values {
        if let Some((name, number)) = locked.and_then(|l| l.get(&value.value)) {
            value.proto_name.clone_from(name);
            value.number = *number;
            continue;
        }
        let wanted = match screaming(&value.value) {
            name if !name.is_empty() => name,
            _ if value.value.is_empty() => "EMPTY".to_owned(),
            _ => "VALUE".to_owned(),
        };
        let mut name = wanted.clone();
        let mut number = 2;
        loop {
            let full = format!("{prefix}_{name}");
            let simple = pascal(&name);
            if !pascals.contains(&simple) && !taken.contains(&full) {
                pascals.insert(simple);
                taken.insert(full);
                break;
            }
            name = format!("{wanted}_{number}");
            number += 1;
        }
        value.proto_name = name;
        value.number = next;
        next += 1;
    }
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
    use super::*;

    fn value(value: &str) -> EnumValue {
        EnumValue { value: value.to_owned(), proto_name: String::new(), number: 0, documentation: None }
    }

    #[test]
    fn underscores_before_digits_do_not_count() {
        assert_eq!(pascal("IN_ARBEIT_2"), "InArbeit2");
        assert_eq!(pascal("IN_ARBEIT2"), "InArbeit2");
    }

    #[test]
    fn values_are_held_apart_in_the_enumeration_and_in_the_package() {
        let mut values = ["a-2", "a2", "unspecified", "", "+", "dark_blue"].map(value);
        let mut taken = HashSet::from(["COLOUR_DARK_BLUE".to_owned()]);
        number_values(&mut values, "COLOUR", None, &mut taken);
        let names: Vec<_> = values.iter().map(|v| (v.proto_name.as_str(), v.number)).collect();
        let expected =
            [("A_2", 1), ("A2_2", 2), ("UNSPECIFIED_2", 3), ("EMPTY", 4), ("VALUE", 5), ("DARK_BLUE_2", 6)];
        assert_eq!(names, expected);
    }

    #[test]
    fn two_enumerations_never_have_the_same_prefix() {
        let mut enumerations = Enumerations::default();
        let mut components = Names::default();
        assert_eq!(enumerations.name(&mut components, "FooBar", true), "FooBar");
        assert_eq!(enumerations.name(&mut components, "FooBAR", true), "FooBAR2");
        assert_eq!(enumerations.name(&mut components, "FooBAR", false), "FooBAR3");
    }
}
