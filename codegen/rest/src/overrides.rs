// SPDX-License-Identifier: EUPL-1.2
//! `overrides.yaml`: what an integrator decides about single operations. Its JSON Schema is
//! `docs/schema/overrides.schema.json`.

use std::collections::BTreeMap;

use fachwerk_contract::service::EffectClass;
use fachwerk_mapping::{ParameterIn, RestStyle};
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::Mistake;
use crate::mistake::SHAPE;

/// The file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// How operations are shaped that are not mentioned.
    #[serde(default)]
    pub style: Option<RestStyle>,
    /// By name in the WSDL: `operation`, or `service/operation` where several services have one of this name.
    #[serde(default)]
    pub operations: BTreeMap<String, Spanned<Override>>,
}

/// What is decided about one operation. What is left out stays as it would be.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Facade name: path segment of the rpc style, gRPC method.
    #[serde(default)]
    pub name: Option<String>,
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    #[serde(default)]
    pub method: Option<String>,
    /// Path with templates.
    #[serde(default)]
    pub path: Option<String>,
    /// All parameters; the rest of the message is in the body.
    #[serde(default)]
    pub parameters: Option<Vec<OverrideParameter>>,
    /// Tags in the OpenAPI document.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// HTTP status of the answer: 200, 201, 202 or 204.
    #[serde(default)]
    pub status: Option<u16>,
    /// HTTP status of declared faults by their name in the WSDL.
    #[serde(default)]
    pub faults: Option<BTreeMap<String, u16>>,
    /// What calling it does: `read`, `idempotent`, `dry-run`, `write`, `unknown`.
    #[serde(default)]
    pub effect: Option<EffectClass>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideParameter {
    /// Name in the request.
    pub name: String,
    /// Where.
    #[serde(rename = "in")]
    pub location: ParameterIn,
    /// JSON Pointer of the member; `/` and the name, if left out.
    #[serde(default)]
    pub member: Option<String>,
}

impl Overrides {
    /// Read the file.
    ///
    /// # Errors
    /// It is not YAML or not of this shape: FW-1521, at the place of the first mistake.
    pub fn from_yaml(text: &str) -> Result<Self, Mistake> {
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Ok(Self::default());
        }
        serde_saphyr::from_str(text).map_err(|error| {
            let error = error.without_snippet();
            let place = error.location();
            Mistake {
                code: SHAPE,
                error: true,
                line: place.map_or(0, |at| u32::try_from(at.line()).unwrap_or(0)),
                column: place.map_or(0, |at| u32::try_from(at.column()).unwrap_or(0)),
                message: sentence(&error.to_string()),
                advice:
                    "docs/rest-style.md describes every key, docs/schema/overrides.schema.json is its schema"
                        .to_owned(),
            }
        })
    }
}

/// The parser's message as one line, without the position, which is told apart from it.
fn sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split(" at line ").next().unwrap_or(line);
    let line = line.split(", set DuplicateKeyPolicy").next().unwrap_or(line);
    line.strip_prefix("error: ").unwrap_or(line).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_with_its_place() {
        let text = "style: resource\noperations:\n  lesePerson:\n    methode: GET\n";
        let mistake = Overrides::from_yaml(text).unwrap_err();
        assert_eq!((mistake.code, mistake.line), ("FW-1521", 4), "{mistake}");
        assert!(mistake.message.contains("methode"), "{mistake}");
    }

    #[test]
    fn what_has_another_shape_is_an_error() {
        for text in [
            "[]",
            "style: rest",
            "operations: [a]",
            "operations: { a: { parameters: [{ name: a }] } }",
            "a: [",
        ] {
            assert_eq!(Overrides::from_yaml(text).unwrap_err().code, "FW-1521", "{text}");
        }
    }

    #[test]
    fn nothing_is_no_override() {
        assert!(Overrides::from_yaml("# nothing yet\n").unwrap().operations.is_empty());
        assert!(Overrides::from_yaml("").unwrap().operations.is_empty());
    }
}
