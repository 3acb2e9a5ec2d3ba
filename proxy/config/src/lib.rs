// SPDX-License-Identifier: EUPL-1.2
//! Configuration: what an operator writes in `fachwerk.yaml`, checked and with every default filled in.
//!
//! ```text
//! text ──serde──▶ Raw (as written, with positions) ──check──▶ Checked (immutable, complete)
//! ```
//!
//! [`Checked`] is a plain value: two of them can be compared, and the proxy swaps one for another while requests
//! go on with the one they began with. What is wrong is collected, not only the first of it, and every
//! [`Mistake`] says where it stands, what is wrong and what to write instead.
//!
//! The crate deliberately knows no contract, no socket and no certificate: whether a directory holds a contract
//! or a port is free shows when the proxy loads them. The only I/O is [`Checked::load`], which reads one file.
//!
//! | code | meaning |
//! |---|---|
//! | FW-3101 | the file cannot be read |
//! | FW-3102 | not YAML, or not of this shape: unknown key, key twice, list where a value belongs |
//! | FW-3103 | a required key is missing |
//! | FW-3104 | not a duration |
//! | FW-3105 | not a size |
//! | FW-3106 | not a number, or out of range |
//! | FW-3107 | not an address to listen on |
//! | FW-3108 | not a backend URL |
//! | FW-3109 | not a path |
//! | FW-3110 | not one of the words allowed here |
//! | FW-3111 | two things that must differ are the same |
//! | FW-3112 | a setting that would have no effect |
//! | FW-3113 | the admin listener would be open to everybody |
//! | FW-3120 | more than there can be |
//!
//! ```
//! let text = "
//! listen: [{ address: '[::]:8080' }]
//! facades:
//!   - contract: generated/melderegister
//!     backend: { url: 'http://127.0.0.1:8081/melderegister' }
//! ";
//! let checked = fachwerk_config::Checked::from_yaml(text, "/etc/fachwerk/fachwerk.yaml".as_ref()).unwrap();
//! assert_eq!(checked.facades[0].contract, std::path::Path::new("/etc/fachwerk/generated/melderegister"));
//! ```

mod check;
mod checked;
mod mistake;
mod raw;
mod settings;
mod units;
mod yaml;

pub use checked::{
    Admin, Attachments, Backend, Check, Checked, Checks, Facade, Listen, Log, LogFormat, LogLevel,
    NamePattern, OperationValidation, SoapChoice, SoapPath, Tls, Validation,
};
pub use mistake::{ConfigError, Mistake, Position};
pub use settings::{Difference, Takes};
