// SPDX-License-Identifier: EUPL-1.2
//! Cases by a table: tab-separated, its first line naming the columns.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::Case;

/// A table cannot be used.
#[derive(Debug)]
pub struct ManifestError(pub String);

impl std::fmt::Display for ManifestError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FW-1702: {}", self.0)
    }
}

impl std::error::Error for ManifestError {}

/// Read the cases of a manifest.
///
/// The column `entry` is needed: a path below `root`, also without its first directory. `case_id`, `ops` (operations of
/// all port types) and `unresolved_imports` are used where they are there. `malformed` is another table, of `path` and
/// a column that begins with `problem`: entries that are known to be broken.
///
/// # Errors
/// A table cannot be read, or a column is missing.
pub fn read_manifest(
    root: &Path,
    manifest: &Path,
    malformed: Option<&Path>,
) -> Result<Vec<Case>, ManifestError> {
    let mut known: HashMap<String, String> = HashMap::new();
    if let Some(path) = malformed {
        let (head, rows) = table(path)?;
        let entry = column(path, &head, |name| name == "path" || name == "entry")?;
        let problem = column(path, &head, |name| name.starts_with("problem"))?;
        known
            .extend(rows.iter().filter_map(|row| Some((row.get(entry)?.clone(), row.get(problem)?.clone()))));
    }
    let (head, rows) = table(manifest)?;
    let entry = column(manifest, &head, |name| name == "entry")?;
    let optional = |wanted: &str| head.iter().position(|name| name == wanted);
    let (id, operations, unresolved) = (optional("case_id"), optional("ops"), optional("unresolved_imports"));
    let cases = rows.iter().filter_map(|row| {
        let label = row.get(entry)?.clone();
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|c| !c.is_empty()).cloned();
        Some(Case {
            name: cell(id).unwrap_or_else(|| label.clone()),
            entry: locate(root, &label),
            operations: cell(operations).and_then(|n| n.parse().ok()),
            known: known.get(&label).cloned().or_else(|| cell(unresolved)),
            label,
        })
    });
    Ok(cases.collect())
}

fn locate(root: &Path, label: &str) -> PathBuf {
    let whole = root.join(label);
    match label.split_once('/') {
        Some((_, rest)) if !whole.exists() => root.join(rest),
        _ => whole,
    }
}

type Table = (Vec<String>, Vec<Vec<String>>);

fn table(path: &Path) -> Result<Table, ManifestError> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| ManifestError(format!("`{}` cannot be read: {e}", path.display())))?;
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().unwrap_or_default();
    Ok((head, lines.collect()))
}

fn column(path: &Path, head: &[String], wanted: impl Fn(&str) -> bool) -> Result<usize, ManifestError> {
    head.iter().position(|name| wanted(name)).ok_or_else(|| {
        ManifestError(format!("a column is missing in `{}`; it has {}", path.display(), head.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = directory.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        write("a.wsdl", "");
        let manifest = write("m.tsv", "case_id\tops\tentry\nx\t3\tset/a.wsdl\ny\t\tset/b.wsdl\n");
        let malformed = write("b.tsv", "path\tproblem (parser)\nset/b.wsdl\tbroken\n");
        let cases = read_manifest(directory.path(), &manifest, Some(&malformed)).unwrap();
        assert_eq!(cases[0].entry, directory.path().join("a.wsdl"));
        assert_eq!((cases[0].name.as_str(), cases[0].operations, &cases[0].known), ("x", Some(3), &None));
        assert_eq!((cases[1].operations, cases[1].known.as_deref()), (None, Some("broken")));
        let wrong = read_manifest(directory.path(), &malformed, None).unwrap_err();
        assert!(wrong.to_string().starts_with("FW-1702: a column is missing in"), "{wrong}");
    }
}
