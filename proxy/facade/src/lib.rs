// SPDX-License-Identifier: EUPL-1.2
//! The translating lane: REST, gRPC and SOAP callers to a SOAP backend.

mod backend;
mod call;
pub mod convert;
mod gateway;
mod grpc;
mod journal;
mod load;
pub mod outcome;
mod percent;
mod rest;
mod soap;
#[cfg(test)]
mod tests;
mod trace;
mod translate;

pub use gateway::FacadeGateway;
pub use load::{Facade, FacadeFiles, LoadError, LoadErrors};
