// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk convert`: any form to any form.

use prost::Message as _;
use prost_reflect::DynamicMessage;
use serde_json::{Value, json};

use super::names_place;
use crate::harness::cli::{self, Ran};
use crate::harness::grpc::RpcStatus;
use crate::harness::{facade, sample_message, scratch};

/// Messages of the sample: file, operation, message.
const MESSAGES: &[(&str, &str, &str)] = &[
    ("suchePerson-request.xml", "suchePerson", "input"),
    ("suchePerson-response.xml", "suchePerson", "output"),
    ("lesePerson-request.xml", "lesePerson", "input"),
    ("lesePerson-response.xml", "lesePerson", "output"),
    ("lesePerson-soap12-request.xml", "lesePerson", "input"),
    ("lesePerson-soap12-response.xml", "lesePerson", "output"),
    ("meldeUmzug-request.xml", "meldeUmzug", "input"),
    ("meldeUmzug-ausland-request.xml", "meldeUmzug", "input"),
    ("meldeUmzug-response.xml", "meldeUmzug", "output"),
    ("holeBescheinigung-request.xml", "holeBescheinigung", "input"),
    ("holeBescheinigung-response.xml", "holeBescheinigung", "output"),
    ("benachrichtige-request.xml", "benachrichtige", "input"),
    ("fault-PersonNichtGefunden-response.xml", "lesePerson", "fault:PersonNichtGefunden"),
    ("fault-Auskunftssperre-response.xml", "lesePerson", "fault:Auskunftssperre"),
    ("fault-Auskunftssperre-soap12-response.xml", "holeBescheinigung", "fault:Auskunftssperre"),
    ("fault-UngueltigeAnfrage-response.xml", "suchePerson", "fault:UngueltigeAnfrage"),
];

fn try_convert(of: Option<(&str, &str)>, from: &str, to: &str, bytes: &[u8]) -> Ran {
    let contract = facade::melderegister().path.to_str().expect("a path");
    let mut arguments = vec!["convert", "--contract", contract, "--from", from, "--to", to];
    if let Some((operation, message)) = of {
        arguments.extend(["--operation", operation, "--message", message]);
    }
    cli::fachwerk_with(&arguments, bytes)
}

#[track_caller]
fn convert(of: (&str, &str), from: &str, to: &str, bytes: &[u8]) -> Vec<u8> {
    try_convert(Some(of), from, to, bytes).fine()
}

fn parsed(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(json)))
}

#[test]
fn every_form_becomes_every_form() {
    for (file, operation, message) in MESSAGES {
        let of = (*operation, *message);
        let soap = sample_message(file);
        let json = convert(of, "soap", "json", &soap);
        let expected = parsed(&json);
        let protobuf = convert(of, "soap", "protobuf", &soap);
        let again = |form: &str, bytes: &[u8]| parsed(&convert(of, form, "json", bytes));
        assert_eq!(again("json", &json), expected, "{file}: json to json");
        assert_eq!(again("protobuf", &protobuf), expected, "{file}: protobuf to json");
        for (from, bytes) in [("soap", &soap), ("json", &json), ("protobuf", &protobuf)] {
            let soap = convert(of, from, "soap", bytes);
            assert_eq!(again("soap", &soap), expected, "{file}: {from} to soap");
            let protobuf = convert(of, from, "protobuf", bytes);
            assert_eq!(again("protobuf", &protobuf), expected, "{file}: {from} to protobuf");
        }
    }
}

#[test]
fn the_envelope_tells_which_message_it_is() {
    for (file, operation, message) in MESSAGES {
        let contract = facade::melderegister().path.to_str().expect("a path");
        let mut arguments = vec!["convert", "--contract", contract, "--from", "soap", "--to", "json"];
        // A fault does not tell whose it is, where several operations declare it.
        if message.starts_with("fault") {
            if *message != "fault:UngueltigeAnfrage" {
                let stderr = cli::fachwerk_with(&arguments, &sample_message(file)).failed(1);
                assert!(stderr.contains("lesePerson") && stderr.contains("meldeUmzug"), "{file}: {stderr}");
            }
            arguments.extend(["--operation", operation]);
        }
        let ran = cli::fachwerk_with(&arguments, &sample_message(file));
        assert_eq!(ran.status, 0, "{file}: {}", ran.stderr);
        assert!(ran.stderr.contains(operation) && ran.stderr.contains(message), "{file}: {}", ran.stderr);
    }
    let stderr = try_convert(None, "json", "soap", b"{}").failed(2);
    assert!(stderr.contains("--operation"), "{stderr}");
}

