// SPDX-License-Identifier: EUPL-1.2
//! Integration tests: one binary, real processes, real peers.

#[macro_use]
mod harness;

mod architecture;
mod cli;
mod house;
