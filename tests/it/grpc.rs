// SPDX-License-Identifier: EUPL-1.2
//! gRPC callers and the sample's register. Messages are made and read by prost-reflect from `descriptor.binpb`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use crate::harness::facade;
use crate::harness::grpc::{self, Outcome};
use crate::harness::proxy::Proxy;
use crate::harness::reflection;
use crate::harness::register::{NOW, Register};

/// `FAILED_PRECONDITION`.
const DECLARED: i32 = 9;

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
    fn call(&self, operation: &str, input: &Value) -> Outcome {
        grpc::call(self.proxy.address, facade::melderegister(), operation, input)
    }

    #[track_caller]
    fn output(&self, operation: &str, input: &Value) -> Value {
        self.call(operation, input).output(facade::melderegister(), operation)
    }

    #[track_caller]
    fn detail(&self, operation: &str, input: &Value, fault: &str) -> Value {
        self.call(operation, input).detail(facade::melderegister(), DECLARED, fault)
    }
}

fn domestic() -> Value {
    json!({"inlands_anschrift": {
        "ort": "Köln", "strasse": "Hohe Straße", "hausnummer": 22, "postleitzahl": "50667", "ags": "05315000",
    }})
}

fn relocation() -> Value {
    json!({
        "person_id": "MR00000001", "neue_anschrift": domestic(), "art": "ANSCHRIFT_ART_HAUPTWOHNUNG",
        "einzugsdatum": "2026-03-01",
    })
}

#[test]
fn search_pages() {
    let setup = Setup::new();
    let criteria = json!({
        "familienname": "Müller*", "familienstand": ["FAMILIENSTAND_VH", "FAMILIENSTAND_LD"],
        "staatsangehoerigkeiten": {"value": ["DEU"]},
    });
    let found = setup.output("suchePerson", &json!({"kriterien": criteria, "limit": 2, "versatz": "1"}));
    assert_eq!(found["gesamtzahl"], 4);
    assert_eq!(found["weitere"], true);
    assert_eq!(found["treffer"][0]["person_id"], "MR00000002");
    assert_eq!(found["treffer"][1]["name"]["familienname"], "Müller-Lüdenscheidt");
    let found = setup.output("suchePerson", &json!({"kriterien": {"person_id": "MR00000003"}}));
    assert_eq!(found["treffer"].as_array().map(Vec::len), Some(1));
    assert_eq!(found.get("weitere"), None, "false is protobuf's default");
}

#[test]
fn a_record_comes_whole() {
    let setup = Setup::new();
    let read = |id: &str| {
        setup.output("lesePerson", &json!({"person_id": id, "mit_historie": true}))["person"].clone()
    };
    let person = read("MR00000001");
    assert_eq!(person["name"], json!({"familienname": "Müller", "vorname": ["Jürgen", "Karl"]}));
    assert_eq!(person["sterbedatum"], json!({"nil": true}));
    assert_eq!(person["geschlecht"], "GESCHLECHT_M");
    let homes = person["meldeanschrift"].as_array().expect("repeated");
    assert_eq!(homes[0]["anschrift"]["inlands_anschrift"]["hausnummer"], 12);
    assert_eq!(
        homes[1]["anschrift"]["auslands_anschrift"]["zeile"],
        json!(["Währinger Straße 7/3", "1090 Wien"])
    );
    assert_eq!(homes[1]["art"], "ANSCHRIFT_ART_HAUPTWOHNUNG");

    let items = read("MR00000003")["merkmale"]["items"].clone();
    let expected = json!([
        {"vermerk": "Akte „A&B“ <neu> angelegt"},
        {"frist": "2026-06-30"},
        {"vermerk": "Rückfrage beim Standesamt Łódź"},
        {"forderung": {"value": "12.50"}},
        {"forderung": {"value": "30.00", "waehrung": "WAEHRUNG_CHF"}},
    ]);
    assert_eq!(items, expected);
}

#[test]
fn a_move_is_registered() {
    let setup = Setup::new();
    let mut input = relocation();
    input["headers"] = json!({"mandant": {"ags": "08111000", "kennung": "bürgeramt-mitte"}});
    input["mitziehend"] = json!(["MR00000002", "MR00000009"]);
    let receipt = setup.output("meldeUmzug", &input)["quittung"].clone();
    assert_eq!(receipt["vorgang"], "UMZ-2026-000001");
    assert_eq!(receipt["eingegangen_am"], NOW);
    assert_eq!(receipt["gebuehr"], json!({"value": "15.00", "waehrung": "WAEHRUNG_EUR"}));
    assert!(setup.register.last_request().contains("bürgeramt-mitte"));

    let mut abroad = relocation();
    abroad["person_id"] = "MR00000004".into();
    abroad["neue_anschrift"] =
        json!({"auslands_anschrift": {"ort": "Huế", "zeile": ["12 Đường Lê Lợi"], "staat": "VNM"}});
    setup.output("meldeUmzug", &abroad);
    let person = setup.output("lesePerson", &json!({"person_id": "MR00000004"}))["person"].clone();
    assert_eq!(person["meldeanschrift"][0]["anschrift"]["auslands_anschrift"]["staat"], "VNM");
}

