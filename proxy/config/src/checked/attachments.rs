// SPDX-License-Identifier: EUPL-1.2
//! What attachments may cost.

/// What attachments may cost: parts that are streamed beside a message, and those that are written into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachments {
    /// Bytes of one message with all its parts, where they are streamed; nothing of them is held in memory. Default 4 GiB.
    pub max_total: u64,
    /// Bytes of all attachments of one answer that are written into JSON or protobuf, and so held in memory. Default
    /// 10 MiB.
    pub max_inline: u64,
    /// Parts of one message. Default 1,000.
    pub max_parts: usize,
    /// Bytes of the header fields of one part. Default 16 KiB, which is also the most.
    pub max_part_header: usize,
}
