// SPDX-License-Identifier: EUPL-1.2
//! Bytes that somebody wrote on purpose.

use crate::events::{Event, Events};
use fachwerk_mapping::{Lock, Mapping, StructId, derive};
use fachwerk_message::{CodecError, Discard, ErrorKind, Limits};
use fachwerk_protobuf::{ProtobufWriter, read};

struct Bench {
    mapping: Mapping,
}

impl Bench {
    fn new() -> Self {
        Self { mapping: derive(&crate::everything::contract(), &Lock::new()).0 }
    }

    fn id(&self, name: &str) -> StructId {
        StructId(self.mapping.structs.iter().position(|s| s.name == name).unwrap() as u32)
    }

    /// Number of a field, by its path's last two parts.
    fn number(&self, structure: &str, field: &str) -> u32 {
        let structure = self.mapping.structure(self.id(structure));
        structure.fields.iter().find(|f| f.name == field).unwrap().number
    }

    fn events(&self, structure: &str, bytes: &[u8]) -> fachwerk_message::Result<Vec<Event>> {
        let mut events = Events::default();
        read(&self.mapping, self.id(structure), bytes, &Limits::default(), &mut events)?;
        Ok(events.0)
    }

    fn texts(&self, structure: &str, bytes: &[u8]) -> Vec<String> {
        let texts = self.events(structure, bytes).unwrap().into_iter().filter_map(|e| match e {
            Event::Scalar(_, text) => Some(text),
            _ => None,
        });
        texts.collect()
    }

    fn error(&self, structure: &str, bytes: &[u8]) -> CodecError {
        *self.events(structure, bytes).expect_err("it should be refused")
    }

    fn refused(&self, structure: &str, bytes: &[u8], kind: ErrorKind, message: &str) {
        let error = self.error(structure, bytes);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(message), "{error}");
        assert!(error.offset.is_some_and(|o| o <= bytes.len()), "{error:?}");
    }
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

fn tag(number: u32, wire: u8) -> Vec<u8> {
    varint(u64::from(number) << 3 | u64::from(wire))
}

fn len(number: u32, payload: &[u8]) -> Vec<u8> {
    [tag(number, 2), varint(payload.len() as u64), payload.to_vec()].concat()
}

fn number(number: u32, value: u64) -> Vec<u8> {
    [tag(number, 0), varint(value)].concat()
}

#[test]
fn messages_that_end_early() {
    let bench = Bench::new();
    let string = bench.number("Optional", "string");
    for bytes in [
        vec![0x80],
        tag(string, 2),
        [tag(string, 2), varint(1)].concat(),
        [tag(string, 2), vec![0x80]].concat(),
        [tag(bench.number("Optional", "double"), 1), vec![0; 7]].concat(),
        [tag(bench.number("Optional", "float"), 5), vec![0; 3]].concat(),
        [tag(bench.number("Optional", "int"), 0), vec![0xFF]].concat(),
    ] {
        bench.refused("Optional", &bytes, ErrorKind::Syntax, "ends within");
    }
    // Half a number within a packed field, which ends where the field ends and not later.
    let packed =
        [len(bench.number("Many", "double"), &[0; 12]), len(bench.number("Many", "string"), b"12345678")];
    bench.refused("Many", &packed.concat(), ErrorKind::Syntax, "ends within a number");
    let packed = [len(bench.number("Many", "int"), &[0x80]), len(bench.number("Many", "string"), b"x")];
    bench.refused("Many", &packed.concat(), ErrorKind::Syntax, "ends within a varint");
}

#[test]
fn lengths_beyond_everything() {
    let bench = Bench::new();
    let string = bench.number("Optional", "string");
    for length in [2, 1 << 31, 1 << 32, u64::MAX >> 1, u64::MAX] {
        let bytes = [tag(string, 2), varint(length), vec![b'x']].concat();
        bench.refused("Optional", &bytes, ErrorKind::Syntax, "ends within a value");
    }
    // A submessage cannot reach into what its parent has after it.
    let inner = [tag(1, 2), varint(3)].concat();
    let empty = len(bench.number("Everything", "empty"), &[]);
    let bytes = [len(bench.number("Everything", "optional"), &inner), empty.repeat(3)].concat();
    bench.refused("Everything", &bytes, ErrorKind::Syntax, "ends within a value");
}

#[test]
fn varints_that_do_not_end() {
    let bench = Bench::new();
    let int = bench.number("Optional", "int");
    let mut bytes = tag(int, 0);
    bytes.extend([0x80; 10]);
    bytes.push(1);
    bench.refused("Optional", &bytes, ErrorKind::Syntax, "64 bits");
    bench.refused("Optional", &[0xFF; 11], ErrorKind::Syntax, "64 bits");
    // Longer than it has to be is allowed, as long as it is one of ten bytes.
    let long = bench.number("Optional", "long");
    let bytes = [tag(long, 0), vec![0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]].concat();
    assert_eq!(bench.texts("Optional", &bytes), ["1"]);
}

