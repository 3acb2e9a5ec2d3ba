// SPDX-License-Identifier: EUPL-1.2
//! What is said about an input.

use std::fmt;

use crate::Code;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Read, but not as the author may have meant it.
    Warning,
    /// Wrong; what depends on it is missing in the contract.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One thing to say about one place of the input.
///
/// `Display` writes one line, `path:line:column: severity: FW-1xxx: message; advice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The stable code.
    pub code: Code,
    /// The file, relative to the entry's directory.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// The line of the source, shortened around the column where it is very long.
    pub snippet: Option<String>,
    /// Where in the snippet the place is, in characters from 0.
    pub caret: u32,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}: {}: {}; {}",
            self.path, self.line, self.column, self.severity, self.code, self.message, self.advice
        )
    }
}

/// Collects diagnostics up to a limit, so that a hostile input cannot fill memory with complaints.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
    dropped: usize,
}

/// Beyond this nobody reads on.
const LIMIT: usize = 10_000;

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < LIMIT {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    pub(crate) fn into_list(mut self) -> Vec<Diagnostic> {
        if self.dropped > 0 {
            let code = Code::TooManyDiagnostics;
            self.list.push(Diagnostic {
                severity: code.severity(),
                code,
                path: self.list.first().map(|d| d.path.clone()).unwrap_or_default(),
                line: 1,
                column: 1,
                message: format!("{} more diagnostics are left out", self.dropped),
                advice: "mend the first ones and run again".to_owned(),
                snippet: None,
                caret: 0,
            });
        }
        self.list
    }
}
