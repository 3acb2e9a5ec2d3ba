// SPDX-License-Identifier: EUPL-1.2
//! Text, CDATA sections, comments and references (XML 1.0, sections 2.4 to 2.7, 2.11 and 4.1).

use fachwerk_message::{CodecError, ErrorKind, Result};

use super::{Tokenizer, syntax};
use crate::characters::{is_char, ncname_length};

/// Text that has been read since the last tag.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    state: State,
    /// Used where the text does not stand in the input as it is; kept for the next time.
    scratch: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Empty,
    Input(usize, usize),
    Scratch,
}

impl Text {
    pub(super) fn clear(&mut self) {
        self.state = State::Empty;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.state == State::Empty
    }

    pub(super) fn get<'t>(&'t self, input: &'t str) -> &'t str {
        match self.state {
            State::Empty => "",
            State::Input(start, end) => &input[start..end],
            State::Scratch => &self.scratch,
        }
    }

    fn len(&self) -> usize {
        match self.state {
            State::Empty => 0,
            State::Input(start, end) => end - start,
            State::Scratch => self.scratch.len(),
        }
    }

    /// Append a piece of the input as it is.
    fn push(&mut self, input: &str, start: usize, end: usize) {
        if start == end {
            return;
        }
        if self.is_empty() {
            self.state = State::Input(start, end);
        } else {
            self.scratch_for(input).push_str(&input[start..end]);
        }
    }

    fn scratch_for(&mut self, input: &str) -> &mut String {
        match self.state {
            State::Scratch => {}
            State::Empty => self.scratch.clear(),
            State::Input(start, end) => {
                self.scratch.clear();
                self.scratch.push_str(&input[start..end]);
            }
        }
        self.state = State::Scratch;
        &mut self.scratch
    }
}

