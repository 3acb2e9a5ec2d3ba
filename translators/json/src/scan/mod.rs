// SPDX-License-Identifier: EUPL-1.2
//! RFC 8259 token by token.

mod number;
mod skip;
mod string;

use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

pub(crate) use number::is_number;
pub(crate) use skip::Passed;
pub(crate) use string::Decoded;

/// A place in a JSON text. Only a prefix that is UTF-8 is ever looked at; where that is not all, its end is an error
/// that says so, which keeps the error in order with those before it.
pub(crate) struct Scanner<'i> {
    text: &'i str,
    pos: usize,
    /// Where the first U+FFFE or U+FFFF stands, which XML cannot carry; the length of the text if there is none.
    noncharacter: usize,
    /// The input goes on after `text`, but not in UTF-8.
    cut: bool,
    /// More of the message comes, and so many bytes have to lie ahead where a member or an item begins: nothing that is
    /// read as a whole may be longer.
    ahead: Option<usize>,
    pub(crate) limits: &'i Limits,
}

impl<'i> Scanner<'i> {
    pub(crate) fn new(input: &'i [u8], limits: &'i Limits) -> Result<Self> {
        if input.len() > limits.max_bytes {
            let message = format!("the message is longer than {} bytes", limits.max_bytes);
            return Err(CodecError::at(ErrorKind::Limit, limits.max_bytes, message));
        }
        if input.starts_with(b"\xEF\xBB\xBF") {
            let message = "the message begins with a byte order mark, which JSON forbids";
            return Err(CodecError::at(ErrorKind::Syntax, 0, message));
        }
        Ok(Self::piece(input, limits))
    }

    /// A piece of a message of which more comes.
    pub(crate) fn unfinished(input: &'i [u8], limits: &'i Limits, ahead: usize) -> Self {
        let scan = Self::piece(input, limits);
        // The last character may not be complete.
        let is_short = scan.cut && std::str::from_utf8(input).is_err_and(|error| error.error_len().is_none());
        Self { cut: scan.cut && !is_short, ahead: Some(ahead), ..scan }
    }

    /// Whether to wait for more of the message before the next member or item.
    #[inline]
    pub(crate) fn must_wait(&self) -> bool {
        !self.cut && self.ahead.is_some_and(|ahead| self.text.len() - self.pos < ahead)
    }

    /// The input from some place on, be it the beginning or not.
    pub(crate) fn piece(input: &'i [u8], limits: &'i Limits) -> Self {
        let text = match simdutf8::compat::from_utf8(input) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&input[..error.valid_up_to()]).unwrap_or_default(),
        };
        let bytes = text.as_bytes();
        let noncharacter = memchr::memmem::find_iter(bytes, b"\xEF\xBF")
            .find(|at| matches!(bytes.get(at + 2), Some(0xBE | 0xBF)))
            .unwrap_or(bytes.len());
        Self { text, pos: 0, noncharacter, cut: text.len() != input.len(), ahead: None, limits }
    }

    pub(crate) fn pos(&self) -> usize {
        self.pos
    }

    pub(crate) fn rewind(&mut self, pos: usize) {
        self.pos = pos;
    }

    #[inline]
    pub(crate) fn bytes(&self) -> &'i [u8] {
        self.text.as_bytes()
    }

    /// The byte at the place itself.
    #[inline]
    fn here(&self) -> Option<u8> {
        self.bytes().get(self.pos).copied()
    }

    /// The next byte that is not white space; the place is then there.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<u8> {
        while let Some(byte) = self.here() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.pos += 1;
        }
        Err(self.end())
    }

    /// Whether `byte` comes next; if so it is passed.
    #[inline]
    pub(crate) fn take(&mut self, byte: u8) -> Result<bool> {
        let found = self.peek()? == byte;
        self.pos += usize::from(found);
        Ok(found)
    }

    /// Pass `byte`, which has to come next.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8, what: &str) -> Result<()> {
        if self.take(byte)? { Ok(()) } else { Err(self.syntax(format!("expected {what}"))) }
    }

    /// Pass one of `true`, `false`, `null`.
    pub(crate) fn literal(&mut self, word: &'static str) -> Result<()> {
        let rest = &self.bytes()[self.pos..];
        if !rest.starts_with(word.as_bytes()) {
            return Err(if word.as_bytes().starts_with(rest) { self.end() } else { self.no_value() });
        }
        self.pos += word.len();
        Ok(())
    }

    /// Read a member's name and the colon after it.
    #[inline]
    pub(crate) fn name(&mut self, scratch: &mut String) -> Result<Decoded<'i>> {
        if self.peek()? != b'"' {
            return Err(self.syntax("expected the name of a member"));
        }
        let name = self.string(scratch, self.limits.max_name_bytes)?;
        self.expect(b':', "`:` after the name of a member")?;
        Ok(name)
    }

    /// Only white space may follow.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if self.peek().is_ok() {
            return Err(self.syntax("there is something after the end of the message"));
        }
        if self.cut { Err(self.end()) } else { Ok(()) }
    }

    /// Where the message is over, only white space may follow; what has come of it is passed.
    pub(crate) fn only_space(&mut self) -> Result<()> {
        if self.must_wait() {
            return Ok(());
        }
        while self.here().is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')) {
            self.pos += 1;
        }
        if self.here().is_some() {
            return Err(self.syntax("there is something after the end of the message"));
        }
        if self.cut { Err(self.end()) } else { Ok(()) }
    }

    /// What kind of value stands here, in words for an error.
    pub(crate) fn found(&self) -> &'static str {
        match self.here() {
            Some(b'"') => "a string",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'[') => "an array",
            Some(b'{') => "an object",
            _ => "no JSON value",
        }
    }

    /// An error of form here.
    pub(crate) fn syntax(&self, message: impl Into<String>) -> Box<CodecError> {
        self.error(ErrorKind::Syntax, message)
    }

    /// An error here.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Box<CodecError> {
        CodecError::at(kind, self.pos, message)
    }

    fn no_value(&self) -> Box<CodecError> {
        self.syntax("expected a JSON value")
    }

    /// The error where the text ends too early.
    fn end(&self) -> Box<CodecError> {
        if let Some(ahead) = self.ahead.filter(|_| !self.cut) {
            let message = format!(
                "a value has more than {ahead} bytes, or does an object that does not begin with its `@type`: that is as \
                 much as is read as a whole of a message that comes in pieces"
            );
            return CodecError::at(ErrorKind::Limit, self.pos, message);
        }
        let message = if self.cut {
            "the message is not UTF-8 from here on"
        } else {
            "the message ends before it is complete"
        };
        CodecError::at(ErrorKind::Syntax, self.text.len(), message)
    }
}
