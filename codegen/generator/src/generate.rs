// SPDX-License-Identifier: EUPL-1.2
//! Read, map, emit, all in memory.

use std::collections::BTreeMap;

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping};
use fachwerk_wsdl::{Input, Options};

use crate::facade::{Outcome, prepare};
use crate::{Decisions, Report};

/// Everything that goes into a facade directory.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Content by path, `/`-separated.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the report file says.
    pub report: Report,
    /// What the input says.
    pub contract: Contract,
    /// What callers see of it.
    pub mapping: Mapping,
}

/// Nothing could be generated; the report says why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("FW-1401: nothing could be generated; see the remarks")]
pub struct Failed(pub Report);

/// Generate a facade. `lock` is the one of an earlier generation, if there was one.
///
/// # Errors
/// The input has no operation that could be mapped.
pub fn generate(input: &Input, options: &Options, lock: Option<&Lock>) -> Result<Generated, Failed> {
    generate_as(input, options, &Decisions { lock: lock.cloned(), ..Decisions::default() })
}

/// Generate a facade as people decided. What they decided is among the files, so that generating again follows it.
///
/// # Errors
/// The input has no operation that could be mapped, or what was decided cannot be.
pub fn generate_as(input: &Input, options: &Options, decisions: &Decisions) -> Result<Generated, Failed> {
    let facade = prepare(input, options, decisions)?;
    let mut files = BTreeMap::new();
    let Outcome { report, contract, mapping } = facade.write(&mut files).expect("memory takes every file");
    Ok(Generated { files, report, contract, mapping })
}
