// SPDX-License-Identifier: EUPL-1.2
//! From a contract and a lock to a mapping.

use fachwerk_contract::{Contract, Location};

use crate::{Lock, Mapping};

/// Something the mapping could not keep or had to decide, for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable code.
    pub code: &'static str,
    /// Where in the sources.
    pub location: Location,
    /// One sentence.
    pub message: String,
}

/// Derive the mapping of a contract. What `lock` already names keeps its names and numbers; the lock returned is
/// the one to write back. Deterministic.
pub fn derive(_contract: &Contract, lock: &Lock) -> (Mapping, Lock, Vec<Note>) {
    (Mapping::default(), lock.clone(), Vec::new())
}
