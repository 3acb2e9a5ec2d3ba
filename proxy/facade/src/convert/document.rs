// SPDX-License-Identifier: EUPL-1.2
//! Reads the problem document of a declared fault.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fachwerk_message::{CodecError, ErrorKind, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::outcome::Translated;
use crate::translate::Fault;

/// The problem document of a declared fault.
pub(super) struct Document<'a> {
    /// The detail's object, as it stands in the document.
    pub(super) detail: &'a RawValue,
    pub(super) fault: Fault,
}

/// The members that say what the fault is; the others follow from them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members<'a> {
    #[serde(default, borrow)]
    detail: Cow<'a, str>,
    #[serde(default, borrow)]
    fault_code: Cow<'a, str>,
    fault_language: Option<String>,
    #[serde(default)]
    fault_subcodes: Vec<String>,
    #[serde(default)]
    fault_reasons: Vec<Translated>,
    fault_role: Option<String>,
    fault_node: Option<String>,
    #[serde(borrow)]
    fault: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
}

impl<'a> Document<'a> {
    /// Reads the document of the fault with this name.
    pub(super) fn read(bytes: &'a [u8], name: &str) -> Result<Self> {
        let members: Members<'a> = serde_json::from_slice(bytes).map_err(|error| wrong(bytes, &error))?;
        let fault = members.fault.unwrap_or_default();
        let mut entries = fault.into_iter();
        let detail = match (entries.next(), entries.next()) {
            (Some((found, detail)), None) if found == name => detail,
            _ => {
                let message = format!("`fault` must have one member, `{name}`");
                let mut error = CodecError::new(ErrorKind::Structure, message);
                error.path = Some("/fault".to_owned());
                return Err(error);
            }
        };
        // A document written by hand may leave the code out; most faults blame the caller.
        let code =
            if members.fault_code.is_empty() { "Client".to_owned() } else { members.fault_code.into_owned() };
        let fault = Fault {
            code,
            subcodes: members.fault_subcodes,
            reason: members.detail.into_owned(),
            language: members.fault_language,
            translations: members.fault_reasons,
            role: members.fault_role,
            node: members.fault_node,
        };
        Ok(Self { detail, fault })
    }
}

/// The parser's error as ours, without the value it may quote.
fn wrong(bytes: &[u8], error: &serde_json::Error) -> Box<CodecError> {
    let before: usize = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let offset = (before + error.column().saturating_sub(1)).min(bytes.len());
    match error.classify() {
        serde_json::error::Category::Data => {
            CodecError::at(ErrorKind::Structure, offset, "not a problem document of a declared fault")
        }
        _ => CodecError::at(ErrorKind::Syntax, offset, "not well-formed JSON"),
    }
}
