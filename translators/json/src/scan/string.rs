// SPDX-License-Identifier: EUPL-1.2
//! Strings (RFC 8259, section 7), restricted to what XML 1.0 can carry (section 2.2 there).

use fachwerk_message::{CodecError, ErrorKind, Result};

use super::Scanner;
use crate::special::first_special;

/// Where a string's value is: in the input as it stands, or unescaped in the scratch buffer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Decoded<'i> {
    /// A part of the input.
    Input(&'i str),
    /// The whole scratch buffer.
    Scratch,
}

impl<'i> Decoded<'i> {
    /// The value.
    pub(crate) fn text<'a>(self, scratch: &'a str) -> &'a str
    where
        'i: 'a,
    {
        match self {
            Self::Input(text) => text,
            Self::Scratch => scratch,
        }
    }
}

impl<'i> Scanner<'i> {
    /// Read a string of at most `max` bytes (after unescaping); the next byte is its opening quote.
    pub(crate) fn string(&mut self, scratch: &mut String, max: usize) -> Result<Decoded<'i>> {
        self.pos += 1;
        let start = self.pos;
        let run = self.run()?;
        if self.here() == Some(b'"') {
            self.pos += 1;
            return if run.len() > max { Err(too_long(start, max)) } else { Ok(Decoded::Input(run)) };
        }
        scratch.clear();
        scratch.push_str(run);
        loop {
            let c = self.escape()?;
            scratch.push(c);
            scratch.push_str(self.run()?);
            if scratch.len() > max {
                return Err(too_long(start, max));
            }
            if self.here() == Some(b'"') {
                self.pos += 1;
                return Ok(Decoded::Scratch);
            }
        }
    }

    /// The value of a string without escapes that begins at a place, and is within limits.
    pub(crate) fn plain_string(&self, at: usize) -> Option<&'i str> {
        let (b'"', rest) = self.bytes().get(at..)?.split_first()? else { return None };
        let length = first_special(rest)?;
        let end = at + 1 + length;
        let is_plain =
            rest[length] == b'"' && length <= self.limits.max_text_bytes && end <= self.noncharacter;
        is_plain.then(|| &self.text[at + 1..end])
    }

    /// Characters up to the next quote or backslash.
    fn run(&mut self) -> Result<&'i str> {
        let start = self.pos;
        let rest = &self.bytes()[start..];
        let length = first_special(rest).unwrap_or(rest.len());
        if rest.get(length).is_some_and(|byte| *byte < 0x20) {
            return Err(unescaped(start + length));
        }
        self.pos += length;
        if self.noncharacter < self.pos {
            let message = "a string has a character that XML cannot carry (U+FFFE or U+FFFF)";
            return Err(CodecError::at(ErrorKind::Value, self.noncharacter, message));
        }
        if length == rest.len() {
            return Err(self.end());
        }
        Ok(&self.text[start..self.pos])
    }

    /// One escape; the next byte is its backslash.
    fn escape(&mut self) -> Result<char> {
        let start = self.pos;
        self.pos += 1;
        let Some(byte) = self.here() else { return Err(self.end()) };
        self.pos += 1;
        let c = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => self.unicode(start)?,
            _ => return Err(CodecError::at(ErrorKind::Syntax, start, "this is no escape that JSON knows")),
        };
        if matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') {
            let message = format!("a string has a character that XML cannot carry (U+{:04X})", c as u32);
            return Err(CodecError::at(ErrorKind::Value, start, message));
        }
        Ok(c)
    }

    /// What follows `\u`; a character outside the basic plane is two escapes.
    fn unicode(&mut self, start: usize) -> Result<char> {
        let first = self.hex(start)?;
        let lone = || CodecError::at(ErrorKind::Syntax, start, "half of a surrogate pair stands alone");
        let code = match first {
            0xD800..=0xDBFF => {
                let rest = &self.bytes()[self.pos..];
                if !rest.starts_with(b"\\u") {
                    return Err(lone());
                }
                self.pos += 2;
                let second = self.hex(start)?;
                if !matches!(second, 0xDC00..=0xDFFF) {
                    return Err(lone());
                }
                0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            }
            code => code,
        };
        char::from_u32(code).ok_or_else(lone)
    }

    fn hex(&mut self, start: usize) -> Result<u32> {
        let Some(digits) = self.bytes().get(self.pos..self.pos + 4) else { return Err(self.end()) };
        let mut code = 0;
        for digit in digits {
            let Some(value) = char::from(*digit).to_digit(16) else {
                return Err(CodecError::at(
                    ErrorKind::Syntax,
                    start,
                    "expected four hexadecimal digits after \\u",
                ));
            };
            code = code << 4 | value;
        }
        self.pos += 4;
        Ok(code)
    }
}

