// SPDX-License-Identifier: EUPL-1.2
//! Documents of whole contracts: one binary, one module a subject.

mod choices;
mod facade;
mod golden;
mod samples;
mod types;
