// SPDX-License-Identifier: EUPL-1.2
//! Simple values.

use fachwerk_mapping::{JsonForm, Scalar, ScalarId, ScalarKind};
use fachwerk_message::value::white_space;
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::Reader;

impl<S: Sink> Reader<'_, '_, '_, S> {
    /// Read the simple value that comes next.
    pub(super) fn scalar(&mut self, id: ScalarId) -> Result<()> {
        let scalar = self.mapping.scalar(id);
        if scalar.json == JsonForm::Array {
            self.list(scalar)?;
            return self.sink.scalar(id, &self.buffer);
        }
        if scalar.json == JsonForm::String && self.scan.peek()? == b'"' {
            // By far the most frequent case; without escapes and white space it copies nothing.
            let text = self.scan.string(&mut self.scratch, self.scan.limits.max_text_bytes)?;
            let text = text.text(&self.scratch);
            let max_digits = self.scan.limits.max_digits;
            if text.len() > max_digits
                && matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Decimal)
                && text.bytes().filter(u8::is_ascii_digit).count() > max_digits
            {
                let message = format!("a number has more than {max_digits} digits");
                return Err(CodecError::at(ErrorKind::Limit, self.mark, message));
            }
            return self.sink.scalar(id, &white_space(scalar, text));
        }
        self.buffer.clear();
        self.append(scalar)?;
        self.sink.scalar(id, &self.buffer)
    }

    /// Read the items of a list into the buffer, one space between two.
    fn list(&mut self, scalar: &Scalar) -> Result<()> {
        let ScalarKind::List(item) = scalar.kind else {
            return Err(self.scan.error(ErrorKind::Unsupported, "only a list can be a JSON array"));
        };
        let item = self.mapping.scalar(item);
        if self.scan.peek()? != b'[' {
            return Err(self.unexpected("an array"));
        }
        self.scan.expect(b'[', "`[`")?;
        self.buffer.clear();
        let mut index = 0_usize;
        while !self.scan.take(b']')? {
            if index > 0 {
                self.scan.expect(b',', "`,` or `]`")?;
                self.buffer.push(' ');
            }
            self.count()?;
            self.scan.peek()?;
            let at = self.scan.pos();
            if index >= self.scan.limits.max_children {
                let message = format!("a list has more than {} items", self.scan.limits.max_children);
                return Err(CodecError::at(ErrorKind::Limit, at, message));
            }
            let start = self.buffer.len();
            if let Err(error) = self.append(item) {
                self.leaf = Some(index.to_string());
                return Err(error);
            }
            let text = &self.buffer[start..];
            if text.is_empty() || text.bytes().any(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
                self.leaf = Some(index.to_string());
                let message = "an item of a list can neither be empty nor have white space in it";
                return Err(CodecError::at(ErrorKind::Value, at, message));
            }
            index += 1;
        }
        Ok(())
    }

    /// Read one value that is no list to the end of the buffer.
    fn append(&mut self, scalar: &Scalar) -> Result<()> {
        let first = self.scan.peek()?;
        let at = self.scan.pos();
        let number = matches!(first, b'-' | b'0'..=b'9');
        match scalar.json {
            JsonForm::String if first == b'"' => {
                let text = self.scan.string(&mut self.scratch, self.scan.limits.max_text_bytes)?;
                self.buffer.push_str(&white_space(scalar, text.text(&self.scratch)));
            }
            // Integers too long for a double are strings; senders that can write them as numbers may.
            JsonForm::String
                if number && matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Decimal) =>
            {
                self.append_number(scalar)?;
            }
            JsonForm::Number if number => self.append_number(scalar)?,
            JsonForm::Number
                if first == b'"' && matches!(scalar.kind, ScalarKind::Float | ScalarKind::Double) =>
            {
                let text = self.scan.string(&mut self.scratch, self.scan.limits.max_text_bytes)?;
                let text = text.text(&self.scratch);
                if !matches!(text, "INF" | "-INF" | "NaN") {
                    let message = "expected a number, or one of the strings INF, -INF, NaN";
                    return Err(CodecError::at(ErrorKind::Value, at, message));
                }
                self.buffer.push_str(text);
            }
            JsonForm::Boolean if first == b't' => {
                self.scan.literal("true")?;
                self.buffer.push_str("true");
            }
            JsonForm::Boolean if first == b'f' => {
                self.scan.literal("false")?;
                self.buffer.push_str("false");
            }
            JsonForm::String => return Err(self.unexpected("a string")),
            JsonForm::Number => return Err(self.unexpected("a number")),
            JsonForm::Boolean => return Err(self.unexpected("a boolean")),
            JsonForm::Array => {
                return Err(self.scan.error(ErrorKind::Unsupported, "a list cannot be an item of a list"));
            }
        }
        if self.buffer.len() > self.scan.limits.max_text_bytes {
            let message = format!("a value is longer than {} bytes", self.scan.limits.max_text_bytes);
            return Err(CodecError::at(ErrorKind::Limit, at, message));
        }
        Ok(())
    }

    fn append_number(&mut self, scalar: &Scalar) -> Result<()> {
        let at = self.scan.pos();
        let number = self.scan.number()?;
        let max_digits = self.scan.limits.max_digits;
        let text = match scalar.kind {
            ScalarKind::Integer => match number.integer(&mut self.scratch, max_digits) {
                Ok(Some(text)) => text,
                Ok(None) => {
                    return Err(CodecError::at(ErrorKind::Value, at, "expected a number without a fraction"));
                }
                Err(error) => return Err(error.or_at(at)),
            },
            ScalarKind::Decimal => number.decimal(&mut self.scratch, max_digits).map_err(|e| e.or_at(at))?,
            // JSON's way to write a number is one of XML Schema's ways to write a float.
            _ => number.text,
        };
        self.buffer.push_str(text);
        Ok(())
    }
}
