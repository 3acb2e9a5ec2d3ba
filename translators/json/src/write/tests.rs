// SPDX-License-Identifier: EUPL-1.2
//! What is written, also from events that no reader should give.

use std::sync::Arc;

use fachwerk_mapping::{FamilyId, FamilyKind, Mapping, ScalarKind, StructId, ValueType};
use fachwerk_message::{ErrorKind, Limits, Result, Sink};

use crate::testing::{Events, everything};
use crate::{JsonNames, JsonWriter, read};

fn rewritten(json: &str) -> String {
    let (mapping, root) = everything();
    let names = Arc::new(JsonNames::new(&mapping));
    let mut writer = JsonWriter::with_names(&mapping, names.clone(), Vec::new());
    read(&mapping, root, json.as_bytes(), &Limits::default(), &mut writer)
        .unwrap_or_else(|e| panic!("{json}: {e}"));
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn what_is_read_is_written() {
    for json in [
        "{}",
        r#"{"attr":"a","anyAttributes":{"{u}a":"1","b":"\""},"text":"x"}"#,
        r#"{"int":1,"long":"2","decimal":"1.50","double":"INF","flag":true,"quote\"d":""}"#,
        r#"{"texts":[],"list":[1,2],"lists":[[1],[],[2,3]],"nilInts":[null,1],"nilText":null}"#,
        r#"{"nilObject":null,"object":{"id":"1","a":1}}"#,
        r#"{"nilObject":{"@nil":true,"id":"1"}}"#,
        r#"{"shape":[{"@type":"Shape","inner":{"@type":"Circle","radius":1}},{"@type":"Circle"}]}"#,
        r#"{"head":[{"@type":"number","value":1},{"@type":"plain","a":1},{"@type":"number","value":null}]}"#,
        r#"{"head":[{"@type":"shaped","value":{"@type":"Circle","radius":1}},{"@type":"circle","value":{"@type":"Circle"}}]}"#,
        r#"{"items":[{"left":1},{"right":"x"}],"anything":"<a b=\"c\"/>","any":["<a/>"]}"#,
        r#"{"priced":{"currency":"EUR","value":"1"},"again":{"again":{"n":[1,2]}}}"#,
    ] {
        assert_eq!(rewritten(json), json);
    }
    assert_eq!(
        rewritten(r#" { "shape" : [ {} ] , "double" : 1.50E3 } "#),
        r#"{"shape":[{"@type":"Shape"}],"double":1.50E3}"#
    );
}

struct Script<'m> {
    mapping: &'m Mapping,
    writer: JsonWriter<'m>,
}

impl Script<'_> {
    /// The field of the root with this name begins.
    fn field(&mut self, root: StructId, name: &str) -> Result<ValueType> {
        let index = self.mapping.structure(root).member(name).unwrap();
        self.writer.begin_field(index)?;
        Ok(self.mapping.structure(root).fields[index as usize].value)
    }
}

/// Write the root with what `events` gives for one field.
fn written(name: &str, events: impl Fn(&mut JsonWriter<'_>, ValueType) -> Result<()>) -> Result<String> {
    let (mapping, root) = everything();
    let names = Arc::new(JsonNames::new(&mapping));
    let mut script =
        Script { mapping: &mapping, writer: JsonWriter::with_names(&mapping, names.clone(), Vec::new()) };
    script.writer.begin_struct(root, false)?;
    let value = script.field(root, name)?;
    events(&mut script.writer, value)?;
    script.writer.end_field()?;
    script.writer.end_struct()?;
    Ok(String::from_utf8(script.writer.finish()?).unwrap())
}

fn scalar(name: &str, text: &str) -> Result<String> {
    written(name, |writer, value| match value {
        ValueType::Scalar(id) => writer.scalar(id, text),
        _ => panic!("no scalar"),
    })
}

#[test]
fn xml_schemas_lexical_forms_become_json() {
    for (name, text, json) in [
        ("int", "+007", "7"),
        ("int", "-0", "0"),
        ("double", ".5", "0.5"),
        ("double", "1.E-3", "1.0E-3"),
        ("double", "-0", "-0.0"),
        ("double", "NaN", "\"NaN\""),
        ("flag", "1", "true"),
        ("flag", "0", "false"),
        ("list", "1 +2 3", "[1,2,3]"),
        ("list", "", "[]"),
        ("decimal", "1.50", "\"1.50\""),
        ("text", "a\u{1}\"\\\n\u{7f}ä", "\"a\\u0001\\\"\\\\\\n\u{7f}ä\""),
    ] {
        assert_eq!(scalar(name, text).unwrap(), format!("{{\"{name}\":{json}}}"));
    }
}

#[test]
fn values_that_are_not_json_are_refused() {
    for (name, text) in [
        ("int", "x"),
        ("int", "1,\"y\":2"),
        ("int", ""),
        ("int", "INF"),
        ("double", "inf"),
        ("flag", "yes"),
        ("list", "1 x"),
    ] {
        let error = scalar(name, text).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Value, "{name} {text}");
    }
}

