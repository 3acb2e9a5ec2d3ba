// SPDX-License-Identifier: EUPL-1.2
//! Documentation as a person would have typed it: without the indentation of the file it stands in.

/// Trim and dedent; `None` where nothing is left.
pub(crate) fn dedent(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|l| !l.trim().is_empty())?;
    let last = lines.iter().rposition(|l| !l.trim().is_empty())?;
    // text that begins right after the start tag says nothing about the indentation of the rest
    let indented = if first == 0 { 1 } else { first };
    let indent = lines[indented.min(last)..=last]
        .iter()
        .filter(|l| !l.is_empty())
        .map(|l| l.len() - l.trim_start().len())
        .min()
        .unwrap_or(0);
    let mut result = String::new();
    for (index, line) in lines[first..=last].iter().enumerate() {
        if index > 0 {
            result.push('\n');
        } else if first == 0 {
            result.push_str(line.trim_start());
            continue;
        }
        // white space may be of several bytes (U+00A0), so the cut may not fall on a boundary
        result.push_str(line.get(indent..).unwrap_or_else(|| line.trim_start()));
    }
    Some(result.trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::dedent;

    #[test]
    fn dedents() {
        assert_eq!(dedent("  \n   "), None);
        assert_eq!(dedent(" a ").as_deref(), Some("a"));
        assert_eq!(dedent("\n    a\n      b\n\n    c\n  ").as_deref(), Some("a\n  b\n\nc"));
        assert_eq!(dedent("a\n    b\n      c").as_deref(), Some("a\nb\n  c"));
        assert_eq!(dedent("a\n\u{a0}b\n c").as_deref(), Some("a\nb\nc"));
    }
}
