// SPDX-License-Identifier: EUPL-1.2
//! Unions: their values travel as text, whatever member they are of.

use fachwerk_mapping::{JsonForm, ScalarId, ScalarKind};

use super::Schemas;
use super::scalar::{BOOLEAN_TEXT, INTEGER_TEXT};
use crate::nodes::{Node, node, ordered};
use crate::tree::{Tree, tree};

impl<'a> Schemas<'a> {
    /// The schema of a union of these types.
    pub(super) fn union(&mut self, members: &[ScalarId]) -> Node<'a> {
        let anything = node([("type", tree!("string"))]);
        let mut alternatives: Vec<Node<'a>> = Vec::new();
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
                let alternatives = Tree::list(alternatives.into_iter().map(ordered));
                node([("type", tree!("string")), ("anyOf", alternatives)])
            }
        }
    }

    /// The schema of a type's values written as text.
    fn as_text(&mut self, id: ScalarId) -> Node<'a> {
        let scalar = self.mapping.scalar(id);
        if scalar.json == JsonForm::String {
            return self.scalar_use(id);
        }
        let mut schema = node([("type", tree!("string"))]);
        match scalar.kind {
            ScalarKind::Integer => {
                schema.insert("pattern", INTEGER_TEXT);
            }
            ScalarKind::Boolean => {
                schema.insert("enum", BOOLEAN_TEXT);
            }
            _ => {}
        }
        schema
    }
}
