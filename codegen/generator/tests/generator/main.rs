// SPDX-License-Identifier: EUPL-1.2
//! What a generation writes.

mod schema;
//! Whole facades: one binary, one module a subject.

mod resource;
