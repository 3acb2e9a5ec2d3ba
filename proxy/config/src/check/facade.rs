// SPDX-License-Identifier: EUPL-1.2
//! Checks facades and their backends.

use std::time::Duration;

use fachwerk_message::Limits;

use super::checker::Checker;
use crate::raw::{RawAttachments, RawBackend, RawFacade, RawLimits};
use crate::yaml::{At, position};
use crate::{Attachments, Backend, Facade, SoapChoice};

/// Bytes of a request unless told otherwise: an envelope is a document, not a file.
const MAX_REQUEST: u64 = 1 << 20;
/// Bytes of a relayed request unless told otherwise: attachments travel this way, and nothing is buffered.
const MAX_RELAYED: u64 = 64 << 20;
/// Bytes of an answer unless told otherwise.
const MAX_RESPONSE: u64 = 10 << 20;
/// Bytes of a message whose attachments are streamed, unless told otherwise.
const MAX_TOTAL: u64 = 4 << 30;
/// Bytes of attachments that are written into a message, unless told otherwise.
const MAX_INLINE: u64 = 10 << 20;
/// Header fields of a part: readers know no more.
const MAX_PART_HEADER: u64 = 16 << 10;

impl Checker<'_> {
    pub(super) fn facade(&mut self, raw: &At<RawFacade>) -> Option<Facade> {
        let contract = self.file(raw.value.contract.as_ref());
        if raw.value.contract.is_none() {
            self.missing(
                Some(position(raw)),
                "contract",
                "name the directory that `fachwerk generate` wrote",
            );
        }
        let base_path = self.base_path(raw.value.base_path.as_ref());
        let soap_path = self.soap_path(raw.value.soap_path.as_ref());
        let limits = self.limits(&raw.value.limits);
        let max_relayed = self.passing_size(raw.value.limits.max_relayed.as_ref(), MAX_RELAYED);
        let attachments = self.attachments(&raw.value.attachments);
        let validation = self.validation(&raw.value.validation);
        let backend = if let Some(backend) = &raw.value.backend {
            self.backend(backend)
        } else {
            self.missing(
                Some(position(raw)),
                "backend",
                "write `backend: { url: … }` with the legacy service's address",
            );
            None
        };
        Some(Facade {
            contract: contract?,
            base_path,
            soap_path,
            backend: backend?,
            limits,
            max_relayed,
            attachments,
            validation,
        })
    }

    fn backend(&mut self, raw: &At<RawBackend>) -> Option<Backend> {
        let url = if let Some(leaf) = &raw.value.url {
            self.url(leaf)
        } else {
            self.missing(Some(position(raw)), "url", "write the legacy service's address");
            None
        };
        let versions =
            [("contract", SoapChoice::Contract), ("1.1", SoapChoice::V11), ("1.2", SoapChoice::V12)];
        let soap = self.word(raw.value.soap.as_ref(), SoapChoice::default(), &versions);
        let connect_timeout = self.duration(raw.value.connect_timeout.as_ref(), Duration::from_secs(3));
        let timeout = self.duration(raw.value.timeout.as_ref(), Duration::from_secs(30));
        let ca_file = self.file(raw.value.ca_file.as_ref());
        let max_response = self.size(raw.value.max_response.as_ref(), MAX_RESPONSE);
        let url = url?;
        if let Some(leaf) = &raw.value.ca_file
            && url.scheme_str() == Some("http")
        {
            let message = "ca_file has no effect: the backend is spoken to without TLS";
            self.mistake("FW-3112", leaf, message, "remove it, or write https:// in the url");
        }
        Some(Backend { url, soap, connect_timeout, timeout, ca_file, max_response })
    }

    fn limits(&mut self, raw: &RawLimits) -> Limits {
        let default = Limits::default();
        let max_bytes = self.size(raw.max_request.as_ref(), MAX_REQUEST) as usize;
        Limits {
            max_bytes,
            // Readers keep one frame a level: deeper documents exist only to do harm.
            max_depth: self.number(raw.max_depth.as_ref(), default.max_depth, 4..=10_000),
            max_nodes: self.number(raw.max_nodes.as_ref(), default.max_nodes, 1..=100_000_000),
            max_children: self.number(raw.max_children.as_ref(), default.max_children, 1..=100_000_000),
            max_attributes: self.number(raw.max_attributes.as_ref(), default.max_attributes, 1..=100_000),
            max_name_bytes: self.size(raw.max_name.as_ref(), default.max_name_bytes as u64) as usize,
            max_text_bytes: self.size(raw.max_text.as_ref(), default.max_text_bytes as u64) as usize,
            max_digits: self.number(raw.max_digits.as_ref(), default.max_digits, 1..=1_000_000),
            max_namespaces: self.number(raw.max_namespaces.as_ref(), default.max_namespaces, 4..=100_000),
            processing_instructions: self.word(
                raw.processing_instructions.as_ref(),
                default.processing_instructions,
                &[("refuse", false), ("ignore", true)],
            ),
        }
    }

    fn attachments(&mut self, raw: &RawAttachments) -> Attachments {
        let max_part_header = self.size(raw.max_part_header.as_ref(), MAX_PART_HEADER);
        if let Some(leaf) = raw.max_part_header.as_ref().filter(|_| max_part_header > MAX_PART_HEADER) {
            let message = "max_part_header is more than 16KiB";
            self.mistake("FW-3120", leaf, message, "write 16KiB or less: nobody needs more to name a part");
        }
        Attachments {
            max_total: self.passing_size(raw.max_total.as_ref(), MAX_TOTAL),
            max_inline: self.size(raw.max_inline.as_ref(), MAX_INLINE),
            max_parts: self.number(raw.max_parts.as_ref(), 1_000, 1..=100_000),
            max_part_header: max_part_header as usize,
        }
    }
}
