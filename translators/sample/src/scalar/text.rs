// SPDX-License-Identifier: EUPL-1.2
//! Strings.

use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::Scalar;
use fastrand::Rng;

use crate::sampler::Sampler;

const PLAIN: [&str; 12] = [
    "Musterfrau",
    "Straße",
    "Köln",
    "Amt",
    "Az. 7/2024",
    "Größe",
    "und",
    "a",
    "0815",
    "Łódź",
    "O'Neill",
    "Đặng",
];

/// What has gone wrong in some system before: markup, quotes, astral and combining characters, right-to-left text,
/// what looks like a value of another kind.
const ODD: [&str; 18] = [
    "<", ">", "&", "\"", "'", "]]>", "&amp;", "<!-- -->", "{}", "\\", "/", "😀", "𝔉", "e\u{301}", "שלום",
    "\u{a0}", "null", "%20",
];

const WHITE: [&str; 5] = ["  ", "\t", "\n", " \n ", "\r\n"];

/// A string of about the lengths that the type allows.
pub(super) fn proposal(rng: &mut Rng, scalar: &Scalar, unusual: bool) -> String {
    /// Characters beyond the least, where nothing bounds them.
    const ROOM: u64 = 24;
    let facets = &scalar.facets;
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX).min(least.saturating_add(ROOM));
    let length = usize::try_from(rng.u64(least..=most.max(least))).unwrap_or(usize::MAX);
    let white = unusual && scalar.white_space == WhiteSpace::Preserve;
    let text = words(rng, length, unusual, white);
    match scalar.white_space {
        WhiteSpace::Collapse => {
            // Spaces that are to go would shorten the text.
            let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let missing = length.saturating_sub(text.chars().count());
            text.extend(std::iter::repeat_n('x', missing));
            text
        }
        WhiteSpace::Preserve | WhiteSpace::Replace => text,
    }
}

fn words(rng: &mut Rng, length: usize, unusual: bool, white: bool) -> String {
    let mut text = String::new();
    let mut count = 0;
    while count < length {
        let piece = match rng.u8(..10) {
            0..=1 if unusual => rng.choice(ODD),
            2 if white => rng.choice(WHITE),
            3..=5 => Some(" "),
            _ => rng.choice(PLAIN),
        };
        for c in piece.unwrap_or("x").chars().take(length - count) {
            text.push(c);
            count += 1;
        }
    }
    text
}

/// A run of text in mixed content: never empty, never only white space.
pub(crate) fn run(sampler: &Sampler<'_>, rng: &mut Rng) -> String {
    if sampler.options.typical {
        return "text".to_owned();
    }
    let length = rng.usize(0..16);
    let unusual = sampler.options.unusual;
    format!("{}{}", PLAIN[rng.usize(..PLAIN.len())], words(rng, length, unusual, unusual))
}
