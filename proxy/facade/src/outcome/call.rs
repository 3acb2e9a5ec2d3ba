// SPDX-License-Identifier: EUPL-1.2
//! What came of a call.

use super::{FaultReport, Problem};

/// What came of a call, before it takes the shape of the caller's protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The answer, in the caller's form.
    Answer(Vec<u8>),
    /// A one-way message was taken.
    Accepted,
    /// A SOAP fault of the service.
    Fault(Box<FaultReport>),
    /// Something went wrong on the way.
    Problem(Box<Problem>),
}
