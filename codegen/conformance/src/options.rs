// SPDX-License-Identifier: EUPL-1.2
//! What is measured, and how much: arguments of a command line, and options of a run.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::{Case, DiscoverError, ManifestError, discover, read_manifest};

/// Arguments of a command line that measures.
#[derive(Debug, Args)]
pub struct Arguments {
    /// WSDL files, archives, or directories: every WSDL below that no other one imports.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Table of the entries below PATH, tab-separated; columns `entry`, `case_id`, `ops`, `unresolved_imports`.
    #[arg(long, value_name = "TSV")]
    pub manifest: Option<PathBuf>,
    /// Table of entries that are known to be broken; columns `path`, `problem`.
    #[arg(long, value_name = "TSV", requires = "manifest")]
    pub malformed: Option<PathBuf>,
    /// How much is measured.
    #[command(flatten)]
    pub options: Options,
}

/// There is nothing that could be measured.
#[derive(Debug)]
pub enum CasesError {
    /// A path cannot be looked at.
    Discover(DiscoverError),
    /// The table of entries cannot be used.
    Manifest(ManifestError),
}

impl std::fmt::Display for CasesError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Discover(error) => error.fmt(f),
            Self::Manifest(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CasesError {}

impl Arguments {
    /// The cases of all paths.
    ///
    /// # Errors
    /// A path or a table cannot be read.
    pub fn cases(&self) -> Result<Vec<Case>, CasesError> {
        let mut cases = Vec::new();
        for path in &self.paths {
            cases.extend(match &self.manifest {
                Some(manifest) => {
                    read_manifest(path, manifest, self.malformed.as_deref()).map_err(CasesError::Manifest)?
                }
                None => discover(path).map_err(CasesError::Discover)?,
            });
        }
        Ok(cases)
    }
}

/// How much is measured.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Samples of each message.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub samples: u64,
    /// The same seed gives the same samples.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Cases at the same time.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub jobs: usize,
    /// Seconds that one case may take.
    #[arg(long, default_value = "120", value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Duration,
    /// OASIS XML catalog: where remote imports are found. May be given more than once.
    #[arg(long = "catalog", value_name = "FILE")]
    pub catalogs: Vec<PathBuf>,
    /// Write envelopes, JSON, protobuf and generated files to this directory, for others to judge.
    #[arg(long, value_name = "DIR")]
    pub dump: Option<PathBuf>,
    /// Samples of each message that are written to [`dump`](Self::dump).
    #[arg(skip = 3_u64)]
    pub dump_samples: u64,
}

fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
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
