// SPDX-License-Identifier: EUPL-1.2
//! docs/config.md and docs/schema/config.schema.json, held against what is read.

use std::path::Path;

use serde::Deserialize;
use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use crate::Checked;
use crate::raw::{
    Raw, RawAdmin, RawBackend, RawFacade, RawLimits, RawListen, RawLog, RawOperationValidation, RawTls,
    RawValidation,
};

/// Tells the members that a structure asks for, by refusing to give them.
struct Members<'a>(&'a mut Vec<&'static str>);

impl<'de> Deserializer<'de> for Members<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.extend(members);
        Err(Error::custom("only the names were wanted"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("not a structure"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn members<'de, T: Deserialize<'de>>() -> Vec<&'static str> {
    let mut members = Vec::new();
    let _ = T::deserialize(Members(&mut members));
    assert!(!members.is_empty());
    members.sort_unstable();
    members
}

fn document(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema() -> serde_json::Value {
    serde_json::from_str(&document("schema/config.schema.json")).unwrap()
}

#[test]
fn the_schema_has_every_key_and_no_other() {
    let schema = schema();
    let structures = [
        ("", members::<Raw>()),
        ("/$defs/listen", members::<RawListen>()),
        ("/$defs/listen/properties/tls", members::<RawTls>()),
        ("/$defs/log", members::<RawLog>()),
        ("/$defs/admin", members::<RawAdmin>()),
        ("/$defs/facade", members::<RawFacade>()),
        ("/$defs/backend", members::<RawBackend>()),
        ("/$defs/limits", members::<RawLimits>()),
        ("/$defs/validation", members::<RawValidation>()),
        ("/$defs/operation_validation", members::<RawOperationValidation>()),
    ];
    for (place, members) in structures {
        let structure = schema.pointer(place).unwrap_or_else(|| panic!("{place}"));
        assert_eq!(structure["additionalProperties"], false, "{place}");
        let mut said: Vec<_> =
            structure["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        said.sort_unstable();
        assert_eq!(said, members, "{place}");
    }
}

#[test]
fn every_setting_is_described_with_its_default() {
    let text = "listen: [{ address: '[::]:80', tls: { certificate: a, key: b } }]\n\
                upgrade_socket: u\n\
                admin: { address: '127.0.0.1:9090', token_file: t }\n\
                facades: [{ contract: c, backend: { url: 'https://legacy/', ca_file: d } }]";
    let checked = Checked::from_yaml(text, Path::new("fachwerk.yaml")).unwrap();
    let page = document("config.md");
    for (setting, value) in checked.settings(Path::new("")) {
        let name = setting.replace("[/]", "[]").replace("[[::]:80]", "[]");
        if name == "listen[]" {
            continue;
        }
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("docs/config.md does not describe {name}"));
        let default = row.split('|').nth(2).unwrap().trim();
        let settled = ["required", "none", "without TLS", "the platform's"].contains(&default);
        assert!(settled || default == format!("`{value}`"), "{name} is {value}: {row}");
    }
}

#[test]
fn the_schema_agrees_about_examples() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let page = document("config.md");
    let example = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let fine = [
        example,
        "listen: [{ address: '[::]:80' }]\nwatch: off\nfacades: [{ contract: c, backend: { url: http://l/, soap: 1.2 }, limits: { max_request: 512 }, validation: { request: off } }]",
    ];
    for text in fine {
        Checked::from_yaml(text, Path::new("f")).unwrap();
        let value: serde_json::Value = serde_saphyr::from_str(text).unwrap();
        let wrong: Vec<_> =
            validator.iter_errors(&value).map(|e| format!("{} {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{text}");
    }
    for (from, to) in [
        ("drain: 30s", "drain: 30"),
        ("2MiB", "2MB"),
        ("enforce", "maybe"),
        ("https://", "ftp://"),
        ("limits:", "limit:"),
        ("base_path: /", "base_path: "),
    ] {
        let text = example.replacen(from, to, 1);
        assert_ne!(text, example);
        assert!(Checked::from_yaml(&text, Path::new("f")).is_err(), "{text}");
        let value: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
        assert!(!validator.is_valid(&value), "{text}");
    }
}
