// SPDX-License-Identifier: EUPL-1.2
//! Real edges on free ports, with hyper and plain sockets at both ends.

mod answer;
mod chunks;
mod client;
mod disconnect;
mod lifecycle;
mod misbehaviour;
mod relay;
mod support;
mod tls;
mod wire;
