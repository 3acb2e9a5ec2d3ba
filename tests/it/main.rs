// SPDX-License-Identifier: EUPL-1.2
//! Integration tests: one binary, real processes, real peers.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what was measured or skipped is for people to read"
)]
#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "so are the names of our own files")]

#[macro_use]
mod harness;

mod architecture;
mod attachments;
mod bad_callers;
mod bad_legacy;
mod cli;
mod drain;
mod facades;
mod grpc;
mod house;
mod http_binding;
mod interop_cxf;
mod interop_encoded;
mod interop_grpcurl;
mod interop_zeep;
mod many_callers;
mod mock;
mod odd_legacy;
mod operators;
mod pages;
mod reload;
mod replacement;
mod rest;
mod rest_resource;
mod round_trip;
mod soap;
mod streaming;
mod trace;
mod upgrade;
mod validation;
