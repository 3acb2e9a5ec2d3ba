// SPDX-License-Identifier: EUPL-1.2
//! A file that has been read.

use fachwerk_contract::Location;

use crate::tree::{Node, Tree};
use crate::{Code, Diagnostic};

/// A parsed file and its place in the contract's list.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) index: u32,
    pub(crate) path: String,
    pub(crate) tree: Tree,
    /// Served from this crate, not from the input.
    pub(crate) built_in: bool,
}

impl Document {
    pub(crate) fn location(&self, node: Node<'_>) -> Location {
        self.location_at(node.offset())
    }

    pub(crate) fn location_at(&self, offset: usize) -> Location {
        let (line, column) = self.tree.position(offset);
        Location { document: self.index, line, column }
    }

    /// A diagnostic at a byte offset.
    pub(crate) fn diagnostic(
        &self,
        offset: usize,
        code: Code,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Diagnostic {
        self.diagnostic_at(self.location_at(offset), code, message, advice)
    }

    /// A diagnostic at a location in this document.
    pub(crate) fn diagnostic_at(
        &self,
        at: Location,
        code: Code,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Diagnostic {
        let (snippet, caret) = self.tree.snippet(at.line, at.column);
        Diagnostic {
            severity: code.severity(),
            code,
            path: self.path.clone(),
            line: at.line,
            column: at.column,
            message: message.into(),
            advice: advice.into(),
            snippet: Some(snippet),
            caret,
        }
    }
}
