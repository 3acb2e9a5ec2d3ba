// SPDX-License-Identifier: EUPL-1.2
//! `minOccurs` and `maxOccurs` (part 1, section 3.9.1).

use super::reader::Reader;
use crate::Code;
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// Occurrences of a particle; `None` where it cannot occur at all.
    pub(super) fn occurs(&mut self, node: Node<'a>) -> Option<(u32, Option<u32>)> {
        let min = match node.attribute("minOccurs") {
            None => 1,
            Some(_) => self.number(node, "minOccurs").unwrap_or(1),
        };
        let max = match node.attribute("maxOccurs").map(str::trim) {
            None => Some(1),
            // `*` is of the drafts
            Some("unbounded" | "*") => None,
            // beyond any message there is no difference to unbounded
            Some(digits) if digits.len() > 9 && digits.bytes().all(|b| b.is_ascii_digit()) => None,
            Some(_) => Some(self.number(node, "maxOccurs").unwrap_or(1)),
        };
        if max == Some(0) {
            return None;
        }
        if let Some(most) = max
            && most < min
        {
            let explicit = node.attribute("maxOccurs").is_some();
            let at = node.attribute_offset(if explicit { "maxOccurs" } else { "minOccurs" });
            let message = format!("at least {min} and at most {most} times");
            self.error(
                at,
                Code::BadValue,
                message,
                "`maxOccurs` must not be less than `minOccurs`; it is raised",
            );
            return Some((min, Some(min)));
        }
        Some((min, max))
    }
}
