// SPDX-License-Identifier: EUPL-1.2
//! Integration tests: one binary, real processes, real peers.

mod architecture;
mod house;
