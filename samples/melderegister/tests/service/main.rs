// SPDX-License-Identifier: EUPL-1.2
//! The sample register, called over the network.

mod caller;
mod description;
mod faults;
mod messages;
mod operations;
mod strictness;
mod transport;
