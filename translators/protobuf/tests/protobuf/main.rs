// SPDX-License-Identifier: EUPL-1.2
//! Reader and writer together: drawn messages against an oracle, hostile bytes, and events of other readers.

mod draw;
mod events;
mod everything;
mod hostile;
mod oracle;
mod rearrange;
mod round_trip;
mod writer;
