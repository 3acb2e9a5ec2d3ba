// SPDX-License-Identifier: EUPL-1.2
//! A page: a head, and a section for each feature.

use std::path::{Path, PathBuf};

use crate::section::{Fence, Item, LABELS, Section};

/// A page below docs/mapping.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    /// Everything before the first section.
    head: String,
    pub(crate) sections: Vec<Section>,
}

impl Page {
    pub(crate) fn read(path: &Path) -> Self {
        let markdown = std::fs::read_to_string(path).expect("a page");
        Self::parse(path.to_owned(), &markdown)
    }

    fn parse(path: PathBuf, markdown: &str) -> Self {
        let mut page = Self { path, head: String::new(), sections: Vec::new() };
        let mut lines = markdown.lines();
        let mut text = String::new();
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("## ") {
                page.put(&mut text);
                page.sections.push(Section { title: title.to_owned(), items: Vec::new() });
            } else if let Some(info) = line.strip_prefix("```") {
                page.put(&mut text);
                let body: String =
                    lines.by_ref().take_while(|l| *l != "```").flat_map(|l| [l, "\n"]).collect();
                let section = page.sections.last_mut().expect("a section before the first block");
                section.items.push(Item::Fence(Fence::new(info, body)));
            } else {
                text.push_str(line);
                text.push('\n');
            }
        }
        page.put(&mut text);
        page
    }

    /// Text that has ended: paragraphs, so that a label is one by itself.
    fn put(&mut self, text: &mut String) {
        let text = std::mem::take(text);
        let Some(section) = self.sections.last_mut() else {
            self.head.push_str(&text);
            return;
        };
        let mut text = text.trim_matches('\n');
        let mut label = None;
        for known in LABELS {
            if let Some(before) = text.strip_suffix(known) {
                (text, label) = (before.trim_end_matches('\n'), Some(known));
            }
        }
        let parts = [Some(text), label];
        section
            .items
            .extend(parts.into_iter().flatten().filter(|t| !t.is_empty()).map(|t| Item::Text(t.to_owned())));
    }

    /// The title of the page.
    pub(crate) fn title(&self) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix("# ")).expect("a page has a title")
    }

    pub(crate) fn to_markdown(&self) -> String {
        let mut out = self.head.trim_end().to_owned();
        out.push('\n');
        for section in &self.sections {
            out.push_str(&format!("\n## {}\n", section.title));
            for item in &section.items {
                match item {
                    Item::Text(text) => out.push_str(&format!("\n{text}\n")),
                    Item::Fence(fence) => out.push_str(&format!("\n```{}\n{}```\n", fence.info, fence.body)),
                }
            }
        }
        out
    }
}

#[test]
fn a_page_is_written_as_it_was_read() {
    let markdown = "# T\n\nHead.\n\n## A\n\n*c*\n\nText.\n\n```xml schema\n<a/>\n\n<b/>\n```\n\n\
                    Comes back as:\n\n```xml\n<c/>\n```\n\n## B\n\n*d*\n";
    let page = Page::parse(PathBuf::new(), markdown);
    assert_eq!(page.to_markdown(), markdown);
    assert_eq!((page.title(), page.sections.len()), ("T", 2));
    assert_eq!(page.sections[0].as_written().len(), 2, "{page:#?}");
}