#[test]
fn json_is_what_the_rest_facade_has() {
    let of = ("lesePerson", "output");
    let json = parsed(&convert(of, "soap", "json", &sample_message("lesePerson-soap12-response.xml")));
    let person = &json["person"];
    assert_eq!(person["stand"], "2025-11-03T08:30:00+01:00");
    assert_eq!(person["name"], json!({"familienname": "Müller-Lüdenscheidt", "vorname": ["Björn"]}));
    assert_eq!(person.get("sterbedatum"), Some(&Value::Null));
    assert_eq!(person["staatsangehoerigkeiten"], json!(["DEU"]));
    assert_eq!(person["meldeanschrift"][0]["bestaetigt"], true);
    let address = &person["meldeanschrift"][0]["anschrift"];
    assert_eq!(address["@type"], "InlandsAnschrift");
    assert_eq!(address["hausnummer"], 8);
    let items = json!([
        {"vermerk": "Akte „A&B“ <neu> angelegt"},
        {"frist": "2026-06-30"},
        {"vermerk": "Rückfrage beim Standesamt Łódź"},
        {"forderung": {"value": "12.50"}},
        {"forderung": {"value": "30.00", "waehrung": "CHF"}},
    ]);
    assert_eq!(person["merkmale"]["items"], items);

    let of = ("suchePerson", "input");
    let json = parsed(&convert(of, "soap", "json", &sample_message("suchePerson-request.xml")));
    let expected = json!({
        "headers": {"Mandant": {"ags": "08111000", "kennung": "buergeramt-mitte"}},
        "kriterien": {"familienname": "Müller*", "familienstand": ["VH", "LD"], "staatsangehoerigkeiten": ["DEU"]},
        "limit": 2,
        "versatz": "1",
    });
    assert_eq!(json, expected);
}

#[test]
fn protobuf_is_what_the_descriptors_say() {
    let facade = facade::melderegister();
    let bytes =
        convert(("lesePerson", "output"), "soap", "protobuf", &sample_message("lesePerson-response.xml"));
    let message =
        DynamicMessage::decode(facade.method("lesePerson").output(), bytes.as_slice()).expect("protobuf");
    let json = facade::to_json(&message);
    let person = &json["person"];
    assert_eq!(person["name"]["familienname"], "Müller");
    assert_eq!(person["sterbedatum"], json!({"nil": true}));
    assert_eq!(person["meldeanschrift"].as_array().map(Vec::len), Some(2));
    assert_eq!(message.unknown_fields().count(), 0);
    // The other implementation's bytes are read, too.
    let again = convert(("lesePerson", "output"), "protobuf", "json", &message.encode_to_vec());
    let direct =
        convert(("lesePerson", "output"), "soap", "json", &sample_message("lesePerson-response.xml"));
    assert_eq!(parsed(&again), parsed(&direct));
}

#[test]
fn faults_take_the_form_they_have_on_the_wire() {
    let soap = sample_message("fault-UngueltigeAnfrage-response.xml");
    let of = ("suchePerson", "fault:UngueltigeAnfrage");
    let problem = parsed(&convert(of, "soap", "json", &soap));
    assert_eq!(
        problem["type"], "urn:fachwerk:fault:Melderegister:suchePerson:UngueltigeAnfrage",
        "{problem}"
    );
    assert_eq!(problem["status"], 422);
    let first = &problem["fault"]["UngueltigeAnfrage"]["fehler"][0];
    assert_eq!(first["meldung"], "Mindestens zwei Zeichen vor dem Stern angeben", "{problem}");
    let status =
        RpcStatus::decode(convert(of, "soap", "protobuf", &soap).as_slice()).expect("google.rpc.Status");
    assert_eq!(status.code, 9);
    assert!(status.details.iter().any(|any| any.type_url.ends_with(".UngueltigeAnfrage")), "{status:?}");
}

