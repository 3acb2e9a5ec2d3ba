// SPDX-License-Identifier: EUPL-1.2
//! What HTTP says about an envelope (SOAP 1.1, section 6.1; SOAP 1.2 part 2, appendix A).

use crate::Version;

/// Header fields of a request: media type and action.
///
/// ```
/// use fachwerk_soap::{Version, request_headers};
/// let headers = request_headers(Version::Soap11, "urn:do");
/// assert_eq!(headers[1], ("SOAPAction", "\"urn:do\"".to_owned()));
/// ```
pub fn request_headers(version: impl Into<Version>, action: &str) -> Vec<(&'static str, String)> {
    let version = version.into();
    match version {
        // Without an action the field is there all the same: SOAP 1.1 asks for it.
        Version::Soap11 => {
            vec![("Content-Type", version.content_type().to_owned()), ("SOAPAction", quoted(action))]
        }
        Version::Soap12 if action.is_empty() => vec![("Content-Type", version.content_type().to_owned())],
        Version::Soap12 => {
            vec![("Content-Type", format!("{}; action={}", version.content_type(), quoted(action)))]
        }
    }
}

/// The action of a request, from the values of its `SOAPAction` (SOAP 1.1) and `Content-Type` (SOAP 1.2) fields.
/// `None` where neither says anything.
///
/// ```
/// use fachwerk_soap::action;
/// assert_eq!(action(Some("\"urn:do\""), None).as_deref(), Some("urn:do"));
/// assert_eq!(action(None, Some("application/soap+xml; action=\"urn:do\"")).as_deref(), Some("urn:do"));
/// assert_eq!(action(Some("\"\""), Some("text/xml")), None);
/// ```
pub fn action(soap_action: Option<&str>, content_type: Option<&str>) -> Option<String> {
    let from_field = soap_action.map(|value| unquoted(value.trim()).0).filter(|action| !action.is_empty());
    from_field.or_else(|| parameter(content_type?, "action").filter(|action| !action.is_empty()))
}

/// A quoted string (RFC 9110, section 5.6.4). What no header field can hold is left out.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars().filter(|c| !c.is_control()) {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// The text of a token or quoted string at the beginning, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let Some(rest) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut out = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (out, &rest[at + 1..]),
            '\\' => out.extend(chars.next().map(|(_, c)| c)),
            c => out.push(c),
        }
    }
    (out, "")
}

/// A parameter of a media type (RFC 9110, section 5.6.6).
///
/// ```
/// use fachwerk_soap::parameter;
/// assert_eq!(parameter("text/xml; Charset=\"utf-8\"", "charset").as_deref(), Some("utf-8"));
/// ```
pub fn parameter(media_type: &str, name: &str) -> Option<String> {
    let mut rest = media_type.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, after) = unquoted(after.trim_start());
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after.trim_start().strip_prefix(';')?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_by_version() {
        assert_eq!(
            request_headers(Version::Soap11, ""),
            [("Content-Type", "text/xml; charset=utf-8".to_owned()), ("SOAPAction", "\"\"".to_owned())]
        );
        assert_eq!(
            request_headers(Version::Soap12, "urn:\"\r\nX: y"),
            [("Content-Type", "application/soap+xml; charset=utf-8; action=\"urn:\\\"X: y\"".to_owned())]
        );
        assert_eq!(request_headers(Version::Soap12, "").len(), 1);
    }

    #[test]
    fn actions_are_found() {
        assert_eq!(action(Some("urn:a"), None).as_deref(), Some("urn:a"));
        assert_eq!(action(Some(" \"urn:\\\"a\" "), None).as_deref(), Some("urn:\"a"));
        assert_eq!(
            action(None, Some("application/soap+xml;charset=\"utf-8;\" ; Action=\"urn:a;b\"; x=y"))
                .as_deref(),
            Some("urn:a;b")
        );
        assert_eq!(
            action(None, Some("application/soap+xml; charset=utf-8; action=urn:a")).as_deref(),
            Some("urn:a")
        );
        for nothing in ["", "\"", "\"\""] {
            assert_eq!(action(Some(nothing), None), None);
        }
        for nothing in ["text/xml", "text/xml;", "text/xml; charset", "text/xml; action=", "a; b=\"c"] {
            assert_eq!(action(None, Some(nothing)), None);
        }
    }
}
