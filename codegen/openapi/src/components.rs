// SPDX-License-Identifier: EUPL-1.2
//! Components: everything that is referred to, by name.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::faults;
use crate::nodes::ordered;
use crate::schema::Schemas;

/// The components that the operations need, sorted by name.
pub(crate) fn components(schemas: &mut Schemas<'_>) -> Value {
    let mut named: BTreeMap<String, Value> = BTreeMap::new();
    let (error, reason) = schemas.problem_parts();
    named.insert(faults::PROBLEM.to_owned(), faults::problem(&error, &reason));
    let mapping = schemas.mapping;
    // In the order of the tables, which is that of the sources: warnings come in this order.
    let mut structs: Vec<_> = schemas.reach.structs.iter().copied().collect();
    structs.sort_unstable();
    for id in structs {
        let schema = schemas.structure(id);
        named.insert(mapping.structure(id).name.clone(), Value::Object(ordered(schema)));
    }
    let mut families: Vec<_> = schemas.reach.plain.iter().copied().collect();
    families.sort_unstable();
    for id in families {
        for (name, schema) in schemas.family(id) {
            named.insert(name, Value::Object(ordered(schema)));
        }
    }
    let mut scalars: Vec<_> = schemas.reach.scalars.iter().copied().collect();
    scalars.sort_unstable();
    for id in scalars {
        if let Some(name) = &mapping.scalar(id).name {
            let schema = schemas.scalar(id);
            named.insert(name.clone(), Value::Object(ordered(schema)));
        }
    }
    for (name, schema) in schemas.take_named() {
        named.insert(name, Value::Object(schema));
    }
    let named: serde_json::Map<String, Value> = named.into_iter().collect();
    json!({ "schemas": named, "responses": faults::shared_responses() })
}
