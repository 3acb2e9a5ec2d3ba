// SPDX-License-Identifier: EUPL-1.2
//! REST callers in the resource style: verbs, paths, queries and headers, and the sample's register behind them.

use std::path::Path;

use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};

use crate::harness::canned::Canned;
use crate::harness::http1::{Answer, get, send};
use crate::harness::proxy::{Config, Proxy};
use crate::harness::register::Register;
use crate::harness::{cli, sample_wsdl, scratch};

/// A register behind a proxy that serves the resource style.
struct Setup {
    register: Register,
    proxy: Proxy,
    facade: tempfile::TempDir,
}

/// Generate the sample's facade with these further arguments.
fn generate(out: &Path, arguments: &[&str]) {
    let input = sample_wsdl("melderegister.wsdl");
    let fixed = ["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()];
    let all: Vec<&std::ffi::OsStr> =
        fixed.into_iter().chain(arguments.iter().map(|a| (*a).as_ref())).collect();
    cli::fachwerk(&all).fine();
}

impl Setup {
    fn new() -> Self {
        Self::with(&["--style", "resource"], "")
    }

    fn with(arguments: &[&str], setting: &str) -> Self {
        let facade = scratch();
        generate(facade.path(), arguments);
        let register = Register::start();
        let mut config = Config::new(register.url());
        facade.path().clone_into(&mut config.contract);
        let config = if setting.is_empty() { config } else { config.setting(setting) };
        Self { proxy: Proxy::start(&config), register, facade }
    }

    #[track_caller]
    fn get(&self, path: &str) -> Answer {
        get(self.proxy.address, path)
    }

    #[track_caller]
    fn call(&self, method: &Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        send(self.proxy.address, request.body(Bytes::copy_from_slice(body.as_bytes())).expect("a request"))
    }

    /// Requests that the register has seen, of any operation.
    fn requests(&self) -> usize {
        self.register.exchanges().len()
    }
}

#[test]
fn a_search_is_a_get_with_a_query() {
    let setup = Setup::new();
    let found = setup
        .get("/personen?familienname=M%C3%BCller*&familienstand=VH&familienstand=LD&limit=2&versatz=1")
        .ok();
    assert_eq!(found["gesamtzahl"], "4");
    assert_eq!(found["treffer"].as_array().map(Vec::len), Some(2));
    let envelope = setup.register.last_request();
    assert!(envelope.contains("Müller*"), "{envelope}");
    assert_eq!(envelope.matches("familienstand>").count(), 4, "two elements: {envelope}");

    let one = setup.get("/personen?personId=MR00000003").ok();
    assert_eq!(one["treffer"].as_array().map(Vec::len), Some(1));
    let czech = setup
        .get("/personen?familienname=M%C3%BCller*&staatsangehoerigkeiten=DEU&staatsangehoerigkeiten=CZE");
    assert_eq!(czech.ok()["treffer"][0]["personId"], "MR00000002", "a list of two");
    assert!(setup.register.last_request().contains(">DEU CZE<"));
    assert_eq!(setup.get("/personen?familienname=Niemand+Da").ok()["gesamtzahl"], "0", "a plus is a blank");
    assert!(setup.register.last_request().contains("Niemand Da"));
}

#[test]
fn a_record_has_its_path() {
    let setup = Setup::new();
    let person = &setup.get("/personen/MR00000001?mitHistorie=true").ok()["person"];
    assert_eq!(person["name"]["familienname"], "Müller");
    assert_eq!(person["meldeanschrift"].as_array().map(Vec::len), Some(2), "with history");
    let fault = setup.get("/personen/MR99999999");
    assert_eq!(fault.declared("lesePerson", "PersonNichtGefunden")["personId"], "MR99999999");
    let encoded = setup.get("/%70ersonen/MR0000000%31").ok();
    assert_eq!(
        encoded["person"]["personId"], "MR00000001",
        "percent-encoding is another way to write the same"
    );
    let certificate = setup.get("/personen/MR00000001/bescheinigung").ok();
    assert!(certificate["bescheinigung"].is_object(), "{certificate}");
    // Whatever stands there is one value, not a path.
    setup.get("/personen/a%2Fb").problem(400, "invalid-request");
    setup.get("/personen/%C3%A4").problem(400, "invalid-request");
    setup.get("/personen/").problem(404, "unknown-path");
    setup.get("/personen/MR00000001/umzug/1").problem(404, "unknown-path");
}

#[test]
fn head_is_get_without_the_body() {
    let setup = Setup::new();
    let whole = setup.get("/personen/MR00000001");
    let head = setup.call(&Method::HEAD, "/personen/MR00000001", &[], "");
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), whole.body.len().to_string());
    assert_eq!(head.header("content-type"), "application/json");
}

