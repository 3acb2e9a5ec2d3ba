// SPDX-License-Identifier: EUPL-1.2
//! The bodies of the answer lane.

mod error;
mod feed;
mod request;
mod response;

pub use error::BodyError;
pub(crate) use feed::BodySender;
pub use request::RequestBody;
pub use response::{BoxError, ResponseBody};
