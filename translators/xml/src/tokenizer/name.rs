// SPDX-License-Identifier: EUPL-1.2
//! Qualified names (Namespaces in XML 1.0, section 4).

use fachwerk_message::{CodecError, ErrorKind, Result};

use super::{Tokenizer, syntax};
use crate::characters::{NAME, REST, START, WIDE, is_wide_rest, is_wide_start};

/// A qualified name in the input.
pub(super) struct RawName {
    pub(super) start: usize,
    /// Where the local part begins.
    pub(super) local: usize,
    pub(super) end: usize,
}

impl Tokenizer<'_> {
    /// A qualified name (Namespaces in XML 1.0, section 4).
    pub(super) fn raw_name(&self, start: usize) -> Result<RawName> {
        let bytes = self.input.as_bytes();
        let class = |at: usize| bytes.get(at).map_or(0, |byte| NAME[*byte as usize]);
        let mut local = start;
        let mut at = start;
        loop {
            if class(at) & START != 0 {
                at += 1;
                while class(at) & REST != 0 {
                    at += 1;
                }
            }
            if class(at) & WIDE != 0 {
                at = self.wide_name(local, at);
            }
            if at == local || local != start || bytes.get(at) != Some(&b':') {
                break;
            }
            at += 1;
            local = at;
        }
        if at == local {
            return Err(syntax(at, "a name is expected here"));
        }
        if bytes.get(at) == Some(&b':') {
            return Err(syntax(at, "a name with a colon that separates nothing"));
        }
        if at - start > self.limits.max_name_bytes {
            return Err(CodecError::at(
                ErrorKind::Limit,
                start,
                format!("a name has more than {} bytes", self.limits.max_name_bytes),
            ));
        }
        Ok(RawName { start, local, end: at })
    }

    /// The rest of a name part that has characters beyond ASCII; the position after it.
    #[cold]
    fn wide_name(&self, local: usize, mut at: usize) -> usize {
        while let Some(c) = self.input.get(at..).and_then(|rest| rest.chars().next()) {
            let allowed = match (c.is_ascii(), at == local) {
                (true, true) => NAME[c as usize] & START != 0,
                (true, false) => NAME[c as usize] & REST != 0,
                (false, true) => is_wide_start(c),
                (false, false) => is_wide_rest(c),
            };
            if !allowed {
                break;
            }
            at += c.len_utf8();
        }
        at
    }
}
