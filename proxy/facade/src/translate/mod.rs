// SPDX-License-Identifier: EUPL-1.2
//! Messages from one form to another, without network, clock or protocol.
//!
//! `source` is a message in whatever form, `target` writes one, and between them stands validation. `request` and
//! `answer` are the two halves of a call, `apart` those of one whose binary values travel apart (`references`), `fault` is what both this lane and `convert` know about faults.

mod answer;
mod apart;
mod codecs;
mod fault;
mod items;
mod plain;
mod references;
mod request;
mod source;
mod target;

pub(crate) use answer::{essence, may_be_soap};
pub(crate) use apart::{Apart, Awaiting, Way};
pub(crate) use codecs::{Codecs, Tables};
pub(crate) use fault::Fault;
pub(crate) use items::Item;
pub(crate) use plain::Document;
pub(crate) use references::Taken;
pub(crate) use source::{Detail, Enveloped, Parted, Plain, Source};
pub(crate) use target::{Check, Rule, Target, Translated, Wire, in_envelope, through, write};

use fachwerk_mapping::OperationId;

use crate::convert::Form;

/// The translation of one operation's messages for a caller of one form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Translation<'a> {
    pub(crate) tables: Tables<'a>,
    pub(crate) operation: OperationId,
    /// The caller's form.
    pub(crate) form: Form,
    /// The service is called without SOAP.
    pub(crate) plain: bool,
}
