// SPDX-License-Identifier: EUPL-1.2
//! One call from an input to every generated file.
//!
//! Knows which files there are and what they are called; knows neither where they are written nor the proxy. The
//! same input and lock give the same bytes.

mod actions;
mod decisions;
mod describe;
mod example;
mod facade;
mod generate;
mod overlays;
mod replacement;
mod report;
mod requirements;
mod shape;

pub use decisions::{Decisions, Written};
pub use example::Examples;
pub use facade::{Facade, Files, Outcome, prepare};
pub use fachwerk_openapi::Specification;
pub use generate::{Failed, Generated, generate, generate_as};
pub use replacement::{RustCrate, RustFile, replacement, rust};
pub use report::{Action, ActionFrom, Counts, OperationReport, Remark, Report, Requirement, ServiceReport};

/// Names of the files in a facade directory.
pub mod files {
    /// The contract.
    pub const CONTRACT: &str = "contract.json";
    /// Names and numbers that stay.
    pub const LOCK: &str = "fachwerk.lock";
    /// What an integrator decided about single operations.
    pub const OVERRIDES: &str = "overrides.yaml";
    /// Directory of OpenAPI Overlays, applied in the order of their names.
    pub const OVERLAYS: &str = "overlays";
    /// The REST facade.
    pub const OPENAPI: &str = "openapi.yaml";
    /// The gRPC facade's descriptors.
    pub const DESCRIPTOR: &str = "descriptor.binpb";
    /// What was mapped.
    pub const REPORT: &str = "report.json";
    /// Directory of .proto files.
    pub const PROTO: &str = "proto";
    /// Directory with copies of the sources.
    pub const SOURCES: &str = "wsdl";
}
