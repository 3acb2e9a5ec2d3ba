// SPDX-License-Identifier: EUPL-1.2
//! Problems as SOAP faults.

use std::fmt::Write as _;

use bytes::Bytes;
use fachwerk_soap::{FaultCode, FaultParts, Version, write_fault};
use fachwerk_xml::escape_text;
use http::{HeaderMap, HeaderValue, Response, header};

use crate::outcome::{Blame, Problem};
use crate::trace::{REQUEST_ID, RequestId};

/// Namespace of the detail of faults about messages.
const NAMESPACE: &str = "urn:fachwerk:problem";

/// The SOAP version a caller speaks, if it speaks SOAP.
pub(crate) fn speaks_soap(headers: &HeaderMap) -> Option<Version> {
    let media_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let lower = media_type.to_ascii_lowercase();
    let essence = lower.split(';').next().unwrap_or_default().trim();
    match essence {
        "application/soap+xml" => Some(Version::Soap12),
        // SOAP with attachments: the type of the root part tells.
        "multipart/related" if lower.contains("application/soap+xml") => Some(Version::Soap12),
        "text/xml" | "multipart/related" => Some(Version::Soap11),
        _ => None,
    }
}

/// A problem as a fault in the caller's version. The status is that of the problem: SOAP 1.1 wants 500 for every
/// fault (section 6.2), but a proxy's trouble is not the service's answer, and balancers and monitors see the
/// difference.
pub(crate) fn fault_response(
    problem: &Problem,
    headers: &HeaderMap,
    request_id: Option<&RequestId>,
) -> Response<Bytes> {
    let version = speaks_soap(headers).unwrap_or(Version::Soap11);
    let code = match problem.kind.blame() {
        Blame::Caller => FaultCode::Sender,
        Blame::Service => FaultCode::Receiver,
    };
    let reason = format!("{}: {}", problem.kind.code(), problem.detail);
    let detail = detail(problem);
    let fault = write_fault(version, &FaultParts::new(code, reason), detail.as_deref().map(str::as_bytes));
    let mut response = Response::new(Bytes::from(fault));
    *response.status_mut() = problem.kind.status();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(version.content_type()));
    if let Some(id) = request_id {
        response.headers_mut().insert(REQUEST_ID, id.header());
    }
    response
}

/// What is wrong with a message, for the detail of its fault.
fn detail(problem: &Problem) -> Option<String> {
    if problem.violations.is_empty() {
        return None;
    }
    let mut out = format!("<f:problem xmlns:f=\"{NAMESPACE}\" code=\"{}\">", problem.kind.code());
    for violation in &problem.violations {
        let _ = write!(out, "<f:error code=\"{}\"", violation.code);
        if let Some(place) = violation.place {
            let _ = write!(out, " line=\"{}\" column=\"{}\"", place.line, place.column);
        }
        out.push_str("><f:path>");
        text(&violation.path, &mut out);
        out.push_str("</f:path><f:message>");
        text(&violation.message, &mut out);
        out.push_str("</f:message></f:error>");
    }
    out.push_str("</f:problem>");
    Some(out)
}

/// Names may come from the message, and from JSON such as XML does not have.
fn text(text: &str, out: &mut String) {
    let mut bytes = Vec::with_capacity(text.len());
    if escape_text(text, &mut bytes).is_ok() {
        out.push_str(&String::from_utf8_lossy(&bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::ProblemKind;

    fn fault(media_type: &'static str, kind: ProblemKind) -> (u16, String, String) {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))]);
        let response = fault_response(&Problem::new(kind, "a < b"), &headers, None);
        let content_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned();
        (response.status().as_u16(), content_type, String::from_utf8(response.body().to_vec()).unwrap())
    }

    #[test]
    fn faults_follow_the_version_of_the_caller() {
        let (status, media_type, body) = fault("text/xml; charset=utf-8", ProblemKind::BackendTimeout);
        assert_eq!((status, media_type.as_str()), (504, "text/xml; charset=utf-8"));
        assert!(
            body.contains("soap:Server</faultcode><faultstring>FW-4102: a &lt; b</faultstring>"),
            "{body}"
        );
        let (status, media_type, body) =
            fault("application/soap+xml; action=\"x\"", ProblemKind::RequestTooLarge);
        assert_eq!((status, media_type.as_str()), (413, "application/soap+xml; charset=utf-8"));
        assert!(body.contains("soap:Sender</soap:Value>"), "{body}");
    }

    #[test]
    fn attachments_are_soap_too() {
        let of = |media_type: &'static str| {
            speaks_soap(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))]))
        };
        assert_eq!(of("multipart/related; type=\"text/xml\"; boundary=x"), Some(Version::Soap11));
        assert_eq!(of("Multipart/Related; start-info=\"application/soap+xml\""), Some(Version::Soap12));
        assert_eq!(of("application/json"), None);
    }
}
