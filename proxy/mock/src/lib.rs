// SPDX-License-Identifier: EUPL-1.2
//! A legacy service that is not there: it knows a contract and answers by it.
//!
//! ```text
//! request ──▶ which operation, is it valid? ──▶ first rule of the script that fits ──▶ reply
//!                        │ no                              │ none
//!                        ▼                                 ▼
//!                  SOAP fault of the sender          a random valid answer
//! ```
//!
//! The same request gets the same answer. What the crate deliberately does not know: sockets, time. A [`Reply`] says what
//! is to be sent, after which delay, and where the connection is to break; somebody else does it.
//!
//! | code | meaning |
//! |---|---|
//! | FW-3301 | the script, or a file that it names, cannot be read |
//! | FW-3302 | the script is not YAML, or not of this shape |
//! | FW-3303 | a rule cannot be followed: no such operation, fault or message |

mod mock;
mod reply;
mod script;

pub use mock::{Asked, Mock};
pub use reply::{Reply, Source};
pub use script::{Script, ScriptError};
