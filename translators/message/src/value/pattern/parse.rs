// SPDX-License-Identifier: EUPL-1.2
//! Reads a pattern facet.
//!
//! A little more is understood than the grammar allows, where the meaning is beyond doubt: any sign may be escaped,
//! braces that are no quantifier stand for themselves, a hyphen in a set that makes no range does too.

use super::blocks::block;
use super::syntax::{
    CATEGORIES, Class, Item, Node, any_character, block as block_items, multi_character_escape,
};

/// Nesting of parentheses and sets; deeper is not for people.
const MAX_DEPTH: usize = 60;

pub(super) fn parse(pattern: &str) -> Result<Node, String> {
    let mut parser = Parser { rest: pattern, depth: 0 };
    let node = parser.choice()?;
    match parser.peek() {
        None => Ok(node),
        Some(other) => Err(format!("`{other}` closes nothing")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let found = chars.next();
        self.rest = chars.as_str();
        found
    }

    fn take(&mut self, expected: char) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("it nests deeper than {MAX_DEPTH}"));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn choice(&mut self) -> Result<Node, String> {
        let first = self.sequence()?;
        if self.peek() != Some('|') {
            return Ok(first);
        }
        let mut branches = vec![first];
        while self.take('|') {
            branches.push(self.sequence()?);
        }
        Ok(Node::Choice(branches))
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut pieces = Vec::new();
        while let Some(next) = self.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let atom = self.atom()?;
            pieces.push(self.quantified(atom)?);
        }
        Ok(if pieces.len() == 1 { pieces.remove(0) } else { Node::Sequence(pieces) })
    }

    fn atom(&mut self) -> Result<Node, String> {
        if quantity(self.rest).is_some() {
            return Err("a quantifier in braces repeats nothing".to_owned());
        }
        match self.next() {
            Some('(') => {
                if self.rest.starts_with('?') {
                    return Err("`(?` is not part of XML Schema's expressions".to_owned());
                }
                let inner = self.deeper(Self::choice)?;
                if self.take(')') {
                    Ok(Node::Group(Box::new(inner)))
                } else {
                    Err("a `(` is not closed".to_owned())
                }
            }
            Some('[') => Ok(Node::Class(self.deeper(Self::class)?)),
            Some('.') => Ok(Node::Class(any_character())),
            Some('\\') => self.escape().map(|escape| match escape {
                Escape::Char(c) => Node::Char(c),
                Escape::Set(items) => Node::Class(Class::of(items)),
            }),
            Some(c @ ('?' | '*' | '+')) => Err(format!("`{c}` repeats nothing")),
            Some(']') => Err("`]` closes nothing".to_owned()),
            Some(c) => Ok(Node::Char(c)),
            None => Err("it ends too early".to_owned()),
        }
    }

    fn quantified(&mut self, node: Node) -> Result<Node, String> {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let Some((quantity, rest)) = quantity(self.rest) else { return Ok(node) };
                self.rest = rest;
                let (min, max) = quantity?;
                if max.is_some_and(|max| max < min) {
                    return Err(format!("{{{min},{}}} is an empty range", max.unwrap_or_default()));
                }
                return Ok(Node::Repeat { node: Box::new(node), min, max });
            }
            _ => return Ok(node),
        };
        self.next();
        Ok(Node::Repeat { node: Box::new(node), min, max })
    }

    fn escape(&mut self) -> Result<Escape, String> {
        let Some(letter) = self.next() else { return Err("it ends with a backslash".to_owned()) };
        Ok(match letter {
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            't' => Escape::Char('\t'),
            'p' | 'P' => Escape::Set(self.property(letter == 'P')?),
            _ => match multi_character_escape(letter) {
                Some(items) => Escape::Set(items),
                None if letter.is_alphanumeric() => {
                    return Err(format!("`\\{letter}` is not part of XML Schema's expressions"));
                }
                None => Escape::Char(letter),
            },
        })
    }

    fn property(&mut self, negated: bool) -> Result<Vec<Item>, String> {
        let parsed = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((name, rest)) = parsed else { return Err("`\\p` needs a name in braces".to_owned()) };
        self.rest = rest;
        if let Some(found) = CATEGORIES.iter().find(|c| **c == name) {
            return Ok(vec![Item::Category { name: found, negated }]);
        }
        match name.strip_prefix("Is").and_then(block) {
            Some((first, last)) => Ok(block_items(first, last, negated)),
            None => Err(format!("`\\p{{{name}}}` is not known")),
        }
    }

    /// After the opening bracket, up to and with the closing one.
    fn class(&mut self) -> Result<Class, String> {
        let mut class = Class { negated: self.take('^'), ..Class::default() };
        loop {
            match self.next() {
                None => return Err("a `[` is not closed".to_owned()),
                Some(']') if class.items.is_empty() => return Err("`[]` is an empty set".to_owned()),
                Some(']') => return Ok(class),
                Some('[') => return Err("a `[` in a set has to be escaped".to_owned()),
                Some('-') if !class.items.is_empty() && self.take('[') => {
                    class.minus = Some(Box::new(self.deeper(Self::class)?));
                    return if self.take(']') {
                        Ok(class)
                    } else {
                        Err("a set ends with the set that is taken out of it".to_owned())
                    };
                }
                Some('\\') => match self.escape()? {
                    Escape::Set(items) => class.items.extend(items),
                    Escape::Char(first) => {
                        let range = self.range(first)?;
                        class.items.push(range);
                    }
                },
                Some(first) => {
                    let range = self.range(first)?;
                    class.items.push(range);
                }
            }
        }
    }

    /// A range that begins with this character, or the character alone.
    fn range(&mut self, first: char) -> Result<Item, String> {
        let Some(after) = self.rest.strip_prefix('-') else { return Ok(Item::Range(first, first)) };
        let last = match after.chars().next() {
            // `-]` is a hyphen, `-[` takes a set away.
            None | Some(']' | '[') => return Ok(Item::Range(first, first)),
            Some('\\') => {
                let before = self.rest;
                self.rest = &after[1..];
                match self.escape()? {
                    Escape::Char(last) => last,
                    Escape::Set(_) => {
                        self.rest = before;
                        return Ok(Item::Range(first, first));
                    }
                }
            }
            Some(last) => {
                self.rest = &after[last.len_utf8()..];
                last
            }
        };
        if first > last {
            return Err(format!("`{first}-{last}` is an empty range"));
        }
        Ok(Item::Range(first, last))
    }
}

enum Escape {
    Char(char),
    Set(Vec<Item>),
}

type Bounds = Result<(u32, Option<u32>), String>;

/// `{n}`, `{n,}`, `{n,m}` and, as libxml2 has it, `{,m}`; with what follows. `None` where the brace is no quantifier.
fn quantity(text: &str) -> Option<(Bounds, &str)> {
    let (inside, rest) = text.strip_prefix('{')?.split_once('}')?;
    let is_number = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let (min, max) = inside.split_once(',').map_or((inside, None), |(min, max)| (min, Some(max)));
    if inside.is_empty() || inside == "," || !is_number(min) || !max.is_none_or(is_number) {
        return None;
    }
    let number = |t: &str| t.parse::<u32>().map_err(|_| format!("{{{inside}}} repeats too often"));
    let bounds = || {
        let least = if min.is_empty() { 0 } else { number(min)? };
        let greatest = match max {
            None => Some(least),
            Some("") => None,
            Some(max) => Some(number(max)?),
        };
        Ok((least, greatest))
    };
    Some((bounds(), rest))
}
