// SPDX-License-Identifier: EUPL-1.2
//! A legacy service that others' code hosts: Apache CXF, built from the same WSDL, which checks requests and its own
//! answers against the schema.

use serde_json::{Value, json};

use crate::harness::http1::{Answer, post_json, request, send};
use crate::harness::peers::Cxf;
use crate::harness::proxy::{Proxy, SOAP};
use crate::harness::{facade, grpc, sample_message};
use crate::soap;

const REMARKS: [&str; 4] = ["frist", "vermerk", "frist", "forderung"];

fn rest(proxy: &Proxy, operation: &str, body: &Value) -> Answer {
    post_json(proxy.address, &facade::melderegister().rest_path(operation), body)
}

fn relocation() -> Value {
    json!({
        "personId": "MR00000001", "art": "hauptwohnung", "einzugsdatum": "2026-03-01",
        "mitziehend": ["MR00000002", "MR00000003"], "bemerkung": null,
        "neueAnschrift": {"@type": "AuslandsAnschrift", "ort": "Huế", "zeile": ["12 Đường Lê Lợi"], "staat": "VNM"},
        "bestaetigung": {"dateiname": "ja.pdf", "inhalt": "JVBERg=="},
    })
}

/// One test: starting CXF takes a while.
#[test]
fn cxf_behind_the_proxy() {
    let Some(cxf) = Cxf::start() else { skip!("the CXF peer is not built (tests/peers/install)") };
    let mut proxy = Proxy::before(cxf.url());
    rest_callers(&proxy);
    grpc_callers(&proxy);
    soap_callers(&proxy, &cxf);
    proxy.assert_alive();
}

fn rest_callers(proxy: &Proxy) {
    let person = rest(proxy, "lesePerson", &json!({"personId": "MR00000001"})).ok()["person"].clone();
    assert_eq!(
        person["name"],
        json!({"doktorgrad": "Dr.", "familienname": "Müller-Lüdenscheidt", "vorname": ["Žofia", "Anna"]})
    );
    assert_eq!(person["staatsangehoerigkeiten"], json!(["DEU", "POL"]));
    assert_eq!(person.get("sterbedatum"), Some(&Value::Null));
    assert_eq!(person["meldeanschrift"][0]["anschrift"]["@type"], "InlandsAnschrift");
    let items = person["merkmale"]["items"].as_array().expect("items");
    let order: Vec<_> = items.iter().flat_map(|item| item.as_object().expect("an object").keys()).collect();
    assert_eq!(order, REMARKS);
    assert_eq!(items[1]["vermerk"], "erster & letzter <Vermerk>");

    let found =
        rest(proxy, "suchePerson", &json!({"kriterien": {"familienname": "Müller"}, "limit": 1})).ok();
    assert_eq!(found["gesamtzahl"], "4611686018427387905", "beyond what a double holds");
    assert_eq!(found["weitere"], true, "CXF saw the limit");

    let receipt = rest(proxy, "meldeUmzug", &relocation()).ok()["quittung"].clone();
    assert_eq!(
        receipt["hinweis"],
        json!(["AuslandsAnschrift Huế", "mitziehend MR00000002,MR00000003", "bemerkung null"])
    );
    let certificate = rest(proxy, "holeBescheinigung", &json!({"personId": "MR00000001"})).ok();
    assert_eq!(certificate["bescheinigung"]["inhalt"], "JVBERi0xLjQgQ1hG");
    let note = json!({"personId": "MR00000001", "ereignis": "umzug", "zeitpunkt": "2026-02-28T11:30:00Z"});
    assert_eq!(rest(proxy, "benachrichtige", &note).status, 202);

    let detail = rest(proxy, "lesePerson", &json!({"personId": "MR00000002"}))
        .declared("lesePerson", "PersonNichtGefunden");
    assert_eq!(detail, json!({"personId": "MR00000002", "hinweis": "CXF kennt diese Person nicht."}));
    let detail = rest(proxy, "lesePerson", &json!({"personId": "MR00000099"}))
        .declared("lesePerson", "Auskunftssperre");
    assert_eq!(detail["befristetBis"], "2031-12-31");
    let detail = rest(proxy, "suchePerson", &json!({"kriterien": {"familienname": "*"}}))
        .declared("suchePerson", "UngueltigeAnfrage");
    assert_eq!(detail["fehler"], json!([{"code": 17, "feld": "familienname", "meldung": "Zu unbestimmt."}]));
}

fn grpc_callers(proxy: &Proxy) {
    let facade = facade::melderegister();
    let call = |operation: &str, input: &Value| grpc::call(proxy.address, facade, operation, input);
    let person =
        call("lesePerson", &json!({"person_id": "MR00000001"})).output(facade, "lesePerson")["person"]
            .clone();
    assert_eq!(person["name"]["vorname"], json!(["Žofia", "Anna"]));
    assert_eq!(
        person["merkmale"]["items"][3]["forderung"],
        json!({"value": "12.50", "waehrung": "WAEHRUNG_CHF"})
    );
    let found =
        call("suchePerson", &json!({"kriterien": {"familienname": "Müller"}})).output(facade, "suchePerson");
    assert_eq!(found["gesamtzahl"], 4_611_686_018_427_387_905_i64);
    let detail =
        call("holeBescheinigung", &json!({"person_id": "MR00000099"})).detail(facade, 9, "Auskunftssperre");
    assert_eq!(detail["befristet_bis"], "2031-12-31");
    let detail =
        call("lesePerson", &json!({"person_id": "MR00000002"})).detail(facade, 9, "PersonNichtGefunden");
    assert_eq!(detail["hinweis"], "CXF kennt diese Person nicht.");
}

fn soap_callers(proxy: &Proxy, cxf: &Cxf) {
    let answer = send(
        proxy.address,
        request(SOAP, "text/xml; charset=utf-8", sample_message("lesePerson-request.xml")),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.text().contains("Müller-Lüdenscheidt"), "{}", answer.text());
    // CXF names its own address in the WSDL, and the one that is written there for the port it does not serve.
    let (wsdl, schemas) = soap::description(proxy, "?wsdl");
    let own = format!("http://{}{SOAP}", proxy.address);
    assert_eq!(soap::named(&wsdl, "location"), [own.as_str(), own.as_str()], "{wsdl}");
    assert_eq!(schemas.len(), 2, "melderegister.xsd and basistypen.xsd");
    for text in schemas.iter().chain([&wsdl]) {
        assert!(!text.contains(&cxf.url()), "the legacy address shows:\n{text}");
    }
}
