// SPDX-License-Identifier: EUPL-1.2
//! Files of a directory, written piece by piece. What has not changed keeps its time stamp: builds that watch it stay
//! quiet.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fachwerk_generator::Files;

use crate::failure::Failure;

/// Bytes that are compared or written at once.
const BUFFER: usize = 1 << 16;

/// A directory that generated files go to.
pub(crate) struct Directory {
    root: PathBuf,
    /// Why a file could not be written.
    failure: Option<Failure>,
}

impl Directory {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), failure: None }
    }

    /// Why writing stopped with this error.
    pub(crate) fn failure(self, error: &io::Error) -> Failure {
        self.failure.unwrap_or_else(|| Failure::file(&self.root, "write", error))
    }

    /// Put a file that is there as a whole.
    pub(crate) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let put = self.file(name, &mut |out| out.write_all(bytes));
        put.map_err(|error| {
            self.failure.take().unwrap_or_else(|| Failure::file(&self.root.join(name), "write", &error))
        })
    }
}

impl Files for Directory {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = self.root.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .inspect_err(|error| self.failure = Some(Failure::file(parent, "make", error)))?;
        }
        let written = (|| {
            let mut out = BufWriter::with_capacity(BUFFER, Update::open(&path)?);
            write(&mut out)?;
            out.flush()?;
            out.get_mut().end()
        })();
        written.inspect_err(|error| self.failure = Some(Failure::file(&path, "write", error)))
    }
}

/// A file that is touched from the first byte that differs from what it held.
struct Update<'p> {
    path: &'p Path,
    state: State,
}

enum State {
    /// All bytes so far are those of the file, which is read from here on.
    Same { old: BufReader<File>, at: u64 },
    /// The file is written.
    Changed(File),
}

impl<'p> Update<'p> {
    fn open(path: &'p Path) -> io::Result<Self> {
        let state = match File::open(path) {
            Ok(old) => State::Same { old: BufReader::with_capacity(BUFFER, old), at: 0 },
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::Changed(File::create(path)?),
            Err(error) => return Err(error),
        };
        Ok(Self { path, state })
    }

    /// What was written is all.
    fn end(&mut self) -> io::Result<()> {
        if let State::Same { old, at } = &mut self.state {
            if old.read(&mut [0])? == 0 {
                return Ok(());
            }
            return File::options().write(true).open(self.path)?.set_len(*at);
        }
        Ok(())
    }
}

impl Write for Update<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let State::Same { old, at } = &mut self.state {
            let mut there = vec![0; bytes.len()];
            if old.read_exact(&mut there).is_ok() && there == bytes {
                *at += bytes.len() as u64;
                return Ok(bytes.len());
            }
            let mut file = File::options().write(true).open(self.path)?;
            file.set_len(*at)?;
            file.seek(SeekFrom::Start(*at))?;
            self.state = State::Changed(file);
        }
        match &mut self.state {
            State::Changed(file) => file.write(bytes),
            State::Same { .. } => Ok(0),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_is_written_and_touched_only_where_that_differs() {
        let scratch = tempfile::tempdir().unwrap();
        let mut directory = Directory::new(scratch.path());
        let path = scratch.path().join("a/b");
        let long: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut late = long.clone();
        late[900_000] ^= 1;
        let longer = [long.as_slice(), b"more"].concat();
        for content in [&b"one"[..], b"two", b"", &long, &late, &longer, &long, &long[..70_000], b"x"] {
            directory.put("a/b", content).unwrap();
            assert!(std::fs::read(&path).unwrap() == content, "{} bytes", content.len());
            let long_ago = std::time::SystemTime::UNIX_EPOCH;
            File::options().append(true).open(&path).unwrap().set_modified(long_ago).unwrap();
            directory.put("a/b", content).unwrap();
            assert!(std::fs::read(&path).unwrap() == content, "{} bytes again", content.len());
            assert_eq!(std::fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
        }
    }

    #[test]
    fn what_stands_in_the_way_is_named() {
        let scratch = tempfile::tempdir().unwrap();
        std::fs::write(scratch.path().join("a"), "a file").unwrap();
        let failure = Directory::new(scratch.path()).put("a/b", b"x").unwrap_err();
        assert!(failure.message.contains("/a"), "{}", failure.message);
    }
}
