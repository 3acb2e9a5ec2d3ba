// SPDX-License-Identifier: EUPL-1.2
//! Packages as they go out.

use super::outgoing::OutgoingPart;
use super::package::UNKNOWN;
use crate::Version;
use crate::http::quoted;

/// Identifier of the envelope's part.
const ROOT: &str = "envelope@fachwerk";

/// A message as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The envelope, or the package that holds it.
    pub bytes: Vec<u8>,
    /// Media type of a package; `None` for a bare envelope, whose media type goes by its version.
    pub content_type: Option<String>,
}

impl Written {
    /// The message as a document by itself: a package says first what it is.
    pub fn into_document(self) -> Vec<u8> {
        match self.content_type {
            None => self.bytes,
            Some(media) => {
                let mut document = format!("MIME-Version: 1.0\r\nContent-Type: {media}\r\n\r\n").into_bytes();
                document.extend_from_slice(&self.bytes);
                document
            }
        }
    }
}

/// How a package is bound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Binding<'a> {
    pub(crate) version: Version,
    /// With XOP.
    pub(crate) mtom: bool,
    /// SOAP 1.2 tells the action in the media type.
    pub(crate) action: Option<&'a str>,
}

/// Media type of a package.
pub(super) fn package_type(boundary: &str, binding: Binding<'_>) -> String {
    let (own, action) = (binding.own(), binding.action());
    let kind = if binding.mtom {
        format!("type=\"application/xop+xml\"; start-info={}", quoted(own))
    } else {
        format!("type={}", quoted(own))
    };
    format!("multipart/related; {kind}; start=\"<{ROOT}>\"; boundary=\"{boundary}\"{action}")
}

/// Boundary and header fields of a part.
pub(super) fn fields(boundary: &str, id: &str, media: &str, encoding: &str) -> String {
    format!(
        "--{boundary}\r\nContent-Type: {media}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-ID: <{id}>\r\n\r\n"
    )
}

/// Boundary and header fields of the envelope's part.
pub(super) fn root_fields(boundary: &str, binding: Binding<'_>) -> String {
    let (own, action) = (binding.own(), binding.action());
    let media = if binding.mtom {
        format!("application/xop+xml; charset=UTF-8; type={}{action}", quoted(own))
    } else {
        format!("{own}; charset=UTF-8{action}")
    };
    fields(boundary, ROOT, &media, "8bit")
}

impl Binding<'_> {
    /// Media type of its envelopes.
    fn own(self) -> &'static str {
        self.version.content_type().split(';').next().unwrap_or_default()
    }

    fn action(self) -> String {
        match (self.version, self.action) {
            (Version::Soap12, Some(action)) if !action.is_empty() => format!("; action={}", quoted(action)),
            _ => String::new(),
        }
    }
}

/// An envelope and parts as one package. All parts are there.
pub(crate) fn package(envelope: &[u8], parts: &[OutgoingPart], binding: Binding<'_>) -> Written {
    let boundary = boundary(envelope, parts);
    let length = parts.iter().map(|part| part.content.bytes().len() + 256).sum::<usize>();
    let mut out = Vec::with_capacity(envelope.len() + length + 512);
    out.extend_from_slice(root_fields(&boundary, binding).as_bytes());
    out.extend_from_slice(envelope);
    out.extend_from_slice(b"\r\n");
    for attachment in parts {
        let media = attachment.content_type.as_deref().unwrap_or(UNKNOWN);
        out.extend_from_slice(fields(&boundary, &attachment.content_id, media, "binary").as_bytes());
        out.extend_from_slice(attachment.content.bytes());
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Written { bytes: out, content_type: Some(package_type(&boundary, binding)) }
}

/// A boundary that none of the parts contains: one above the greatest number that follows its words anywhere. The same
/// message has the same one.
fn boundary(envelope: &[u8], parts: &[OutgoingPart]) -> String {
    const WORDS: &str = "fachwerk-part-";
    let finder = memchr::memmem::Finder::new(WORDS.as_bytes());
    let numbers =
        std::iter::once(envelope).chain(parts.iter().map(|part| part.content.bytes())).flat_map(|bytes| {
            finder.find_iter(bytes).filter_map(|at| {
                let digits = bytes[at + WORDS.len()..].iter().take(18).take_while(|b| b.is_ascii_digit());
                let digits: String = digits.map(|b| char::from(*b)).collect();
                digits.parse::<u64>().ok()
            })
        });
    format!("{WORDS}{}", numbers.max().map_or(0, |greatest| greatest + 1))
}
