// SPDX-License-Identifier: EUPL-1.2
//! Unions: their values travel as text, whatever member they are of.

use fachwerk_mapping::{JsonForm, ScalarId, ScalarKind};
use serde_json::{Value, json};

use super::Schemas;
use super::scalar::{BOOLEAN_TEXT, INTEGER_TEXT};
use crate::nodes::{Node, node, ordered};

impl Schemas<'_> {
    /// The schema of a union of these types.
    pub(super) fn union(&mut self, members: &[ScalarId]) -> Node {
        let anything = node([("type", json!("string"))]);
        let mut alternatives: Vec<Node> = Vec::new();
        for member in members {
            let text = self.as_text(*member);
            if text == anything {
                return anything;
            }
            if !alternatives.contains(&text) {
                alternatives.push(text);
            }
        }
        match alternatives.len() {
            0 => anything,
            1 => alternatives.remove(0),
            _ => {
                let alternatives = alternatives.into_iter().map(|a| Value::Object(ordered(a))).collect();
                node([("type", json!("string")), ("anyOf", Value::Array(alternatives))])
            }
        }
    }

    /// The schema of a type's values written as text.
    fn as_text(&mut self, id: ScalarId) -> Node {
        let scalar = self.mapping.scalar(id);
        if scalar.json == JsonForm::String {
            return self.scalar_use(id);
        }
        let mut schema = node([("type", json!("string"))]);
        match scalar.kind {
            ScalarKind::Integer => {
                schema.insert("pattern".to_owned(), json!(INTEGER_TEXT));
            }
            ScalarKind::Boolean => {
                schema.insert("enum".to_owned(), json!(BOOLEAN_TEXT));
            }
            _ => {}
        }
        schema
    }
}
