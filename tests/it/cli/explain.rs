// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk explain`: whatever form a name is given in, the same thing is found, with its line.

use std::ffi::OsStr;

use serde_json::Value;

use crate::harness::{cli, facade};

fn explain(name: &str) -> Vec<Value> {
    let facade = facade::melderegister();
    let arguments =
        ["explain".as_ref(), facade.path.as_os_str(), OsStr::new(name), "--format".as_ref(), "json".as_ref()];
    let ran = cli::fachwerk(&arguments);
    assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
    serde_json::from_str(&ran.text()).expect("JSON")
}

/// The line of the sample's sources that an entry names.
fn line(entry: &Value) -> String {
    let declared = &entry["declared"];
    let path = format!(
        "{}/../samples/melderegister/wsdl/{}",
        env!("CARGO_MANIFEST_DIR"),
        declared["file"].as_str().expect("a file")
    );
    let text = std::fs::read_to_string(path).expect("a source");
    let number = declared["line"].as_u64().expect("a line") as usize;
    text.lines().nth(number - 1).expect("a line").to_owned()
}

#[test]
fn an_operation_by_each_of_its_names() {
    let names = [
        "lesePerson",
        "Melderegister/lesePerson",
        "/Melderegister/lesePerson",
        "POST /Melderegister/lesePerson",
        "LesePerson",
        "leseperson",
    ];
    for name in names {
        let entries = explain(name);
        let entry = entries
            .iter()
            .find(|e| e["kind"] == "operation")
            .unwrap_or_else(|| panic!("{name}: {entries:#?}"));
        assert_eq!(entry["name"], "Melderegister/lesePerson");
        assert_eq!(entry["openapi"], "#/paths/~1Melderegister~1lesePerson/post");
        assert!(entry["protobuf"].as_str().unwrap_or_default().starts_with("rpc "), "{entry:#}");
        assert!(line(entry).contains("<wsdl:operation name=\"lesePerson\">"), "{}", line(entry));
    }
}

#[test]
fn a_member_by_its_names_in_json_and_protobuf() {
    for name in ["personId", "person_id"] {
        let entries = explain(name);
        let members: Vec<&Value> = entries.iter().filter(|e| e["kind"] == "member").collect();
        assert!(!members.is_empty(), "{name}: {entries:#?}");
        for member in members {
            assert!(member["xml"].as_str().unwrap_or_default().contains("personId"), "{member:#}");
            assert!(member["protobuf"].as_str().unwrap_or_default().contains("person_id = "), "{member:#}");
            assert!(line(member).contains("personId"), "{}", line(member));
        }
    }
}

#[test]
fn pointers_lead_somewhere() {
    let facade = facade::melderegister();
    let yaml = std::fs::read_to_string(facade.path.join("openapi.yaml")).expect("openapi.yaml");
    let document: Value = serde_saphyr::from_str(&yaml).expect("YAML");
    let mut seen = 0;
    for name in ["Person", "personId", "lesePerson", "Anschrift", "anrede"] {
        let facade_entries = cli::fachwerk(&[
            "explain".as_ref(),
            facade.path.as_os_str(),
            OsStr::new(name),
            "--format".as_ref(),
            "json".as_ref(),
        ]);
        if facade_entries.status != 0 {
            continue;
        }
        let entries: Vec<Value> = serde_json::from_str(&facade_entries.text()).expect("JSON");
        for entry in entries.iter().filter(|e| e["openapi"] != "inline" && e["kind"] != "service") {
            let pointer = entry["openapi"].as_str().unwrap_or_default().trim_start_matches('#');
            // Members of derived types stand in one of the schemas of an `allOf`.
            assert!(
                document.pointer(pointer).is_some() || pointer.contains("/properties/"),
                "{pointer} of {name} leads nowhere"
            );
            seen += usize::from(document.pointer(pointer).is_some());
        }
    }
    assert!(seen >= 4, "{seen}");
}

#[test]
fn an_unknown_name_gets_the_nearest_ones() {
    let facade = facade::melderegister();
    let ran = cli::fachwerk(&["explain".as_ref(), facade.path.as_os_str(), OsStr::new("lesePersn")]);
    assert_eq!(ran.status, 2, "{}", ran.text());
    assert!(ran.stderr.contains("FW-1708") && ran.stderr.contains("lesePerson"), "{}", ran.stderr);
}
