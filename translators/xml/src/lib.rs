// SPDX-License-Identifier: EUPL-1.2
//! XML reader and writer over a compiled mapping.
//!
//! Layers, each usable alone:
//!
//! * [`Document`]: the text of a document, out of the encoding it came in.
//! * [`Tokenizer`]: strict XML 1.0 (fifth edition) and Namespaces 1.0 over one text, without DTD, entities or
//!   processing instructions, under [`Limits`](fachwerk_message::Limits). It knows no schema.
//! * [`Tags`]: where a document that is still coming can be cut, so that a tokenizer can
//!   [go on](Tokenizer::go_on) with it piece by piece.
//! * [`Paused`]: where a tokenizer stopped in a document that is read while it comes.
//! * [`Reader`]: places the elements of a [`Tokenizer`] into the structs of a
//!   [`Mapping`](fachwerk_mapping::Mapping) and pushes events into a [`Sink`](fachwerk_message::Sink).
//! * [`XmlWriter`]: a `Sink` that writes XML, with names encoded beforehand by [`XmlNames`]. Members may come in any
//!   order; elements leave in the schema's.
//!
//! The crate knows no envelope, no operation and no other wire form; it does no I/O and keeps no state between
//! messages.
//!
//! ```
//! use fachwerk_message::Limits;
//! use fachwerk_xml::{Token, Tokenizer};
//!
//! let mut tokens = Tokenizer::new(b"<a xmlns='urn:a'>x &lt; y</a>", &Limits::default()).unwrap();
//! assert_eq!(tokens.next_token().unwrap(), Token::Start);
//! assert_eq!((tokens.namespace(), tokens.local()), ("urn:a", "a"));
//! assert_eq!(tokens.next_token().unwrap(), Token::Text);
//! assert_eq!(tokens.text(), "x < y");
//! assert_eq!(tokens.next_token().unwrap(), Token::End);
//! assert_eq!(tokens.next_token().unwrap(), Token::Eof);
//! ```

#![expect(clippy::unnecessary_box_returns, reason = "the error travels boxed, so it is made boxed")]

mod characters;
mod document;
mod escape;
mod fragment;
mod globals;
mod locate;
mod reader;
mod tags;
mod tokenizer;
mod wildcard;
mod writer;

pub use characters::is_ncname;
pub use document::Document;
pub use escape::{escape_attribute, escape_text};
pub use fragment::Fragment;
pub use globals::Globals;
pub use locate::locate;
pub use reader::{Binaries, Binary, Children, Reader, References, attachment, read_document};
pub use tags::{Tag, TagKind, Tags};
pub use tokenizer::{Attribute, Paused, Token, Tokenizer};
pub use writer::{Enclosure, EncodingStyle, HeaderTags, XmlNames, XmlWriter};

/// Namespace of `xsi:type`, `xsi:nil` and `xsi:schemaLocation`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Namespace of `xop:Include`.
pub const XOP: &str = "http://www.w3.org/2004/08/xop/include";
/// Namespace of the prefix `xml`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Namespace of the prefix `xmlns`.
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
