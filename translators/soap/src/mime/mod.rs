// SPDX-License-Identifier: EUPL-1.2
//! Envelopes with parts beside them: MTOM and XOP (XML-binary Optimized Packaging 1.0), SOAP with Attachments, and
//! references to attachments (WS-I Attachments Profile 1.0), in MIME's multipart/related (RFC 2387).
//!
//! A package is read as a whole, under the limits of a message; its parts are slices of it unless they have a transfer
//! encoding.

mod fields;
mod outgoing;
mod package;
mod transfer;
mod write;

pub use package::Package;
pub use write::Written;

pub(crate) use outgoing::{Outgoing, Step};
pub(crate) use write::{Binding, package};
