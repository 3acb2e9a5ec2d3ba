// SPDX-License-Identifier: EUPL-1.2
//! Plans for whole contracts: one binary, one module a subject.
#![expect(clippy::print_stderr, reason = "what was skipped is for people to read")]

mod contracts;
mod eakte;
mod kept;
mod overrides;
mod proposals;
mod schema;
