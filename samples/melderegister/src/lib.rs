// SPDX-License-Identifier: EUPL-1.2
//! A municipal register behind SOAP: the legacy service of the samples.
//!
//! Twelve fictional residents, five operations, SOAP 1.1 and SOAP 1.2 at one address. The service plays
//! the part of the vendor's Fachverfahren that nobody may change, and it is the judge of what Fachwerk
//! sends: every request is checked element by element by code written by hand for this schema. An element
//! out of order, in the wrong namespace, unknown, missing or with a value outside its type is answered
//! with a fault that names the element.
//!
//! Deliberately, this crate shares no code with Fachwerk: no codec, no contract, no generated type. What
//! both sides agree on is `wsdl/melderegister.wsdl` and nothing else.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! use fachwerk_melderegister::{Options, Server};
//!
//! let (address, server) = Server::start("127.0.0.1:0", Options::default()).await?;
//! assert_eq!(server.wsdl_url(), format!("http://{address}/melderegister?wsdl"));
//! assert_eq!(server.requests("lesePerson"), 0);
//! server.stop().await
//! # }
//! ```

mod action;
mod answer;
mod clock;
mod counters;
mod description;
mod endpoint;
mod envelope;
mod exchange;
mod fault;
mod http;
mod lexical;
mod names;
mod operation;
mod options;
mod record;
mod register;
mod request;
mod server;
mod xml;

pub use counters::Counters;
pub use description::FILES;
pub use exchange::Exchange;
pub use operation::Operation;
pub use options::{Options, Watcher};
pub use server::{PATH, Server, serve};
