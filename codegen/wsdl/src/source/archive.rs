// SPDX-License-Identifier: EUPL-1.2
//! Files in a zip archive, unpacked into memory within limits.

use std::io::{Cursor, Read};

use super::{Memory, OpenError};
use crate::Limits;

/// Unpack all files of schemas and definitions.
pub(super) fn unpack(bytes: &[u8], limits: &Limits) -> Result<Memory, OpenError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| OpenError::Archive(e.to_string()))?;
    if archive.len() > limits.files {
        return Err(OpenError::Archive(format!("more than {} files", limits.files)));
    }
    let mut files = Memory::default();
    let mut total = 0;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|e| OpenError::Archive(e.to_string()))?;
        if !member.is_file() {
            continue;
        }
        // a name with `..`, a drive or a root is an attack, not a file
        let Some(path) = member.enclosed_name().and_then(|path| path.to_str().map(|p| p.replace('\\', "/")))
        else {
            return Err(OpenError::Archive(format!("the member `{}` leads outside", member.name())));
        };
        // sizes in the headers may lie, so what is unpacked is counted
        let limit = limits.file_bytes.min(limits.total_bytes - total);
        let mut content = Vec::new();
        member
            .take(limit as u64 + 1)
            .read_to_end(&mut content)
            .map_err(|e| OpenError::Archive(e.to_string()))?;
        if content.len() > limit {
            return Err(OpenError::Archive(format!("`{path}` is too large when unpacked")));
        }
        total += content.len();
        files.insert(path, content);
    }
    Ok(files)
}
