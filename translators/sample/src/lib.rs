// SPDX-License-Identifier: EUPL-1.2
//! Random messages that are valid by their schema.
//!
//! A [`Sampler`] walks a compiled mapping and tells a [`Sink`](fachwerk_message::Sink) a message: optional parts,
//! choices, repetitions, nil, derived types, substitutions, wildcards, mixed content, and values that meet all facets
//! of their types. The same seed gives the same message. Events come in schema order.
//!
//! The crate knows no wire form and no contract file: what it says is right for XML, JSON and protobuf alike, and
//! tests hold the codecs against each other with it.
//!
//! ```
//! use fachwerk_mapping::{Mapping, StructId};
//! use fachwerk_message::Recorder;
//!
//! fn two_messages_are_one(mapping: &Mapping, root: StructId) {
//!     let options = fachwerk_sample::Options::default();
//!     let (mut first, mut second) = (Recorder::new(), Recorder::new());
//!     fachwerk_sample::sample(mapping, root, 7, &options, &mut first).unwrap();
//!     fachwerk_sample::sample(mapping, root, 7, &options, &mut second).unwrap();
//!     assert_eq!(first.finish(), second.finish());
//! }
//! ```

mod content;
mod declared;
mod generator;
mod group;
mod identity;
mod mixed;
mod options;
mod plan;
mod sampler;
mod scalar;
mod type_names;
mod wildcard;

pub use options::Options;
pub use sampler::{Sampler, sample};
