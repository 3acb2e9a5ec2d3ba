// SPDX-License-Identifier: EUPL-1.2
//! Problem details for HTTP APIs (RFC 9457).

use fachwerk_mapping::{Mapping, OperationId};
use http::StatusCode;

use super::{FaultReport, Problem, ProblemKind};

/// Media type of a problem document.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Prefix of the types of this proxy's own problems.
const PROBLEM: &str = "urn:fachwerk:problem:";
/// Prefix of the types of declared faults.
const FAULT: &str = "urn:fachwerk:fault:";

/// The document of a problem.
pub fn write_problem(problem: &Problem, request_id: Option<&str>) -> Vec<u8> {
    let mut document = Document::new(
        &format!("{PROBLEM}{}", problem.kind.name()),
        problem.kind.title(),
        problem.kind.status(),
    );
    document.text("detail", &problem.detail);
    if !problem.violations.is_empty() {
        let out = document.member("errors");
        out.push(b'[');
        for (index, violation) in problem.violations.iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"{\"path\":" } else { b",{\"path\":" });
            string(out, &violation.path);
            out.extend_from_slice(b",\"message\":");
            string(out, &violation.message);
            out.extend_from_slice(b",\"code\":");
            string(out, violation.code);
            if let Some(place) = violation.place {
                out.extend_from_slice(
                    format!(",\"line\":{},\"column\":{}", place.line, place.column).as_bytes(),
                );
            }
            out.push(b'}');
        }
        out.push(b']');
    }
    document.finish(problem.kind, request_id)
}

/// The document of a fault of an operation. The detail must be in JSON already.
pub fn write_fault(
    mapping: &Mapping,
    operation: OperationId,
    fault: &FaultReport,
    request_id: Option<&str>,
) -> Vec<u8> {
    let declared = fault.declared.as_ref();
    let name = declared.and_then(|declared| mapping.operation(operation).faults.get(declared.index));
    let status = fault_status(mapping, operation, fault);
    let mut document = match name {
        Some(declared) => {
            Document::new(&fault_type(mapping, operation, &declared.name), &declared.name, status)
        }
        None => Document::new(&format!("{PROBLEM}{}", fault.kind.name()), fault.kind.title(), status),
    };
    document.text("detail", &fault.reason);
    document.text("faultCode", &fault.code);
    if let Some(language) = &fault.language {
        document.text("faultLanguage", language);
    }
    if !fault.translations.is_empty() {
        // Writing text into memory cannot fail.
        let _ = serde_json::to_writer(document.member("faultReasons"), &fault.translations);
    }
    for (name, text) in [("faultRole", &fault.role), ("faultNode", &fault.node)] {
        if let Some(text) = text {
            document.text(name, text);
        }
    }
    if !fault.subcodes.is_empty() {
        let out = document.member("faultSubcodes");
        for (index, subcode) in fault.subcodes.iter().enumerate() {
            out.push(if index == 0 { b'[' } else { b',' });
            string(out, subcode);
        }
        out.push(b']');
    }
    if let (Some(declared), Some(name)) = (declared, name) {
        let out = document.member("fault");
        out.push(b'{');
        string(out, &name.name);
        out.push(b':');
        out.extend_from_slice(&declared.detail);
        out.push(b'}');
    }
    document.finish(fault.kind, request_id)
}

/// The HTTP status of a fault: of a declared one what the facade says, of others that of their kind.
pub(crate) fn fault_status(mapping: &Mapping, operation: OperationId, fault: &FaultReport) -> StatusCode {
    let declared =
        fault.declared.as_ref().and_then(|found| mapping.operation(operation).faults.get(found.index));
    declared.and_then(|found| StatusCode::from_u16(found.status).ok()).unwrap_or_else(|| fault.kind.status())
}

/// The problem type of a declared fault, `urn:fachwerk:fault:<service>:<operation>:<fault>`.
pub fn fault_type(mapping: &Mapping, operation: OperationId, fault: &str) -> String {
    let operation = mapping.operation(operation);
    let service = mapping.services.get(operation.service).map_or("", |service| service.name.as_str());
    let mut urn = FAULT.to_owned();
    for (index, part) in [service, &operation.name, fault].into_iter().enumerate() {
        if index > 0 {
            urn.push(':');
        }
        for byte in part.bytes() {
            // Unreserved characters (RFC 3986); the rest is encoded, as the OpenAPI document has it.
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                urn.push(byte.into());
            } else {
                urn.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    urn
}

/// A document under construction.
struct Document(Vec<u8>);

impl Document {
    fn new(problem_type: &str, title: &str, status: StatusCode) -> Self {
        let mut document = Self(Vec::with_capacity(512));
        document.0.extend_from_slice(b"{\"type\":");
        string(&mut document.0, problem_type);
        document.text("title", title);
        document.member("status").extend_from_slice(status.as_str().as_bytes());
        document
    }

    /// A further member, named; its value is to be written next.
    fn member(&mut self, name: &str) -> &mut Vec<u8> {
        self.0.push(b',');
        string(&mut self.0, name);
        self.0.push(b':');
        &mut self.0
    }

    fn text(&mut self, name: &str, value: &str) {
        let out = self.member(name);
        string(out, value);
    }

    fn finish(mut self, kind: ProblemKind, request_id: Option<&str>) -> Vec<u8> {
        self.text("code", kind.code());
        if let Some(request_id) = request_id {
            self.text("requestId", request_id);
        }
        self.0.push(b'}');
        self.0
    }
}

fn string(out: &mut Vec<u8>, text: &str) {
    // Writing text into memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}
