// SPDX-License-Identifier: EUPL-1.2
//! The XPath subset of identity constraints (part 1, section 3.11.6).

use crate::tree::is_ncname;

/// What is wrong with a selector; `None` where nothing is.
pub(super) fn selector_flaw(text: &str, is_declared: &dyn Fn(&str) -> bool) -> Option<String> {
    flaw(text, false, is_declared)
}

/// What is wrong with a field.
pub(super) fn field_flaw(text: &str, is_declared: &dyn Fn(&str) -> bool) -> Option<String> {
    flaw(text, true, is_declared)
}

fn flaw(text: &str, field: bool, is_declared: &dyn Fn(&str) -> bool) -> Option<String> {
    let Some(tokens) = tokens(text) else {
        return Some("it has a character that the XPath subset does not have".to_owned());
    };
    for path in tokens.split(|token| *token == "|") {
        if !is_path(path, field, is_declared) {
            return Some("it is no path of the XPath subset for identity constraints".to_owned());
        }
    }
    None
}

/// `.//`, `/`, `|`, `@`, `.`, `::`, `*` and names.
fn tokens(text: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start_matches(white);
    while !rest.is_empty() {
        let length = if rest.starts_with("//") || rest.starts_with("::") {
            2
        } else if rest.starts_with(['/', '|', '@', '*', '.']) {
            1
        } else {
            // a name, which a single colon may be part of
            let mut end = 0;
            for (at, c) in rest.char_indices() {
                let colon = c == ':' && !rest[at + 1..].starts_with(':') && end > 0;
                let star = c == '*' && rest[..at].ends_with(':');
                if !(colon
                    || star
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c.is_alphanumeric()
                    || c == '\u{B7}'
                    || !c.is_ascii() && !c.is_whitespace())
                {
                    break;
                }
                end = at + c.len_utf8();
            }
            if end == 0 {
                return None;
            }
            end
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start_matches(white);
    }
    Some(tokens)
}

fn white(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn is_path(mut path: &[&str], field: bool, is_declared: &dyn Fn(&str) -> bool) -> bool {
    if let [".", "//", rest @ ..] = path {
        path = rest;
    }
    loop {
        match path {
            ["."] => return true,
            [".", "/", rest @ ..] => path = rest,
            ["@", name] | ["attribute", "::", name] => return field && is_test(name, is_declared),
            ["child", "::", name, "/", rest @ ..] if is_test(name, is_declared) => path = rest,
            ["child", "::", name] | [name] => return is_test(name, is_declared),
            [name, "/", rest @ ..] if is_test(name, is_declared) => path = rest,
            _ => return false,
        }
    }
}

fn is_test(name: &str, is_declared: &dyn Fn(&str) -> bool) -> bool {
    match name.split_once(':') {
        None => name == "*" || is_ncname(name),
        Some((prefix, local)) => {
            is_ncname(prefix) && is_declared(prefix) && (local == "*" || is_ncname(local))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{field_flaw, selector_flaw};

    #[test]
    fn the_subset() {
        let declared = |prefix: &str| prefix == "p";
        for good in [".", ".//a", "a/b|c", "p:*", "./a", "child::a/p:b", " a / b ", ".//.", "a/."] {
            assert_eq!(selector_flaw(good, &declared), None, "{good}");
            assert_eq!(field_flaw(good, &declared), None, "{good}");
        }
        for bad in ["", "/a", "a//b", "q:a", "a[1]", "..", "a/", "|a", "parent::a", "a::b", "p:", ".//", "1"]
        {
            assert!(selector_flaw(bad, &declared).is_some(), "{bad}");
            assert!(field_flaw(bad, &declared).is_some(), "{bad}");
        }
        for good in ["@a", "a/@p:b", "attribute::a", ".//@*"] {
            assert_eq!(field_flaw(good, &declared), None, "{good}");
            assert!(selector_flaw(good, &declared).is_some(), "{good}");
        }
    }
}
