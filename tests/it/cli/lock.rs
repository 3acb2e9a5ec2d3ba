// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk.lock`: names and numbers stay when the contract changes.

use std::collections::BTreeMap;

use crate::harness::facade::{self, Facade};
use crate::harness::{cli, sample_wsdl, scratch};

/// Every field's number, by message and field name.
fn numbers(facade: &Facade) -> BTreeMap<(String, String), u32> {
    let messages = facade.pool.all_messages();
    messages
        .flat_map(|message| {
            message
                .fields()
                .map(|field| ((message.full_name().to_owned(), field.name().to_owned()), field.number()))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn numbers_survive_an_insertion_and_a_removal() {
    let directory = scratch();
    let source = directory.path().join("wsdl");
    std::fs::create_dir(&source).expect("a directory");
    for name in ["melderegister.wsdl", "melderegister.xsd", "basistypen.xsd"] {
        std::fs::copy(sample_wsdl(name), source.join(name)).expect("a copy");
    }
    let schema = source.join("melderegister.xsd");
    let edit = |from: &str, to: &str| {
        let text = std::fs::read_to_string(&schema).expect("the schema");
        assert!(text.contains(from), "the schema has no {from}");
        std::fs::write(&schema, text.replacen(from, to, 1)).expect("the schema");
    };
    let input = source.join("melderegister.wsdl");
    let out = directory.path().join("facade");
    let before = numbers(&facade::generate(&input, &out));

    // Before an old one: without a lock everything after it would move.
    let birthplace = "<xs:element name=\"geburtsort\" type=\"bt:Text\" minOccurs=\"0\"/>";
    edit(birthplace, &format!("<xs:element name=\"rufname\" type=\"bt:Text\" minOccurs=\"0\"/>{birthplace}"));
    let after = numbers(&facade::generate(&input, &out));
    for (field, number) in &before {
        assert_eq!(after.get(field), Some(number), "{field:?} moved");
    }
    let new: Vec<_> = after.iter().filter(|(field, _)| !before.contains_key(*field)).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    let ((message, field), number) = new[0];
    assert!(message.ends_with(".Person") && field == "rufname", "{new:?}");
    let others = before.iter().filter(|((owner, _), _)| owner == message).map(|(_, taken)| *taken);
    assert!(!others.into_iter().any(|taken| taken == *number), "the new field has an old number");

    // What is gone keeps its number, so that nobody else gets it.
    edit(birthplace, "");
    let gone = facade::generate(&input, &out);
    let person = gone.pool.get_message_by_name(message).expect("Person");
    let was = before[&(message.clone(), "geburtsort".to_owned())];
    assert!(person.get_field_by_name("geburtsort").is_none());
    assert!(person.reserved_ranges().any(|range| range.contains(&was)), "{was} is not reserved");
    edit(
        "<xs:element name=\"rufname\"",
        "<xs:element name=\"spitzname\" type=\"bt:Text\" minOccurs=\"0\"/><xs:element name=\"rufname\"",
    );
    let person = facade::generate(&input, &out).pool.get_message_by_name(message).expect("Person");
    let newest = person.get_field_by_name("spitzname").expect("spitzname").number();
    assert!(newest != was && newest != *number, "a number was given out twice");
}

#[test]
fn a_lock_from_the_future_is_refused() {
    let directory = scratch();
    std::fs::write(directory.path().join("fachwerk.lock"), "{\"fachwerk_lock\": 99}").expect("a lock");
    let input = sample_wsdl("melderegister.wsdl");
    let arguments = ["generate".as_ref(), input.as_os_str(), "--out".as_ref(), directory.path().as_os_str()];
    let stderr = cli::fachwerk(&arguments).failed(2);
    assert!(stderr.contains("FW-") && stderr.contains("fachwerk.lock"), "{stderr}");
}
