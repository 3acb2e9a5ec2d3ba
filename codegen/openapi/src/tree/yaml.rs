// SPDX-License-Identifier: EUPL-1.2
//! Trees to YAML: what `serde_saphyr` writes, byte for byte, without its cost for what is plain.
//!
//! Nearly all of a document are objects, lists, names and words. They are written here; whether and how any other text
//! is quoted, folded or escaped is left to the library, piece by piece, and so is a tree of a shape that documents hardly
//! have. A test holds both side by side.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Node, Tree};

/// Something that only the library writes.
struct Unusual;

/// Add an object to a text, as a document of its own.
pub(crate) fn put_node(text: &mut String, node: &Node<'_>) {
    let from = text.len();
    let written = if node.is_empty() { Err(Unusual) } else { members(text, node, 0, false) };
    if written.is_err() {
        text.truncate(from);
        put(text, node);
    }
}

/// Add whatever makes sense as JSON to a text, by the library alone.
pub(crate) fn put(text: &mut String, value: &impl Serialize) {
    // Folded text is pleasant to read but not every parser keeps its blanks; literal text all parsers agree on.
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    serde_saphyr::to_fmt_writer_with_options(text, value, options)
        .expect("a JSON tree always has a YAML form");
}

/// Members one below the other. `begun`: the first stands in a line that has begun.
fn members(out: &mut String, node: &Node<'_>, column: usize, begun: bool) -> Result<(), Unusual> {
    for (index, (name, value)) in node.iter().enumerate() {
        if index > 0 || !begun {
            indent(out, column);
        }
        key(out, name);
        out.push(':');
        match value {
            Tree::Node(node) if !node.is_empty() => {
                out.push('\n');
                members(out, node, column + 2, false)?;
            }
            Tree::List(items) if !items.is_empty() => {
                out.push('\n');
                list(out, items, column)?;
            }
            Tree::Text(lines) if lines.contains('\n') => block(out, lines, column),
            _ => {
                out.push(' ');
                scalar(out, value);
            }
        }
    }
    Ok(())
}

fn list(out: &mut String, items: &[Tree<'_>], column: usize) -> Result<(), Unusual> {
    for item in items {
        indent(out, column);
        out.push_str("- ");
        match item {
            Tree::Node(node) if !node.is_empty() => members(out, node, column + 2, true)?,
            Tree::List(items) if !items.is_empty() => return Err(Unusual),
            Tree::Text(lines) if lines.contains('\n') => return Err(Unusual),
            _ => scalar(out, item),
        }
    }
    Ok(())
}

/// One line, to its end.
fn scalar(out: &mut String, value: &Tree<'_>) {
    match value {
        Tree::Bool(true) => out.push_str("true"),
        Tree::Bool(false) => out.push_str("false"),
        Tree::Text(text) if is_plain(text) => out.push_str(text),
        Tree::Text(text) if is_quoted(text) => quoted(out, text),
        Tree::Number(number) if !number.is_f64() => {
            let _ = write!(out, "{number}");
        }
        Tree::Node(_) => out.push_str("{}"),
        Tree::List(_) => out.push_str("[]"),
        Tree::Null | Tree::Number(_) | Tree::Text(_) => return put(out, value),
    }
    out.push('\n');
}

fn key(out: &mut String, name: &str) {
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'$');
    if is_plain(name) && name.bytes().all(usual) {
        out.push_str(name);
    } else if is_quoted(name) {
        quoted(out, name);
    } else {
        let mut member = Node::with_capacity(1);
        member.push(name, 0_u16);
        put(out, &member);
        out.truncate(out.len() - ": 0\n".len());
    }
}

/// Several lines as the value of a member, from behind its colon.
fn block(out: &mut String, lines: &str, column: usize) {
    let mut text = String::new();
    let mut member = Node::with_capacity(1);
    member.push("k", lines);
    put(&mut text, &member);
    let mut rest = text.strip_prefix("k:").unwrap_or(&text).split_inclusive('\n');
    out.push_str(rest.next().unwrap_or_default());
    for line in rest {
        if line != "\n" {
            indent(out, column);
        }
        out.push_str(line);
    }
}

fn indent(out: &mut String, column: usize) {
    const BLANKS: &str = "                                                                ";
    let mut left = column;
    while left > 0 {
        let some = left.min(BLANKS.len());
        out.push_str(&BLANKS[..some]);
        left -= some;
    }
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// Whether a text clearly needs no quotes: it begins like a name or a path, is no word that means something else to some
/// reader, and neither begins a comment nor ends like a key.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if !(first.is_ascii_alphabetic() || matches!(first, b'/' | b'$' | b'^')) || matches!(last, b' ' | b':') {
        return false;
    }
    let mut previous = b' ';
    for byte in bytes {
        if !matches!(byte, b' '..=b'~')
            || (*byte == b' ' && previous == b':')
            || (*byte == b'#' && previous == b' ')
        {
            return false;
        }
        previous = *byte;
    }
    const WORDS: [&str; 11] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];
    bytes.len() > 5 || !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a text clearly needs quotes and nothing else: it begins with a sign of YAML and has nothing to escape.
fn is_quoted(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 1
        && matches!(bytes.first(), Some(b'#' | b'@' | b'{' | b'*' | b'&' | b'!' | b'[' | b'`' | b'%'))
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alike(node: &Node<'_>) {
        let (mut ours, mut theirs) = (String::new(), String::new());
        put_node(&mut ours, node);
        put(&mut theirs, node);
        assert_eq!(ours, theirs);
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[a-z]{1,8}",
            4 => "[#@/${*&!\\[`%^a-c][ -~]{0,12}",
            3 => "[ -~]{0,8}",
            2 => "[a-c #:\n\"\\\\-]{0,10}",
            1 => any::<String>(),
            1 => prop::sample::select(vec![
                "y", "No", "NULL", "~", "on", "oFF", "nan", "Inf", "true", "---", "--- a", "...", "<<", "=", "0x1F",
                "1e3", "2020-01-01", "12:30:45", "a: b", "a:", "a #b", "a#b", "a ", " a", "a\nb\n", "a\n\n b\n\n", "\na",
                "  a\nb", "ä\nb", "$ref", "a:b",
            ]).prop_map(str::to_owned),
        ]
    }

    fn trees() -> impl Strategy<Value = Tree<'static>> {
        let leaf = prop_oneof![
            1 => Just(Tree::Null),
            1 => any::<bool>().prop_map(Tree::from),
            1 => any::<i64>().prop_map(Tree::from),
            1 => any::<f64>().prop_map(|f| serde_json::Number::from_f64(f).map_or(Tree::Null, Tree::Number)),
            6 => text().prop_map(Tree::from),
        ];
        leaf.prop_recursive(5, 40, 4, |inner| {
            prop_oneof![
                1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::List),
                3 => nodes(inner).prop_map(Tree::Node),
            ]
        })
    }

    fn nodes(value: impl Strategy<Value = Tree<'static>>) -> impl Strategy<Value = Node<'static>> {
        prop::collection::vec((text(), value), 0..5).prop_map(|members| {
            let mut node = Node::new();
            for (key, value) in members {
                node.insert(key, value);
            }
            node
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_text_is_that_of_the_library(node in nodes(trees())) {
            alike(&node);
        }
    }
}
