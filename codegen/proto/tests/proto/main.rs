// SPDX-License-Identifier: EUPL-1.2
//! Generated files: what protoc makes of them, and how they change with their contract.

mod chunks;
mod corpus;
mod drift;
#[path = "../../../../translators/protobuf/tests/protobuf/everything.rs"]
mod everything;
mod evolution;
mod golden;
mod protoc;
mod real;
mod shape;
