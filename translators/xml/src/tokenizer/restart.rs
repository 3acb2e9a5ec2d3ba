// SPDX-License-Identifier: EUPL-1.2
//! Reading a part of the document once more.

use super::Tokenizer;

impl<'a> Tokenizer<'a> {
    /// A tokenizer that goes on from here, for work that may be repeated: linear in what it reads, whatever follows.
    pub(crate) fn checkpoint(&mut self) -> Self {
        // The text at hand may be long, and is not needed.
        let text = std::mem::take(&mut self.text);
        let checkpoint = Self { short_sighted: true, next_special: 0, ..self.clone() };
        self.text = text;
        checkpoint
    }

    /// The same tokenizer, to go on with the start tag of a child element that begins at `offset`. The element that is
    /// open now has to be that child's parent.
    pub(crate) fn restart_at(&self, offset: usize) -> Self {
        let mut again = self.clone();
        again.position = offset;
        again.end_is_due = false;
        again
    }

    /// Everything up to the end of the document that has not been read.
    pub(crate) fn rest(&self) -> &'a str {
        &self.input[self.position..]
    }

    /// How many nodes have been read, in whatever order.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes
    }

    /// Count nodes that have been read elsewhere.
    pub(crate) fn set_nodes(&mut self, nodes: usize) {
        self.nodes = nodes;
    }

    /// About how many bytes a copy takes.
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>() + self.open.len() * 32 + self.scope.len() * 64 + self.attributes.len() * 96
    }
}
