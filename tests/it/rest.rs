// SPDX-License-Identifier: EUPL-1.2
//! REST callers and the sample's register: what JSON says reaches the service, and what it says comes back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::harness::http1::{Answer, get, post_json};
use crate::harness::proxy::Proxy;
use crate::harness::register::{NOW, Register};
use crate::harness::{facade, sample_message};

/// A register behind a proxy.
struct Setup {
    register: Register,
    proxy: Proxy,
}

impl Setup {
    fn new() -> Self {
        let register = Register::start();
        let proxy = Proxy::before(register.url());
        Self { register, proxy }
    }

    #[track_caller]
    fn call(&self, operation: &str, body: &Value) -> Answer {
        post_json(self.proxy.address, &facade::melderegister().rest_path(operation), body)
    }
}

fn domestic() -> Value {
    json!({
        "@type": "InlandsAnschrift", "ort": "Köln", "strasse": "Hohe Straße", "hausnummer": 22,
        "postleitzahl": "50667", "ags": "05315000",
    })
}

fn relocation() -> Value {
    json!({
        "personId": "MR00000001", "neueAnschrift": domestic(), "art": "hauptwohnung", "einzugsdatum": "2026-03-01",
    })
}

#[test]
fn search_finds_with_either_branch_of_the_choice() {
    let setup = Setup::new();
    let by_name = setup
        .call("suchePerson", &json!({"kriterien": {"familienname": "Müller*", "familienstand": ["VH", "LD"]}, "limit": 2, "versatz": "1"}))
        .ok();
    assert_eq!(by_name["gesamtzahl"], "4", "a long is a string");
    assert_eq!(by_name["weitere"], true);
    let hits = by_name["treffer"].as_array().expect("an array");
    assert_eq!(hits.len(), 2);
    assert_eq!(hits[0]["personId"], "MR00000002");
    assert_eq!(hits[0]["name"]["vorname"], json!(["Žofia", "Anežka"]));

    let by_id = setup.call("suchePerson", &json!({"kriterien": {"personId": "MR00000003"}})).ok();
    assert_eq!(by_id["treffer"].as_array().map(Vec::len), Some(1), "one item is an array, too");
    let nobody = setup.call("suchePerson", &json!({"kriterien": {"familienname": "Niemand"}})).ok();
    assert_eq!(nobody.get("treffer"), None, "no hit, no member");
    assert_eq!(nobody["gesamtzahl"], "0");
    assert_eq!(setup.register.server.requests("suchePerson"), 3);

    let both = setup
        .call("suchePerson", &json!({"kriterien": {"personId": "MR00000003", "familienname": "Müller"}}));
    both.problem(400, "invalid-request");
    setup.call("suchePerson", &json!({"kriterien": {}})).problem(400, "invalid-request");
    assert_eq!(setup.register.server.requests("suchePerson"), 3, "the backend was called");
}

#[test]
fn a_record_comes_whole() {
    let setup = Setup::new();
    let person =
        &setup.call("lesePerson", &json!({"personId": "MR00000001", "mitHistorie": true})).ok()["person"];
    assert_eq!(person["name"], json!({"familienname": "Müller", "vorname": ["Jürgen", "Karl"]}));
    assert_eq!(person.get("sterbedatum"), Some(&Value::Null), "xsi:nil is null");
    assert_eq!(person.get("merkmale"), None, "what is not there is not there");
    assert_eq!(person["geburtsdatum"], "1961-03-14");
    assert_eq!(person["stand"], "2025-11-03T08:30:00+01:00");
    let homes = person["meldeanschrift"].as_array().expect("an array");
    assert_eq!(homes[0]["anschrift"]["@type"], "InlandsAnschrift");
    assert_eq!(homes[0]["anschrift"]["hausnummer"], 12);
    let abroad = json!({
        "@type": "AuslandsAnschrift", "staat": "AUT", "ort": "Wien", "zeile": ["Währinger Straße 7/3", "1090 Wien"],
    });
    assert_eq!(homes[1]["anschrift"], abroad);

    let dead = &setup.call("lesePerson", &json!({"personId": "MR00000006"})).ok()["person"];
    assert!(dead["sterbedatum"].is_string(), "{dead}");
    let titled = &setup.call("lesePerson", &json!({"personId": "MR00000007"})).ok()["person"];
    assert!(titled["name"]["doktorgrad"].is_string(), "{titled}");
}