#[test]
fn nil_names_the_element_of_a_substitution_group() {
    let head = |writer: &mut JsonWriter<'_>, value: ValueType, tag: &str, mapping: &Mapping| {
        let ValueType::Family(id) = value else { panic!("no family") };
        writer.variant(id, mapping.family(id).by_tag(tag).unwrap())?;
        writer.nil()
    };
    let (mapping, _) = everything();
    let number = written("head", |w, v| head(w, v, "number", &mapping)).unwrap();
    assert_eq!(number, r#"{"head":[{"@type":"number","value":null}]}"#);
    let plain = written("head", |w, v| head(w, v, "plain", &mapping)).unwrap();
    assert_eq!(plain, r#"{"head":[{"@type":"plain","@nil":true}]}"#);
    let circle = written("head", |w, v| head(w, v, "circle", &mapping)).unwrap();
    assert_eq!(circle, r#"{"head":[{"@type":"circle","value":null}]}"#);
}

#[test]
fn without_a_variant_it_is_the_declared_one() {
    let (mapping, _) = everything();
    let shape = mapping.families.iter().find(|f| f.kind == FamilyKind::Type).unwrap();
    let ValueType::Struct(id) = shape.variants[shape.declared.unwrap() as usize].value else { panic!() };
    let json = written("shape", |w, _| {
        w.begin_struct(id, false)?;
        w.end_struct()
    });
    assert_eq!(json.unwrap(), r#"{"shape":[{"@type":"Shape"}]}"#);
    assert_eq!(written("shape", |w, _| w.nil()).unwrap(), r#"{"shape":[null]}"#);
    // An abstract head has none.
    assert!(written("head", |w, _| w.nil()).is_err());
}

#[test]
fn events_out_of_place_are_errors_not_panics() {
    let (mapping, root) = everything();
    let names = Arc::new(JsonNames::new(&mapping));
    let new = || JsonWriter::with_names(&mapping, names.clone(), Vec::new());
    assert!(new().finish().is_err());
    assert!(new().end_struct().is_err());
    assert!(new().begin_field(0).is_err());
    assert!(new().end_field().is_err());
    assert!(new().nil().is_err());
    assert!(new().xml("<a/>").is_err());
    assert!(new().attribute("a", "b").is_err());
    assert!(new().variant(FamilyId(0), 0).is_err());
    assert!(new().begin_struct(StructId(u32::MAX), false).is_err());
    let mut writer = new();
    writer.begin_struct(root, false).unwrap();
    assert!(writer.begin_field(u16::MAX).is_err());
    writer.end_struct().unwrap();
    assert!(writer.begin_struct(root, false).is_err());
    // A member without a value, and one with two.
    assert!(written("text", |_, _| Ok(())).is_err());
    let twice = written("text", |w, v| {
        let ValueType::Scalar(id) = v else { panic!() };
        w.scalar(id, "a")?;
        w.scalar(id, "b")
    });
    assert!(twice.is_err());
    // The variant is an object, the value is not.
    let mixed = written("head", |w, v| {
        let ValueType::Family(id) = v else { panic!() };
        w.variant(id, mapping.family(id).by_tag("plain").unwrap())?;
        let string = mapping.scalars.iter().position(|s| s.kind == ScalarKind::String).unwrap();
        w.scalar(fachwerk_mapping::ScalarId(string as u32), "a")
    });
    assert!(mixed.is_err());
}

#[test]
fn what_is_written_reads_back_as_the_same_events() {
    let (mapping, root) = everything();
    let json = r#"{"items":[{"left":1}],"shape":[{"label":"é\"","inner":{"@type":"Circle"}}],"list":[1,2],"head":[{"value":7,"@type":"number"}],"nilObject":{"x":"1","@nil":true}}"#;
    let log = |json: &[u8]| {
        let mut events = Events::new(&mapping);
        read(&mapping, root, json, &Limits::default(), &mut events).unwrap();
        events.log
    };
    assert_eq!(log(json.as_bytes()), log(rewritten(json).as_bytes()));
}
