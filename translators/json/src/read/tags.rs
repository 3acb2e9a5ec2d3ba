// SPDX-License-Identifier: EUPL-1.2
//! Looking ahead for `@type`, which may stand anywhere in its object.
//!
//! An object whose type is not known yet and whose first member does not say it is passed over once, and the place of
//! every `@type` inside is kept. Objects inside then need no look ahead of their own, so that the whole costs no more
//! than reading the message twice, however it nests.

use fachwerk_mapping::TYPE_MEMBER;
use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::scan::{Passed, Scanner};

/// Places of `@type` in a part of the message that has been passed over.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// In the order in which the objects begin.
    entries: Vec<Entry>,
    /// Where to go on in `entries`.
    next: usize,
    /// End of the part.
    until: usize,
    /// Objects that are open while passing over.
    open: Vec<usize>,
    max_entries: usize,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where the object begins.
    at: usize,
    /// Where the value of its `@type` begins.
    tag: Option<usize>,
}

impl Tags {
    /// Where the value of `@type` begins, for the object that begins exactly here. Leaves the scanner where it is.
    pub(super) fn find(&mut self, scan: &mut Scanner<'_>, scratch: &mut String) -> Result<Option<usize>> {
        let at = scan.pos();
        let found = if let Some(first) = first_member(scan, scratch)? {
            Some(first)
        } else {
            scan.rewind(at);
            self.look(scan, scratch, at)?
        };
        scan.rewind(at);
        Ok(found)
    }

    fn look(&mut self, scan: &mut Scanner<'_>, scratch: &mut String, at: usize) -> Result<Option<usize>> {
        if at >= self.until {
            self.entries.clear();
            self.open.clear();
            self.next = 0;
            self.max_entries = scan.limits.max_nodes;
            scan.skip(scratch, self)?;
            self.until = scan.pos();
        }
        while let Some(entry) = self.entries.get(self.next) {
            if entry.at >= at {
                break;
            }
            self.next += 1;
        }
        Ok(self.entries.get(self.next).filter(|e| e.at == at).and_then(|e| e.tag))
    }
}

/// Where the value begins, if the first member is `@type`.
fn first_member(scan: &mut Scanner<'_>, scratch: &mut String) -> Result<Option<usize>> {
    scan.expect(b'{', "`{`")?;
    if scan.peek()? != b'"' {
        return Ok(None);
    }
    let name = scan.name(scratch)?;
    let is_tag = name.text(scratch) == TYPE_MEMBER;
    scan.peek()?;
    Ok(is_tag.then_some(scan.pos()))
}

impl Passed for Tags {
    fn object(&mut self, at: usize) -> Result<()> {
        if self.entries.len() >= self.max_entries {
            let message = format!("the message has more than {} objects", self.max_entries);
            return Err(CodecError::at(ErrorKind::Limit, at, message));
        }
        self.open.push(self.entries.len());
        self.entries.push(Entry { at, tag: None });
        Ok(())
    }

    fn end(&mut self) {
        self.open.pop();
    }

    fn member(&mut self, name: &str, value: usize) {
        if name == TYPE_MEMBER
            && let Some(entry) = self.open.last().and_then(|i| self.entries.get_mut(*i))
        {
            entry.tag.get_or_insert(value);
        }
    }
}
