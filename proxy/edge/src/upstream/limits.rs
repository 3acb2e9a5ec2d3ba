// SPDX-License-Identifier: EUPL-1.2
//! What one call to a backend may cost.

use std::time::Duration;

/// What one call to a backend may cost: time and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Name resolution, TCP and TLS.
    pub connect_timeout: Duration,
    /// From the first byte sent to the last byte of the answer. A retry does not restart it.
    pub response_timeout: Duration,
    /// Bytes of the answer's body, after removal of the chunked coding.
    pub max_response_bytes: u64,
    /// Bytes of the answer's head, interim (`1xx`) heads included, and separately of its trailers.
    pub max_head_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            response_timeout: Duration::from_secs(30),
            max_response_bytes: 16 * 1024 * 1024,
            max_head_bytes: 64 * 1024,
        }
    }
}
