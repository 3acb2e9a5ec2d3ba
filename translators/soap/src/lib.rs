// SPDX-License-Identifier: EUPL-1.2
//! SOAP 1.1 (W3C Note 8 May 2000) and SOAP 1.2 (part 1, second edition) envelopes around the messages of a mapping.
//!
//! * [`Envelope`]: what an envelope is, read as far as the body's first child; then its message as events, or its
//!   fault.
//! * [`EnvelopeWriter`] and [`write_message`]: a message as an envelope; [`write_fault`] and
//!   [`write_declared_fault`].
//! * [`Incoming`]: the message of an envelope while its bytes still come.
//! * [`Pieces`] and [`List`]: an answer that is one list, item by item, while its bytes still come.
//! * [`OperationIndex`]: which operation an envelope belongs to.
//! * [`request_headers`] and [`action`]: what HTTP says about an envelope.
//!
//! The crate knows no transport beyond the names of two header fields, decides no policy (who may send what, what a
//! fault means to a caller). Attachments are read and written as a whole ([`Package`], [`Written`]), or while they still come
//! ([`Parts`], [`Streamed`]).

#![expect(clippy::unnecessary_box_returns, reason = "the error travels boxed, so it is made boxed")]

mod envelope;
mod error;
mod fault;
mod header;
mod http;
mod index;
mod list;
mod matching;
mod mime;
mod version;
mod write;

pub use envelope::{Envelope, Incoming};
pub use error::SoapError;
pub use fault::{DetailElement, FaultCode, FaultParts, Reason, write_declared_fault, write_fault};
pub use header::HeaderBlock;
pub use http::{action, parameter, request_headers};
pub use index::OperationIndex;
pub use list::{List, Piece, Pieces};
pub use matching::{Direction, Match, MatchError};
pub use mime::{
    Awaited, Opening, Package, PartEvent, PartHead, PartLimits, Parts, Streamed, ToCome, Written, escaped,
    unescaped,
};
pub use version::Version;
pub use write::{EnvelopeWriter, write_message};
