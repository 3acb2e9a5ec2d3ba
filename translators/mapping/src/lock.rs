// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk.lock`: names and numbers that stay as they are when a contract changes.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::by_key::ByKey;
use crate::{RestStyle, Route};

/// Version of the lock file.
const LOCK_VERSION: u32 = 1;

/// Names and numbers given out so far. The integrator commits the file; deriving from a changed contract keeps what
/// is in it, adds what is new, and keeps what is gone so that it is never given out again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Format version.
    pub fachwerk_lock: u32,
    /// protobuf package.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub package: String,
    /// How the REST facade was shaped.
    #[serde(default, skip_serializing_if = "RestStyle::is_rpc")]
    pub rest_style: RestStyle,
    /// Objects by key.
    #[serde(default)]
    pub structs: BTreeMap<String, LockedStruct>,
    /// Enumerations by key.
    #[serde(default)]
    pub enumerations: BTreeMap<String, LockedEnumeration>,
    /// Families by key.
    #[serde(default)]
    pub families: BTreeMap<String, LockedStruct>,
    /// Services by key, with the names of their operations.
    #[serde(default)]
    pub services: BTreeMap<String, LockedService>,
}

/// An object's name and fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedStruct {
    /// Component name.
    pub name: String,
    /// Fields by key.
    #[serde(default)]
    pub fields: ByKey<LockedField>,
}

/// A field's names and number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedField {
    /// JSON member name.
    pub json: String,
    /// protobuf field name.
    pub proto: String,
    /// protobuf field number.
    pub number: u32,
    /// protobuf `oneof` that it is a member of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oneof: Option<String>,
}

/// An enumeration's name and values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedEnumeration {
    /// Component name.
    pub name: String,
    /// Values: lexical value to (protobuf name, number).
    #[serde(default)]
    pub values: BTreeMap<String, (String, i32)>,
}

/// A service's name and operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedService {
    /// Facade name.
    pub name: String,
    /// Operations: key to facade name.
    #[serde(default)]
    pub operations: BTreeMap<String, String>,
    /// protobuf name.
    #[serde(default)]
    pub rpc: String,
    /// protobuf methods by the same key as operations.
    #[serde(default)]
    pub methods: BTreeMap<String, LockedMethod>,
    /// REST shapes by the same key; operations that are not here are `POST /{service}/{operation}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub routes: BTreeMap<String, Route>,
}

/// The protobuf names of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedMethod {
    /// Method name.
    pub name: String,
    /// Message of the request.
    pub request: String,
    /// Message of the response.
    pub response: String,
    /// Name of the WSDL operation's input, by which the operation is found again when it gets overloads.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub input: String,
    /// Its server-streaming twin, also where there is none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<LockedStream>,
    /// Its twin with chunks, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chunked: Option<LockedStream>,
}

/// The protobuf names of a twin of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedStream {
    /// Method name.
    pub name: String,
    /// Message of the request.
    pub request: String,
    /// Message of one response.
    pub response: String,
}

impl LockedMethod {
    /// Names of messages.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &str> {
        let twins = self.stream.iter().chain(&self.chunked);
        let stream = twins.flat_map(|s| [s.request.as_str(), s.response.as_str()]);
        [self.request.as_str(), self.response.as_str()].into_iter().chain(stream)
    }

    /// Names of methods.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let twins = self.stream.iter().chain(&self.chunked);
        std::iter::once(self.name.as_str()).chain(twins.map(|s| s.name.as_str()))
    }
}

/// Why a lock file could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// Not JSON or not a lock.
    #[error("FW-0111: lock file, line {line} column {column}: {message}; restore it from version control")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the JSON reader found.
        message: String,
    },
    /// Written by another version.
    #[error(
        "FW-0112: lock file has version {0}, this program reads version {LOCK_VERSION}; use the fachwerk that wrote it"
    )]
    Version(u32),
}

impl Lock {
    /// A lock in which nothing is given out yet.
    pub fn new() -> Self {
        Self { fachwerk_lock: LOCK_VERSION, ..Self::default() }
    }

    /// The file's text: deterministic, sorted, one trailing newline.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a lock always serialises");
        text.push('\n');
        text
    }

    /// Write the file's text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut out = io::BufWriter::with_capacity(1 << 16, out);
        serde_json::to_writer_pretty(&mut out, self)?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// Load a lock file.
    ///
    /// # Errors
    /// Not a lock, or one of another version.
    pub fn from_json(bytes: &[u8]) -> Result<Self, LockError> {
        let lock: Self = serde_json::from_slice(bytes).map_err(|e| LockError::Shape {
            line: e.line(),
            column: e.column(),
            message: e.to_string(),
        })?;
        if lock.fachwerk_lock != LOCK_VERSION {
            return Err(LockError::Version(lock.fachwerk_lock));
        }
        Ok(lock)
    }
}
