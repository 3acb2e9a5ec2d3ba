// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI Overlays on the generated document.

use std::collections::BTreeSet;

use fachwerk_openapi::{Document, Overlay, OverlayError};
use serde_json::Value;

use crate::Written;
use crate::report::{Remark, Report};

/// Apply overlays. `false` where one cannot be; the report says why.
pub(crate) fn apply(document: &mut Document, overlays: &[Written], report: &mut Report) -> bool {
    let before = interface(document.value());
    for Written { name, text } in overlays {
        let unmatched = match Overlay::from_yaml(text).and_then(|overlay| document.apply(&overlay)) {
            Ok(unmatched) => unmatched,
            Err(error) => {
                let (line, column) = match &error {
                    OverlayError::Shape { line, column, .. } => (*line, *column),
                    OverlayError::Target { target, .. } | OverlayError::Update { target, .. } => {
                        place(text, target)
                    }
                    _ => (0, 0),
                };
                let message = error.to_string();
                let (code, message) = message.split_once(": ").unwrap_or(("FW-1530", &message));
                let advice =
                    "correct the overlay; see https://spec.openapis.org/overlay/v1.0.0.html".to_owned();
                report.push(remark("error", code, name, (line, column), message.to_owned(), advice));
                return false;
            }
        };
        for unmatched in unmatched {
            let message =
                format!("action {}: the target `{}` matches nothing", unmatched.action, unmatched.target);
            let advice =
                "look it up in openapi.yaml; it may have another name since the WSDL changed".to_owned();
            report.push(remark("warning", "FW-1532", name, place(text, &unmatched.target), message, advice));
        }
    }
    for changed in before.symmetric_difference(&interface(document.value())) {
        let message = format!("the overlays change `{changed}`, which the proxy serves as it was");
        let advice =
            "change methods, paths and parameters in overrides.yaml, which the proxy follows".to_owned();
        report.push(remark("warning", "FW-1534", "overlays", (0, 0), message, advice));
    }
    true
}

/// Methods, paths and parameters of a document.
fn interface(document: &Value) -> BTreeSet<String> {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            let call = format!("{} {path}", method.to_ascii_uppercase());
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let text = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
                found.insert(format!("{call} {}:{}", text("in"), text("name")));
            }
            found.insert(call);
        }
    }
    found
}

/// Where a target stands in the text: of several equal ones the first.
fn place(text: &str, target: &str) -> (u32, u32) {
    let escaped = target.replace('"', "\\\"");
    let found = text.lines().enumerate().find_map(|(line, content)| {
        let at = content.find(target).or_else(|| content.find(&escaped))?;
        Some((line as u32 + 1, content[..at].chars().count() as u32 + 1))
    });
    found.unwrap_or((0, 0))
}

fn remark(
    severity: &str,
    code: &str,
    file: &str,
    (line, column): (u32, u32),
    message: String,
    advice: String,
) -> Remark {
    Remark {
        severity: severity.to_owned(),
        code: code.to_owned(),
        file: file.to_owned(),
        line,
        column,
        message,
        advice,
        snippet: None,
        caret: None,
    }
}
