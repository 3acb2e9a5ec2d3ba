// SPDX-License-Identifier: EUPL-1.2
//! Where tags end, in a document of which only a part is there.

use memchr::{memchr, memchr3, memmem};

/// A tag that is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// Offset of its `<`.
    pub start: usize,
    /// Offset after its `>`.
    pub end: usize,
}

/// What a [`Tag`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// A start tag.
    Start,
    /// An element without content.
    Empty,
    /// An end tag.
    End,
    /// The beginning of something that no message has: a document type, a broken section.
    Strange,
}

/// Finds tags as the bytes of a document come, without understanding them: it knows quotation marks, comments, CDATA
/// sections and processing instructions, and checks nothing. What stands between two tags that it found is for a
/// [`Tokenizer`](crate::Tokenizer), which sees every byte and refuses what is not well-formed.
#[derive(Debug, Clone, Default)]
pub struct Tags {
    at: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, Default)]
enum State {
    #[default]
    Text,
    /// At a `<`.
    Markup,
    Start {
        from: usize,
        quote: Option<u8>,
    },
    End {
        from: usize,
    },
    /// Up to these bytes.
    Until(&'static [u8]),
}

impl Tags {
    /// The next tag of `bytes`, which are those of the last time with more behind; `None` where it is not complete.
    pub fn next(&mut self, bytes: &[u8]) -> Option<Tag> {
        loop {
            match self.state {
                State::Text => {
                    self.at += self.find(bytes, |rest| memchr(b'<', rest))?;
                    self.state = State::Markup;
                }
                State::Markup => {
                    if let Some(strange) = self.markup(bytes)? {
                        return Some(strange);
                    }
                }
                State::Start { from, quote: Some(quote) } => {
                    self.at += self.find(bytes, |rest| memchr(quote, rest))? + 1;
                    self.state = State::Start { from, quote: None };
                }
                State::Start { from, quote: None } => {
                    self.at += self.find(bytes, |rest| memchr3(b'>', b'"', b'\'', rest))?;
                    let found = bytes[self.at];
                    self.at += 1;
                    if found != b'>' {
                        self.state = State::Start { from, quote: Some(found) };
                        continue;
                    }
                    let kind = if bytes[self.at - 2] == b'/' { TagKind::Empty } else { TagKind::Start };
                    return Some(self.complete(kind, from));
                }
                State::End { from } => {
                    self.at += self.find(bytes, |rest| memchr(b'>', rest))? + 1;
                    return Some(self.complete(TagKind::End, from));
                }
                State::Until(end) => {
                    let Some(found) = memmem::find(&bytes[self.at..], end) else {
                        // A part of the end may be there.
                        self.at = self.at.max(bytes.len().saturating_sub(end.len() - 1));
                        return None;
                    };
                    self.at += found + end.len();
                    self.state = State::Text;
                }
            }
        }
    }

    /// The first so many bytes have been taken away.
    pub fn taken(&mut self, bytes: usize) {
        self.at -= bytes;
        match &mut self.state {
            State::Start { from, .. } | State::End { from } => *from -= bytes,
            State::Text | State::Markup | State::Until(_) => {}
        }
    }

    /// What begins at a `<`: told from its next bytes.
    #[expect(clippy::option_option, reason = "not there yet, and there but not strange, are different")]
    fn markup(&mut self, bytes: &[u8]) -> Option<Option<Tag>> {
        let from = self.at;
        let rest = &bytes[from..];
        let (state, length) = match rest.get(1)? {
            b'/' => (State::End { from }, 2),
            b'?' => (State::Until(b"?>"), 2),
            b'!' if rest.starts_with(b"<!--") => (State::Until(b"-->"), 4),
            b'!' if rest.starts_with(b"<![CDATA[") => (State::Until(b"]]>"), 9),
            b'!' if b"<!--".starts_with(rest) || b"<![CDATA[".starts_with(rest) => return None,
            b'!' => return Some(Some(Tag { kind: TagKind::Strange, start: from, end: from + 2 })),
            _ => (State::Start { from, quote: None }, 1),
        };
        self.state = state;
        self.at += length;
        Some(None)
    }

    fn find(&mut self, bytes: &[u8], find: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
        let found = find(&bytes[self.at..]);
        if found.is_none() {
            self.at = bytes.len();
        }
        found
    }

    fn complete(&mut self, kind: TagKind, from: usize) -> Tag {
        self.state = State::Text;
        Tag { kind, start: from, end: self.at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, step: usize) -> Vec<(TagKind, &str)> {
        let (mut tags, mut found, bytes) = (Tags::default(), Vec::new(), text.as_bytes());
        for end in (0..bytes.len()).step_by(step).chain([bytes.len()]) {
            while let Some(tag) = tags.next(&bytes[..end]) {
                found.push((tag.kind, &text[tag.start..tag.end]));
                if tag.kind == TagKind::Strange {
                    return found;
                }
            }
        }
        found
    }

    #[test]
    fn tags_are_found_whatever_stands_around_them() {
        let text =
            "<?xml version='1.0'?><a b='>' c=\"'/>\"><!-- <x> - -- ></a> --><![CDATA[</a>]] ]]><b/>\n</a >";
        let expected =
            [(TagKind::Start, "<a b='>' c=\"'/>\">"), (TagKind::Empty, "<b/>"), (TagKind::End, "</a >")];
        for step in 1..=text.len() {
            assert_eq!(all(text, step), expected, "{step} bytes at a time");
        }
    }

    #[test]
    fn what_no_message_has_is_strange() {
        for text in ["<!DOCTYPE a>", "<a><!ELEMENT>", "<![INCLUDE[", "<!-x"] {
            for step in 1..=text.len() {
                assert_eq!(all(text, step).last().map(|found| found.0), Some(TagKind::Strange), "{text}");
            }
        }
    }

    #[test]
    fn what_was_read_can_be_taken_away() {
        let mut tags = Tags::default();
        let mut buffer = b"<a>  <bc".to_vec();
        let tag = tags.next(&buffer).unwrap();
        assert_eq!((tag.start, tag.end), (0, 3));
        assert_eq!(tags.next(&buffer), None);
        buffer.drain(..tag.end);
        tags.taken(tag.end);
        buffer.extend_from_slice(b"/></a>");
        assert_eq!(tags.next(&buffer), Some(Tag { kind: TagKind::Empty, start: 2, end: 7 }));
        assert_eq!(tags.next(&buffer), Some(Tag { kind: TagKind::End, start: 7, end: 11 }));
    }
}