#[cold]
fn unescaped(at: usize) -> Box<CodecError> {
    CodecError::at(ErrorKind::Syntax, at, "control characters have to be escaped in a string")
}

#[cold]
fn too_long(start: usize, max: usize) -> Box<CodecError> {
    CodecError::at(ErrorKind::Limit, start, format!("a string or name is longer than {max} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fachwerk_message::Limits;

    fn read(json: &[u8]) -> Result<String> {
        let limits = Limits::default();
        let mut scanner = Scanner::new(json, &limits)?;
        let mut scratch = String::new();
        let decoded = scanner.string(&mut scratch, 1000)?;
        let text = decoded.text(&scratch).to_owned();
        scanner.finish()?;
        Ok(text)
    }

    #[test]
    fn escapes() {
        for (json, value) in [
            (r#""""#, ""),
            (r#""a""#, "a"),
            (r#""\"\\\/\n\r\t""#, "\"\\/\n\r\t"),
            (r#""\u00e4\u00DF""#, "äß"),
            (r#""x\uD83D\uDE00y""#, "x😀y"),
            ("\"\u{7f}ä😀\u{fffd}\"", "\u{7f}ä😀\u{fffd}"),
        ] {
            assert_eq!(read(json.as_bytes()).unwrap(), value, "{json}");
        }
    }

    #[test]
    fn refuses_what_is_no_string() {
        for json in [
            r#"""#,
            r#""\"#,
            r#""\""#,
            r#""\x""#,
            r#""\u12"#,
            r#""\u12G4""#,
            r#""\uD800""#,
            r#""\uD800\n""#,
            r#""\uD800A""#,
            r#""\uDC00""#,
            "\"a\nb\"",
            "\"a\u{1}\"",
            r#""a" "#,
            r#""a"b"#,
        ] {
            let outcome = read(json.as_bytes());
            if json == r#""a" "# {
                outcome.unwrap();
            } else {
                assert_eq!(outcome.unwrap_err().kind, ErrorKind::Syntax, "{json}");
            }
        }
        let error = read(b"\"ab\xFFc\"").unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::Syntax, Some(3)));
        assert!(error.message.contains("UTF-8"));
    }

    #[test]
    fn refuses_what_xml_cannot_carry() {
        for (json, offset) in [
            (r#""a\u0000""#, 2),
            (r#""\b""#, 1),
            (r#""\uFFFE""#, 1),
            ("\"ä\u{ffff}\"", 3),
            (r#""\u001F""#, 1),
        ] {
            let error = read(json.as_bytes()).unwrap_err();
            assert_eq!((error.kind, error.offset), (ErrorKind::Value, Some(offset)), "{json}");
        }
    }

    #[test]
    fn long_strings_are_cut_off() {
        let plain = format!("\"{}\"", "x".repeat(1001));
        assert_eq!(read(plain.as_bytes()).unwrap_err().kind, ErrorKind::Limit);
        let escaped = format!("\"{}\"", "\\n".repeat(1001));
        assert_eq!(read(escaped.as_bytes()).unwrap_err().kind, ErrorKind::Limit);
        let short = format!("\"{}\"", "\\n".repeat(1000));
        assert_eq!(read(short.as_bytes()).unwrap().len(), 1000);
    }
}