#[test]
fn tags_that_are_none() {
    let bench = Bench::new();
    bench.refused("Optional", &varint(2), ErrorKind::Syntax, "out of range");
    bench.refused("Optional", &varint(1 << 32 | 2), ErrorKind::Syntax, "out of range");
    bench.refused("Optional", &tag(1, 6), ErrorKind::Syntax, "does not exist");
    bench.refused("Optional", &tag(1, 7), ErrorKind::Syntax, "does not exist");
    bench.refused("Optional", &[tag(1, 3), tag(1, 4)].concat(), ErrorKind::Forbidden, "group");
    bench.refused("Optional", &tag(1, 4), ErrorKind::Forbidden, "group");
    bench.refused(
        "Optional",
        &number(536_870_911, 1),
        ErrorKind::Structure,
        "`Optional` has no field 536870911",
    );
    bench.refused("Optional", &number(1, 1), ErrorKind::Structure, "wire type VARINT, expected LEN");
    let int = bench.number("Optional", "int");
    bench.refused("Optional", &len(int, &[1]), ErrorKind::Structure, "wire type LEN, expected VARINT");
}

#[test]
fn errors_say_where() {
    let bench = Bench::new();
    let base = bench.number("Base", "id");
    let bases = bench.number("Everything", "bases");
    let further = len(3, &[number(base, 1), len(4, &len(1, &number(base, 1 << 40)))].concat());
    let bytes = [len(bases, &len(1, &number(base, 7))), len(bases, &further)].concat();
    let error = bench.error("Everything", &bytes);
    assert_eq!(error.kind, ErrorKind::Value);
    assert_eq!(error.path.as_deref(), Some("bases[1].more[0].id"));
    assert_eq!(error.message, "`Base.id` is out of the range of int32");
    assert_eq!(error.offset, Some(bytes.len() - 7));

    let empty = [len(bases, &len(1, &number(base, 7))), len(bases, &[])].concat();
    let error = bench.error("Everything", &empty);
    assert_eq!((error.kind, error.path.as_deref()), (ErrorKind::Missing, Some("bases[1]")));
}

#[test]
fn depth_is_limited_and_costs_no_stack() {
    let bench = Bench::new();
    let itself = bench.number("Everything", "self");
    let mut bytes = Vec::new();
    for _ in 0..99 {
        bytes = len(itself, &bytes);
    }
    bench.events("Everything", &bytes).unwrap();
    bench.refused("Everything", &len(itself, &bytes), ErrorKind::Limit, "deeper");

    // Inside out, so that building it is not quadratic.
    let levels = 5_000;
    let mut lengths = vec![0_usize];
    for _ in 0..levels {
        let inner = lengths[lengths.len() - 1];
        lengths.push(inner + tag(itself, 2).len() + varint(inner as u64).len());
    }
    let mut bytes = Vec::new();
    for inner in lengths[..levels].iter().rev() {
        bytes.extend(tag(itself, 2));
        bytes.extend(varint(*inner as u64));
    }
    let root = bench.id("Everything");
    let error = read(&bench.mapping, root, &bytes, &Limits::default(), &mut Discard).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    let deep = Limits { max_depth: usize::MAX, ..Limits::default() };
    read(&bench.mapping, root, &bytes, &deep, &mut Discard).unwrap();
    let mut writer = ProtobufWriter::new(&bench.mapping, Vec::new());
    read(&bench.mapping, root, &bytes, &deep, &mut writer).unwrap();
    assert!(writer.finish().unwrap() == bytes);
}

#[test]
fn limits_say_where() {
    let bench = Bench::new();
    let base = Limits::default();
    let string = |text: &[u8]| len(bench.number("Many", "string"), text);
    let map = bench.number("Attributed", "anyAttributes");
    let entry = |name: &[u8]| len(map, &[len(1, name), len(2, b"x")].concat());
    for (structure, bytes, limits) in [
        ("Many", string(b"abc"), Limits { max_bytes: 3, ..base }),
        ("Many", string(b"a").repeat(3), Limits { max_nodes: 2, ..base }),
        ("Many", string(b"a").repeat(3), Limits { max_children: 2, ..base }),
        ("Many", string(b"abc"), Limits { max_text_bytes: 2, ..base }),
        ("Many", len(bench.number("Many", "decimal"), b"12345.6"), Limits { max_digits: 2, ..base }),
        ("Attributed", [entry(b"a"), entry(b"b")].concat(), Limits { max_attributes: 1, ..base }),
        ("Attributed", entry(b"abc"), Limits { max_name_bytes: 2, ..base }),
    ] {
        let error = read(&bench.mapping, bench.id(structure), &bytes, &limits, &mut Discard).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit, "{error}");
        assert!(error.offset.is_some_and(|at| at <= bytes.len()), "{error:?}");
    }
}

