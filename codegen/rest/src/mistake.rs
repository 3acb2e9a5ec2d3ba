// SPDX-License-Identifier: EUPL-1.2
//! What is wrong in an overrides file.

use std::fmt;

/// Something wrong in an overrides file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Stable code, `FW-152n`.
    pub code: &'static str,
    /// It makes the file unusable; otherwise it is a warning.
    pub error: bool,
    /// Line, from 1; 0 where there is none.
    pub line: u32,
    /// Column, from 1; 0 where there is none.
    pub column: u32,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}:{}: {}; {}", self.code, self.line, self.column, self.message, self.advice)
    }
}

/// Not YAML, an unknown key, a value of another kind.
pub(crate) const SHAPE: &str = "FW-1521";
/// No such operation.
pub(crate) const OPERATION: &str = "FW-1522";
/// A shape that cannot be served.
pub(crate) const ROUTE: &str = "FW-1523";
/// A name that is taken, or none.
pub(crate) const NAME: &str = "FW-1524";
/// Two operations at one method and path.
pub(crate) const TWICE: &str = "FW-1525";
/// A parameter for a member that may be null.
pub(crate) const NULL: &str = "FW-1526";
