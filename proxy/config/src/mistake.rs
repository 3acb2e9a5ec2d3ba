// SPDX-License-Identifier: EUPL-1.2
//! What is wrong with a configuration.

use std::fmt;
use std::path::PathBuf;

/// A place in the file; line and column count from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: u64,
    /// Column.
    pub column: u64,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Stable code, such as `FW-3104`.
    pub code: &'static str,
    /// Where, if it stands anywhere.
    pub position: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
}

/// Everything that is wrong with one file, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// At least one.
    pub mistakes: Vec<Mistake>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.mistakes.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: {}", mistake.code, self.file.display())?;
            if let Some(Position { line, column }) = mistake.position {
                write!(f, ":{line}:{column}")?;
            }
            write!(f, ": {}; {}", mistake.message, mistake.advice)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
