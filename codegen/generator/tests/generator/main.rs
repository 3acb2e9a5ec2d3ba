// SPDX-License-Identifier: EUPL-1.2
//! What a generation writes: one binary, one module a subject.

mod addressing;
mod everything;
mod resource;
mod schema;
mod sources;
