// SPDX-License-Identifier: EUPL-1.2
//! The facade: callers that speak REST, gRPC or SOAP in front of a service that speaks SOAP.
//!
//! ```text
//! FacadeGateway::decide ─┬─ rest ──┐            ┌─ translate::request ── backend ── translate::answer ─┐
//!                        ├─ grpc ──┴─ call ─────┘                                                      ▼
//!                        ├─ soap ──── relay (untouched), ?wsdl (addresses rewritten)                outcome
//!                        └─ documents, probes, reflection, health          RFC 9457 · google.rpc.Status · SOAP fault
//! ```
//!
//! * [`FacadeGateway`] is what the edge serves: it takes one snapshot of the configuration for each request, and
//!   decides from the head alone.
//! * [`Facade`] is a contract with everything compiled from it, made once and shared.
//! * [`outcome`] is the one place where things that go wrong get their status, whatever the protocol.
//! * [`convert`] is the same translation for one message without a proxy around it.
//!
//! What the crate deliberately does not know: Pingora, sockets, YAML keys, XML Schema. The modules that translate
//! know no HTTP beyond a status and a media type and wait for nothing; the backend is a trait to them.
//!
//! # Decisions
//!
//! * An operation whose effect nobody has declared is treated as a write: it is carried through when its caller goes
//!   away, and never sent twice.
//! * A declared fault is `422` and `FAILED_PRECONDITION` whatever its fault code, since it is part of the contract.
//!   Undeclared ones go by their code: `Client`/`Sender` is `400` and `INVALID_ARGUMENT`, everything else `502`, as
//!   `UNKNOWN` where the service failed (its error is from another world) and `INTERNAL` where it complains about SOAP
//!   itself. The reason of a fault is passed on, an undeclared detail is not: in practice it is a stack trace.
//! * What is no SOAP is `INTERNAL` in gRPC, not `UNAVAILABLE`: clients repeat the latter, and the service may have
//!   acted on the request.
//! * Connection trouble is told in our words; hosts, addresses and the system's messages go to the log only.
//! * Faults in the relay lane have the HTTP status of the problem, not `500`, because monitors look at it.
//!
//! # Codes
//!
//! | code | meaning |
//! |---|---|
//! | FW-3201 | a file of the facade directory cannot be read |
//! | FW-3202 | contract.json is unusable |
//! | FW-3203 | fachwerk.lock is unusable |
//! | FW-3204 | openapi.yaml is unusable |
//! | FW-3205 | descriptor.binpb is unusable |
//! | FW-3206 | the contract has no operation |
//! | FW-3207 | the backend's address or its authorities are unusable |
//! | FW-3208 | an operation has no binding for the SOAP version configured |
//! | FW-3209 | two things would be served at the same path |
//! | FW-3210 | the certificate authorities of the platform cannot be loaded |
//! | FW-3211 | loading was broken off |
//! | FW-40nn | the caller's request, see [`outcome::ProblemKind`] |
//! | FW-41nn | the backend, see there |
//! | FW-42nn | faults of the service, see there |
//! | FW-43nn | this proxy, see there |

mod attachments;
mod backend;
mod call;
pub mod convert;
mod gateway;
mod grpc;
mod journal;
mod listing;
mod load;
pub mod outcome;
mod rest;
mod soap;
#[cfg(test)]
mod tests;
mod trace;
mod translate;

pub use gateway::{Explanation, FacadeGateway, FacadeSummary};
pub use load::{Facade, FacadeFiles, LoadError, LoadErrors};
