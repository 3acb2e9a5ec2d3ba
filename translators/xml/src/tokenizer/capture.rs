// SPDX-License-Identifier: EUPL-1.2
//! Elements as they stand, and elements passed over.

use fachwerk_message::Result;

use super::{Token, Tokenizer, syntax};
use crate::escape::escape_attribute_str;

impl Tokenizer<'_> {
    /// Pass over the element that just began, to its end. It is checked all the same.
    pub fn skip_element(&mut self) -> Result<()> {
        let inside = self.depth();
        loop {
            match self.next_token()? {
                Token::End if self.depth() < inside => return Ok(()),
                Token::Eof => return Err(syntax(self.position, "the input ends within an element")),
                _ => {}
            }
        }
    }

    /// Pass over the element that just began and append it to `out` as it stands, with every namespace it uses and
    /// does not declare itself declared on it: the default namespace, and prefixes in order, where they occur in it
    /// (in names, or possibly in QNames in content).
    pub fn capture_element(&mut self, out: &mut String) -> Result<()> {
        let start = self.offset;
        let name_end = start + 1 + self.name.len();
        let outside = self.open.last().map_or(0, |open| open.scope);
        let own: Vec<&str> = self.scope.since(outside).iter().map(|b| b.prefix).collect();
        self.skip_element()?;
        let raw = &self.input[start..self.position];
        out.push_str(&self.input[start..name_end]);
        // A prefix in content could be hidden behind character references; then all are kept.
        let hidden = memchr::memmem::find(raw.as_bytes(), b"&#").is_some();
        let mut needed: Vec<(&str, &str)> = Vec::new();
        for binding in self.scope.before(outside).iter().skip(1).rev() {
            let prefix = binding.prefix;
            if own.contains(&prefix) || needed.iter().any(|(p, _)| *p == prefix) {
                continue;
            }
            if prefix.is_empty() || hidden || occurs(raw, prefix) {
                needed.push((prefix, &binding.name));
            }
        }
        needed.sort_unstable();
        for (prefix, name) in needed {
            if name.is_empty() {
                continue;
            }
            out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            out.push_str(prefix);
            out.push_str("=\"");
            escape_attribute_str(name, out)?;
            out.push('"');
        }
        out.push_str(&self.input[name_end..self.position]);
        Ok(())
    }
}

/// Whether `prefix:` stands anywhere in a fragment.
fn occurs(raw: &str, prefix: &str) -> bool {
    let bytes = raw.as_bytes();
    memchr::memmem::find_iter(bytes, prefix.as_bytes()).any(|at| bytes.get(at + prefix.len()) == Some(&b':'))
}