const MALFORMED: &str =
    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>\n</s:Leib></s:Envelope>";

#[test]
fn a_message_that_is_not_valid_is_a_finding() {
    let directory = scratch();
    let contract = facade::melderegister().path.to_str().expect("a path");
    let file = directory.path().join("message");
    let of = ["--operation", "lesePerson", "--message", "input"];
    for (from, text, line) in [
        ("soap", MALFORMED, Some(2)),
        ("soap", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", Some(1)),
        ("json", "{\n  \"personId\": \"MR00000001\",\n  \"mitHistorie\": ja\n}", Some(3)),
        ("json", "{\n  \"personId\": \"MR00000001\",\n  \"unbekannt\": 1\n}", Some(3)),
        ("protobuf", "\u{f}", None),
    ] {
        std::fs::write(&file, text).expect("a file");
        let mut arguments = vec!["convert", "--contract", contract, "--from", from, "--to", "soap"];
        arguments.extend(of);
        arguments.push(file.to_str().expect("a path"));
        let stderr = cli::fachwerk(&arguments).failed(1);
        match line {
            Some(line) => {
                assert!(names_place(&stderr, file.to_str().expect("a path")), "{from} {text}: {stderr}");
                assert!(stderr.contains(&format!("message:{line}:")), "{from} {text}: {stderr}");
            }
            None => assert!(super::has_code(&stderr), "{from} {text}: {stderr}"),
        }
    }
}

#[test]
fn values_never_appear_in_messages_about_them() {
    let body = br#"{"personId": "GEHEIM-4711"}"#;
    let stderr = try_convert(Some(("lesePerson", "input")), "json", "soap", body).failed(1);
    assert!(stderr.contains("personId") && !stderr.contains("GEHEIM"), "{stderr}");
}

#[test]
fn what_is_longer_than_memory_should_hold_is_converted_as_it_comes() {
    let contract = facade::melderegister().path.to_str().expect("a path");
    let convert = |from: &str, to: &str, bytes: &[u8]| {
        let arguments = [
            "convert",
            "--contract",
            contract,
            "--operation",
            "suchePerson",
            "--message",
            "output",
            "--from",
            from,
            "--to",
            to,
        ];
        cli::fachwerk_with(&arguments, bytes)
    };
    let short = String::from_utf8(sample_message("suchePerson-response.xml")).expect("UTF-8");
    let (start, end) =
        (short.find("<mr:treffer ").expect("a hit"), short.find("<mr:gesamtzahl>").expect("a sum"));
    let long =
        |times: usize| format!("{}{}{}", &short[..start], short[start..end].repeat(times), &short[end..]);
    let hits = |json: &[u8]| -> Vec<Value> {
        let message: Value = serde_json::from_slice(json).expect("JSON");
        message["treffer"].as_array().expect("hits").clone()
    };
    let in_little = convert("soap", "json", short.as_bytes()).fine();
    let expected = hits(&in_little);
    // More than 10 MiB in either form.
    let times = (14 << 20) / in_little.len();
    let json = convert("soap", "json", long(times).as_bytes()).fine();
    assert!(json.len() > 10 << 20, "{}", json.len());
    let found = hits(&json);
    assert_eq!(found.len(), times * expected.len());
    assert!(found.chunks(expected.len()).all(|chunk| chunk == expected));
    let again = convert("json", "soap", &json).fine();
    assert!(again.len() > 10 << 20, "{}", again.len());
    assert_eq!(convert("soap", "json", &again).fine(), json);

    // Mistakes are found wherever they are, and have a place.
    let wrong = long(times).replace("<mr:weitere>true", "<mr:weitere>perhaps");
    let stderr = convert("soap", "json", wrong.as_bytes()).failed(1);
    assert!(stderr.contains("FW-2007") && stderr.contains("/weitere: "), "{stderr}");
    let broken = long(times).replace("</mr:weitere>", "</mr:weiter>");
    let stderr = convert("soap", "json", broken.as_bytes()).failed(1);
    assert!(stderr.contains("FW-2001") && stderr.contains("byte "), "{stderr}");
}
