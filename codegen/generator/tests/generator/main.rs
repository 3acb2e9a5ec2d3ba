// SPDX-License-Identifier: EUPL-1.2
//! What a generation writes: one binary, one module a subject.
//! What a generation writes.

mod everything;
mod schema;
//! Whole facades: one binary, one module a subject.

mod resource;
mod schema;
