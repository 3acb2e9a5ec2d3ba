// SPDX-License-Identifier: EUPL-1.2
//! What the writer makes of events that a reader of another form gives.

use fachwerk_mapping::{Lock, Mapping, ScalarId, StructId, ValueType, derive};
use fachwerk_message::{ErrorKind, Result, Sink};
use fachwerk_protobuf::ProtobufWriter;

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

    fn field(&self, structure: &str, field: &str) -> u16 {
        self.mapping.structure(self.id(structure)).member(field).unwrap()
    }

    fn scalar(&self, structure: &str, field: &str) -> ScalarId {
        let structure = self.mapping.structure(self.id(structure));
        match structure.fields[usize::from(structure.member(field).unwrap())].value {
            ValueType::Scalar(id) => id,
            other => panic!("{other:?}"),
        }
    }

    /// A message with one field that has these values.
    fn values(&self, structure: &str, field: &str, texts: &[&str]) -> Result<Vec<u8>> {
        self.message(structure, |writer| {
            writer.begin_field(self.field(structure, field))?;
            for text in texts {
                writer.scalar(self.scalar(structure, field), text)?;
            }
            writer.end_field()
        })
    }

    fn message(
        &self,
        structure: &str,
        content: impl FnOnce(&mut ProtobufWriter<'_>) -> Result<()>,
    ) -> Result<Vec<u8>> {
        let mut writer = ProtobufWriter::new(&self.mapping, Vec::new());
        writer.begin_struct(self.id(structure), false)?;
        content(&mut writer)?;
        writer.end_struct()?;
        writer.finish()
    }
}

#[test]
fn lexical_forms_are_values() {
    let bench = Bench::new();
    // Field 3 is the boolean, 4 the int, 7 the unsignedLong, 10 the float.
    assert_eq!(bench.values("Optional", "boolean", &["1"]).unwrap(), [0x18, 1]);
    assert_eq!(bench.values("Optional", "int", &["+007"]).unwrap(), [0x20, 7]);
    assert_eq!(bench.values("Optional", "int", &["-0"]).unwrap(), [0x20, 0]);
    let minus_one = bench.values("Optional", "int", &["-1"]).unwrap();
    assert_eq!(minus_one[1..], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
    let largest = bench.values("Optional", "unsignedLong", &["18446744073709551615"]).unwrap();
    assert_eq!(largest[1..], minus_one[1..]);
    assert_eq!(bench.values("Optional", "float", &["1.5E0"]).unwrap()[1..], 1.5_f32.to_le_bytes());
    assert_eq!(bench.values("Optional", "hexBinary", &["0aFF"]).unwrap()[1..], [2, 0x0A, 0xFF]);
    assert_eq!(bench.values("Optional", "base64Binary", &["QQ=="]).unwrap()[1..], [1, b'A']);
    assert_eq!(bench.values("Optional", "decimal", &["-.50"]).unwrap()[2..], *b"-.50");
}

#[test]
fn what_protobuf_cannot_hold_is_refused() {
    let bench = Bench::new();
    for (field, text) in [
        ("int", "2147483648"),
        ("int", "1.0"),
        ("unsignedInt", "-1"),
        ("unsignedInt", "4294967296"),
        ("long", "9223372036854775808"),
        ("unsignedLong", "18446744073709551616"),
        ("float", "1E39"),
        ("double", "1E400"),
        ("double", "inf"),
        ("boolean", "TRUE"),
        ("colour", "blau"),
        ("hexBinary", "abc"),
        ("hexBinary", "zz"),
        ("base64Binary", "QQ"),
        ("base64Binary", "Q Q="),
    ] {
        let error = bench.values("Optional", field, &[text]).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Value, "{field}");
        assert!(error.message.starts_with("`Optional."), "{error}");
        assert!(!error.message.contains(text), "{error}");
    }
}

#[test]
fn zero_is_left_out_where_absence_means_it() {
    let bench = Bench::new();
    for (field, zero) in
        [("string", ""), ("boolean", "false"), ("int", "0"), ("double", "0"), ("hexBinary", "")]
    {
        assert!(bench.values("Required", field, &[zero]).unwrap().is_empty(), "{field}");
        assert!(!bench.values("Optional", field, &[zero]).unwrap().is_empty(), "{field}");
        assert!(!bench.values("Many", field, &[zero]).unwrap().is_empty(), "{field}");
    }
    // Minus zero is another value.
    assert_eq!(bench.values("Required", "double", &["-0"]).unwrap().len(), 9);
    // In a wrapper: the wrapper says that it is there.
    assert_eq!(bench.values("Nillable", "int", &["0"]).unwrap(), [0x22, 0]);
}

