// SPDX-License-Identifier: EUPL-1.2
//! What people decided about a facade: what the command line says, and where it says nothing what is kept in the
//! facade's directory.

use std::path::{Path, PathBuf};

use fachwerk_generator::{Decisions, Specification, Written, files};
use fachwerk_mapping::{Lock, RestStyle};

use crate::arguments::{Generate, OpenApi, Style};
use crate::failure::Failure;

/// Everything that was decided.
pub(crate) fn read(arguments: &Generate, lock: Option<Lock>) -> Result<Decisions, Failure> {
    let kept = arguments.out.join(files::OVERRIDES);
    let overrides = match &arguments.overrides {
        Some(path) => Some(written(path)?),
        None if kept.is_file() => Some(written(&kept)?),
        None => None,
    };
    let mut overlays = Vec::new();
    if arguments.overlays.is_empty() {
        for path in kept_overlays(&arguments.out)? {
            overlays.push(written(&path)?);
        }
    }
    for (index, path) in arguments.overlays.iter().enumerate() {
        let mut overlay = written(path)?;
        // The copies are applied in the order of their names.
        if arguments.overlays.len() > 1 {
            overlay.name = format!("{:02}-{}", index + 1, unnumbered(&overlay.name));
        }
        overlays.push(overlay);
    }
    let style = arguments.style.map(|style| match style {
        Style::Rpc => RestStyle::Rpc,
        Style::Resource => RestStyle::Resource,
    });
    let specification = match arguments.openapi {
        OpenApi::V31 => Specification::OpenApi31,
        OpenApi::V30 => Specification::OpenApi30,
    };
    Ok(Decisions { lock, style, specification, overrides, overlays })
}

/// Take away the overlays that others were given for.
pub(crate) fn forget(arguments: &Generate) -> Result<(), Failure> {
    if !arguments.overlays.is_empty() {
        for path in kept_overlays(&arguments.out)? {
            std::fs::remove_file(&path).map_err(|e| Failure::file(&path, "remove", &e))?;
        }
    }
    Ok(())
}

fn kept_overlays(out: &Path) -> Result<Vec<PathBuf>, Failure> {
    let directory = out.join(files::OVERLAYS);
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |e| Failure::file(&directory, "read", &e);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let overlay =
            path.extension().is_some_and(|end| ["yaml", "yml", "json"].iter().any(|known| end == *known));
        if overlay && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn written(path: &Path) -> Result<Written, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, "read", &e))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Written { name, text })
}

/// The name without a number that an earlier generation put before it.
fn unnumbered(name: &str) -> &str {
    match name.split_once('-') {
        Some((number, rest)) if number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => name,
    }
}
