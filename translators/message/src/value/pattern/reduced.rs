// SPDX-License-Identifier: EUPL-1.2
//! Matching over a reduced alphabet.
//!
//! `\w{1,250}` is small over characters and large over UTF-8, where each `\w` becomes an automaton of its own. So the
//! characters that a pattern cannot tell apart are given one symbol, a byte; the pattern is compiled over symbols,
//! and a text is spelled in symbols before it is matched.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Class as HirClass, HirKind};

use super::syntax::{Class, Node};
use super::write::{Dialect, repetition};

/// Several patterns, of which any must match.
#[derive(Debug)]
pub(crate) struct Reduced {
    alphabet: Alphabet,
    regex: Regex,
}

impl Reduced {
    pub(crate) fn compile(patterns: &[String], size_limit: usize) -> Result<Self, String> {
        let nodes = patterns.iter().map(|p| super::parse::parse(p)).collect::<Result<Vec<_>, _>>()?;
        let mut sets = Sets::default();
        nodes.iter().try_for_each(|node| sets.collect(node))?;
        let (alphabet, symbols) = Alphabet::of(&sets.ranges)?;
        let writer = Writer { sets, symbols };
        let mut text = String::from("^(?:");
        for (index, node) in nodes.iter().enumerate() {
            if index > 0 {
                text.push('|');
            }
            writer.node(node, &mut text)?;
        }
        text.push_str(")$");
        let regex = RegexBuilder::new(&text)
            .unicode(false)
            .size_limit(size_limit)
            .build()
            .map_err(|_| format!("it takes more than {} MiB when compiled", size_limit >> 20))?;
        Ok(Self { alphabet, regex })
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        let spelled: Vec<u8> = text.chars().map(|c| self.alphabet.symbol(c)).collect();
        self.regex.is_match(&spelled)
    }
}

type Ranges = Vec<(u32, u32)>;

/// The distinct sets of characters in a pattern.
#[derive(Default)]
struct Sets {
    /// By the set as the `regex` crate writes it.
    known: HashMap<String, usize>,
    ranges: Vec<Ranges>,
}

impl Sets {
    fn collect(&mut self, node: &Node) -> Result<(), String> {
        match node {
            Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().try_for_each(|n| self.collect(n)),
            Node::Group(inner) | Node::Repeat { node: inner, .. } => self.collect(inner),
            Node::Char(c) => self.add(c.to_string(), || Ok(vec![(*c as u32, *c as u32)])),
            Node::Class(class) => self.add(class_key(class), || class_ranges(&class_key(class))),
        }
    }

    fn add(&mut self, key: String, ranges: impl FnOnce() -> Result<Ranges, String>) -> Result<(), String> {
        if !self.known.contains_key(&key) {
            self.ranges.push(ranges()?);
            self.known.insert(key, self.ranges.len() - 1);
        }
        Ok(())
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.known.get(key).copied()
    }
}

/// Text of a set; never a single character, which is the key of that character.
fn class_key(class: &Class) -> String {
    Dialect::Rust.write(&Node::Class(class.clone()))
}

