// SPDX-License-Identifier: EUPL-1.2
//! Where references lead: what leads nowhere is reported, and what depends on it is left out.

mod built_in;
mod circle;
mod media;
mod open;
mod prune;

pub(crate) use built_in::{add_built_in, drop_unused_built_in};
pub(crate) use media::media_types;
pub(crate) use prune::prune;