#[test]
fn the_rest_of_the_message_is_in_the_body() {
    let setup = Setup::new();
    let move_in = json!({
        "neueAnschrift": {
            "@type": "InlandsAnschrift", "ort": "Köln", "strasse": "Hohe Straße", "hausnummer": 22,
            "postleitzahl": "50667", "ags": "05315000",
        },
        "art": "hauptwohnung", "einzugsdatum": "2026-03-01", "mitziehend": ["MR00000002"], "bemerkung": null,
    });
    let headers = [("mandant-ags", "08111000"), ("Mandant-kennung", "b%C3%BCrgeramt-mitte")];
    let receipt =
        setup.call(&Method::POST, "/personen/MR00000001/umzug", &headers, &move_in.to_string()).ok();
    assert_eq!(receipt["quittung"]["vorgang"], "UMZ-2026-000001");
    let envelope = setup.register.last_request();
    let (header, body) = envelope.split_once("Body>").expect("a body");
    assert!(header.contains("bürgeramt-mitte") && header.contains("08111000"), "{envelope}");
    assert!(body.contains("MR00000001") && body.contains("nil=\"true\""), "{envelope}");

    let mut twice = move_in.clone();
    twice["personId"] = json!("MR00000001");
    let before = setup.requests();
    let problem = setup.call(&Method::POST, "/personen/MR00000001/umzug", &[], &twice.to_string());
    let problem = problem.problem(400, "invalid-request");
    assert_eq!(problem["errors"][0]["path"], "/personId", "{problem}");
    // One of two that belong together.
    let half = [("Mandant-ags", "08111000")];
    let problem = setup.call(&Method::POST, "/personen/MR00000001/umzug", &half, &move_in.to_string());
    let problem = problem.problem(400, "invalid-request");
    assert!(problem["errors"][0]["message"].as_str().is_some_and(|m| m.contains("kennung")), "{problem}");
    setup.call(&Method::POST, "/personen/MR00000001/umzug", &[], "").problem(400, "invalid-request");
    assert_eq!(setup.requests(), before, "the register was called");
}

