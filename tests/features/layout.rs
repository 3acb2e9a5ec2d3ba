// SPDX-License-Identifier: EUPL-1.2
//! JSON for people: numbers and strings as they are, what is short on one line.

const WIDTH: usize = 90;

/// Lays out JSON that is well-formed.
pub(crate) fn layout(json: &str) -> String {
    let mut out = String::new();
    put(json.trim(), 0, &mut out);
    out
}

fn put(value: &str, indent: usize, out: &mut String) {
    let (Some(open), Some(close)) = (value.chars().next(), value.chars().last()) else { return };
    let parts = match open {
        '{' | '[' => split(&value[1..value.len() - 1]),
        _ => Vec::new(),
    };
    let line = one_line(value);
    if parts.is_empty() || indent + line.len() <= WIDTH {
        out.push_str(&line);
        return;
    }
    out.push(open);
    for (index, part) in parts.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(indent + 2));
        let value = match (open, string_end(part)) {
            ('{', Some(end)) => {
                out.push_str(&part[..end]);
                out.push_str(": ");
                part[end..].trim_start().trim_start_matches(':').trim_start()
            }
            _ => part,
        };
        put(value, indent + 2, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

/// Where the string ends that a text begins with.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return text.starts_with('"').then_some(at + 1),
            _ => {}
        }
    }
    None
}

/// The parts between the commas of the outermost level.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start, mut at) = (Vec::new(), 0, 0, 0);
    while at < text.len() {
        match text.as_bytes()[at] {
            b'"' => at += string_end(&text[at..]).unwrap_or(1) - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

/// With a space behind each colon and comma, and within braces.
fn one_line(value: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = value[at..].chars().next() {
        if c == '"' {
            let end = at + string_end(&value[at..]).unwrap_or(1);
            out.push_str(&value[at..end]);
            at = end;
            continue;
        }
        match c {
            ':' | ',' => out.extend([c, ' ']),
            '{' if !value[at + 1..].trim_start().starts_with('}') => out.push_str("{ "),
            '}' if !out.ends_with('{') => out.push_str(" }"),
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
        at += c.len_utf8();
    }
    out
}

#[test]
fn values_stay_as_they_are() {
    assert_eq!(layout(r#"{"a":[1.0,"x, {\"}"],"b":{}}"#), r#"{ "a": [1.0, "x, {\"}"], "b": {} }"#);
    let long = format!(r#"{{"a":"{}","b":[]}}"#, "x".repeat(90));
    assert_eq!(layout(&long), format!("{{\n  \"a\": \"{}\",\n  \"b\": []\n}}", "x".repeat(90)));
}
