// SPDX-License-Identifier: EUPL-1.2
//! The translating lane: REST, gRPC and SOAP callers to a SOAP backend
#![allow(dead_code)]
pub mod outcome;
mod rest;
mod soap;
mod trace;
