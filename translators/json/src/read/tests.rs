// SPDX-License-Identifier: EUPL-1.2
//! What is read, what is refused, and where the error is said to be.

use fachwerk_message::{CodecError, Discard, ErrorKind, Limits};
use proptest::prelude::*;

use crate::testing::{Events, events, everything};

fn ok(json: &str) -> String {
    let all = events(json.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{json}: {e}"));
    all.strip_prefix("{ ").and_then(|a| a.strip_suffix(" }")).unwrap_or(&all).to_owned()
}

fn error(json: &str) -> Box<CodecError> {
    events(json.as_bytes(), &Limits::default()).expect_err(json)
}

fn limited(json: &str, limits: &Limits) -> ErrorKind {
    events(json.as_bytes(), limits).expect_err("a limit").kind
}

#[test]
fn members_come_as_they_stand() {
    assert_eq!(ok("{}"), "{ }");
    assert_eq!(ok(" { \"int\" : 1 ,\r\n\t\"text\":\"a b\" } "), "int( =1 ) text( =a b )");
    assert_eq!(ok(r#"{"te\u0078t":"a\nb","quote\"d":"c"}"#), "text( =a\nb ) quote\"d( =c )");
    assert_eq!(ok(r#"{"object":{"b":"x","a":1}}"#), "object( { b( =x ) a( =1 ) } )");
    assert_eq!(
        ok(r#"{"priced":{"value":"1.50","currency":"EUR"}}"#),
        "priced( { value( =1.50 ) currency( =EUR ) } )"
    );
}

#[test]
fn arrays_and_groups() {
    assert_eq!(ok(r#"{"texts":[]}"#), "texts( )");
    assert_eq!(ok(r#"{"texts":["a" , "b"]}"#), "texts( =a =b )");
    assert_eq!(ok(r#"{"items":[{"right":"r"},{"left":1}]}"#), "items( { right( =r ) } { left( =1 ) } )");
    assert_eq!(error(r#"{"texts":"a"}"#).path.unwrap(), "/texts");
    assert_eq!(error(r#"{"texts":["a",1]}"#).path.unwrap(), "/texts/1");
}

#[test]
fn numbers_stay_as_they_are_written() {
    for (json, text) in [
        (r#"{"int":-0}"#, "int( =0 )"),
        (r#"{"int":1e3}"#, "int( =1000 )"),
        (r#"{"long":"9223372036854775807"}"#, "long( =9223372036854775807 )"),
        (r#"{"long":9223372036854775807}"#, "long( =9223372036854775807 )"),
        (r#"{"decimal":"1.50"}"#, "decimal( =1.50 )"),
        (r#"{"decimal":1.50}"#, "decimal( =1.50 )"),
        (r#"{"decimal":15e-1}"#, "decimal( =1.5 )"),
        (r#"{"double":0.1}"#, "double( =0.1 )"),
        (r#"{"double":-1.5E+300}"#, "double( =-1.5E+300 )"),
        (r#"{"double":"-INF"}"#, "double( =-INF )"),
        (r#"{"flag":true}"#, "flag( =true )"),
    ] {
        assert_eq!(ok(json), text);
    }
}

#[test]
fn white_space_is_what_the_type_says() {
    assert_eq!(ok(r#"{"text":" a  b ","token":" a\n b "}"#), "text( = a  b  ) token( =a b )");
    assert_eq!(ok(r#"{"binary":"QU JD\n"}"#), "binary( =QUJD )");
}

#[test]
fn lists() {
    assert_eq!(ok(r#"{"list":[ 1 ,2e1]}"#), "list( =1 20 )");
    assert_eq!(ok(r#"{"list":[]}"#), "list( = )");
    assert_eq!(ok(r#"{"lists":[[1,2],[],[3]]}"#), "lists( =1 2 = =3 )");
    assert_eq!(error(r#"{"lists":[[1],[2,true]]}"#).path.unwrap(), "/lists/1/1");
    assert_eq!(error(r#"{"list":[1,]}"#).kind, ErrorKind::Syntax);
}

#[test]
fn null_is_nil_and_nothing_else() {
    assert_eq!(
        ok(r#"{"nilText":null,"nilInts":[1,null],"nilObject":null}"#),
        "nilText( nil ) nilInts( =1 nil ) nilObject( nil )"
    );
    assert_eq!(ok(r#"{"nilObject":{"@nil":true}}"#), "nilObject( {nil } )");
    assert_eq!(ok(r#"{"nilObject":{"@nil":false,"a":1}}"#), "nilObject( { a( =1 ) } )");
    assert_eq!(ok(r#"{"nilObject":{"id":"1","x":"2","@nil":true}}"#), "nilObject( {nil id( =1 ) x( =2 ) } )");
    assert_eq!(ok(r#"{"nilObject":{"a":1,"@nil":false}}"#), "nilObject( { a( =1 ) } )");
    for (json, path) in [
        (r#"{"text":null}"#, "/text"),
        (r#"{"texts":[null]}"#, "/texts/0"),
        (r#"{"texts":null}"#, "/texts"),
        (r#"{"nilInts":null}"#, "/nilInts"),
        (r#"{"object":null}"#, "/object"),
        (r#"{"object":{"@nil":true}}"#, "/object/@nil"),
        (r#"{"nilObject":{"@nil":1}}"#, "/nilObject/@nil"),
        (r#"{"nilObject":{"@nil":true,"a":1}}"#, "/nilObject/a"),
        (r#"{"nilObject":{"a":1,"@nil":true}}"#, "/nilObject/@nil"),
        (r#"{"nilObject":{"@nil":true,"@nil":true}}"#, "/nilObject/@nil"),
        ("null", ""),
    ] {
        assert_eq!(error(json).path.unwrap(), path, "{json}");
    }
}

#[test]
fn derived_types_are_told_by_type() {
    assert_eq!(ok(r#"{"shape":[{"@type":"Circle","radius":1}]}"#), "shape( #Circle { radius( =1 ) } )");
    assert_eq!(ok(r#"{"shape":[{"radius":1,"@type":"Circle"}]}"#), "shape( #Circle { radius( =1 ) } )");
    assert_eq!(ok(r#"{"shape":[{"label":"x"}]}"#), "shape( #Shape { label( =x ) } )");
    let nested = r#"{"shape":[{"inner":{"inner":{"@type":"Shape"},"@type":"Circle"},"radius":1,"@type":"Circle"},{"inner":{}}]}"#;
    assert_eq!(
        ok(nested),
        "shape( #Circle { inner( #Circle { inner( #Shape { } ) } ) radius( =1 ) } #Shape { inner( #Shape { } ) } )"
    );
    for (json, kind, path) in [
        (r#"{"shape":[{"@type":"Plain"}]}"#, ErrorKind::Structure, "/shape/0/@type"),
        (r#"{"shape":[{"@type":1}]}"#, ErrorKind::Structure, "/shape/0/@type"),
        (r#"{"shape":[{"@type":"Circle","@type":"Circle"}]}"#, ErrorKind::Structure, "/shape/0/@type"),
        (r#"{"shape":[{"@type":"Shape","radius":1}]}"#, ErrorKind::Structure, "/shape/0/radius"),
        (r#"{"object":{"@type":"Plain"}}"#, ErrorKind::Structure, "/object/@type"),
        (r#"{"shape":[{"label":"x","label":"y","@type":"Circle"}]}"#, ErrorKind::Structure, "/shape/0/label"),
        (r#"{"shape":[{"label":"x" "@type":"Circle"}]}"#, ErrorKind::Syntax, "/shape/0"),
        (r#"{"shape":[1]}"#, ErrorKind::Value, "/shape/0"),
    ] {
        let error = error(json);
        assert_eq!((error.kind, error.path.as_deref()), (kind, Some(path)), "{json}");
    }
}

#[test]
fn substitution_groups() {
    assert_eq!(ok(r#"{"head":[{"@type":"plain","a":1}]}"#), "head( #plain { a( =1 ) } )");
    assert_eq!(ok(r#"{"head":[{"a":1,"@type":"plain"}]}"#), "head( #plain { a( =1 ) } )");
    assert_eq!(ok(r#"{"head":[{"@type":"number","value":1}]}"#), "head( #number =1 )");
    assert_eq!(ok(r#"{"head":[{"value":null,"@type":"number"}]}"#), "head( #number nil )");
    assert_eq!(
        ok(r#"{"head":[{"@type":"shaped","value":{"@type":"Circle","radius":1}}]}"#),
        "head( #shaped #Circle { radius( =1 ) } )"
    );
    assert_eq!(
        ok(r#"{"head":[{"value":{"radius":2},"@type":"circle"}]}"#),
        "head( #circle { radius( =2 ) } )"
    );
    for (json, kind, path) in [
        (r#"{"head":[{"value":1}]}"#, ErrorKind::Missing, "/head/0"),
        (r#"{"head":[{"@type":"number"}]}"#, ErrorKind::Missing, "/head/0"),
        (r#"{"head":[{"@type":"number","value":1,"value":1}]}"#, ErrorKind::Structure, "/head/0/value"),
        (
            r#"{"head":[{"@type":"number","value":1,"@type":"number"}]}"#,
            ErrorKind::Structure,
            "/head/0/@type",
        ),
        (r#"{"head":[{"@type":"number","a":1}]}"#, ErrorKind::Structure, "/head/0/a"),
        (r#"{"head":[{"@type":"number","value":"1"}]}"#, ErrorKind::Value, "/head/0/value"),
        (r#"{"head":[{"@type":"shaped","value":{"label":1}}]}"#, ErrorKind::Value, "/head/0/value/label"),
    ] {
        let error = error(json);
        assert_eq!((error.kind, error.path.as_deref()), (kind, Some(path)), "{json}");
    }
}

#[test]
fn verbatim_xml_and_free_attributes() {
    assert_eq!(ok(r#"{"anything":"<a xmlns=\"u\"/>"}"#), "anything( <<a xmlns=\"u\"/> )");
    assert_eq!(ok(r#"{"any":["<a/>","<b/>"]}"#), "any( <<a/> <<b/> )");
    assert_eq!(ok(r#"{"anyAttributes":{"{u}a":"1","b":" 2"}}"#), "anyAttributes( @{u}a=1 @b= 2 )");
    assert_eq!(ok(r#"{"anyAttributes":{}}"#), "anyAttributes( )");
    for json in [
        r#"{"anyAttributes":{"a":"1","a":"2"}}"#,
        r#"{"anyAttributes":{"a b":"1"}}"#,
        r#"{"anyAttributes":{"a":1}}"#,
    ] {
        assert!(error(json).path.unwrap().starts_with("/anyAttributes/a"), "{json}");
    }
    assert_eq!(error(r#"{"anyAttributes":[]}"#).kind, ErrorKind::Value);
}

#[test]
fn errors_say_what_and_where() {
    for (json, kind, offset, path) in [
        ("", ErrorKind::Syntax, 0, ""),
        ("[]", ErrorKind::Value, 0, ""),
        (r#"{"int":1"#, ErrorKind::Syntax, 8, ""),
        (r#"{"int":1}x"#, ErrorKind::Syntax, 9, ""),
        (r#"{"int":1,}"#, ErrorKind::Syntax, 9, ""),
        (r#"{,"int":1}"#, ErrorKind::Syntax, 1, ""),
        (r#"{"int" 1}"#, ErrorKind::Syntax, 7, ""),
        (r#"{"int":01}"#, ErrorKind::Syntax, 7, "/int"),
        (r#"{"int":x}"#, ErrorKind::Syntax, 7, "/int"),
        (r#"{"int":"1"}"#, ErrorKind::Value, 7, "/int"),
        (r#"{"int":1.5}"#, ErrorKind::Value, 7, "/int"),
        (r#"{"flag":"true"}"#, ErrorKind::Value, 8, "/flag"),
        (r#"{"flag":tru}"#, ErrorKind::Syntax, 8, "/flag"),
        (r#"{"double":"nan"}"#, ErrorKind::Value, 10, "/double"),
        (r#"{"text":1}"#, ErrorKind::Value, 8, "/text"),
        (r#"{"object":[]}"#, ErrorKind::Value, 10, "/object"),
        (r#"{"object":{"c":1}}"#, ErrorKind::Structure, 11, "/object/c"),
        (r#"{"object":{"~/":1}}"#, ErrorKind::Structure, 11, "/object/~0~1"),
        (r#"{"int":1,"int":1}"#, ErrorKind::Structure, 9, "/int"),
        (r#"{"int":1,"\u0069nt":1}"#, ErrorKind::Structure, 9, "/int"),
        (r#"{"text":"\u0000"}"#, ErrorKind::Value, 9, "/text"),
        (r#"{"text":"\ud800"}"#, ErrorKind::Syntax, 9, "/text"),
        ("\u{feff}{}", ErrorKind::Syntax, 0, ""),
    ] {
        let error = error(json);
        assert_eq!(
            (error.kind, error.offset, error.path.as_deref()),
            (kind, Some(offset), Some(path)),
            "{json}: {error}"
        );
    }
    let error = events(b"{\"int\":1,\"text\":\"a\xC3\x28\"}", &Limits::default()).unwrap_err();
    assert_eq!(
        (error.kind, error.offset, error.path.as_deref()),
        (ErrorKind::Syntax, Some(18), Some("/text"))
    );
    let error = events(b"{}\xFF", &Limits::default()).unwrap_err();
    assert_eq!((error.kind, error.offset), (ErrorKind::Syntax, Some(2)));
}

#[test]
fn errors_do_not_repeat_values() {
    for json in [r#"{"int":"geheim"}"#, r#"{"shape":[{"@type":"geheim"}]}"#, r#"{"double":"geheim"}"#] {
        assert!(!error(json).to_string().contains("geheim"));
    }
    let long = format!("{{\"{}\":1}}", "x".repeat(1000));
    assert!(error(&long).to_string().len() < 200);
}

#[test]
fn limits_say_where() {
    let base = Limits::default();
    for (json, limits, offset) in [
        (r#"{"int":1}"#, Limits { max_bytes: 3, ..base }, 3),
        (r#"{"again":{"again":{}}}"#, Limits { max_depth: 2, ..base }, 18),
        (r#"{"texts":["",""]}"#, Limits { max_nodes: 2, ..base }, 13),
        (r#"{"texts":["",""]}"#, Limits { max_children: 1, ..base }, 13),
        (r#"{"list":[1,2]}"#, Limits { max_children: 1, ..base }, 11),
        (r#"{"anyAttributes":{"a":"","b":""}}"#, Limits { max_attributes: 1, ..base }, 25),
        (r#"{"texts":["abc"]}"#, Limits { max_text_bytes: 2, ..base }, 11),
        (r#"{"text":""}"#, Limits { max_name_bytes: 2, ..base }, 2),
        (r#"{"int":123}"#, Limits { max_digits: 2, ..base }, 7),
        (r#"{"long":"123"}"#, Limits { max_digits: 2, ..base }, 8),
    ] {
        let error = events(json.as_bytes(), &limits).unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::Limit, Some(offset)), "{json}: {error}");
    }
}

#[test]
fn limits() {
    let limits = Limits { max_depth: 3, ..Limits::default() };
    ok(r#"{"again":{"again":{}}}"#);
    assert_eq!(limited(r#"{"again":{"again":{"again":{}}}}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"shape":[{"inner":{"inner":{"label":""}}}]}"#, &limits), ErrorKind::Limit);
    let limits = Limits { max_nodes: 3, ..Limits::default() };
    assert_eq!(limited(r#"{"texts":["","",""]}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"list":[1,2,3]}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"anyAttributes":{"a":"","b":"","c":""}}"#, &limits), ErrorKind::Limit);
    let limits = Limits {
        max_bytes: 5,
        max_text_bytes: 3,
        max_digits: 2,
        max_name_bytes: 3,
        max_attributes: 1,
        ..Limits::default()
    };
    assert_eq!(limited(r#"{ "int":1}"#, &limits), ErrorKind::Limit);
    let limits = Limits { max_bytes: 1000, ..limits };
    assert_eq!(limited(r#"{"int":100}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"int":1e9}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"text":""}"#, &limits), ErrorKind::Limit);
    let limits = Limits { max_name_bytes: 30, ..limits };
    assert_eq!(limited(r#"{"text":"abcd"}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"list":[10,20]}"#, &limits), ErrorKind::Limit);
    assert_eq!(limited(r#"{"anyAttributes":{"a":"","b":""}}"#, &limits), ErrorKind::Limit);
}

#[test]
fn hostile_nesting_is_linear_and_needs_no_stack() {
    let (mapping, root) = everything();
    let limits =
        Limits { max_depth: usize::MAX, max_nodes: usize::MAX, max_bytes: usize::MAX, ..Limits::default() };
    // Every object says its type last, so that every one of them asks for a look ahead.
    let depth = 200_000;
    let json = format!(
        r#"{{"shape":[{}{{}}{}]}}"#,
        r#"{"inner":"#.repeat(depth),
        r#","@type":"Circle"}"#.repeat(depth)
    );
    crate::read(&mapping, root, json.as_bytes(), &limits, &mut Discard).unwrap();
    let json = format!(r#"{{"again":{}"#, r#"{"again":"#.repeat(depth));
    let error = crate::read(&mapping, root, json.as_bytes(), &limits, &mut Discard).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Syntax);
    let error = crate::read(&mapping, root, "[".repeat(depth).as_bytes(), &Limits::default(), &mut Discard)
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Value);
}

/// XML 1.0, production 2.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

proptest! {
    #[test]
    fn any_string_comes_through(text in any::<String>(), escaped in any::<bool>()) {
        let mut json = format!(r#"{{"text":{}}}"#, serde_json::to_string(&text).unwrap());
        if escaped {
            let all: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            let all = all.concat();
            json = format!(r#"{{"text":"{all}"}}"#);
        }
        let outcome = events(json.as_bytes(), &Limits::default());
        if text.chars().all(is_xml) {
            prop_assert_eq!(outcome.unwrap(), format!("{{ text( ={text} ) }}"));
        } else {
            prop_assert_eq!(outcome.unwrap_err().kind, ErrorKind::Value);
        }
    }

    #[test]
    fn whatever_is_read_is_json(
        seed in 0..SEEDS.len(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES)), 0..4),
    ) {
        let mut json = SEEDS[seed].as_bytes().to_vec();
        for (at, piece) in edits {
            let at = at.index(json.len());
            let end = (at + piece.len() % 3).min(json.len());
            json.splice(at..end, piece.bytes());
        }
        if events(&json, &Limits::default()).is_ok() {
            prop_assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok());
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = events(&bytes, &Limits::default());
        let mut inside = br#"{"text":""#.to_vec();
        inside.extend(bytes);
        let _ = events(&inside, &Limits::default());
    }
}

const SEEDS: &[&str] = &[
    r#"{"text":"a\u00e4\n","int":12,"double":-1.5e+10,"flag":false,"texts":["x",""],"list":[1,2]}"#,
    r#"{"shape":[{"label":"x","inner":{"@type":"Circle","radius":1}},{"@type":"Shape"}],"nilText":null}"#,
    r#"{"head":[{"@type":"number","value":1},{"a":1,"@type":"plain"}],"anyAttributes":{"{u}a":"1"}}"#,
    r#"{"nilObject":{"id":"1","@nil":true},"items":[{"left":1},{"right":"😀"}],"any":["<a/>"]}"#,
];
const PIECES: &[&str] = &[
    "", " ", "\"", "{", "}", "[", "]", ",", ":", "\\", "0", "1", "-", ".", "e", "null", "true", "@type",
    "\\u", "d800", "\u{1}", "ä", "\u{ffff}", "//", "'", "NaN", "+",
];

/// Events up to the end or an error, and the error.
fn read(json: &str, limits: &Limits, stepwise: bool) -> (String, Option<Box<CodecError>>) {
    let (mapping, root) = &*EVERYTHING;
    let mut events = Events::new(mapping);
    let result = super::read_as(mapping, *root, json.as_bytes(), limits, &mut events, stepwise);
    let mut log = events.log;
    if result.is_err() {
        // A member that is not read to its end has begun, or not.
        while log.last().is_some_and(|event| event.ends_with('(') || event == ")") {
            log.pop();
        }
    }
    (log.join(" "), result.err())
}

static EVERYTHING: std::sync::LazyLock<(fachwerk_mapping::Mapping, fachwerk_mapping::StructId)> =
    std::sync::LazyLock::new(everything);

const MEMBERS: &[&str] = &[
    r#""int":1"#,
    r#""int" : -0"#,
    r#""text":"a b""#,
    r#""te\u0078t":"a\nb""#,
    r#""quote\"d":"c""#,
    r#""object":{"b":"x","a":1}"#,
    r#""priced":{"value":"1.50","currency":"EUR"}"#,
    r#""texts":["a","b"]"#,
    r#""items":[{"right":"r"},{"left":1}]"#,
    r#""long":"9223372036854775807""#,
    r#""long":12"#,
    r#""decimal":1.50"#,
    r#""decimal":"1.50""#,
    r#""double":0.1"#,
    r#""double":"INF""#,
    r#""flag":true"#,
];

const CHANGES: &[&str] = &[
    "\"", "\\", ",", ":", "}", "{", "[", " ", "\n", "0", "1", ".", "-", "e", "a", "\\n", "null", "\u{ffff}",
    "\u{1}", "\u{e4}",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn what_is_taken_whole_is_the_same_step_by_step(
        members in prop::collection::vec(prop::sample::select(MEMBERS.to_vec()), 0..8),
        separator in prop::sample::select(vec![",", ", ", ",\n  "]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(CHANGES.to_vec())), 0..3),
        nodes in prop::option::weighted(0.2, 0_usize..8),
        small in prop::option::weighted(0.2, 0_usize..6),
    ) {
        let mut json = format!("{{{}}}", members.join(separator));
        for (at, change) in changes {
            let mut at = at.index(json.len() + 1);
            while !json.is_char_boundary(at) {
                at -= 1;
            }
            json.insert_str(at, change);
        }
        let small = small.unwrap_or(1000);
        let limits = Limits {
            max_nodes: nodes.unwrap_or(1000),
            max_text_bytes: small,
            max_digits: small,
            max_name_bytes: small + 4,
            ..Limits::default()
        };
        prop_assert_eq!(read(&json, &limits, false), read(&json, &limits, true), "{}", json);
    }
}

/// The same, with so many bytes at a time.
fn read_in_pieces(
    json: &str,
    limits: &Limits,
    (ahead, step): (usize, usize),
) -> (String, Option<Box<CodecError>>) {
    let (mapping, root) = &*EVERYTHING;
    let mut events = Events::new(mapping);
    let mut incoming = crate::Incoming::new(mapping, *root, limits).reading_ahead(ahead);
    let mut pushed = json.as_bytes().chunks(step).map(|piece| incoming.push(piece, &mut events));
    let result = pushed.find(Result::is_err).unwrap_or(Ok(()));
    let result = result.and_then(|()| incoming.finish(&mut events));
    let mut log = events.log;
    if result.is_err() {
        while log.last().is_some_and(|event| event.ends_with('(') || event == ")") {
            log.pop();
        }
    }
    (log.join(" "), result.err())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn pieces_are_read_as_the_whole(
        members in prop::collection::vec(prop::sample::select(MEMBERS.to_vec()), 0..12),
        separator in prop::sample::select(vec![",", ", ", ",\n  "]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(CHANGES.to_vec())), 0..2),
        sizes in (16_usize..100, 1_usize..50),
        after in prop::sample::select(vec!["", " ", "\n\n", "   x", "}"]),
    ) {
        let mut json = format!("{{{}}}", members.join(separator));
        for (at, change) in changes {
            let mut at = at.index(json.len() + 1);
            while !json.is_char_boundary(at) {
                at -= 1;
            }
            json.insert_str(at, change);
        }
        json.push_str(after);
        let limits = Limits::default();
        let (events, error) = read_in_pieces(&json, &limits, sizes);
        // Something was too long to be read as a whole.
        if error.as_ref().is_none_or(|error| error.kind != ErrorKind::Limit) {
            prop_assert_eq!((events, error), read(&json, &limits, false), "{}", json);
        }
    }
}

#[test]
fn only_what_is_long_is_refused_in_pieces() {
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(3000));
    let (_, error) = read_in_pieces(&long, &Limits::default(), (1000, 100));
    assert_eq!(error.unwrap().kind, ErrorKind::Limit);
    assert_eq!(read_in_pieces(&long, &Limits::default(), (4000, 100)).1, None);
    let limits = Limits { max_bytes: 2000, ..Limits::default() };
    assert_eq!(read_in_pieces(&long, &limits, (4000, 100)).1.unwrap().kind, ErrorKind::Limit);
}