#[test]
fn numbers_are_packed() {
    let bench = Bench::new();
    assert_eq!(bench.values("Many", "int", &["1", "2", "300"]).unwrap(), [0x22, 4, 1, 2, 0xAC, 2]);
    assert!(bench.values("Many", "int", &[]).unwrap().is_empty());
    let many: Vec<&str> = vec!["1"; 200];
    assert_eq!(bench.values("Many", "boolean", &many).unwrap()[..3], [0x1A, 0xC8, 1]);
    assert_eq!(bench.values("Lists", "numbers", &["1 2"]).unwrap(), [0x2A, 2, 1, 2]);
    assert!(bench.values("Lists", "numbers", &[""]).unwrap().is_empty());
    assert_eq!(bench.values("Lists", "words", &["a b"]).unwrap(), [0x0A, 1, b'a', 0x0A, 1, b'b']);
    assert_eq!(bench.values("Lists", "wordsMaybe", &[""]).unwrap(), [0x12, 0]);
    assert_eq!(bench.values("Lists", "numbersMany", &["1", ""]).unwrap(), [0x3A, 3, 0x12, 1, 1, 0x3A, 0]);
}

#[test]
fn nil_is_a_flag() {
    let bench = Bench::new();
    let nil = |structure: &str, field: &str| {
        bench.message(structure, |writer| {
            writer.begin_field(bench.field(structure, field))?;
            writer.nil()?;
            writer.end_field()
        })
    };
    assert_eq!(nil("Nillable", "int").unwrap(), [0x22, 2, 0x08, 1]);
    assert_eq!(nil("Everything", "baseNil").unwrap()[1..], [2, 0x08, 1]);
    assert_eq!(nil("Optional", "int").unwrap_err().kind, ErrorKind::Structure);
    assert_eq!(nil("Everything", "base").unwrap_err().kind, ErrorKind::Structure);
    // The head of the substitution group, which can be nil.
    assert_eq!(nil("Substitution", "head").unwrap()[1..], [4, 0x0A, 2, 0x08, 1]);
}

#[test]
fn nil_of_another_type_keeps_the_type() {
    let bench = Bench::new();
    let ValueType::Family(family) = bench.mapping.structure(bench.id("Everything")).fields
        [usize::from(bench.field("Everything", "baseNil"))]
    .value
    else {
        panic!("a family");
    };
    let nil = |variant| {
        bench.message("Everything", |writer| {
            writer.begin_field(bench.field("Everything", "baseNil"))?;
            writer.variant(family, variant)?;
            writer.nil()?;
            writer.end_field()
        })
    };
    assert_eq!(nil(0).unwrap()[1..], [2, 0x08, 1]);
    assert_eq!(nil(1).unwrap()[1..], [6, 0x08, 1, 0x12, 2, 0x12, 0]);
}

#[test]
fn without_variant_it_is_the_declared_one() {
    let bench = Bench::new();
    let bytes = bench.message("Everything", |writer| {
        writer.begin_field(bench.field("Everything", "base"))?;
        writer.begin_struct(bench.id("Base"), false)?;
        writer.end_struct()?;
        writer.end_field()
    });
    assert_eq!(bytes.unwrap()[1..], [2, 0x0A, 0]);
    let wrong = bench.message("Everything", |writer| {
        writer.begin_field(bench.field("Everything", "base"))?;
        writer.begin_struct(bench.id("Derived"), false)
    });
    assert_eq!(wrong.unwrap_err().kind, ErrorKind::Structure);
}

#[test]
fn events_out_of_order_are_errors() {
    let bench = Bench::new();
    let mapping = &bench.mapping;
    let text = bench.scalar("Optional", "string");
    let new = || ProtobufWriter::new(mapping, Vec::new());
    assert!(new().scalar(text, "a").is_err());
    assert!(new().begin_field(0).is_err());
    assert!(new().end_field().is_err());
    assert!(new().end_struct().is_err());
    assert!(new().nil().is_err());
    assert!(new().finish().is_err());
    assert!(bench.values("Optional", "string", &["a", "b"]).is_err());
    assert!(bench.message("Optional", |w| w.begin_field(999)).is_err());
    assert!(bench.message("Optional", |w| w.scalar(text, "a")).is_err());
    let struct_in_text = bench.message("Optional", |w| {
        w.begin_field(0)?;
        w.begin_struct(bench.id("Leaf"), false)
    });
    assert!(struct_in_text.is_err());
    let text_in_struct = bench.message("Everything", |w| {
        w.begin_field(0)?;
        w.scalar(text, "a")
    });
    assert!(text_in_struct.is_err());
}

#[test]
fn the_buffer_is_appended_to() {
    let bench = Bench::new();
    let mut writer = ProtobufWriter::new(&bench.mapping, vec![0; 5]);
    writer.begin_struct(bench.id("Empty"), false).unwrap();
    writer.end_struct().unwrap();
    assert_eq!(writer.finish().unwrap(), [0; 5]);
}
