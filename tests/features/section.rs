// SPDX-License-Identifier: EUPL-1.2
//! One feature on a page: text and fenced blocks.

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// Lines of text.
    Text(String),
    /// A fenced block.
    Fence(Fence),
}

/// A fenced block. Behind the language, its first line says what it is; readers of the page do not see that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fence {
    pub(crate) info: String,
    pub(crate) body: String,
}

/// One feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
}

/// What stands before a block that a test has made.
pub(crate) const LABELS: [&str; 3] =
    ["Comes back as:", "Comes back from protobuf as:", "Said when it is generated:"];

impl Fence {
    pub(crate) fn new(info: &str, body: impl Into<String>) -> Self {
        let mut body = body.into();
        while body.ends_with('\n') {
            body.pop();
        }
        body.push('\n');
        Self { info: info.to_owned(), body }
    }

    /// Whether a word stands in its first line.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.info.split(' ').any(|w| w == word)
    }

    /// The value of `key=value` in its first line.
    pub(crate) fn option(&self, key: &str) -> Option<&str> {
        self.info.split(' ').find_map(|w| w.strip_prefix(key)?.strip_prefix('='))
    }

    /// Whether people wrote it.
    pub(crate) fn is_written(&self) -> bool {
        ["schema", "wsdl", "message", "refused", "next", "written"].iter().any(|word| self.is(word))
            || self.option("file").is_some()
    }
}

impl Section {
    /// What the specification calls it: the text in italics below the title.
    pub(crate) fn clause(&self) -> Option<&str> {
        let Some(Item::Text(text)) = self.items.first() else { return None };
        text.lines().next()?.strip_prefix('*')?.strip_suffix('*')
    }

    /// The blocks that people wrote.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Fence> {
        self.items.iter().filter_map(|item| match item {
            Item::Fence(fence) if fence.is_written() => Some(fence),
            _ => None,
        })
    }

    /// The value of an option that any block may have.
    pub(crate) fn option(&self, key: &str) -> Option<&str> {
        self.written().find_map(|fence| fence.option(key))
    }

    /// Without what a test has made.
    pub(crate) fn as_written(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for item in &self.items {
            match item {
                Item::Text(text) if LABELS.contains(&text.as_str()) => {}
                Item::Fence(fence) if !fence.is_written() => {}
                item => items.push(item.clone()),
            }
        }
        items
    }
}