#[test]
fn counts_are_limited() {
    let bench = Bench::new();
    let limits = Limits {
        max_nodes: 100,
        max_text_bytes: 10,
        max_attributes: 3,
        max_bytes: 500,
        max_digits: 5,
        ..Limits::default()
    };
    let read = |structure: &str, bytes: &[u8]| {
        read(&bench.mapping, bench.id(structure), bytes, &limits, &mut Discard).map_err(|e| e.kind)
    };
    let strings = |count| len(bench.number("Many", "string"), b"a").repeat(count);
    assert_eq!(read("Many", &strings(100)), Ok(()));
    assert_eq!(read("Many", &strings(101)), Err(ErrorKind::Limit));
    assert_eq!(read("Many", &len(bench.number("Many", "int"), &[1; 99])), Ok(()));
    assert_eq!(read("Many", &len(bench.number("Many", "int"), &[1; 100])), Err(ErrorKind::Limit));
    assert_eq!(read("Lists", &len(bench.number("Lists", "numbers"), &[1; 101])), Err(ErrorKind::Limit));
    assert_eq!(read("Many", &len(bench.number("Many", "string"), &[b'a'; 11])), Err(ErrorKind::Limit));
    assert_eq!(read("Many", &len(bench.number("Many", "base64Binary"), &[b'a'; 11])), Err(ErrorKind::Limit));
    assert_eq!(read("Many", &len(bench.number("Many", "decimal"), b"1.2345")), Ok(()));
    assert_eq!(read("Many", &len(bench.number("Many", "decimal"), b"123456.78")), Err(ErrorKind::Limit));
    assert_eq!(read("Many", &[0; 501]), Err(ErrorKind::Limit));
    let map = bench.number("Attributed", "anyAttributes");
    let entries = |count: u8| -> Vec<u8> {
        (0..count).flat_map(|i| len(map, &[len(1, &[b'a' + i]), len(2, b"x")].concat())).collect()
    };
    assert_eq!(read("Attributed", &entries(3)), Ok(()));
    assert_eq!(read("Attributed", &entries(4)), Err(ErrorKind::Limit));
    // Members that are there without being on the wire count as well: two bytes each must not become a hundred events.
    let amounts = len(bench.number("Everything", "amounts"), &[]);
    assert_eq!(read("Everything", &amounts.repeat(33)), Ok(()));
    assert_eq!(read("Everything", &amounts.repeat(34)), Err(ErrorKind::Limit));
}

#[test]
fn text_that_xml_cannot_carry() {
    let bench = Bench::new();
    let string = bench.number("Optional", "string");
    for bad in ["\0", "a\u{1}", "\u{FFFF}", "\u{FFFE}b", "\u{1B}[0m"] {
        bench.refused("Optional", &len(string, bad.as_bytes()), ErrorKind::Value, "XML cannot carry");
    }
    for bad in [&b"\xC0\x80"[..], b"\xED\xA0\x80", b"ok\xFF", b"\xF4\x90\x80\x80"] {
        bench.refused("Optional", &len(string, bad), ErrorKind::Syntax, "UTF-8");
    }
    let error = bench.error("Optional", &len(string, b"ok\xFF"));
    assert_eq!(error.offset, Some(4));
    // Also where it does not count.
    bench.refused(
        "Optional",
        &[len(string, b"\xFF"), len(string, b"a")].concat(),
        ErrorKind::Syntax,
        "UTF-8",
    );
    // No values in errors.
    let error = bench.error("Optional", &len(string, "geheim\u{1}".as_bytes()));
    assert!(!format!("{error:?}").contains("geheim"));
}

#[test]
fn numbers_out_of_range() {
    let bench = Bench::new();
    let int = bench.number("Optional", "int");
    let unsigned = bench.number("Optional", "unsignedInt");
    bench.refused("Optional", &number(int, 1 << 31), ErrorKind::Value, "int32");
    bench.refused("Optional", &number(int, 0xFFFF_FFFF), ErrorKind::Value, "int32");
    bench.refused("Optional", &number(unsigned, 1 << 32), ErrorKind::Value, "uint32");
    assert_eq!(bench.texts("Optional", &number(int, u64::MAX)), ["-1"]);
    let colour = bench.number("Optional", "colour");
    bench.refused("Optional", &number(colour, 0), ErrorKind::Value, "unspecified");
    bench.refused("Optional", &number(colour, 99), ErrorKind::Value, "enumeration");
    bench.refused("Optional", &number(colour, u64::MAX), ErrorKind::Value, "enumeration");
    bench.refused("Optional", &number(colour, 1 << 32 | 1), ErrorKind::Value, "enumeration");
}

