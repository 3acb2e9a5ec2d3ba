// SPDX-License-Identifier: EUPL-1.2
//! Samples and generated files in a directory, for judges that others wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fachwerk_message::Limits;
use fachwerk_soap::Package;

use crate::rounds::Wire;
use crate::{Check, Finding};

/// Writes one case into a directory of its own.
#[derive(Debug)]
pub(crate) struct Dump {
    directory: PathBuf,
    index: String,
    count: usize,
}

impl Dump {
    /// Make the directory, and write the generated files and a note of where the entry is.
    pub(crate) fn begin(
        root: &Path,
        case: &crate::Case,
        generated: &BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, Finding> {
        let directory = root.join(file_name(&case.name));
        let facade = directory.join("facade");
        for (name, bytes) in generated {
            let path = facade.join(name);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(|e| wrong(parent, &e))?;
            }
            std::fs::write(&path, bytes).map_err(|e| wrong(&path, &e))?;
        }
        let entry = std::path::absolute(&case.entry).unwrap_or_else(|_| case.entry.clone());
        let path = directory.join("entry.txt");
        std::fs::write(&path, format!("{}\n", entry.display())).map_err(|e| wrong(&path, &e))?;
        Ok(Self { directory, index: "file\tmessage\tseed\n".to_owned(), count: 0 })
    }

    /// Write one sample in all its forms.
    pub(crate) fn sample(&mut self, message: &str, seed: u64, wire: &Wire) -> Result<(), Finding> {
        self.count += 1;
        let name = format!("{:05}", self.count);
        let write = |extension: &str, bytes: &[u8]| {
            let path = self.directory.join(format!("{name}.{extension}"));
            std::fs::write(&path, bytes).map_err(|e| wrong(&path, &e))
        };
        // Judges of XML get the envelope; what travels beside it is in the package.
        match Package::open(None, &wire.soap, &Limits { max_bytes: usize::MAX, ..Limits::default() }) {
            Ok(package) if package.document().text().as_bytes() != wire.soap => {
                write("xml", package.document().text().as_bytes())?;
                write("mime", &wire.soap)?;
            }
            // A bare envelope; or a package that cannot be read, which the checks of the sample say.
            _ => write("xml", &wire.soap)?,
        }
        write("json", &wire.json)?;
        write("binpb", &wire.protobuf)?;
        self.index.push_str(&format!("{name}\t{message}\t{seed}\n"));
        Ok(())
    }

    /// Write the table of samples.
    pub(crate) fn finish(self) -> Result<(), Finding> {
        let path = self.directory.join("samples.tsv");
        std::fs::write(&path, self.index).map_err(|e| wrong(&path, &e))
    }
}

fn wrong(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Check::Run, path.display().to_string(), format!("FW-1704: cannot be written: {error}"))
}

fn file_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
}