fn class_ranges(class: &str) -> Result<Ranges, String> {
    let parsed = regex_syntax::parse(class).map_err(|_| "a set in it is not understood".to_owned())?;
    match parsed.kind() {
        HirKind::Class(HirClass::Unicode(set)) => {
            Ok(set.iter().map(|r| (r.start() as u32, r.end() as u32)).collect())
        }
        // A set of one character.
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).unwrap_or_default().chars();
            Ok(chars.next().map(|c| (c as u32, c as u32)).into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// Which symbol a character has.
#[derive(Debug)]
struct Alphabet {
    ascii: [u8; 128],
    /// First characters of the stretches that share a symbol, sorted.
    starts: Vec<(u32, u8)>,
}

impl Alphabet {
    /// The alphabet that tells these sets apart, and the symbols in each set.
    fn of(sets: &[Ranges]) -> Result<(Self, Vec<Vec<u8>>), String> {
        // Where sets begin and end, in order.
        let mut edges: BTreeMap<u32, Vec<usize>> = BTreeMap::from([(0, Vec::new())]);
        for (index, ranges) in sets.iter().enumerate() {
            for (first, last) in ranges {
                edges.entry(*first).or_default().push(index);
                edges.entry(last + 1).or_default().push(index);
            }
        }
        let mut inside = vec![false; sets.len()];
        let mut known: HashMap<Vec<bool>, u8> = HashMap::new();
        let mut symbols = vec![Vec::new(); sets.len()];
        let mut starts: Vec<(u32, u8)> = Vec::with_capacity(edges.len());
        for (start, toggled) in edges {
            for index in toggled {
                inside[index] = !inside[index];
            }
            let symbol = if let Some(symbol) = known.get(&inside) {
                *symbol
            } else {
                let symbol =
                    u8::try_from(known.len()).map_err(|_| "it tells too many characters apart".to_owned())?;
                known.insert(inside.clone(), symbol);
                for (index, _) in inside.iter().enumerate().filter(|(_, inside)| **inside) {
                    symbols[index].push(symbol);
                }
                symbol
            };
            starts.push((start, symbol));
        }
        let mut alphabet = Self { ascii: [0; 128], starts };
        for byte in 0..128_u8 {
            alphabet.ascii[usize::from(byte)] = alphabet.search(u32::from(byte));
        }
        Ok((alphabet, symbols))
    }

    fn symbol(&self, c: char) -> u8 {
        match self.ascii.get(c as usize) {
            Some(symbol) => *symbol,
            None => self.search(c as u32),
        }
    }

    fn search(&self, c: u32) -> u8 {
        let after = self.starts.partition_point(|(start, _)| *start <= c);
        after.checked_sub(1).and_then(|i| self.starts.get(i)).map_or(0, |(_, symbol)| *symbol)
    }
}

struct Writer {
    sets: Sets,
    symbols: Vec<Vec<u8>>,
}

impl Writer {
    fn node(&self, node: &Node, out: &mut String) -> Result<(), String> {
        match node {
            Node::Sequence(nodes) => nodes.iter().try_for_each(|n| self.node(n, out))?,
            Node::Choice(branches) => {
                for (index, branch) in branches.iter().enumerate() {
                    if index > 0 {
                        out.push('|');
                    }
                    self.node(branch, out)?;
                }
            }
            Node::Group(inner) => {
                out.push_str("(?:");
                self.node(inner, out)?;
                out.push(')');
            }
            Node::Char(c) => self.set(&c.to_string(), out),
            Node::Class(class) => self.set(&class_key(class), out),
            Node::Repeat { node, min, max } => {
                self.node(node, out)?;
                repetition(*min, *max, out);
            }
        }
        Ok(())
    }

    fn set(&self, key: &str, out: &mut String) {
        let symbols = self.sets.index(key).and_then(|i| self.symbols.get(i)).map_or(&[][..], Vec::as_slice);
        if symbols.is_empty() {
            out.push_str(r"[^\x00-\xFF]");
            return;
        }
        out.push('[');
        for symbol in symbols {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\x{symbol:02X}");
        }
        out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_repetitions_of_large_sets_stay_small() {
        for (pattern, good, bad) in [
            (r"[\w\-\.]{1,80}", "ä-.".repeat(20), "a".repeat(81)),
            (r"rfq|\w{1,250}", "ß".repeat(250), "ß".repeat(251)),
            (".{1,4000}", "😀".repeat(4000), "\n".to_owned()),
            (r"[\p{L} ]{0,2000}x", format!("{}x", "é ".repeat(999)), "é".repeat(1999)),
            ("[a-[a]]?b", "b".to_owned(), "ab".to_owned()),
            (r"\*+[*-[+]]", "**".to_owned(), "*+".to_owned()),
        ] {
            let reduced = Reduced::compile(&[pattern.to_owned()], 4 << 20).unwrap();
            assert!(reduced.is_match(&good), "{pattern}");
            assert!(!reduced.is_match(&bad), "{pattern}");
        }
    }

    #[test]
    fn what_is_larger_still_is_refused() {
        for pattern in ["((a{1000}){1000}){1000}", "(.{1,30000}x){1,30000}"] {
            assert!(Reduced::compile(&[pattern.to_owned()], 4 << 20).is_err());
        }
    }
}
