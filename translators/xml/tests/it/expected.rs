// SPDX-License-Identifier: EUPL-1.2
//! What is taken whole because it was expected, against the same read step by step.

use std::sync::LazyLock;

use fachwerk_mapping::{FamilyId, Mapping, ScalarId, StructId};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};
use fachwerk_xml::{Reader, Tokenizer};
use proptest::prelude::*;

use crate::round_trip::CONTENTS;
use crate::schema::everything;
use crate::trace::{Trace, document, root};

static EVERYTHING: LazyLock<Mapping> = LazyLock::new(everything);

/// Refuses a value that says so.
struct Picky<'m>(Trace<'m>);

impl Sink for Picky<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.0.begin_struct(id, nil)
    }
    fn end_struct(&mut self) -> Result<()> {
        self.0.end_struct()
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.0.begin_field(field)
    }
    fn end_field(&mut self) -> Result<()> {
        self.0.end_field()
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        if text.contains("no!") {
            return Err(CodecError::new(ErrorKind::Value, "refused"));
        }
        self.0.scalar(id, text)
    }
    fn nil(&mut self) -> Result<()> {
        self.0.nil()
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.0.variant(family, variant)
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.0.xml(element)
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.0.attribute(name, value)
    }
}

/// Events up to the end or an error, and the error.
fn read(input: &str, limits: &Limits, stepwise: bool) -> (String, Option<Box<CodecError>>) {
    let mapping = &*EVERYTHING;
    let mut sink = Picky(Trace::new(mapping));
    let mut reader = Reader::new(mapping);
    if stepwise {
        reader = reader.stepwise();
    }
    let result = Tokenizer::new(input.as_bytes(), limits).and_then(|mut tokens| {
        tokens.know(&mapping.namespaces);
        tokens.next_token()?;
        reader.read_element(&mut tokens, root(mapping).1, &mut sink)?;
        tokens.next_token().map(|_| ())
    });
    let mut events = sink.0.text;
    if result.is_err() {
        // Where a member ends that has its value is said before what follows, or with it.
        events.truncate(events.trim_end_matches(';').len());
    }
    (events, result.err())
}

fn same(input: &str, limits: &Limits) {
    assert_eq!(read(input, limits, false), read(input, limits, true), "{input}");
}

/// What is put in somewhere.
const CHANGES: &[&str] = &[
    "&amp;",
    "&",
    "<",
    ">",
    "]]>",
    "\r\n",
    "\n  ",
    "<!-- -->",
    "<![CDATA[a]]>",
    "<x:b/>",
    " a='b'",
    "/",
    "no!",
    "\u{e4}",
    "</x:sku>",
    "<x:sku>",
    " xmlns:x='urn:other'",
    " xmlns:y='urn:test'",
    "y:",
    " xsi:nil='true'",
    "x",
    "123",
];

#[test]
fn messages_are_read_the_same() {
    for content in CONTENTS {
        let twice = document(&format!("{content}<x:again>{content}<x:again>\n{content}</x:again></x:again>"));
        same(&twice, &Limits::default());
    }
    // A repeated member, one too many, one that is another, one in another namespace by the same prefix.
    for items in [
        "<x:token>a</x:token>\n <x:token>b</x:token><x:token>\tc </x:token>",
        "<x:text>a</x:text><x:text>b</x:text>",
        "<x:number>1</x:number><x:text>a</x:text>",
        "<x:again><x:text>a</x:text><x:number>1</x:number></x:again><x:again xmlns:x='urn:other'><x:text>a</x:text></x:again>",
    ] {
        for depth in 0..3 {
            let content =
                (0..depth).fold(items.to_owned(), |inner, _| format!("{items}<x:again>{inner}</x:again>"));
            same(&document(&content), &Limits::default());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn whatever_stands_there(
        parts in prop::collection::vec(prop::sample::select(CONTENTS.to_vec()), 1..3),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(CHANGES.to_vec())), 0..3),
        nodes in prop::option::weighted(0.2, 1_usize..60),
        text in prop::option::weighted(0.2, 1_usize..6),
        depth in prop::option::weighted(0.2, 1_usize..6),
    ) {
        let content = parts.concat();
        let mut again = content.clone();
        for (at, change) in changes {
            let mut at = at.index(again.len() + 1);
            while !again.is_char_boundary(at) {
                at -= 1;
            }
            again.insert_str(at, change);
        }
        let limits = Limits {
            max_nodes: nodes.unwrap_or(10_000),
            max_text_bytes: text.unwrap_or(10_000),
            max_depth: depth.unwrap_or(100),
            ..Limits::default()
        };
        same(&document(&format!("{content}<x:again>{again}<x:again>{again}</x:again></x:again>")), &limits);
    }
}