#[test]
fn the_order_of_a_repeated_choice_survives() {
    let setup = Setup::new();
    let person = &setup.call("lesePerson", &json!({"personId": "MR00000003"})).ok()["person"];
    let items = json!([
        {"vermerk": "Akte „A&B“ <neu> angelegt"},
        {"frist": "2026-06-30"},
        {"vermerk": "Rückfrage beim Standesamt Łódź"},
        {"forderung": {"value": "12.50"}},
        {"forderung": {"value": "30.00", "waehrung": "CHF"}},
    ]);
    assert_eq!(person["merkmale"]["items"], items);

    // And the other way.
    let items = json!([{"frist": "2026-03-31"}, {"vermerk": "b"}, {"frist": "2026-04-30"}, {"vermerk": "a"}]);
    let body = json!({
        "personId": "MR00000003", "ereignis": "eheschliessung", "zeitpunkt": "2026-02-28T11:30:00.250+01:00",
        "merkmale": {"items": items},
    });
    assert_eq!(setup.call("benachrichtige", &body).status, 202);
    let person = &setup.call("lesePerson", &json!({"personId": "MR00000003"})).ok()["person"];
    assert_eq!(
        &person["merkmale"]["items"].as_array().expect("an array")[5..],
        items.as_array().expect("an array")
    );
}

#[test]
fn a_move_is_registered() {
    let setup = Setup::new();
    let mut body = relocation();
    body["headers"] = json!({"Mandant": {"ags": "08111000", "kennung": "bürgeramt-mitte"}});
    body["mitziehend"] = json!(["MR00000002", "MR00000009"]);
    let receipt = setup.call("meldeUmzug", &body).ok()["quittung"].clone();
    assert_eq!(receipt["vorgang"], "UMZ-2026-000001");
    assert_eq!(receipt["eingegangenAm"], NOW);
    assert_eq!(
        receipt["gebuehr"],
        json!({"value": "15.00", "waehrung": "EUR"}),
        "a decimal keeps its digits"
    );
    let envelope = setup.register.last_request();
    let (header, body) = envelope.split_once("Body>").expect("a body");
    assert!(header.contains("bürgeramt-mitte") && !body.contains("bürgeramt-mitte"), "{envelope}");

    let mut abroad = relocation();
    abroad["personId"] = "MR00000004".into();
    abroad["neueAnschrift"] =
        json!({"@type": "AuslandsAnschrift", "ort": "Huế", "zeile": ["12 Đường Lê Lợi"], "staat": "VNM"});
    setup.call("meldeUmzug", &abroad).ok();
    let person = &setup.call("lesePerson", &json!({"personId": "MR00000004"})).ok()["person"];
    assert_eq!(person["meldeanschrift"][0]["anschrift"]["staat"], "VNM");
    assert_eq!(setup.register.server.counters().moves(), 2);
}

#[test]
fn absent_null_and_empty_are_three_things() {
    let setup = Setup::new();
    let hints = |comment: Option<Value>| {
        let mut body = relocation();
        if let Some(comment) = comment {
            body["bemerkung"] = comment;
        }
        let receipt = setup.call("meldeUmzug", &body).ok();
        let hints = receipt["quittung"]["hinweis"].as_array().cloned().unwrap_or_default();
        hints
            .into_iter()
            .filter(|hint| hint.as_str().is_some_and(|text| text.starts_with("Bemerkung")))
            .collect::<Vec<_>>()
    };
    assert_eq!(hints(None), Vec::<Value>::new());
    assert_eq!(hints(Some(Value::Null)), ["Bemerkung gelöscht"]);
    assert_eq!(hints(Some("".into())), ["Bemerkung mit 0 Zeichen gespeichert"]);
    assert_eq!(hints(Some("  zwei\n Zeilen ".into())), ["Bemerkung mit 15 Zeichen gespeichert"]);
}

#[test]
fn attachments_arrive_byte_by_byte() {
    let setup = Setup::new();
    let answer = setup.call("holeBescheinigung", &json!({"personId": "MR00000007"})).ok();
    let document = &answer["bescheinigung"];
    assert_eq!(document["dateiname"], "meldebescheinigung-MR00000007.pdf");
    let pdf = BASE64.decode(document["inhalt"].as_str().expect("base64")).expect("base64");
    assert!(pdf.starts_with(b"%PDF-1.4") && pdf.ends_with(b"%%EOF\n"), "{} bytes", pdf.len());
    let recorded = String::from_utf8(setup.register.last().response_body.to_vec()).expect("UTF-8");
    assert!(recorded.contains(&BASE64.encode(&pdf)), "not what the service sent");

    // Upwards: every byte there is, and more than one read takes.
    let mut content = b"%PDF-1.7\n".to_vec();
    content.extend((0..300_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8));
    let mut body = relocation();
    body["bestaetigung"] =
        json!({"dateiname": "bestätigung.pdf", "titel": "<Ä&O>", "inhalt": BASE64.encode(&content)});
    setup.call("meldeUmzug", &body).ok();
    let envelope = setup.register.last_request();
    assert!(envelope.contains(&BASE64.encode(&content)), "the attachment has changed");
}

