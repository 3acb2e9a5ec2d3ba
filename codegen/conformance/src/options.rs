// SPDX-License-Identifier: EUPL-1.2
//! How much is measured.

use std::path::PathBuf;
use std::time::Duration;

/// How much is measured.
#[derive(Debug, Clone)]
pub struct Options {
    /// Samples of each message.
    pub samples: u64,
    /// The first seed; the same seed gives the same samples.
    pub seed: u64,
    /// Cases at the same time.
    pub jobs: usize,
    /// Time of one case; what takes longer is a finding.
    pub timeout: Duration,
    /// OASIS XML Catalogs: where remote imports are found.
    pub catalogs: Vec<PathBuf>,
    /// Directory for envelopes, JSON, protobuf and generated files, for others to judge.
    pub dump: Option<PathBuf>,
    /// Samples of each message that are written to [`dump`](Self::dump).
    pub dump_samples: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            samples: 20,
            seed: 1,
            jobs: 1,
            timeout: Duration::from_mins(2),
            catalogs: Vec::new(),
            dump: None,
            dump_samples: 3,
        }
    }
}
