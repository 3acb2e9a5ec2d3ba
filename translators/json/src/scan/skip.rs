// SPDX-License-Identifier: EUPL-1.2
//! Passing a value without reading it.

use fachwerk_message::{ErrorKind, Result};

use super::Scanner;

/// An open object or array, as seen while a value is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Object,
    Array,
}

/// Told about the objects in a value that is passed.
pub(crate) trait Passed {
    /// An object begins at `at`.
    fn object(&mut self, at: usize) -> Result<()>;
    /// It ends.
    fn end(&mut self);
    /// A member of the innermost object; its value begins at `value`.
    fn member(&mut self, name: &str, value: usize);
}

impl Passed for () {
    fn object(&mut self, _: usize) -> Result<()> {
        Ok(())
    }
    fn end(&mut self) {}
    fn member(&mut self, _: &str, _: usize) {}
}

impl Scanner<'_> {
    /// Pass the next value, checking its form. No recursion: a stack of bits is all that nesting costs.
    pub(crate) fn skip(&mut self, scratch: &mut String, passed: &mut impl Passed) -> Result<()> {
        // Between two objects the table allows at most a field's array and a list's.
        let max_open = self.limits.max_depth.saturating_mul(3);
        let mut stack: Vec<Open> = Vec::new();
        loop {
            // A value begins here.
            let mut complete = true;
            match self.peek()? {
                b'{' => {
                    passed.object(self.pos)?;
                    self.pos += 1;
                    if self.take(b'}')? {
                        passed.end();
                    } else {
                        stack.push(Open::Object);
                        self.skip_name(scratch, passed)?;
                        complete = false;
                    }
                }
                b'[' => {
                    self.pos += 1;
                    if !self.take(b']')? {
                        stack.push(Open::Array);
                        complete = false;
                    }
                }
                b'"' => {
                    self.string(scratch, self.limits.max_text_bytes)?;
                }
                b'-' | b'0'..=b'9' => {
                    self.number()?;
                }
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                _ => return Err(self.no_value()),
            }
            if stack.len() > max_open {
                return Err(self.error(ErrorKind::Limit, "objects and arrays are nested too deeply"));
            }
            // Close what ends here, until another value begins.
            while complete {
                match stack.last() {
                    None => return Ok(()),
                    Some(Open::Array) if self.take(b',')? => complete = false,
                    Some(Open::Array) => {
                        self.expect(b']', "`,` or `]`")?;
                        stack.pop();
                    }
                    Some(Open::Object) if self.take(b',')? => {
                        self.skip_name(scratch, passed)?;
                        complete = false;
                    }
                    Some(Open::Object) => {
                        self.expect(b'}', "`,` or `}`")?;
                        passed.end();
                        stack.pop();
                    }
                }
            }
        }
    }

    fn skip_name(&mut self, scratch: &mut String, passed: &mut impl Passed) -> Result<()> {
        let name = self.name(scratch)?;
        self.peek()?;
        passed.member(name.text(scratch), self.pos);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fachwerk_message::Limits;

    fn skip(json: &[u8], limits: &Limits) -> Result<()> {
        let mut scanner = Scanner::new(json, limits)?;
        scanner.skip(&mut String::new(), &mut ())?;
        scanner.finish()
    }

    #[test]
    fn passes_exactly_what_is_json() {
        let limits = Limits::default();
        for good in [
            "{}",
            "[]",
            " [ ] ",
            "{\"a\":[1,{\"b\":null},\"]\"],\"c\":{\"d\":true}}",
            "[[],[{}],false]",
            "-1e5",
        ] {
            skip(good.as_bytes(), &limits).unwrap();
        }
        for bad in [
            "",
            "{",
            "[",
            "{]",
            "[}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{1:2}",
            "nul",
            "tru]",
            "[1]]",
            "x",
        ] {
            assert_eq!(skip(bad.as_bytes(), &limits).unwrap_err().kind, ErrorKind::Syntax, "{bad}");
        }
    }

    #[test]
    fn nesting_is_bounded_without_recursion() {
        let deep = "[".repeat(1_000_000);
        let limits = Limits { max_depth: 10, ..Limits::default() };
        assert_eq!(skip(deep.as_bytes(), &limits).unwrap_err().kind, ErrorKind::Limit);
        let limits = Limits { max_depth: 10_000_000, ..Limits::default() };
        assert_eq!(skip(deep.as_bytes(), &limits).unwrap_err().kind, ErrorKind::Syntax);
    }
}
