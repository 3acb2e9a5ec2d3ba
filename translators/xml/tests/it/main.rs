// SPDX-License-Identifier: EUPL-1.2
//! Reader and writer against a contract made by hand.

mod corpus;
mod properties;
mod reading;
mod round_trip;
mod schema;
mod trace;
mod tree;
mod writing;