#[test]
fn what_is_wrong_with_parameters_is_told() {
    let setup = Setup::new();
    #[track_caller]
    fn first(problem: &Value) -> (&str, &str, &str) {
        let text = |key: &str| problem["errors"][0][key].as_str().unwrap_or_default();
        (text("path"), text("code"), text("message"))
    }
    for (query, path, code, words) in [
        ("familienname=a&limit=viele", "/limit", "FW-2005", "query parameter `limit`"),
        ("familienname=a&limit=1000", "/limit", "FW-2005", "query parameter `limit`"),
        ("familienname=a&versatz=-1", "/versatz", "FW-2005", "query parameter `versatz`"),
        ("familienname=a&geschlecht=q", "/kriterien/geschlecht", "FW-2005", "query parameter `geschlecht`"),
        (
            "familienname=a&familienstand=VH&familienstand=XX",
            "/kriterien/familienstand/1",
            "FW-2005",
            "`familienstand`",
        ),
        ("familienname=a&familienname=b", "/kriterien/familienname", "FW-2004", "given twice"),
        ("familienname=a&name=b", "", "FW-2004", "no query parameter `name`"),
        ("familienname=%00", "/kriterien/familienname", "FW-2005", "XML"),
        ("", "/kriterien", "FW-2006", "missing"),
        ("personId=MR00000001&familienname=a", "/kriterien", "FW-2004", "only one of"),
    ] {
        let problem = setup.get(&format!("/personen?{query}")).problem(400, "invalid-request");
        let found = first(&problem);
        assert_eq!((found.0, found.1), (path, code), "{query}: {problem}");
        assert!(found.2.contains(words), "{query}: {problem}");
    }
    setup.get("/personen?familienname=%FF").problem(400, "malformed-request");
    setup.get("/personen?familienname=%E4").problem(400, "malformed-request");
    setup.get("/personen/MR00000001?mitHistorie=ja").problem(400, "invalid-request");
    let body = setup.call(&Method::GET, "/personen/MR00000001", &[], "{}");
    body.problem(400, "invalid-request");
    assert_eq!(setup.requests(), 0, "the register was called");
}

#[test]
fn another_method_is_told_which_are_allowed() {
    let setup = Setup::new();
    for (method, path, allowed) in [
        (Method::POST, "/personen", "GET, HEAD"),
        (Method::DELETE, "/personen/MR00000001", "GET, HEAD"),
        (Method::GET, "/personen/MR00000001/umzug", "POST"),
        (Method::PUT, "/Melderegister/benachrichtige", "POST"),
    ] {
        let answer = setup.call(&method, path, &[], "");
        answer.problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), allowed, "{method} {path}");
    }
    setup.call(&Method::POST, "/Melderegister/lesePerson", &[], "{}").problem(404, "unknown-path");
}

#[test]
fn the_document_says_what_is_served() {
    let setup = Setup::new();
    let document = setup.get("/openapi.json").json();
    let read = &document["paths"]["/personen/{personId}"]["get"];
    let names: Vec<(&str, &str)> = read["parameters"]
        .as_array()
        .expect("parameters")
        .iter()
        .map(|p| (p["in"].as_str().unwrap_or_default(), p["name"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(
        names,
        [
            ("path", "personId"),
            ("query", "mitHistorie"),
            ("header", "Mandant-ags"),
            ("header", "Mandant-kennung")
        ]
    );
    assert_eq!(read.get("requestBody"), None);
    // Every call that the examples describe is one that the register understands.
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            let mut target = path.clone();
            let mut query = Vec::new();
            let mut headers = Vec::new();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let Some(example) = parameter.get("example") else { continue };
                let name = parameter["name"].as_str().expect("a name");
                let several = example.as_array().cloned().unwrap_or_else(|| vec![example.clone()]);
                for value in several {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let encoded: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
                    match parameter["in"].as_str() {
                        Some("path") => target = target.replace(&format!("{{{name}}}"), &encoded),
                        Some("query") => query.push(format!("{name}={encoded}")),
                        _ => headers.push((name, encoded)),
                    }
                }
            }
            if !query.is_empty() {
                target = format!("{target}?{}", query.join("&"));
            }
            let body = &operation["requestBody"]["content"]["application/json"]["example"];
            let body = if body.is_null() { String::new() } else { body.to_string() };
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).expect("a method");
            let before = setup.requests();
            let answer = setup.call(&method, &target, &headers, &body);
            assert!(
                matches!(answer.status.as_u16(), 200 | 202 | 422),
                "{method} {target}: {}",
                answer.text()
            );
            assert_eq!(setup.requests(), before + 1, "{method} {target}");
        }
    }
}

