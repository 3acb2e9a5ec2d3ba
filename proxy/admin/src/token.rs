// SPDX-License-Identifier: EUPL-1.2
//! The secret that opens the admin listener.

use std::fmt;
use std::path::Path;

use subtle::ConstantTimeEq;

/// A secret. It is never shown, and comparing it takes as long whatever is given.
pub struct Token(Box<[u8]>);

impl Token {
    /// `None` for nothing, which would be no secret.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.as_bytes().into()))
    }

    /// Reads a file that holds the secret and nothing else but white space.
    ///
    /// # Errors
    /// The file cannot be read, or holds nothing.
    pub fn read(file: &Path) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(file)?;
        Self::new(&text).ok_or_else(|| std::io::Error::other("there is no token in it"))
    }

    /// Whether this is the secret.
    pub(crate) fn is(&self, given: &[u8]) -> bool {
        self.0.ct_eq(given).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
