// SPDX-License-Identifier: EUPL-1.2
//! Parameters of whole contracts: one binary, one module a subject.
#![expect(clippy::print_stderr, reason = "what was skipped is for people to read")]

mod mistakes;
mod round_trip;
mod shaped;
