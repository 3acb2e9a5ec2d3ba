// SPDX-License-Identifier: EUPL-1.2
//! Documents of whole contracts: one binary, one module a subject.

mod choices;
mod corpus;
mod facade;
mod golden;
mod samples;
mod types;
mod version30;
mod way_back;
