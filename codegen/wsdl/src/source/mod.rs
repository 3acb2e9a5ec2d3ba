// SPDX-License-Identifier: EUPL-1.2
//! Where bytes come from: a directory, an archive, memory.

mod archive;
mod catalog;
mod decode;
mod directory;
mod file;
mod input;
mod location;
mod memory;

pub use catalog::Catalog;
pub(crate) use decode::{decode, is_xml_character};
pub(crate) use file::read;
pub use input::{Input, OpenError, open};
pub(crate) use location::{Target, is_remote, resolve};
pub use memory::Memory;

/// Why a source could not deliver a file that it has.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The operating system said no.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The file is larger than the limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Not a regular file, or not where files may be read.
    #[error("{0}")]
    Refused(String),
}

/// Delivers the files of an input.
pub trait Source {
    /// The bytes of a file, `None` where there is none. Paths are relative to the entry's directory, `/`-separated
    /// and normalised: no `.`, and `..` only at the start. No more than `limit` bytes are wanted.
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError>;

    /// Whether `..` may lead above the entry's directory.
    fn allows_parents(&self) -> bool {
        false
    }

    /// The path, relative to the entry's directory, of an absolute `file:` location within the root.
    fn relative(&self, _absolute: &str) -> Option<String> {
        None
    }

    /// Hook for catalogs: another location for this one, or else for this namespace. The answer is a URL or a path
    /// for [`Source::read`].
    fn catalog(&self, _location: Option<&str>, _namespace: Option<&str>) -> Option<String> {
        None
    }

    /// Hook for the network: the bytes behind a URL. Only asked where
    /// [`Options::allow_network`](crate::Options::allow_network) is set.
    fn fetch(&self, _url: &str, _limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(None)
    }
}
