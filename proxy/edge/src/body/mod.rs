// SPDX-License-Identifier: EUPL-1.2
//! The bodies of the answer lane.

mod error;
mod request;
mod response;

pub use error::BodyError;
pub use request::RequestBody;
pub(crate) use request::{Chunk, CHANNEL_CHUNKS};
pub use response::{BoxError, ResponseBody};
