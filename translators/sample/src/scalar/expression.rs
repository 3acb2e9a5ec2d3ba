// SPDX-License-Identifier: EUPL-1.2
//! Random texts that match a regular expression, of about a wanted length.

use fastrand::Rng;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// Characters that are letters (or a mark) to every version of Unicode.
const LETTERS: [char; 14] = ['ä', 'ö', 'ü', 'ß', 'Ä', 'Ö', 'é', 'ł', 'š', 'Ω', 'я', 'א', '中', '\u{301}'];

/// Characters whose place in sets depends on the tables that a processor was made with: only for sets that have
/// everything.
const ANYTHING: [char; 4] = ['€', '§', '😀', '𝔉'];

/// Which characters to prefer where a set has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefer {
    /// As mixed as the set is.
    Variety,
    /// Letters and digits: not every sign may stand everywhere in a URI.
    Letters,
    /// Digits: all that most values of numbers and dates are made of.
    Digits,
}

/// A parsed expression.
#[derive(Debug)]
pub(super) struct Expression {
    hir: Hir,
}

impl Expression {
    pub(super) fn parse(regex: &str) -> Option<Self> {
        regex_syntax::parse(regex).ok().map(|hir| Self { hir })
    }

    /// Least and greatest number of characters.
    pub(super) fn lengths(&self) -> (usize, Option<usize>) {
        lengths(&self.hir)
    }

    /// A text that matches, with so many characters where that can be.
    pub(super) fn text(&self, rng: &mut Rng, (least, most): (usize, usize), prefer: Prefer) -> String {
        let mut writer = Writer { out: String::new(), prefer };
        let target = rng.usize(least..=most.max(least));
        writer.write(&self.hir, target, rng);
        writer.out
    }
}

type Lengths = (usize, Option<usize>);

fn lengths(hir: &Hir) -> Lengths {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, Some(0)),
        HirKind::Literal(literal) => {
            let count = String::from_utf8_lossy(&literal.0).chars().count();
            (count, Some(count))
        }
        HirKind::Class(_) => (1, Some(1)),
        HirKind::Capture(capture) => lengths(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (least, most) = lengths(&repetition.sub);
            let max = match (repetition.max, most) {
                (_, Some(0)) => Some(0),
                (Some(max), Some(most)) => Some(most.saturating_mul(max as usize)),
                _ => None,
            };
            (least.saturating_mul(repetition.min as usize), max)
        }
        HirKind::Concat(parts) => parts.iter().map(lengths).fold((0, Some(0)), |a, b| add(&a, &b)),
        HirKind::Alternation(branches) => {
            let all = branches.iter().map(lengths);
            all.reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b)))).unwrap_or((0, Some(0)))
        }
    }
}

fn add(a: &Lengths, b: &Lengths) -> Lengths {
    (a.0.saturating_add(b.0), a.1.zip(b.1).map(|(a, b)| a.saturating_add(b)))
}

fn fits(target: usize, (least, most): Lengths) -> bool {
    least <= target && most.is_none_or(|most| target <= most)
}

struct Writer {
    out: String,
    prefer: Prefer,
}

impl Writer {
    fn write(&mut self, hir: &Hir, target: usize, rng: &mut Rng) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.out.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(Class::Unicode(class)) => self.out.extend(character(class, self.prefer, rng)),
            HirKind::Class(Class::Bytes(class)) => {
                self.out.extend(class.ranges().first().map(|range| char::from(range.start())));
            }
            HirKind::Capture(capture) => self.write(&capture.sub, target, rng),
            HirKind::Concat(parts) => {
                let all: Vec<Lengths> = parts.iter().map(lengths).collect();
                for (part, share) in parts.iter().zip(shares(&all, target, rng)) {
                    self.write(part, share, rng);
                }
            }
            HirKind::Alternation(branches) => {
                let fitting: Vec<&Hir> =
                    branches.iter().filter(|branch| fits(target, lengths(branch))).collect();
                let chosen = rng.choice(fitting).or_else(|| rng.choice(branches));
                if let Some(branch) = chosen {
                    self.write(branch, target, rng);
                }
            }
            HirKind::Repetition(repetition) => {
                let each = lengths(&repetition.sub);
                let count = times(repetition.min as usize, repetition.max, each, target, rng);
                for share in shares(&vec![each; count], target, rng) {
                    self.write(&repetition.sub, share, rng);
                }
            }
        }
    }
}

