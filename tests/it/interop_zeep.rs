// SPDX-License-Identifier: EUPL-1.2
//! An old caller that others wrote: zeep, through the relay lane, knowing nothing but the proxy's `?wsdl`.

use std::process::Command;

use serde_json::{Value, json};

use crate::harness::peers;
use crate::harness::proxy::{Proxy, SOAP};
use crate::harness::register::Register;

#[test]
fn zeep_works_through_the_proxy() {
    let Some(python) = peers::python() else { skip!("zeep is not installed (tests/peers/install)") };
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    let own = format!("http://{}{SOAP}", proxy.address);
    let said =
        peers::run(Command::new(python).arg(peers::script("zeep_client.py")).arg(format!("{own}?wsdl")));
    let got: Value = serde_json::from_str(&said.content()).expect("JSON");

    assert_eq!(got["address"], own, "zeep calls the proxy");
    assert_eq!(got["read"]["name"]["familienname"], "Müller");
    assert_eq!(got["read"]["meldeanschrift"][1]["anschrift"]["staat"], "AUT");
    assert_eq!(got["read"]["sterbedatum"], Value::Null);
    assert_eq!(got["read12"]["name"]["familienname"], "Müller-Lüdenscheidt");
    assert_eq!(got["search"]["gesamtzahl"], 4);
    assert_eq!(got["move"]["vorgang"], "UMZ-2026-000001");
    assert!(
        got["certificate"]["bescheinigung"]["inhalt"].as_str().is_some_and(|pdf| pdf.starts_with("%PDF-1.4"))
    );
    assert_eq!(
        got["not_found"]["detail"],
        "{https://fachwerk.example/ns/melderegister/1}PersonNichtGefunden"
    );
    assert_eq!(got["not_found"]["text"][0], "MR99999999");
    assert_eq!(got["locked12"]["text"], json!(["MR00000011", "2027-12-31"]));
    assert_eq!(got["invalid"]["message"], "Ungültige Anfrage");

    // All of it reached the service, with the caller's own header.
    let exchanges = register.exchanges();
    let posts = exchanges.iter().filter(|exchange| exchange.method == "POST").count();
    assert_eq!(posts, 9, "nine calls");
    assert!(
        exchanges.iter().any(|exchange| String::from_utf8_lossy(&exchange.request_body).contains(">zeep<"))
    );
}
