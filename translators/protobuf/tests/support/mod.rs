// SPDX-License-Identifier: EUPL-1.2
//! Contract, table, drawn messages and oracle of the tests.

pub mod draw;
pub mod everything;
pub mod events;
pub mod oracle;
pub mod rearrange;
