// SPDX-License-Identifier: EUPL-1.2
//! Values of simple types as JSON.

use fachwerk_mapping::{JsonForm, Mapping, ScalarId, ScalarKind};
use fachwerk_message::value::white_space;
use serde_json::Number;

use crate::tree::Tree;

/// A lexical value as it looks in JSON; `None` where it is not of the type's form.
pub(super) fn json_value<'a>(mapping: &Mapping, id: ScalarId, text: &str) -> Option<Tree<'a>> {
    let scalar = mapping.scalar(id);
    let text = &*white_space(scalar, text);
    match scalar.json {
        JsonForm::String => Some(text.to_owned().into()),
        JsonForm::Boolean => match text {
            "true" | "1" => Some(Tree::Bool(true)),
            "false" | "0" => Some(Tree::Bool(false)),
            _ => None,
        },
        JsonForm::Number if matches!(text, "INF" | "-INF" | "NaN") => Some(text.to_owned().into()),
        JsonForm::Number => number(text).map(Tree::Number),
        JsonForm::Array => {
            let ScalarKind::List(item) = scalar.kind else { return None };
            let items = text.split_ascii_whitespace().map(|item_text| json_value(mapping, item, item_text));
            Some(Tree::List(items.collect::<Option<_>>()?))
        }
    }
}

/// A number, as an integer where it is one.
pub(super) fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    match unsigned.parse::<i64>() {
        Ok(integer) => Some(integer.into()),
        Err(_) => unsigned.parse::<f64>().ok().and_then(Number::from_f64),
    }
}
