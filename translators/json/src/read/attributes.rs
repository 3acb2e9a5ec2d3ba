// SPDX-License-Identifier: EUPL-1.2
//! Attributes that a wildcard allows: `{"{namespace}local": "value"}`, and types that members name: `{"member":
//! "{namespace}local"}`.

use std::collections::HashSet;

use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::Reader;
use super::frame::Frame;

impl<S: Sink> Reader<'_, '_, '_, S> {
    /// Read the map that comes next.
    pub(super) fn attributes(&mut self) -> Result<()> {
        if self.scan.peek()? != b'{' {
            return Err(self.unexpected("an object"));
        }
        self.scan.expect(b'{', "`{`")?;
        let named = matches!(self.stack.last(), Some(Frame::Object(object))
            if object.open.is_some() && object.open == object.structure.type_names);
        let mut names: HashSet<String> = HashSet::new();
        while !self.scan.take(b'}')? {
            if !names.is_empty() {
                self.scan.expect(b',', "`,` or `}`")?;
            }
            self.scan.peek()?;
            self.mark = self.scan.pos();
            let name = self.scan.name(&mut self.scratch)?.text(&self.scratch).to_owned();
            if let Err(error) = self.attribute(&name, named, &mut names) {
                self.leaf = Some(name);
                return Err(error.or_at(self.mark));
            }
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, named: bool, names: &mut HashSet<String>) -> Result<()> {
        let fail = |message: &str| CodecError::new(ErrorKind::Structure, message);
        if !named && !is_expanded(name) {
            return Err(fail("the name of an attribute is written `{namespace}local` or `local`"));
        }
        if !names.insert(name.to_owned()) {
            return Err(fail("this member stands there twice"));
        }
        if names.len() > self.scan.limits.max_attributes {
            let message = format!("there are more than {} attributes", self.scan.limits.max_attributes);
            return Err(CodecError::new(ErrorKind::Limit, message));
        }
        self.count()?;
        if self.scan.peek()? != b'"' {
            return Err(self.unexpected("a string"));
        }
        let value = self.scan.string(&mut self.scratch, self.scan.limits.max_text_bytes)?;
        self.sink.attribute(name, value.text(&self.scratch))
    }
}

/// Whether a text is `{namespace}local` or `local`, with an NCName (Namespaces in XML, section 3) as its local part.
fn is_expanded(name: &str) -> bool {
    let local = match name.strip_prefix('{') {
        None => name,
        // The last brace is the one: a local part has none, a namespace name may.
        Some(rest) => match rest.rsplit_once('}') {
            Some((namespace, local)) if !namespace.is_empty() => local,
            _ => return false,
        },
    };
    let mut chars = local.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

/// XML 1.0 (fifth edition), production 4, without the colon.
fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// XML 1.0 (fifth edition), production 4a, without the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::is_expanded;

    #[test]
    fn expanded_names() {
        for good in ["a", "{urn:x}a-b.c", "ä1", "{http://x/{}a", "{http://x/{y}}a"] {
            assert!(is_expanded(good), "{good}");
        }
        for bad in ["", "a:b", "{urn:x}", "{}a", "{a", "1a", "a b", "{x}a=\"1\" b", "-a", "a>"] {
            assert!(!is_expanded(bad), "{bad}");
        }
    }
}