#[test]
fn overrides_are_served_and_described() {
    let directory = scratch();
    let overrides = directory.path().join("mine.yaml");
    std::fs::write(
        &overrides,
        "style: resource\n\
         operations:\n\
         \x20 suchePerson:\n\
         \x20   method: POST\n\
         \x20   path: /einwohner/suche\n\
         \x20   tags: [Einwohner]\n\
         \x20 lesePerson:\n\
         \x20   name: einwohnerLesen\n\
         \x20   path: /einwohner/{nummer}\n\
         \x20   parameters:\n\
         \x20     - { name: nummer, in: path, member: /personId }\n\
         \x20     - { name: historie, in: query, member: /mitHistorie }\n\
         \x20     - { name: X-Gemeinde, in: header, member: /headers/Mandant/ags }\n\
         \x20     - { name: X-Stelle, in: header, member: /headers/Mandant/kennung }\n\
         \x20   faults: { PersonNichtGefunden: 404, Auskunftssperre: 403 }\n\
         \x20   effect: read\n\
         \x20 meldeUmzug: { status: 201, path: '/einwohner/{personId}/umzüge' }\n\
         \x20 benachrichtige: { method: PUT, path: '/einwohner/{personId}/ereignisse', status: 204 }\n",
    )
    .expect("a file");
    let setup = Setup::with(&["--overrides", overrides.to_str().expect("a path")], "base_path: /melde");
    let found = setup.call(
        &Method::POST,
        "/melde/einwohner/suche",
        &[],
        r#"{"kriterien":{"familienname":"Müller*"}}"#,
    );
    assert_eq!(found.ok()["gesamtzahl"], "4");
    let headers = [("x-gemeinde", "08111000"), ("x-stelle", "amt")];
    let person = setup.call(&Method::GET, "/melde/einwohner/MR00000001?historie=true", &headers, "").ok();
    assert_eq!(person["person"]["personId"], "MR00000001");
    let missing = setup.get("/melde/einwohner/MR99999999");
    assert_eq!(missing.status, 404);
    let problem = missing.json();
    assert_eq!(problem["status"], 404);
    assert_eq!(problem["type"], "urn:fachwerk:fault:Melderegister:einwohnerLesen:PersonNichtGefunden");
    let event = r#"{"ereignis":"umzug","zeitpunkt":"2026-02-28T11:30:00+01:00"}"#;
    let noted = setup.call(&Method::PUT, "/melde/einwohner/MR00000003/ereignisse", &[], event);
    assert_eq!((noted.status.as_u16(), noted.body.len()), (204, 0));
    let move_in = json!({
        "neueAnschrift": {
            "@type": "InlandsAnschrift", "ort": "Köln", "strasse": "Hohe Straße", "hausnummer": 22,
            "postleitzahl": "50667", "ags": "05315000",
        },
        "art": "hauptwohnung", "einzugsdatum": "2026-03-01",
    });
    let moved =
        setup.call(&Method::POST, "/melde/einwohner/MR00000001/umz%C3%BCge", &[], &move_in.to_string());
    assert_eq!(moved.status, 201, "{}", moved.text());
    assert!(moved.json()["quittung"].is_object());

    let document = setup.get("/melde/openapi.json").json();
    let read = &document["paths"]["/einwohner/{nummer}"]["get"];
    let statuses: Vec<&String> = read["responses"].as_object().expect("responses").keys().collect();
    assert_eq!(statuses, ["200", "400", "403", "404", "default"]);
    for (path, method, status) in
        [("/einwohner/{personId}/umzüge", "post", "201"), ("/einwohner/{personId}/ereignisse", "put", "204")]
    {
        let responses = document["paths"][path][method]["responses"].as_object().expect("responses");
        assert_eq!(responses.keys().next().map(String::as_str), Some(status), "{path}");
    }
    assert_eq!(read["x-fachwerk"]["effect"], "read");
    assert_eq!(document["paths"]["/einwohner/suche"]["post"]["tags"], json!(["Einwohner"]));
    let proto = walk(&setup.facade.path().join("proto"));
    assert!(proto.contains("rpc EinwohnerLesen("), "{proto}");
}

