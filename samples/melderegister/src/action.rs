// SPDX-License-Identifier: EUPL-1.2
//! SOAPAction and Content-Type.

use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;

use crate::envelope::Version;
use crate::fault::Fault;
use crate::operation::Operation;

/// What the request's headers say about the message.
#[derive(Debug)]
pub(crate) struct Declaration {
    /// By media type.
    pub(crate) version: Version,
    action: Option<String>,
}

impl Declaration {
    /// Reads the headers; `None` for a media type or character set that is not served.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
        let mut parts = split_parameters(content_type).into_iter();
        let version = Version::of_media_type(&parts.next()?.to_ascii_lowercase())?;
        let mut action = None;
        for part in parts {
            let (key, value) = part.split_once('=')?;
            match key.trim().to_ascii_lowercase().as_str() {
                "charset" if !unquote(value).eq_ignore_ascii_case("utf-8") => return None,
                "action" => action = Some(unquote(value).to_owned()),
                _ => {}
            }
        }
        if version == Version::Soap11 {
            action = headers
                .get("soapaction")
                .and_then(|value| value.to_str().ok())
                .map(|v| unquote(v).to_owned());
        }
        Some(Self { version, action })
    }

    /// The action must be that of the operation; SOAP 1.2 may leave it out.
    pub(crate) fn check(&self, operation: Operation) -> Result<(), Fault> {
        let wanted = operation.soap_action();
        match &self.action {
            Some(action) if *action == wanted => Ok(()),
            None if self.version == Version::Soap12 => Ok(()),
            None => Err(Fault::Client(format!("SOAPAction is missing for element '{}'", operation.name()))),
            Some(action) => Err(Fault::Client(format!(
                "SOAPAction '{action}' does not fit element '{}', which needs '{wanted}'",
                operation.name()
            ))),
        }
    }
}

/// Splits at semicolons outside quotes.
fn split_parameters(value: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = value.split(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}
