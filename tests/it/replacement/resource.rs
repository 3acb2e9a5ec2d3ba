// SPDX-License-Identifier: EUPL-1.2
//! The crate of a facade in the resource style, with overrides: called side by side with the proxy of the same facade.

use bytes::Bytes;
use http::{Method, Request};

use super::{Replacement, built};
use crate::harness::http1::{Answer, send};
use crate::harness::proxy::{Config, Proxy};
use crate::harness::register::Register;
use crate::harness::scratch;

const OVERRIDES: &str = "operations:
  lesePerson: { faults: { PersonNichtGefunden: 404 } }
  benachrichtige: { method: PUT, path: '/personen/{personId}/ereignisse', status: 204 }
";

/// Both answers to one request.
struct Both {
    proxy: Proxy,
    replacement: Replacement,
}

impl Both {
    fn call(&self, method: &Method, target: &str, headers: &[(&str, &str)], body: &str) -> (Answer, Answer) {
        let answer = |to| {
            let mut request =
                Request::builder().method(method).uri(target).header("x-request-id", "side-by-side");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            if !body.is_empty() {
                request = request.header("content-type", "application/json");
            }
            send(to, request.body(Bytes::from(body.to_owned())).expect("a request"))
        };
        (answer(self.proxy.address), answer(self.replacement.address))
    }
}

#[test]
fn a_replacement_has_the_routes_of_its_facade() {
    let directory = scratch();
    let overrides = directory.path().join("mine.yaml");
    std::fs::write(&overrides, OVERRIDES).expect("a file");
    let arguments = ["--style".as_ref(), "resource".as_ref(), "--overrides".as_ref(), overrides.as_os_str()];
    let built = built("resource-service", &arguments);
    let register = Register::start();
    let mut config = Config::new(register.url());
    built.facade.path().clone_into(&mut config.contract);
    let both = Both { proxy: Proxy::start(&config), replacement: Replacement::start(&built) };

    // Declared faults: the same document, under the status that somebody decided.
    let (theirs, ours) = both.call(&Method::GET, "/personen/MR00000011", &[], "");
    assert_eq!(ours.declared("lesePerson", "Auskunftssperre")["personId"], "MR00000011");
    assert_eq!(ours.json(), theirs.json());
    let (theirs, ours) = both.call(&Method::GET, "/personen/MR99999999", &[], "");
    assert_eq!((ours.status.as_u16(), theirs.status.as_u16()), (404, 404));
    assert_eq!(ours.json()["type"], theirs.json()["type"]);
    let (theirs, ours) = both.call(&Method::HEAD, "/personen/MR00000011", &[], "");
    assert_eq!((ours.status, ours.body.len()), (theirs.status, 0));

    // Headers and queries arrive as members: percent-encoded, plain, several together.
    let caller = [("mandant-ags", "08111000"), ("Mandant-kennung", "b%C3%BCrgeramt")];
    let (theirs, ours) = both.call(&Method::GET, "/personen/MR00000011?mitHistorie=true", &caller, "");
    assert_eq!(ours.json(), theirs.json());

    // One-way, under a status of its own.
    let event = r#"{"ereignis":"umzug","zeitpunkt":"2026-03-01T00:00:00Z"}"#;
    let (theirs, ours) = both.call(&Method::PUT, "/personen/MR00000001/ereignisse", &[], event);
    assert_eq!((ours.status.as_u16(), ours.body.len()), (204, 0), "{}", ours.text());
    assert_eq!((theirs.status.as_u16(), theirs.body.len()), (204, 0), "{}", theirs.text());

    // What is wrong is told in the same way, with the member that is wrong.
    let twice = r#"{"personId":"MR00000001","ereignis":"umzug","zeitpunkt":"2026-03-01T00:00:00Z"}"#;
    for (method, target, headers, body, status, path) in [
        (Method::GET, "/personen/MR00000011?mitHistorie=ja", &[][..], "", 400, "/mitHistorie"),
        (Method::GET, "/personen/MR1?mitHistorie=true&mitHistorie=true", &[], "", 400, "/mitHistorie"),
        (Method::GET, "/personen/MR00000011?unbekannt=1", &[], "", 400, ""),
        (Method::GET, "/personen/MR00000011?%FF=1", &[], "", 400, ""),
        (Method::GET, "/personen?limit=viele&familienname=a", &[], "", 400, "/limit"),
        (Method::PUT, "/personen/MR00000001/ereignisse", &[], twice, 400, "/personId"),
        (Method::PUT, "/personen/MR00000001/ereignisse", &[], "{", 400, "-"),
        (Method::GET, "/personen/MR00000011", &caller[..1], "", 400, "-"),
        (Method::GET, "/personen/MR00000011", &[], "{}", 400, "-"),
        (Method::GET, "/personen/", &[], "", 404, "-"),
        (Method::POST, "/Melderegister/lesePerson", &[], "{}", 404, "-"),
    ] {
        let (theirs, ours) = both.call(&method, target, headers, body);
        assert_eq!((ours.status.as_u16(), theirs.status.as_u16()), (status, status), "{method} {target}");
        let (theirs, ours) = (theirs.json(), ours.json());
        assert_eq!(ours["code"], theirs["code"], "{method} {target}: {ours} {theirs}");
        if path != "-" {
            let first = |problem: &serde_json::Value| problem["errors"][0]["path"].clone();
            assert_eq!((first(&ours), first(&theirs)), (path.into(), path.into()), "{ours} {theirs}");
        }
    }
    let (theirs, ours) = both.call(&Method::DELETE, "/personen/MR00000011", &[], "");
    let allowed = |answer: &Answer| answer.header("allow").replace(' ', "");
    assert_eq!((ours.status.as_u16(), theirs.status.as_u16()), (405, 405));
    assert_eq!(allowed(&ours), allowed(&theirs));
    both.call(&Method::GET, "/personen/MR00000001/bescheinigung", &[], "").1.problem(501, "not-implemented");
}
