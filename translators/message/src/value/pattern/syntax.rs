// SPDX-License-Identifier: EUPL-1.2
//! The tree of a regular expression of XML Schema (part 2, appendix F).

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// One after the other; empty matches the empty text.
    Sequence(Vec<Node>),
    /// Any of them.
    Choice(Vec<Node>),
    /// A parenthesis.
    Group(Box<Node>),
    /// One character.
    Char(char),
    /// One character out of a set.
    Class(Class),
    /// So many times.
    Repeat { node: Box<Node>, min: u32, max: Option<u32> },
}

/// A set of characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Class {
    /// `[^…]`.
    pub(super) negated: bool,
    /// What is listed.
    pub(super) items: Vec<Item>,
    /// `-[…]`: what is taken out again, after the negation.
    pub(super) minus: Option<Box<Class>>,
}

/// A part of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// All from the first to the last.
    Range(char, char),
    /// General category of Unicode, or all but it.
    Category { name: &'static str, negated: bool },
}

impl Class {
    pub(super) fn of(items: Vec<Item>) -> Self {
        Self { items, ..Self::default() }
    }
}

/// General categories that XML Schema knows (section F.1.1).
pub(super) const CATEGORIES: [&str; 36] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
];

const SPACE: &[(u32, u32)] = &[(0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20)];

/// `NameStartChar` of XML 1.0, fifth edition. The tables of earlier editions are a subset.
const NAME_START: &[(u32, u32)] = &[
    (0x3A, 0x3A),
    (0x41, 0x5A),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x1_0000, 0xE_FFFF),
];

/// `NameChar` of XML 1.0, fifth edition.
const NAME: &[(u32, u32)] = &[
    (0x2D, 0x2E),
    (0x30, 0x3A),
    (0x41, 0x5A),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0xB7, 0xB7),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x203F, 0x2040),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x1_0000, 0xE_FFFF),
];

/// What a letter after a backslash stands for, other than `p` and `P`.
pub(super) fn multi_character_escape(letter: char) -> Option<Vec<Item>> {
    Some(match letter {
        's' => ranges(SPACE),
        'S' => others(SPACE),
        'i' => ranges(NAME_START),
        'I' => others(NAME_START),
        'c' => ranges(NAME),
        'C' => others(NAME),
        'd' => vec![Item::Category { name: "Nd", negated: false }],
        'D' => vec![Item::Category { name: "Nd", negated: true }],
        // All characters except punctuation, separators and others: exactly the rest of the categories.
        'w' => categories(["L", "M", "N", "S"]),
        'W' => categories(["P", "Z", "C"]),
        _ => return None,
    })
}

/// `.`: everything but the ends of lines.
pub(super) fn any_character() -> Class {
    Class { negated: true, items: vec![Item::Range('\n', '\n'), Item::Range('\r', '\r')], minus: None }
}

/// A block, or all but it.
pub(super) fn block(first: u32, last: u32, negated: bool) -> Vec<Item> {
    if negated { others(&[(first, last)]) } else { ranges(&[(first, last)]) }
}

fn categories<const N: usize>(names: [&'static str; N]) -> Vec<Item> {
    names.into_iter().map(|name| Item::Category { name, negated: false }).collect()
}

fn ranges(table: &[(u32, u32)]) -> Vec<Item> {
    table.iter().filter_map(|(first, last)| range(*first, *last)).collect()
}

/// Everything that is not in a sorted table.
fn others(table: &[(u32, u32)]) -> Vec<Item> {
    let mut items = Vec::with_capacity(table.len() + 1);
    let mut next = 0;
    for (first, last) in table {
        if *first > next {
            items.extend(range(next, first - 1));
        }
        next = last + 1;
    }
    items.extend(range(next, 0x10_FFFF));
    items
}

/// Surrogates are no characters: a range that ends among them ends before or after.
fn range(first: u32, last: u32) -> Option<Item> {
    let first = if (0xD800..0xE000).contains(&first) { 0xE000 } else { first };
    let last = if (0xD800..0xE000).contains(&last) { 0xD7FF } else { last };
    if first > last {
        return None;
    }
    Some(Item::Range(char::from_u32(first)?, char::from_u32(last)?))
}

fn within(table: &[(u32, u32)], c: char) -> bool {
    table.iter().any(|(first, last)| (*first..=*last).contains(&(c as u32)))
}

/// Whether the text is an `NCName` (Namespaces in XML 1.0, section 3).
pub(crate) fn is_ncname(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c != ':' && within(NAME_START, c))
        && chars.all(|c| c != ':' && within(NAME, c))
}
