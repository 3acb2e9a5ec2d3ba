// SPDX-License-Identifier: EUPL-1.2
//! Members of a message that travel in the path, the query and the headers of a request, and the way back.
//!
//! [`Parameters`] are compiled once for an operation. [`Parameters::read`] takes the values out of a request;
//! [`Merge`] is a [`Sink`](fachwerk_message::Sink) that puts them back as members while the body is read, so that what
//! comes out is the whole message; [`Split`] is the other way: it keeps the parameters' members and lets the rest go
//! on to the body's writer.
//!
//! [`UrlEncoded`] is for services that are themselves called so: HTTP bindings.
//!
//! Values are text in XML Schema's lexical form. In paths and queries they are percent-encoded UTF-8 (RFC 3986,
//! section 2.1), and `+` in a query is a blank, as browsers write it. In headers they are percent-encoded as well,
//! because a header carries no other letters than those of ASCII. An array is a parameter that comes several times
//! (OpenAPI 3.1: `style: form`, `explode: true`). One empty value of a list is the empty list.
//!
//! The crate does no I/O and knows neither HTTP libraries nor JSON.

#![allow(
    clippy::unnecessary_box_returns,
    reason = "the codecs' error is boxed wherever it goes, to keep the good path small"
)]

mod binding;
mod given;
mod merge;
pub mod percent;
mod plan;
mod read;
mod split;

pub use binding::{Addressed, UrlEncoded};
pub use given::Given;
pub use merge::Merge;
pub use plan::Parameters;
pub use read::{Mistake, Request};
pub use split::Split;
