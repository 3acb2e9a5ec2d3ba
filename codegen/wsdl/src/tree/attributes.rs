// SPDX-License-Identifier: EUPL-1.2
//! Attributes of a start tag: limits, duplicates, normalised values.

use quick_xml::events::BytesStart;

use super::Value;
use super::build::Builder;
use super::problem::{Fatal, duplicate, fatal, resolve};
use crate::Code;

/// A raw attribute: span of its name, and its value.
pub(super) struct Raw {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Value,
}

impl Builder<'_> {
    pub(super) fn attributes_of(&mut self, start: &BytesStart<'_>, offset: usize) -> Result<Vec<Raw>, Fatal> {
        let source: &str = start;
        let base = source.as_ptr() as usize;
        let content = offset + 1;
        let mut raw = Vec::new();
        let mut attributes = start.attributes();
        // duplicates are looked for below, after the limit: quick-xml compares each with each
        attributes.with_checks(false);
        let mut previous_end = None;
        for attribute in attributes {
            let attribute = attribute.map_err(|error| {
                use quick_xml::events::attributes::AttrError;
                let at = match &error {
                    AttrError::ExpectedEq(at)
                    | AttrError::ExpectedValue(at)
                    | AttrError::UnquotedValue(at)
                    | AttrError::ExpectedQuote(at, _)
                    | AttrError::Duplicated(at, _) => *at,
                };
                let message = match error {
                    AttrError::ExpectedEq(_) => "an attribute without a value",
                    AttrError::ExpectedValue(_) => "an attribute without a value after `=`",
                    AttrError::UnquotedValue(_) => "an attribute value without quotes",
                    AttrError::ExpectedQuote(..) => "an attribute value without its closing quote",
                    AttrError::Duplicated(..) => "an attribute twice",
                };
                fatal(content + at, Code::NotWellFormed, message, "write `name=\"value\"`")
            })?;
            if raw.len() >= self.limits.attributes {
                let message = format!("more than {} attributes on one element", self.limits.attributes);
                return Err(fatal(offset, Code::TooManyAttributes, message, "the document is refused"));
            }
            let key = attribute.key.into_inner();
            let start = content + (key.as_ptr() as usize - base);
            let end = start + key.len();
            let value: &str = &attribute.value;
            let value_start = content + (value.as_ptr() as usize - base);
            if previous_end.is_some_and(|previous| start <= previous) {
                return Err(fatal(
                    start,
                    Code::NotWellFormed,
                    "no space between attributes",
                    "separate them",
                ));
            }
            previous_end = Some(value_start + value.len() + 1);
            if value.len() > self.limits.attribute_bytes {
                let message = format!("an attribute of more than {} bytes", self.limits.attribute_bytes);
                return Err(fatal(start, Code::TooManyAttributes, message, "the document is refused"));
            }
            let value = self.attribute_value(value, value_start)?;
            raw.push(Raw { start, end, value });
        }
        self.check_duplicates(&mut raw);
        Ok(raw)
    }

    fn check_duplicates(&mut self, raw: &mut Vec<Raw>) {
        let mut seen: Vec<&str> = Vec::with_capacity(raw.len());
        let mut problems = Vec::new();
        raw.retain(|attribute| {
            let name = &self.text[attribute.start..attribute.end];
            let fresh = !seen.contains(&name);
            if fresh {
                seen.push(name);
            } else {
                problems.push(duplicate(attribute.start, name));
            }
            fresh
        });
        self.problems.append(&mut problems);
    }

    pub(super) fn check_expanded_duplicates(&mut self, first: u32) {
        let list = &self.attributes[first as usize..];
        let prefixed = list.iter().filter(|a| a.namespace != 0);
        let mut seen: Vec<(u32, &str)> = Vec::new();
        for attribute in prefixed {
            let key =
                (attribute.namespace, &self.text[attribute.local.0 as usize..attribute.local.1 as usize]);
            if seen.contains(&key) {
                self.problems.push(duplicate(attribute.offset as usize, key.1));
            }
            seen.push(key);
        }
    }

    /// Attribute-value normalisation (XML 1.0, section 3.3.3); a span where nothing changes.
    fn attribute_value(&mut self, raw: &str, start: usize) -> Result<Value, Fatal> {
        if !raw.bytes().any(|b| matches!(b, b'&' | b'<' | b'\t' | b'\n' | b'\r')) {
            return Ok(Value::Span(start as u32, (start + raw.len()) as u32));
        }
        let mut value = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '<', '\t', '\n', '\r']) {
            value.push_str(&rest[..at]);
            let offset = start + (raw.len() - rest.len()) + at;
            rest = &rest[at..];
            match rest.as_bytes()[0] {
                b'<' => {
                    let advice = "write `&lt;`; is a closing quote missing?";
                    return Err(fatal(offset, Code::NotWellFormed, "`<` in an attribute value", advice));
                }
                b'&' => {
                    let Some(end) = rest.find(';') else {
                        return Err(fatal(offset, Code::NotWellFormed, "`&` without `;`", "write `&amp;`"));
                    };
                    value.push(resolve(&rest[1..end], offset)?);
                    rest = &rest[end + 1..];
                }
                b'\r' if rest.as_bytes().get(1) == Some(&b'\n') => {
                    value.push(' ');
                    rest = &rest[2..];
                }
                _ => {
                    value.push(' ');
                    rest = &rest[1..];
                }
            }
        }
        value.push_str(rest);
        Ok(self.own(value))
    }
}