#[test]
fn absence_is_zero_only_where_the_value_is_always_there() {
    let bench = Bench::new();
    bench.refused("Required", &[], ErrorKind::Missing, "`Required.colour` is unspecified");
    let colour = number(bench.number("Required", "colour"), 1);
    let texts = bench.texts("Required", &colour);
    let zeros = ["", "", "false", "0", "0", "0", "0", "", "", "0", "0", "", "", "", "", "", "", "red", ""];
    assert_eq!(texts, zeros);
    assert!(bench.texts("Optional", &[]).is_empty());
}

#[test]
fn the_last_of_a_singular_field_counts() {
    let bench = Bench::new();
    let int = bench.number("Optional", "int");
    let string = bench.number("Optional", "string");
    let bytes = [number(int, 1), len(string, b"a"), number(int, 2), len(string, b"b")].concat();
    assert_eq!(bench.texts("Optional", &bytes), ["b", "2"]);
    // Of a message the occurrences are one.
    let outer = bench.number("Everything", "optional");
    let bytes = [len(outer, &number(int, 3)), len(outer, &len(string, b"c"))].concat();
    assert_eq!(bench.texts("Everything", &bytes), ["c", "3"]);
}

#[test]
fn a_choice_is_one() {
    let bench = Bench::new();
    let field = |name| bench.number("Choice", name);
    let bytes = [number(field("number"), 1), len(field("text"), b"x")].concat();
    bench.refused("Choice", &bytes, ErrorKind::Structure, "more than one member of its oneof `choice`");
    // The same member twice is the last one.
    let bytes = [number(field("number"), 1), number(field("number"), 2)].concat();
    assert_eq!(bench.texts("Choice", &bytes), ["", "2"]);
    let base = bench.number("Everything", "base");
    let two = len(base, &[len(1, &number(1, 1)), len(2, &number(1, 1))].concat());
    bench.refused("Everything", &two, ErrorKind::Structure, "more than one variant");
    bench.refused("Everything", &len(base, &[]), ErrorKind::Missing, "none of its variants");
    bench.refused(
        "Everything",
        &len(base, &len(9, &[])),
        ErrorKind::Structure,
        "`BaseVariant` has no field 9",
    );
}

#[test]
fn nil_is_nothing_else() {
    let bench = Bench::new();
    let int = bench.number("Nillable", "int");
    let nil_with_value = len(int, &[number(1, 1), number(2, 5)].concat());
    bench.refused("Nillable", &nil_with_value, ErrorKind::Structure, "nil and yet has a value");
    let attributed = bench.number("Everything", "attributedNil");
    let child = bench.number("Attributed", "child");
    let nil_with_content = len(attributed, &[number(1, 1), len(2, &len(child, &[]))].concat());
    bench.refused("Everything", &nil_with_content, ErrorKind::Structure, "nil and yet has content");
    bench.refused("Everything", &len(attributed, &[]), ErrorKind::Missing, "neither `nil` nor `value`");
    bench.refused("Everything", &len(attributed, &number(3, 1)), ErrorKind::Structure, "has no field 3");
    let required = bench.number("Attributed", "required");
    let with_attribute = len(attributed, &[number(1, 1), len(2, &len(required, b"a"))].concat());
    assert_eq!(bench.texts("Everything", &with_attribute), ["a"]);
    // A wrapper without anything is the zero value.
    assert_eq!(bench.texts("NillableMany", &len(bench.number("NillableMany", "int"), &[])), ["0"]);
}

#[test]
fn items_of_lists_have_no_white_space() {
    let bench = Bench::new();
    let words = bench.number("Lists", "words");
    for bad in ["", "a b", "  ", "a\tb"] {
        let error = bench.error("Lists", &len(words, bad.as_bytes()));
        assert_eq!(error.kind, ErrorKind::Value, "{bad:?}");
    }
    // Around an item it is treated as the item's type says.
    assert_eq!(bench.texts("Lists", &[len(words, b" a "), len(words, b"b")].concat())[0], "a b");
}

#[test]
fn maps_have_each_key_once() {
    let bench = Bench::new();
    let map = bench.number("Attributed", "anyAttributes");
    let entry =
        |key: &str, value: &str| len(map, &[len(1, key.as_bytes()), len(2, value.as_bytes())].concat());
    let twice = [entry("{u}a", "1"), entry("{u}a", "2")].concat();
    bench.refused("Attributed", &twice, ErrorKind::Structure, "same key");
    bench.refused("Attributed", &len(map, &len(2, b"x")), ErrorKind::Missing, "without key");
    bench.refused("Attributed", &len(map, &len(3, b"x")), ErrorKind::Structure, "has no field 3");
    let events = bench.events("Attributed", &[entry("{u}a", ""), len(map, &len(1, b"b"))].concat()).unwrap();
    assert!(events.contains(&Event::Attribute("b".to_owned(), String::new())));
}
