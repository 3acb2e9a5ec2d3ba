// SPDX-License-Identifier: EUPL-1.2
//! Cases below a directory: every WSDL that no other one imports.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use quick_xml::events::Event;

use crate::Case;

/// Files looked at below one directory.
const MAX_FILES: usize = 1_000_000;
/// Bytes of a file in which imports are looked for.
const MAX_BYTES: u64 = 64 << 20;

/// A path cannot be looked at.
#[derive(Debug)]
pub struct DiscoverError(pub String);

impl std::fmt::Display for DiscoverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FW-1703: {}", self.0)
    }
}

impl std::error::Error for DiscoverError {}

/// The cases of a file, or of all files below a directory, sorted by path.
///
/// # Errors
/// The path cannot be read, or there is no WSDL.
pub fn discover(path: &Path) -> Result<Vec<Case>, DiscoverError> {
    let wrong = |path: &Path, e: &dyn std::fmt::Display| {
        DiscoverError(format!("`{}` cannot be read: {e}", path.display()))
    };
    let metadata = std::fs::metadata(path).map_err(|e| wrong(path, &e))?;
    if !metadata.is_dir() {
        let label = path.display().to_string();
        return Ok(vec![Case { name: label.clone(), entry: path.to_owned(), label, ..Case::default() }]);
    }
    let mut entries = BTreeSet::new();
    let mut open = vec![path.to_owned()];
    let mut seen = 0;
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(&directory).map_err(|e| wrong(&directory, &e))? {
            let entry = entry.map_err(|e| wrong(&directory, &e))?;
            seen += 1;
            if seen > MAX_FILES {
                return Err(wrong(path, &format!("it has more than {MAX_FILES} files")));
            }
            // Symbolic links are not followed: they may lead round in a circle.
            let kind = entry.file_type().map_err(|e| wrong(&entry.path(), &e))?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() && is_entry(&entry.path()) {
                entries.insert(entry.path());
            }
        }
    }
    let imported: BTreeSet<PathBuf> = entries.iter().flat_map(|path| imports(path)).collect();
    let cases: Vec<Case> = entries
        .into_iter()
        .filter(|entry| !imported.contains(entry))
        .map(|entry| {
            let label = entry.strip_prefix(path).unwrap_or(&entry).display().to_string();
            Case { name: label.clone(), entry, label, ..Case::default() }
        })
        .collect();
    if cases.is_empty() {
        return Err(DiscoverError(format!("there is no .wsdl file below `{}`", path.display())));
    }
    Ok(cases)
}

fn is_entry(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("wsdl") || e.eq_ignore_ascii_case("zip"))
}

/// Files that a WSDL imports, as far as it can be read.
fn imports(path: &Path) -> Vec<PathBuf> {
    let small = std::fs::metadata(path).is_ok_and(|m| m.len() <= MAX_BYTES);
    let Some(bytes) = small.then(|| std::fs::read(path).ok()).flatten() else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    let mut reader = quick_xml::Reader::from_str(&text);
    let directory = path.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        if !matches!(tag.local_name().as_ref(), "import" | "include") {
            continue;
        }
        let location = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "location");
        if let Some(Ok(location)) = location
            .map(|a| a.normalized_value(quick_xml::XmlVersion::Explicit1_0).map(std::borrow::Cow::into_owned))
        {
            found.push(normal(&directory.join(location)));
        }
    }
    // A file that imports itself is still an entry.
    found.retain(|imported| imported != path);
    found
}

/// A path without `.` and, as far as possible, without `..`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_imports_is_no_entry() {
        let directory = tempfile::tempdir().unwrap();
        let below = directory.path().join("b");
        std::fs::create_dir(&below).unwrap();
        std::fs::write(directory.path().join("a.wsdl"), "<d><import location='b/../b/c.wsdl'/></d>").unwrap();
        std::fs::write(below.join("c.wsdl"), "<d/>").unwrap();
        std::fs::write(below.join("d.WSDL"), "<d><import location='d.WSDL'/></d").unwrap();
        let labels: Vec<String> = discover(directory.path()).unwrap().into_iter().map(|c| c.label).collect();
        assert_eq!(labels, ["a.wsdl", "b/d.WSDL"]);
        std::fs::remove_file(directory.path().join("a.wsdl")).unwrap();
        assert_eq!(discover(&below).unwrap().len(), 2);
        assert!(discover(&directory.path().join("none")).unwrap_err().to_string().starts_with("FW-1703"));
    }
}
