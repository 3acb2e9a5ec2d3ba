// SPDX-License-Identifier: EUPL-1.2
//! Where the elements that paths of validation mean stand in a document.

use std::collections::HashMap;
use std::fmt::Write as _;

use fachwerk_message::{Limits, Result};

use crate::{Document, Token, Tokenizer};

/// Byte offsets, in the document's text, of the elements that these paths mean: `/Envelope/Body/a[2]/@b`. Of one that is not there,
/// of the nearest around it that is. What comes after `*`, `@` or `text()` is left out.
///
/// For people who want to know where something is wrong, after something was: it goes through the whole document once
/// more.
pub fn locate(document: &Document<'_>, limits: &Limits, paths: &[&str]) -> Vec<Option<usize>> {
    let full: Vec<String> = paths.iter().map(|path| full(path)).collect();
    let mut found: HashMap<&str, Option<usize>> = HashMap::new();
    for path in &full {
        let mut rest = path.as_str();
        while !rest.is_empty() && found.insert(rest, None).is_none() {
            rest = &rest[..rest.rfind('/').unwrap_or(0)];
        }
    }
    // What was read before can be read again; if not, some have no place.
    let _ = walk(document, limits, &mut found);
    let nearest = |path: &String| {
        let mut rest = path.as_str();
        while !rest.is_empty() {
            if let Some(Some(at)) = found.get(rest) {
                return Some(*at);
            }
            rest = &rest[..rest.rfind('/')?];
        }
        None
    };
    full.iter().map(nearest).collect()
}

/// A path in which every step says the how manieth it is.
fn full(path: &str) -> String {
    let mut out = String::new();
    for step in path.split('/').skip(1) {
        if step.starts_with(['*', '@']) || step == "text()" {
            break;
        }
        out.push('/');
        out.push_str(step);
        if !step.ends_with(']') {
            out.push_str("[1]");
        }
    }
    out
}

fn walk(document: &Document<'_>, limits: &Limits, found: &mut HashMap<&str, Option<usize>>) -> Result<()> {
    let mut tokens = Tokenizer::over(document, limits)?;
    let longest = found.keys().map(|path| path.len()).max().unwrap_or(0);
    let mut path = String::new();
    // Length of the path, and children by name, of each open element and of the document.
    let mut open: Vec<(usize, HashMap<&str, u32>)> = vec![(0, HashMap::new())];
    loop {
        match tokens.next_token()? {
            Token::Start => {
                let Some((_, children)) = open.last_mut() else { return Ok(()) };
                let count = children.entry(tokens.local()).or_insert(0);
                *count += 1;
                let length = path.len();
                let _ = write!(path, "/{}[{count}]", tokens.local());
                // Longer ones are of no interest, and would cost their length each.
                if path.len() <= longest
                    && let Some(at) = found.get_mut(path.as_str())
                {
                    at.get_or_insert(tokens.offset());
                }
                open.push((length, HashMap::new()));
            }
            Token::End => {
                if let Some((length, _)) = open.pop() {
                    path.truncate(length);
                }
            }
            Token::Text => {}
            Token::Eof => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_by_name_and_position() {
        let text = "<e:a xmlns:e='urn:e'><b/><c x='1'><b/></c><b><d>1</d>\u{e4}</b></e:a>";
        let document = Document::decode(text.as_bytes(), None, &Limits::default()).unwrap();
        let at = |path: &str| locate(&document, &Limits::default(), &[path])[0];
        let of = |part: &str| text.find(part);
        assert_eq!(at("/a"), Some(0));
        assert_eq!(at("/a/b"), of("<b/>"));
        assert_eq!(at("/a/b[2]/d/text()"), of("<d>"));
        assert_eq!(at("/a/c/@x"), of("<c "));
        assert_eq!(at("/a/c/b[2]"), of("<c "), "what should have a second one");
        assert_eq!(at("/a/*[3]/d"), Some(0));
        assert_eq!(at("/x"), None);
    }
}
