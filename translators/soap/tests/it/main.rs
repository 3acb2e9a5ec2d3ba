// SPDX-License-Identifier: EUPL-1.2
//! Envelopes over contracts that are read from WSDL.

#![allow(clippy::print_stdout, reason = "says what was skipped and how much was read")]

mod attachments;
mod contract;
mod corpus;
mod encoding;
mod encodings;
mod envelopes;
mod faults;
mod incoming;
mod list;
mod matching;
mod melderegister;
mod messages;
mod parts;
mod samples;
#[path = "../../../xml/tests/it/tree.rs"]
mod tree;
