// SPDX-License-Identifier: EUPL-1.2
//! Where the values that JSON Pointers (RFC 6901) mean stand in a text.

use std::collections::HashMap;
use std::fmt::Write as _;

use fachwerk_message::{Limits, Result};

use crate::scan::Scanner;

/// What is open around a value.
enum Open {
    Object,
    /// With the index of the item at hand.
    Array(usize),
}

/// Byte offsets of the values that these pointers mean; of one that is not there, of the nearest around it that is.
///
/// For people who want to know where something is wrong, after something was: it goes through the whole text once more.
pub fn locate(bytes: &[u8], limits: &Limits, pointers: &[&str]) -> Vec<Option<usize>> {
    let mut found: HashMap<&str, Option<usize>> = HashMap::new();
    for pointer in pointers {
        // What is around it, too.
        let mut rest = *pointer;
        while found.insert(rest, None).is_none() {
            match rest.rfind('/') {
                Some(at) => rest = &rest[..at],
                None => break,
            }
        }
    }
    // What was read before can be read again; if not, some have no place.
    let _ = walk(bytes, limits, &mut found);
    let nearest = |pointer: &str| {
        let mut rest = pointer;
        loop {
            if let Some(Some(at)) = found.get(rest) {
                return Some(*at);
            }
            rest = &rest[..rest.rfind('/')?];
        }
    };
    pointers.iter().map(|pointer| nearest(pointer)).collect()
}

fn walk(bytes: &[u8], limits: &Limits, found: &mut HashMap<&str, Option<usize>>) -> Result<()> {
    let mut scan = Scanner::new(bytes, limits)?;
    let mut scratch = String::new();
    let longest = found.keys().map(|path| path.len()).max().unwrap_or(0);
    let mut path = String::new();
    // With the length of the path without the step at hand.
    let mut stack: Vec<(Open, usize)> = Vec::new();
    loop {
        // A value begins here.
        let first = scan.peek()?;
        // Longer ones are of no interest, and would cost their length each.
        if path.len() <= longest
            && let Some(at) = found.get_mut(path.as_str())
        {
            at.get_or_insert(scan.pos());
        }
        let mut complete = true;
        match first {
            b'{' => {
                scan.expect(b'{', "`{`")?;
                if !scan.take(b'}')? {
                    stack.push((Open::Object, path.len()));
                    step(&mut scan, &mut scratch, &mut path)?;
                    complete = false;
                }
            }
            b'[' => {
                scan.expect(b'[', "`[`")?;
                if !scan.take(b']')? {
                    stack.push((Open::Array(0), path.len()));
                    path.push_str("/0");
                    complete = false;
                }
            }
            _ => scan.skip(&mut scratch, &mut ())?,
        }
        while complete {
            let Some((open, length)) = stack.last_mut() else { return Ok(()) };
            path.truncate(*length);
            let more = scan.take(b',')?;
            match open {
                Open::Array(index) if more => {
                    *index += 1;
                    let _ = write!(path, "/{index}");
                    complete = false;
                }
                Open::Object if more => {
                    step(&mut scan, &mut scratch, &mut path)?;
                    complete = false;
                }
                Open::Array(_) => {
                    scan.expect(b']', "`]`")?;
                    stack.pop();
                }
                Open::Object => {
                    scan.expect(b'}', "`}`")?;
                    stack.pop();
                }
            }
        }
    }
}

/// Go on to the value of the next member.
fn step(scan: &mut Scanner<'_>, scratch: &mut String, path: &mut String) -> Result<()> {
    let name = scan.name(scratch)?;
    path.push('/');
    for c in name.text(scratch).chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            c => path.push(c),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_once_each() {
        let text = r#"{"a": [1, {"b~/": "x"}], "c": {}, "a/b": 2}"#;
        let at = |pointer: &str| locate(text.as_bytes(), &Limits::default(), &[pointer])[0];
        let of = |part: &str| text.find(part);
        assert_eq!(at(""), Some(0));
        assert_eq!(at("/a"), of("[1"));
        assert_eq!(at("/a/0"), of("1,"));
        assert_eq!(at("/a/1/b~0~1"), of("\"x\""));
        assert_eq!(at("/a~1b"), of("2}"));
        assert_eq!(at("/c/missing"), of("{},"), "the object that lacks it");
        assert_eq!(at("/nothing/at/all"), Some(0));
        assert_eq!(locate(b"{", &Limits::default(), &["/a"]), [Some(0)], "no JSON");
        assert_eq!(locate(b"\xFF", &Limits::default(), &["/a"]), [None], "no text");
    }
}
