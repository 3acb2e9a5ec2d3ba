// SPDX-License-Identifier: EUPL-1.2
//! Messages whose attachments are streamed: read, referred to and written while they still come.
//!
//! The message itself is translated as a whole, under its limits; in the place of each binary value that comes apart it
//! has a reference, `cid:` and the identifier of the part. `incoming` reads a multipart body piece by piece, from either
//! side. `inflow` is the request to the backend, `outflow` the answer to the caller. Both give a piece when it is asked
//! for: whoever takes the pieces sets the pace, and of the parts there is never more in memory than one piece.

mod answer;
mod claim;
mod form;
mod incoming;
mod inflow;
mod outflow;
mod pull;
mod request;
mod token;

pub(crate) use answer::{attached, response, whole};
pub(crate) use form::{Sends, Wants, sends, wants};
pub(crate) use inflow::Attachments;
pub(crate) use outflow::{Next, Outflow};
pub(crate) use request::{parted, send};