#[test]
fn absent_nil_and_empty_are_three_things() {
    let setup = Setup::new();
    let hints = |comment: Option<Value>| {
        let mut input = relocation();
        if let Some(comment) = comment {
            input["bemerkung"] = comment;
        }
        let receipt = setup.output("meldeUmzug", &input);
        let hints = receipt["quittung"]["hinweis"].as_array().cloned().unwrap_or_default();
        hints
            .into_iter()
            .filter(|hint| hint.as_str().is_some_and(|text| text.starts_with("Bemerkung")))
            .collect::<Vec<_>>()
    };
    assert_eq!(hints(None), Vec::<Value>::new());
    assert_eq!(hints(Some(json!({"nil": true}))), ["Bemerkung gelöscht"]);
    assert_eq!(hints(Some(json!({"value": ""}))), ["Bemerkung mit 0 Zeichen gespeichert"]);
    assert_eq!(hints(Some(json!({"value": "Klingel\n„Ł“"}))), ["Bemerkung mit 11 Zeichen gespeichert"]);
}

#[test]
fn attachments_arrive_byte_by_byte() {
    let setup = Setup::new();
    let answer = setup.output("holeBescheinigung", &json!({"person_id": "MR00000007"}));
    let pdf = BASE64.decode(answer["bescheinigung"]["inhalt"].as_str().expect("bytes")).expect("base64");
    assert!(pdf.starts_with(b"%PDF-1.4") && pdf.ends_with(b"%%EOF\n"), "{} bytes", pdf.len());

    let mut content = b"%PDF-1.7\n".to_vec();
    content.extend((0..300_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8));
    let mut input = relocation();
    input["bestaetigung"] = json!({"dateiname": "bestätigung.pdf", "inhalt": BASE64.encode(&content)});
    setup.output("meldeUmzug", &input);
    assert!(setup.register.last_request().contains(&BASE64.encode(&content)), "the attachment has changed");
}

#[test]
fn a_notification_is_accepted_without_an_answer() {
    let setup = Setup::new();
    let input = json!({
        "person_id": "MR00000005", "ereignis": "EREIGNIS_GEBURT", "zeitpunkt": "2026-02-28T11:30:00Z",
        "merkmale": {"items": [{"frist": "2026-03-31"}, {"vermerk": "b"}, {"forderung": {"value": "1.10"}}]},
    });
    assert!(setup.call("benachrichtige", &input).ok().is_empty(), "an empty message");
    assert_eq!(setup.register.server.counters().notifications(), 1);
}

#[test]
fn declared_faults_are_typed() {
    let setup = Setup::new();
    let detail = setup.detail("lesePerson", &json!({"person_id": "MR99999999"}), "PersonNichtGefunden");
    assert_eq!(detail["person_id"], "MR99999999");
    let detail = setup.detail("holeBescheinigung", &json!({"person_id": "MR00000011"}), "Auskunftssperre");
    assert_eq!(detail, json!({"person_id": "MR00000011", "befristet_bis": "2027-12-31"}));
    let search = json!({"kriterien": {"familienname": "M*", "geburtsdatum": "2099-01-01"}});
    let detail = setup.detail("suchePerson", &search, "UngueltigeAnfrage");
    assert_eq!(detail["fehler"][0]["code"], 101);
    assert_eq!(detail["fehler"][1]["meldung"], "Das Geburtsdatum liegt in der Zukunft");
    let mut wrong = relocation();
    wrong["person_id"] = "MR00000006".into();
    let detail = setup.detail("meldeUmzug", &wrong, "UngueltigeAnfrage");
    assert_eq!(detail["fehler"][0]["code"], 201);
}

#[test]
fn health_and_reflection_answer() {
    let setup = Setup::new();
    let to = setup.proxy.address;
    let path = facade::melderegister().grpc_path("lesePerson");
    let service = path[1..].split('/').next().expect("a service");
    assert_eq!(reflection::health(to, ""), 1);
    assert_eq!(reflection::health(to, service), 1);
    let services = reflection::services(to);
    for expected in [service, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"] {
        assert!(services.iter().any(|found| found == expected), "{expected} is not among {services:?}");
    }
    let files = reflection::files(to, service);
    let methods: Vec<_> =
        files.iter().flat_map(|file| &file.service).flat_map(|service| &service.method).collect();
    assert_eq!(methods.len(), 5, "{methods:?}");
    assert!(setup.register.exchanges().is_empty(), "the backend was called");
}
