// SPDX-License-Identifier: EUPL-1.2
//! Documents that are read while they come: a tokenizer stops between two elements, and another one goes on.

use std::borrow::Cow;

use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

use super::restart::piece_of;
use super::scope::Scope;
use super::seen::Seen;
use super::text::Text;
use super::{Namespace, Open, Places, Tokenizer, syntax};

/// Where a tokenizer stopped, on its own.
#[derive(Debug)]
pub struct Paused {
    /// Names of the open elements, one after the other.
    names: String,
    /// Where each ends, the bindings in scope outside of it, and its children so far.
    open: Vec<(usize, usize, usize)>,
    /// Prefixes and what they stand for, without `xml`.
    bindings: Vec<(String, String)>,
    limits: Limits,
    nodes: usize,
    end_is_due: bool,
}

impl Tokenizer<'_> {
    /// More of the document comes than there is. Before an element is read, so many bytes have to lie ahead: nothing
    /// that is read as a whole, such as a text, may be longer.
    #[must_use]
    pub fn unfinished(self, ahead: usize) -> Self {
        Self { ahead: Some(ahead), ..self }
    }

    /// Whether to wait for more of the document before the next token.
    pub(crate) fn must_wait(&self) -> bool {
        self.ahead.is_some_and(|ahead| self.input.len() - self.position < ahead)
    }

    /// Whether the end of the document at hand may be followed by more of it.
    pub(crate) fn is_piece(&self) -> bool {
        self.ahead.is_some()
    }

    /// Stop here, between two tokens. What has been read is not needed any more.
    pub fn pause(&self) -> Paused {
        let (mut names, mut open) = (String::new(), Vec::new());
        for element in &self.open {
            names.push_str(element.name);
            open.push((names.len(), element.scope, element.children));
        }
        let bindings = self.scope.since(1).iter();
        Paused {
            names,
            open,
            bindings: bindings.map(|b| (b.prefix.to_owned(), b.name.clone().into_owned())).collect(),
            limits: self.limits,
            nodes: self.nodes,
            end_is_due: self.end_is_due,
        }
    }

    /// The error where the input ends within something.
    pub(super) fn ends_within(&self, offset: usize, message: &str) -> Box<CodecError> {
        if let Some(ahead) = self.ahead {
            let message = format!(
                "something has more than {ahead} bytes, which is as much as is read as a whole of a document that comes in \
                 pieces"
            );
            return CodecError::at(ErrorKind::Limit, offset, message);
        }
        syntax(offset, message)
    }
}

impl Paused {
    /// Go on with what follows. Offsets are those within the piece.
    ///
    /// # Errors
    /// The piece is not text that XML allows.
    pub fn go_on<'b>(&'b self, piece: &'b [u8], known: &'b [String]) -> Result<Tokenizer<'b>> {
        let input = piece_of(piece, &self.limits)?;
        let mut scope = Scope::new();
        scope.know(known);
        for (prefix, name) in &self.bindings {
            scope.declare(prefix, Cow::Borrowed(name));
        }
        let starts = std::iter::once(0).chain(self.open.iter().map(|(end, ..)| *end));
        let open = starts.zip(&self.open);
        Ok(Tokenizer {
            input,
            position: 0,
            limits: self.limits,
            scope,
            open: open
                .map(|(start, &(end, scope, children))| Open {
                    name: &self.names[start..end],
                    scope,
                    children,
                })
                .collect(),
            attributes: Vec::new(),
            text: Text::default(),
            offset: 0,
            name: "",
            local: "",
            namespace: Namespace::NONE,
            seen: Seen::default(),
            places: Places::default(),
            end_is_due: self.end_is_due,
            next_special: 0,
            short_sighted: false,
            ahead: None,
            nodes: self.nodes,
            root_seen: true,
        })
    }
}