/// An answer without members is nothing, where somebody says so; one with members cannot be.
#[test]
fn an_empty_answer_can_be_no_content() {
    let directory = scratch();
    let facade = directory.path().join("facade");
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    let wsdl = file("ablage.wsdl", ABLAGE);
    let wrong =
        file("wrong.yaml", "operations: { loescheNotiz: { status: 204 }, leseNotiz: { status: 204 } }");
    let out = facade.to_str().expect("a path");
    let generate = |overrides: &str| {
        let arguments = ["generate", &wsdl, "--out", out, "--style", "resource", "--overrides", overrides];
        cli::fachwerk(&arguments)
    };
    let refused = generate(&wrong).failed(2);
    assert!(refused.contains("FW-1523") && refused.contains("`text`"), "{refused}");
    generate(&file(
        "right.yaml",
        "operations: { loescheNotiz: { method: DELETE, path: '/notizen/{nummer}', status: 204 } }",
    ))
    .fine();

    let answer = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>\
        <t:loescheNotizAntwort xmlns:t='urn:ablage'/></e:Body></e:Envelope>";
    let legacy = Canned::answering("200 OK", "text/xml", answer.as_bytes());
    let mut config = Config::new(legacy.url());
    facade.clone_into(&mut config.contract);
    let proxy = Proxy::start(&config);
    let request = Request::delete("/notizen/7").body(Bytes::new()).expect("a request");
    let gone = send(proxy.address, request);
    assert_eq!((gone.status.as_u16(), gone.body.len()), (204, 0), "{}", gone.text());
    assert_eq!(gone.header("content-type"), "");
    let document = get(proxy.address, "/openapi.json").json();
    let response = &document["paths"]["/notizen/{nummer}"]["delete"]["responses"]["204"];
    assert!(response["description"].is_string() && response.get("content").is_none(), "{response}");
}

const ABLAGE: &str = r#"<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:ablage" targetNamespace="urn:ablage">
  <w:types><xs:schema targetNamespace="urn:ablage" elementFormDefault="qualified">
    <xs:complexType name="Nummer"><xs:sequence><xs:element name="nummer" type="xs:int"/></xs:sequence></xs:complexType>
    <xs:element name="leseNotiz" type="t:Nummer"/><xs:element name="loescheNotiz" type="t:Nummer"/>
    <xs:element name="leseNotizAntwort"><xs:complexType><xs:sequence><xs:element name="text" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="loescheNotizAntwort"><xs:complexType/></xs:element>
  </xs:schema></w:types>
  <w:message name="leseNotiz"><w:part name="p" element="t:leseNotiz"/></w:message>
  <w:message name="leseNotizAntwort"><w:part name="p" element="t:leseNotizAntwort"/></w:message>
  <w:message name="loescheNotiz"><w:part name="p" element="t:loescheNotiz"/></w:message>
  <w:message name="loescheNotizAntwort"><w:part name="p" element="t:loescheNotizAntwort"/></w:message>
  <w:portType name="Ablage">
    <w:operation name="leseNotiz"><w:input message="t:leseNotiz"/><w:output message="t:leseNotizAntwort"/></w:operation>
    <w:operation name="loescheNotiz"><w:input message="t:loescheNotiz"/><w:output message="t:loescheNotizAntwort"/></w:operation>
  </w:portType>
  <w:binding name="AblageSoap" type="t:Ablage">
    <s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <w:operation name="leseNotiz"><s:operation soapAction="lese"/><w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation>
    <w:operation name="loescheNotiz"><s:operation soapAction="loesche"/><w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation>
  </w:binding>
  <w:service name="Ablage"><w:port name="p" binding="t:AblageSoap"><s:address location="http://x.example/"/></w:port></w:service>
</w:definitions>"#;

/// All files below a directory as one text.
fn walk(directory: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(directory).expect("a directory").flatten() {
        let path = entry.path();
        text.push_str(&if path.is_dir() {
            walk(&path)
        } else {
            std::fs::read_to_string(&path).expect("a file")
        });
    }
    text
}