impl Tokenizer<'_> {
    /// Text up to the next `<`.
    pub(super) fn text_piece(&mut self) -> Result<()> {
        let bytes = self.input.as_bytes();
        let start = self.position;
        if self.text.is_empty() {
            self.offset = start;
        }
        let end = memchr::memchr(b'<', &bytes[start..]).map_or(bytes.len(), |length| start + length);
        self.within_text_limit(end - start)?;
        self.position = end;
        if self.next_special < start {
            self.find_special(start, end);
        }
        if self.next_special >= end {
            self.text.push(self.input, start, end);
            return Ok(());
        }
        let piece = &bytes[start..end];
        if memchr::memchr(b']', piece).is_some()
            && let Some(at) = memchr::memmem::find(piece, b"]]>")
        {
            return Err(syntax(start + at, "`]]>` in text"));
        }
        self.decoded_piece(start, end, true)
    }

    /// Find the next `&`, carriage return or `]` after `start`; up to `end` is enough.
    pub(super) fn find_special(&mut self, start: usize, end: usize) {
        let bytes = self.input.as_bytes();
        let until = if self.short_sighted { end } else { bytes.len() };
        self.next_special =
            memchr::memchr3(b'&', b'\r', b']', &bytes[start..until]).map_or(until, |length| start + length);
    }

    fn within_text_limit(&self, more: usize) -> Result<()> {
        if self.text.len() + more > self.limits.max_text_bytes {
            return Err(CodecError::at(
                ErrorKind::Limit,
                self.position,
                format!("a text has more than {} bytes", self.limits.max_text_bytes),
            ));
        }
        Ok(())
    }

    /// Append a piece with line ends normalised and, outside CDATA, references resolved.
    fn decoded_piece(&mut self, start: usize, end: usize, references: bool) -> Result<()> {
        let bytes = self.input.as_bytes();
        let mut from = start;
        loop {
            let rest = &bytes[from..end];
            let found =
                if references { memchr::memchr2(b'&', b'\r', rest) } else { memchr::memchr(b'\r', rest) };
            let Some(length) = found else {
                self.text.push(self.input, from, end);
                return Ok(());
            };
            let at = from + length;
            self.text.push(self.input, from, at);
            if bytes[at] == b'\r' {
                // A carriage return alone or before a line feed is a line feed; the line feed itself is copied.
                if bytes.get(at + 1) != Some(&b'\n') || at + 1 == end {
                    self.text.scratch_for(self.input).push('\n');
                }
                from = at + 1;
            } else {
                let (c, after) = reference(self.input, at)?;
                self.text.scratch_for(self.input).push(c);
                from = after;
            }
        }
    }

    /// What begins with `<!`.
    pub(super) fn comment_or_cdata(&mut self) -> Result<()> {
        let bytes = self.input.as_bytes();
        let start = self.position;
        let rest = &bytes[start..];
        if rest.starts_with(b"<!--") {
            let Some(length) = memchr::memmem::find(&rest[4..], b"--") else {
                return Err(self.ends_within(start, "a comment does not end"));
            };
            let end = start + 4 + length;
            if bytes.get(end + 2) != Some(&b'>') {
                return Err(syntax(end, "`--` in a comment"));
            }
            self.position = end + 3;
            return Ok(());
        }
        if rest.starts_with(b"<![CDATA[") {
            if self.open.is_empty() {
                return Err(syntax(start, "a CDATA section outside the root element"));
            }
            let content = start + 9;
            let Some(length) = memchr::memmem::find(&bytes[content..], b"]]>") else {
                return Err(self.ends_within(start, "a CDATA section does not end"));
            };
            if self.text.is_empty() {
                self.offset = start;
            }
            self.within_text_limit(length)?;
            self.position = content + length + 3;
            return self.decoded_piece(content, content + length, false);
        }
        if rest.starts_with(b"<!DOCTYPE") {
            return Err(CodecError::at(ErrorKind::Forbidden, start, "a document type declaration"));
        }
        Err(syntax(start, "`<!` begins neither a comment nor a CDATA section"))
    }

    /// What begins with `<?` (XML 1.0, section 2.6): an error, or passed over.
    #[cold]
    pub(super) fn processing_instruction(&mut self) -> Result<()> {
        let target = &self.input[self.position + 2..];
        let length = ncname_length(target);
        let rest = &target.as_bytes()[length..];
        if length == 0 {
            return Err(syntax(self.position, "a processing instruction without a target"));
        }
        if target[..length].eq_ignore_ascii_case("xml") {
            return Err(syntax(self.position, "an XML declaration that is not at the very beginning"));
        }
        if !self.limits.processing_instructions {
            return Err(CodecError::at(ErrorKind::Forbidden, self.position, "a processing instruction"));
        }
        if !(rest.starts_with(b"?>") || matches!(rest.first(), Some(b' ' | b'\t' | b'\r' | b'\n'))) {
            let message = "a character that does not belong into the target of a processing instruction";
            return Err(syntax(self.position + 2 + length, message));
        }
        let Some(end) = memchr::memmem::find(rest, b"?>") else {
            return Err(syntax(self.position, "a processing instruction does not end"));
        };
        self.position += 2 + length + end + 2;
        Ok(())
    }
}

/// The reference that begins at `at`: its character and the position after it.
pub(super) fn reference(input: &str, at: usize) -> Result<(char, usize)> {
    let bytes = input.as_bytes();
    if bytes.get(at + 1) == Some(&b'#') {
        return character_reference(bytes, at);
    }
    let name = &input[at + 1..];
    let length = ncname_length(name);
    if length == 0 || name.as_bytes().get(length) != Some(&b';') {
        return Err(syntax(at, "`&` does not begin a reference"));
    }
    let c = match &name[..length] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return Err(CodecError::at(ErrorKind::Forbidden, at, "an entity other than the five of XML")),
    };
    Ok((c, at + length + 2))
}

fn character_reference(bytes: &[u8], at: usize) -> Result<(char, usize)> {
    let malformed = || syntax(at, "a character reference that is not complete");
    let (radix, mut position) = if bytes.get(at + 2) == Some(&b'x') { (16, at + 3) } else { (10, at + 2) };
    let start = position;
    let mut value: u32 = 0;
    while let Some(digit) = bytes.get(position).and_then(|b| char::from(*b).to_digit(radix)) {
        // Beyond the last code point all values are alike, so it may stop growing there.
        value = value.saturating_mul(radix).saturating_add(digit);
        position += 1;
    }
    if position == start || bytes.get(position) != Some(&b';') {
        return Err(malformed());
    }
    match char::from_u32(value).filter(|c| is_char(*c)) {
        Some(c) => Ok((c, position + 1)),
        None => Err(syntax(at, "a reference to a character that XML does not allow")),
    }
}
