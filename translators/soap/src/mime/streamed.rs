// SPDX-License-Identifier: EUPL-1.2
//! Packages whose parts are still to come when their envelope is written.

use super::outgoing::{Content, Outgoing};
use super::package::UNKNOWN;
use super::write::{Binding, fields, package_type, root_fields};

/// A message as it is sent, while some of its parts are still to come.
///
/// It is [`opening`](Self::opening), then what is [to come](Self::to_come) in whatever order it comes, then
/// [`closing`](Self::closing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streamed {
    /// Media type of a package; `None` for a bare envelope.
    pub content_type: Option<String>,
    /// What is written before any part that is to come. Values in the envelope come in this order.
    pub opening: Vec<Opening>,
    /// Parts beside the envelope.
    pub to_come: Vec<ToCome>,
    /// What ends the message.
    pub closing: Vec<u8>,
}

/// A piece of what is written first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The content of what has this identifier, as base64.
    Base64(String),
}

/// A part that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCome {
    /// What the caller calls it.
    pub id: String,
    boundary: String,
    content_id: String,
    content_type: Option<String>,
}

impl ToCome {
    /// What ends a part.
    pub const END: &'static [u8] = b"\r\n";

    /// What is written before the content. `media` is its media type where the message does not say.
    pub fn head(&self, media: Option<&str>) -> Vec<u8> {
        let media = self.content_type.as_deref().or(media).unwrap_or(UNKNOWN);
        fields(&self.boundary, &self.content_id, media, "binary").into_bytes()
    }
}

/// An envelope, in which values are marked that are to come, and what travels beside it.
pub(crate) fn streamed(
    envelope: Vec<u8>,
    outgoing: Option<Outgoing<'_>>,
    bare: bool,
    binding: Binding<'_>,
    token: &str,
) -> Streamed {
    let (parts, marks) = outgoing.map(|outgoing| (outgoing.parts, outgoing.marks)).unwrap_or_default();
    let mut opening = Vec::new();
    if bare && parts.is_empty() {
        split(envelope, &marks, &mut opening);
        return Streamed { content_type: None, opening, to_come: Vec::new(), closing: Vec::new() };
    }
    let boundary = format!("fachwerk-{token}");
    opening.push(Opening::Bytes(root_fields(&boundary, binding).into_bytes()));
    split(envelope, &marks, &mut opening);
    let mut to_come = Vec::new();
    let mut known = b"\r\n".to_vec();
    for part in parts {
        match part.content {
            Content::Bytes(bytes) => {
                let media = part.content_type.as_deref().unwrap_or(UNKNOWN);
                known.extend_from_slice(fields(&boundary, &part.content_id, media, "binary").as_bytes());
                known.extend_from_slice(&bytes);
                known.extend_from_slice(ToCome::END);
            }
            Content::ToCome(id) => to_come.push(ToCome {
                id,
                boundary: boundary.clone(),
                content_id: part.content_id,
                content_type: part.content_type,
            }),
        }
    }
    opening.push(Opening::Bytes(known));
    Streamed {
        content_type: Some(package_type(&boundary, binding)),
        opening,
        to_come,
        closing: format!("--{boundary}--\r\n").into_bytes(),
    }
}

/// Cuts an envelope where values are marked.
fn split(mut envelope: Vec<u8>, marks: &[(String, String)], pieces: &mut Vec<Opening>) {
    let mut places: Vec<(usize, &(String, String))> = marks
        .iter()
        .filter_map(|mark| Some((memchr::memmem::find(&envelope, mark.0.as_bytes())?, mark)))
        .collect();
    places.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut rest = Vec::new();
    for (at, (mark, id)) in places {
        let after = envelope.split_off(at + mark.len());
        envelope.truncate(at);
        rest.push(Opening::Bytes(after));
        rest.push(Opening::Base64(id.clone()));
    }
    pieces.push(Opening::Bytes(envelope));
    pieces.extend(rest.into_iter().rev());
}
