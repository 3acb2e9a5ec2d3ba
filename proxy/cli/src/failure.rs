// SPDX-License-Identifier: EUPL-1.2
//! Why a command ends without having done its work.

use std::fmt;

use crate::{COULD_NOT_RUN, FINDINGS};

/// Why a command ends without having done its work.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Exit status.
    pub(crate) status: u8,
    /// Stable code.
    pub(crate) code: String,
    /// Where: `file:line:column`, or a file.
    pub(crate) place: Option<String>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) advice: Option<String>,
    /// Further lines, one finding each.
    pub(crate) details: Vec<String>,
}

impl Failure {
    /// Could not run.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            status: COULD_NOT_RUN,
            code: code.to_owned(),
            place: None,
            message: message.into(),
            advice: None,
            details: Vec::new(),
        }
    }

    /// Ran, and found that something is not right.
    pub(crate) fn finding(code: &str, message: impl Into<String>) -> Self {
        Self { status: FINDINGS, ..Self::new(code, message) }
    }

    /// An error that carries its own `FW-nnnn: ` in front.
    pub(crate) fn coded(error: &impl fmt::Display) -> Self {
        let text = error.to_string();
        match text.split_once(": ") {
            Some((code, message)) if code.starts_with("FW-") => Self::new(code, message),
            _ => Self::new("FW-0001", text),
        }
    }

    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// A file could not be read or written.
    pub(crate) fn file(path: &std::path::Path, doing: &str, error: &std::io::Error) -> Self {
        Self::new("FW-0002", format!("cannot {doing} `{}`: {error}", path.display()))
            .advice("check the path and its permissions")
    }
}
