// SPDX-License-Identifier: EUPL-1.2
//! Envelopes with parts beside them: MTOM and XOP (XML-binary Optimized Packaging 1.0), SOAP with Attachments, and
//! references to attachments (WS-I Attachments Profile 1.0), in MIME's multipart/related (RFC 2387).
//!
//! A [`Package`] is read as a whole, under the limits of a message; its parts are slices of it unless they have a transfer
//! encoding. What is too large for that is read in pieces by [`Parts`], and written as [`Streamed`]: the envelope first,
//! with references in the place of what still comes.

mod fields;
mod outgoing;
mod package;
mod parts;
mod streamed;
mod transfer;
mod write;

pub use package::{Awaited, Package, escaped, unescaped};
pub use parts::{PartEvent, PartHead, PartLimits, Parts};
pub use streamed::{Opening, Streamed, ToCome};
pub use write::Written;

pub(crate) use outgoing::{Outgoing, Step};
pub(crate) use streamed::streamed;
pub(crate) use write::{Binding, package};
