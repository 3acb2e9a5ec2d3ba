// SPDX-License-Identifier: EUPL-1.2
//! One change, and what it means for whom.

use serde::Serialize;

/// What a change means for callers that were built against the old version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Impact {
    /// They cannot see it.
    #[default]
    None,
    /// They go on as before.
    Compatible,
    /// Some of them do not.
    Breaking,
}

/// Where something is declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// File, relative to the entry document.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about: `service/operation`, `Type.member`, `#/components/…`, a protobuf name.
    pub subject: String,
    /// What is different, one sentence without a full stop.
    pub what: String,
    /// For SOAP callers.
    pub soap: Impact,
    /// For REST callers.
    pub rest: Impact,
    /// For gRPC callers.
    pub grpc: Impact,
    /// Where the old version declares it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Place>,
    /// Where the new version declares it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Place>,
    /// Operations whose messages are touched; empty where the subject says it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<String>,
}

impl Change {
    /// A change that nobody has judged yet.
    pub(crate) fn new(subject: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            what: what.into(),
            soap: Impact::None,
            rest: Impact::None,
            grpc: Impact::None,
            old: None,
            new: None,
            operations: Vec::new(),
        }
    }

    /// Judged for SOAP, REST and gRPC callers.
    pub(crate) fn for_callers(mut self, soap: Impact, rest: Impact, grpc: Impact) -> Self {
        (self.soap, self.rest, self.grpc) = (soap, rest, grpc);
        self
    }

    /// The same for everybody.
    pub(crate) fn for_all(self, impact: Impact) -> Self {
        self.for_callers(impact, impact, impact)
    }

    /// The worst of the three.
    pub fn worst(&self) -> Impact {
        self.soap.max(self.rest).max(self.grpc)
    }
}

/// How many changes break whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All changes.
    pub changes: usize,
    /// Those that break SOAP callers.
    pub soap: usize,
    /// Those that break REST callers.
    pub rest: usize,
    /// Those that break gRPC callers.
    pub grpc: usize,
}

impl Counts {
    /// Count.
    pub fn of(changes: &[Change]) -> Self {
        let breaking =
            |of: fn(&Change) -> Impact| changes.iter().filter(|c| of(c) == Impact::Breaking).count();
        Self {
            changes: changes.len(),
            soap: breaking(|c| c.soap),
            rest: breaking(|c| c.rest),
            grpc: breaking(|c| c.grpc),
        }
    }

    /// Whether anybody breaks.
    pub fn breaking(&self) -> bool {
        self.soap + self.rest + self.grpc > 0
    }
}