/// How often to repeat what has so many characters, to get the wanted number of them.
fn times(min: usize, max: Option<u32>, each: Lengths, target: usize, rng: &mut Rng) -> usize {
    if each.1 == Some(0) {
        // Nothing, however often.
        return 0;
    }
    let most = target / each.0.max(1);
    let least = match each.1 {
        Some(longest) => target.div_ceil(longest),
        None => usize::from(target > 0),
    };
    let most = most.min(max.map_or(usize::MAX, |max| max as usize)).max(min);
    let least = least.max(min).min(most);
    rng.usize(least..=most)
}

/// Split a length among parts, each within its own bounds.
fn shares(parts: &[Lengths], target: usize, rng: &mut Rng) -> Vec<usize> {
    // Bounds of everything after each part.
    let mut after = vec![(0, Some(0)); parts.len()];
    for index in (1..parts.len()).rev() {
        after[index - 1] = add(&after[index], &parts[index]);
    }
    let mut left = target;
    let mut shares = Vec::with_capacity(parts.len());
    for ((least, most), (least_after, most_after)) in parts.iter().zip(&after) {
        let low = most_after.map_or(*least, |after| left.saturating_sub(after).max(*least));
        let high = left.saturating_sub(*least_after).min(most.unwrap_or(usize::MAX)).max(*least);
        let share = if low < high { rng.usize(low..=high) } else { high };
        left = left.saturating_sub(share);
        shares.push(share);
    }
    shares
}

/// A character out of a set: mostly ASCII, if there is any.
fn character(class: &ClassUnicode, prefer: Prefer, rng: &mut Rng) -> Option<char> {
    let has = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
    let letters = ('a'..='z').chain('A'..='Z').take(if prefer == Prefer::Letters { 52 } else { 0 });
    let preferred: Vec<char> = letters.chain('0'..='9').filter(has).collect();
    if prefer != Prefer::Variety
        && let Some(found) = rng.choice(preferred)
    {
        return Some(found);
    }
    let printable: Vec<(u32, u32)> = class
        .iter()
        .map(|range| ((range.start() as u32).max(0x20), (range.end() as u32).min(0x7E)))
        .filter(|(first, last)| first <= last)
        .collect();
    if rng.u8(..100) < 15 || printable.is_empty() {
        let mut found: Vec<char> = LETTERS.iter().copied().filter(has).collect();
        if has(&'\u{10FFFD}') {
            found.extend(ANYTHING.iter().copied().filter(has));
        }
        if let Some(found) = rng.choice(found) {
            return Some(found);
        }
    }
    if let Some((first, last)) = rng.choice(&printable) {
        return char::from_u32(rng.u32(*first..=*last));
    }
    let mut found = None;
    for _ in 0..32 {
        let range = rng.choice(class.ranges())?;
        found = Some(rng.char(range.start()..=range.end()));
        let is_xml =
            |c: char| (c >= ' ' || matches!(c, '\t' | '\n' | '\r')) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
        if found.is_some_and(is_xml) {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use fachwerk_message::value::pattern::to_regex;

    #[test]
    fn texts_match_and_have_the_wanted_length() {
        let mut rng = Rng::with_seed(1);
        for (pattern, least, most) in [
            ("MR[0-9]{8}", 0, 10),
            ("[A-Z]*", 10, 10),
            (r"\d{1,3}(\.\d{3})*", 7, 7),
            ("(a|bb|ccc)+x?", 5, 5),
            (r"[\i-[:]][\c-[:]]*", 1, 12),
            (r"[^/\\]+", 3, 120),
            (r"\p{Lu}+", 2, 2),
            (r"\p{IsGreek}{3}", 3, 3),
            (r"(\s*\S+\s*)+", 4, 4),
            (".{1,1200}", 1000, 1000),
            ("(a{2}){3,4}", 8, 8),
            ("(ab?){0,5}", 7, 7),
            ("()*|x{3}", 3, 3),
        ] {
            let expression = Expression::parse(&to_regex(pattern).unwrap()).unwrap();
            let matcher = regex::Regex::new(&to_regex(pattern).unwrap()).unwrap();
            let mut exact = 0;
            for _ in 0..50 {
                let text = expression.text(&mut rng, (least, most), Prefer::Variety);
                assert!(matcher.is_match(&text), "{pattern} {text:?}");
                exact += usize::from((least..=most).contains(&text.chars().count()));
            }
            assert!(exact > 5, "{pattern}: {exact}");
        }
    }
}
