// SPDX-License-Identifier: EUPL-1.2
//! The access log and the metrics: one event a request, of either lane, and never a word of a message.

mod entry;
mod open;
mod report;

pub(crate) use entry::Entry;
pub(crate) use open::Journal;
pub(crate) use report::report;