#[test]
fn a_notification_is_accepted_without_an_answer() {
    let setup = Setup::new();
    let body = json!({"personId": "MR00000005", "ereignis": "geburt", "zeitpunkt": "2026-02-28T11:30:00Z"});
    let answer = setup.call("benachrichtige", &body);
    assert_eq!((answer.status.as_u16(), answer.body.len()), (202, 0), "{}", answer.text());
    assert_eq!(setup.register.server.counters().notifications(), 1);
}

#[test]
fn declared_faults_are_typed() {
    let setup = Setup::new();
    let fault = setup
        .call("lesePerson", &json!({"personId": "MR99999999"}))
        .declared("lesePerson", "PersonNichtGefunden");
    assert_eq!(fault["personId"], "MR99999999");
    let locked = json!({"personId": "MR00000011", "befristetBis": "2027-12-31"});
    for operation in ["lesePerson", "holeBescheinigung"] {
        let answer = setup.call(operation, &json!({"personId": "MR00000011"}));
        assert_eq!(answer.declared(operation, "Auskunftssperre"), locked);
    }
    let search = json!({"kriterien": {"familienname": "M*", "geburtsdatum": "2099-01-01"}});
    let errors = json!([
        {"code": 101, "feld": "kriterien/familienname", "meldung": "Mindestens zwei Zeichen vor dem Stern angeben"},
        {"code": 102, "feld": "kriterien/geburtsdatum", "meldung": "Das Geburtsdatum liegt in der Zukunft"},
    ]);
    assert_eq!(
        setup.call("suchePerson", &search).declared("suchePerson", "UngueltigeAnfrage")["fehler"],
        errors
    );
    for (person, fault) in [
        ("MR00000006", "UngueltigeAnfrage"),
        ("MR00000011", "Auskunftssperre"),
        ("MR99999999", "PersonNichtGefunden"),
    ] {
        let mut wrong = relocation();
        wrong["personId"] = person.into();
        setup.call("meldeUmzug", &wrong).declared("meldeUmzug", fault);
    }
    assert_eq!(setup.register.server.counters().moves(), 0);
}

#[test]
fn the_facade_describes_itself() {
    let setup = Setup::new();
    let yaml = get(setup.proxy.address, "/openapi.yaml");
    assert_eq!(yaml.status, 200, "{}", yaml.text());
    let written =
        std::fs::read_to_string(facade::melderegister().path.join("openapi.yaml")).expect("openapi.yaml");
    // The address may be the proxy's; everything else is as it was generated.
    let paths =
        |text: &str| text.lines().filter(|line| line.trim_start().starts_with("operationId:")).count();
    assert_eq!((paths(&yaml.text()), paths(&written)), (5, 5));
    assert!(yaml.text().contains("\nopenapi: "), "{}", yaml.text());
    assert_eq!(get(setup.proxy.address, "/healthz").status, 200);
    assert_eq!(get(setup.proxy.address, "/readyz").status, 200);
    assert!(setup.register.exchanges().is_empty(), "the backend was called");
}

#[test]
fn the_command_line_and_the_wire_agree() {
    let setup = Setup::new();
    let contract = facade::melderegister().path.to_str().expect("a path");
    for name in ["lesePerson", "suchePerson", "meldeUmzug", "holeBescheinigung"] {
        let convert = |from: &str, to: &str, bytes: &[u8]| {
            let arguments = ["convert", "--contract", contract, "--from", from, "--to", to];
            crate::harness::cli::fachwerk_with(&arguments, bytes).fine()
        };
        let request = convert("soap", "json", &sample_message(&format!("{name}-request.xml")));
        let response = convert("soap", "json", &sample_message(&format!("{name}-response.xml")));
        let answer = setup.call(name, &serde_json::from_slice(&request).expect("JSON")).ok();
        assert_eq!(answer, serde_json::from_slice::<Value>(&response).expect("JSON"), "{name}");
    }
}
