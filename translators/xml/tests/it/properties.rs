// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::Mapping;
use fachwerk_message::Limits;
use fachwerk_xml::{Token, Tokenizer, escape_attribute, escape_text, read_document};
use proptest::prelude::*;

use crate::round_trip::CONTENTS;
use crate::schema::everything;
use crate::trace::{document, read, read_whole, root, write};
use crate::tree::{Object, Tree};

fn tree(mapping: &Mapping, content: &str) -> Object {
    let (name, id) = root(mapping);
    let mut tree = Tree::default();
    read_document(mapping, document(content).as_bytes(), &Limits::default(), name, id, &mut tree)
        .expect("reads");
    tree.root.expect("a root")
}

fn replay(mapping: &Mapping, object: &Object) -> String {
    write(mapping, |writer, _| object.replay(writer)).expect("writes")
}

/// Drive a tokenizer to its end; text and attribute values in order.
fn drain(input: &[u8]) -> Option<Vec<String>> {
    let mut tokens = Tokenizer::new(input, &Limits::default()).ok()?;
    let mut seen = Vec::new();
    loop {
        match tokens.next_token().ok()? {
            Token::Start => {
                seen.push(tokens.local().to_owned());
                seen.extend(tokens.attributes().iter().map(|a| a.value().to_owned()));
            }
            Token::Text => seen.push(tokens.text().to_owned()),
            Token::End => {}
            Token::Eof => return Some(seen),
        }
    }
}

/// Pieces of XML that go wrong together in many ways.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<",
        ">",
        "</",
        "/>",
        "<a",
        "<a>",
        "</a>",
        "<p:a ",
        "a",
        "b",
        ":",
        "=",
        "'",
        "\"",
        " ",
        "\n",
        "\r",
        "&",
        ";",
        "&lt;",
        "&#",
        "&#x41;",
        "#",
        "x",
        "xmlns",
        "xmlns:p='u'",
        "<!--",
        "-->",
        "--",
        "-",
        "<![CDATA[",
        "]]>",
        "]",
        "<?",
        "?>",
        "<?xml version='1.0'?>",
        "<!DOCTYPE a>",
        "ä",
        "\u{1F600}",
        "\0",
        "\u{FFFE}",
        "xsi:nil='true'",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_are_handled(input in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = drain(&input);
    }

    #[test]
    fn any_markup_is_handled(input in pieces()) {
        let _ = drain(input.as_bytes());
        let _ = read_whole(&EVERYTHING, &input);
        let _ = read(&EVERYTHING, &input);
    }

    #[test]
    fn text_comes_back(text in "[\\x09\\x0A\\x0D\\x20-\\u{D7FF}\\u{E000}-\\u{FFFD}\\u{10000}-\\u{10FFFF}<>&'\"\\]\\[]{0,40}") {
        let mut out = b"<a b=\"".to_vec();
        escape_attribute(&text, &mut out).unwrap();
        out.extend_from_slice(b"\">");
        escape_text(&text, &mut out).unwrap();
        out.extend_from_slice(b"</a>");
        let mut expected = vec!["a".to_owned(), text.clone()];
        if !text.is_empty() {
            expected.push(text);
        }
        prop_assert_eq!(drain(&out), Some(expected));
    }

    #[test]
    fn broken_documents_are_handled(case in prop::sample::select(CONTENTS.to_vec()), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut input = document(case).into_bytes();
        let at = at.index(input.len());
        input[at] = byte;
        let (name, id) = root(&EVERYTHING);
        let mut tree = Tree::default();
        let _ = read_document(&EVERYTHING, &input, &Limits::default(), name, id, &mut tree);
        input.truncate(at);
        let cut = read_document(&EVERYTHING, &input, &Limits::default(), name, id, &mut Tree::default());
        prop_assert!(cut.is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn order_of_members_does_not_matter(parts in prop::sample::subsequence(ORDERED.to_vec(), 1..ORDERED.len()), seed in any::<u64>()) {
        let mut object = tree(&EVERYTHING, &parts.concat());
        let expected = replay(&EVERYTHING, &object);
        let mut state = seed;
        object.shuffle(&mut |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        });
        prop_assert_eq!(replay(&EVERYTHING, &object), expected);
    }
}

/// Parts of one message in the schema's order; any selection of them is one.
const ORDERED: &[&str] = &[
    "<x:text>t</x:text>",
    "<x:number>1</x:number>",
    "<x:name>o:a</x:name>",
    "<x:nilItem id='1' xsi:nil='true'/>",
    "<x:item id='1'><x:sku>s</x:sku><x:quantity>2</x:quantity></x:item><x:item><x:sku/></x:item>",
    "<x:money currency='EUR'>1.0</x:money>",
    "<x:qualified kind='o:k'>x:v</x:qualified>",
    "<x:note>a<x:b/>c<x:i id='2'><x:sku/><x:quantity>1</x:quantity></x:i></x:note>",
    "<x:shape xsi:type='x:Circle'><x:label/><x:radius>1</x:radius></x:shape>",
    "<x:animal xsi:type='x:Dog' tag='t'><x:name>a</x:name><x:tricks>b</x:tricks><x:tricks>c</x:tricks></x:animal>",
    "<x:key>a</x:key><x:value>1</x:value><x:key>b</x:key><x:right>1</x:right><x:left>2</x:left>",
    "<x:open id='1' o:b='2' c='3'><o:e/></x:open>",
    "<x:choice><x:x>1</x:x><x:y>2</x:y></x:choice>",
    "<x:vehicle><x:name>a</x:name></x:vehicle><x:car id='1'><x:sku/></x:car>",
    "<x:again><x:again/></x:again>",
];

static EVERYTHING: std::sync::LazyLock<Mapping> = std::sync::LazyLock::new(everything);
