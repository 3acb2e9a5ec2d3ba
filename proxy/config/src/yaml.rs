// SPDX-License-Identifier: EUPL-1.2
//! YAML: the only module that names the parser.

use serde::de::DeserializeOwned;

use crate::{Mistake, Position};

/// A value and where it stands.
pub(crate) type At<T> = serde_saphyr::Spanned<T>;

/// Where a value stands. Values that came through an alias stand where they are used.
pub(crate) fn position<T>(at: &At<T>) -> Position {
    Position { line: at.referenced.line(), column: at.referenced.column() }
}

/// Reads a document. The shape of a document is right or wrong as a whole: here the first mistake ends it.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Mistake> {
    serde_saphyr::from_str(text).map_err(|error| {
        let error = error.without_snippet();
        let position = error.location().filter(|at| at.line() > 0);
        Mistake {
            code: "FW-3102",
            position: position.map(|at| Position { line: at.line(), column: at.column() }),
            message: sentence(&error.to_string()),
            advice: "docs/config.md describes every key".to_owned(),
        }
    })
}

/// The parser's message as one line, without the position, which is told apart from it.
fn sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    // What follows is for whoever programs against the parser.
    let line = line.split(" at line ").next().unwrap_or(line);
    let line = line.split(", set DuplicateKeyPolicy").next().unwrap_or(line);
    line.strip_prefix("error: ").unwrap_or(line).trim().to_owned()
}
