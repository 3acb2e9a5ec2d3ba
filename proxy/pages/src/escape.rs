// SPDX-License-Identifier: EUPL-1.2
//! Text in HTML.

use std::fmt;

/// Text as it is written in HTML, in elements and in attributes with double quotation marks.
pub(crate) struct Html<'a>(pub(crate) &'a str);

impl fmt::Display for Html<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(['&', '<', '>', '"', '\'']) {
            let (text, special) = match part.chars().next_back() {
                Some(c @ ('&' | '<' | '>' | '"' | '\'')) => (&part[..part.len() - 1], Some(c)),
                _ => (part, None),
            };
            f.write_str(text)?;
            f.write_str(match special {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some(_) => "&#39;",
                None => "",
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn nothing_in_a_name_is_markup() {
        assert_eq!(Html("<a b=\"c\">&'ü").to_string(), "&lt;a b=&quot;c&quot;&gt;&amp;&#39;ü");
        assert_eq!(Html("plain").to_string(), "plain");
    }
}
