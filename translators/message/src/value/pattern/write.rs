// SPDX-License-Identifier: EUPL-1.2
//! Writes an expression in the dialect of the `regex` crate or of ECMA-262 with the `u` flag.

use std::fmt::Write as _;

use super::syntax::{Class, Item, Node};

/// Whose words to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Rust,
    Ecma,
}

impl Dialect {
    pub(super) fn write(self, node: &Node) -> String {
        let mut out = String::new();
        self.node(node, &mut out);
        out
    }

    fn node(self, node: &Node, out: &mut String) {
        match node {
            Node::Sequence(pieces) => pieces.iter().for_each(|piece| self.node(piece, out)),
            Node::Choice(branches) => {
                for (index, branch) in branches.iter().enumerate() {
                    if index > 0 {
                        out.push('|');
                    }
                    self.node(branch, out);
                }
            }
            Node::Group(inner) => {
                out.push_str("(?:");
                self.node(inner, out);
                out.push(')');
            }
            Node::Char(c) => self.char(*c, false, out),
            Node::Class(class) => self.class(class, out),
            Node::Repeat { node, min, max } => {
                self.node(node, out);
                repetition(*min, *max, out);
            }
        }
    }

    fn class(self, class: &Class, out: &mut String) {
        match (&class.minus, self, class.items.as_slice()) {
            (Some(minus), Self::Rust, _) => {
                out.push('[');
                self.set(class, out);
                out.push_str("--");
                self.class(minus, out);
                out.push(']');
            }
            (Some(minus), Self::Ecma, _) => {
                out.push_str("(?:(?!");
                self.class(minus, out);
                out.push(')');
                self.set(class, out);
                out.push(')');
            }
            (None, _, [item @ Item::Category { .. }]) if !class.negated => self.item(item, out),
            (None, _, _) => self.set(class, out),
        }
    }

    fn set(self, class: &Class, out: &mut String) {
        out.push('[');
        if class.negated {
            out.push('^');
        }
        class.items.iter().for_each(|item| self.item(item, out));
        out.push(']');
    }

    fn item(self, item: &Item, out: &mut String) {
        match item {
            Item::Range(first, last) => {
                self.char(*first, true, out);
                if first != last {
                    if (*first as u32) + 1 != *last as u32 {
                        out.push('-');
                    }
                    self.char(*last, true, out);
                }
            }
            Item::Category { name, negated } => {
                write_to(out, format_args!("\\{}{{{name}}}", if *negated { 'P' } else { 'p' }));
            }
        }
    }

    fn char(self, c: char, in_class: bool, out: &mut String) {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' | '^' | '[' | ']' => escaped(c, out),
            '$' | '.' | '|' | '?' | '*' | '+' | '(' | ')' | '{' | '}' if !in_class => escaped(c, out),
            '-' if in_class => escaped(c, out),
            // Set operations of the regex crate.
            '&' | '~' if in_class && self == Self::Rust => escaped(c, out),
            ' '..='~' => out.push(c),
            _ if c.is_alphabetic() => out.push(c),
            _ => {
                let letter = if self == Self::Rust { 'x' } else { 'u' };
                write_to(out, format_args!("\\{letter}{{{:X}}}", c as u32));
            }
        }
    }
}

/// A quantifier.
pub(super) fn repetition(min: u32, max: Option<u32>, out: &mut String) {
    match (min, max) {
        (0, None) => out.push('*'),
        (1, None) => out.push('+'),
        (0, Some(1)) => out.push('?'),
        (min, None) => write_to(out, format_args!("{{{min},}}")),
        (min, Some(max)) if min == max => write_to(out, format_args!("{{{min}}}")),
        (min, Some(max)) => write_to(out, format_args!("{{{min},{max}}}")),
    }
}

fn escaped(c: char, out: &mut String) {
    out.push('\\');
    out.push(c);
}

fn write_to(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(arguments);
}
