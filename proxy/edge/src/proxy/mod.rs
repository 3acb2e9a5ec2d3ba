// SPDX-License-Identifier: EUPL-1.2
//! The two lanes, as Pingora's proxy hooks.
//!
//! `lanes` is the order of events for one request; `bridge` and `feed` are the answer lane, `relay` and
//! `forward` the relay lane, `write` puts whole answers on the wire.

mod bridge;
mod context;
mod feed;
mod forward;
mod lanes;
mod relay;
mod write;

pub(crate) use lanes::Lanes;
