// SPDX-License-Identifier: EUPL-1.2
//! The configuration, checked and complete.

mod admin;
mod attachments;
mod backend;
mod facade;
mod listen;
mod log;
mod name_pattern;
mod validation;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use admin::Admin;
pub use attachments::Attachments;
pub use backend::{Backend, SoapChoice};
pub use facade::{Facade, SoapPath};
pub use listen::{Listen, Tls};
pub use log::{Log, LogFormat, LogLevel};
pub use name_pattern::NamePattern;
pub use validation::{Check, Checks, OperationValidation, Validation};

use crate::{ConfigError, Mistake, check, yaml};

/// The configuration, checked and complete: an immutable value that can be compared and swapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Where callers are served; at least one.
    pub listen: Vec<Listen>,
    /// How long a shutdown waits for what is in flight. Default 30 s.
    pub drain: Duration,
    /// Worker threads. Default 1.
    pub threads: usize,
    /// How often the files are looked at, to take up what has changed in them; `None` never does. Default 5 s.
    pub watch: Option<Duration>,
    /// Where a process hands its listening sockets to the next one, if it does.
    pub upgrade_socket: Option<PathBuf>,
    /// What is logged, and how.
    pub log: Log,
    /// Where operators ask, if anywhere.
    pub admin: Option<Admin>,
    /// What is served; at least one.
    pub facades: Vec<Facade>,
}

impl Checked {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError {
            file: file.to_owned(),
            mistakes: vec![Mistake {
                code: "FW-3101",
                position: None,
                message: format!("the file cannot be read: {error}"),
                advice: "give the path of a configuration with --config".to_owned(),
            }],
        })?;
        Self::from_yaml(&text, file)
    }

    /// Checks the text of a file. Relative paths in it are relative to the directory of `file`; nothing is read.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_yaml(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let failed = |mistakes| ConfigError { file: file.to_owned(), mistakes };
        let raw = yaml::read(text).map_err(|mistake| failed(vec![mistake]))?;
        check::check(&raw, file.parent().unwrap_or(Path::new(""))).map_err(failed)
    }
}
