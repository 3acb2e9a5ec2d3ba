// SPDX-License-Identifier: EUPL-1.2
//! Declared faults and those of SOAP itself.

use crate::caller::{call, envelope_with_header, envelope12, post11, post12, send, start};

const READ: &str = "<m:lesePerson><m:personId>MR00000001</m:personId></m:lesePerson>";

#[tokio::test]
async fn unknown_person_has_typed_detail() {
    let server = start().await;
    let answer =
        call(&server, "lesePerson", "<m:lesePerson><m:personId>MR12345678</m:personId></m:lesePerson>").await;
    assert_eq!((answer.status, answer.text("faultcode")), (500, "soap:Server"));
    assert!(answer.body.contains("<detail><mr:PersonNichtGefunden><mr:personId>MR12345678</mr:personId>"));
    assert_eq!(server.counters().faults(), 1);
}

#[tokio::test]
async fn unknown_companion_moves_nobody() {
    let server = start().await;
    let body = "<m:meldeUmzug><m:personId>MR00000001</m:personId>\
        <m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"AUT\"><b:ort>Graz</b:ort><b:zeile>1</b:zeile></m:neueAnschrift>\
        <m:art>hauptwohnung</m:art><m:einzugsdatum>2026-03-01</m:einzugsdatum>\
        <m:mitziehend>MR00000099</m:mitziehend></m:meldeUmzug>";
    let answer = call(&server, "meldeUmzug", body).await;
    assert_eq!(answer.text("mr:personId"), "MR00000099");
    assert_eq!(call(&server, "lesePerson", READ).await.text("bt:ort"), "Stuttgart");
    assert_eq!(server.counters().moves(), 0);
}

#[tokio::test]
async fn invalid_request_lists_every_field() {
    let server = start().await;
    let body = "<m:meldeUmzug><m:personId>MR00000006</m:personId>\
        <m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"AUT\"><b:ort>Graz</b:ort><b:zeile>1</b:zeile></m:neueAnschrift>\
        <m:art>nebenwohnung</m:art><m:einzugsdatum>1900-01-01</m:einzugsdatum>\
        <m:mitziehend>MR00000006</m:mitziehend><m:bestaetigung dateiname=\"x.pdf\"><b:inhalt>QUJD</b:inhalt></m:bestaetigung>\
        </m:meldeUmzug>";
    let answer = call(&server, "meldeUmzug", body).await;
    assert_eq!(answer.status, 500);
    for code in [201, 202, 205, 206, 207] {
        assert!(answer.body.contains(&format!("<mr:fehler code=\"{code}\">")), "{}", answer.body);
    }
}

#[tokio::test]
async fn locked_person_in_both_versions() {
    let server = start().await;
    let body = "<m:lesePerson><m:personId>MR00000011</m:personId></m:lesePerson>";
    let answer = call(&server, "lesePerson", body).await;
    assert_eq!((answer.status, answer.text("mr:befristetBis")), (500, "2027-12-31"));
    let answer = post12(&server, "lesePerson", &envelope12(body)).await;
    assert_eq!((answer.status, answer.text("soap:Value")), (500, "soap:Receiver"));
    assert!(answer.body.contains("<soap:Detail><mr:Auskunftssperre>"));
}

#[tokio::test]
async fn mandatory_unknown_header() {
    let server = start().await;
    let block = |actor: &str| format!("<o:Security xmlns:o=\"urn:o\" s:mustUnderstand=\"1\" {actor}/>");
    let answer = post11(&server, "lesePerson", &envelope_with_header(&block(""), READ)).await;
    assert_eq!((answer.status, answer.text("faultcode")), (500, "soap:MustUnderstand"));
    let elsewhere = envelope_with_header(&block("s:actor=\"urn:somebody-else\""), READ);
    assert_eq!(post11(&server, "lesePerson", &elsewhere).await.status, 200);
}

#[tokio::test]
async fn foreign_envelope() {
    let server = start().await;
    let answer = post11(&server, "lesePerson", &envelope12(READ)).await;
    assert_eq!((answer.status, answer.text("faultcode")), (500, "soap:VersionMismatch"));
}

#[tokio::test]
async fn caller_fault_in_soap_12_is_status_400() {
    let server = start().await;
    let answer = post12(&server, "lesePerson", &envelope12("<m:lesePerson/>")).await;
    assert_eq!((answer.status, answer.text("soap:Value")), (400, "soap:Sender"));
    assert!(answer.text("soap:Text").contains("'lesePerson/personId' is missing"));
}

#[tokio::test]
async fn soap_12_may_leave_the_action_out_but_not_lie() {
    let server = start().await;
    let message = envelope12(READ);
    let headers = [("Content-Type", "application/soap+xml")];
    let answer = send(&server, "POST", "/melderegister", &headers, message.as_bytes()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(post12(&server, "meldeUmzug", &message).await.status, 400);
}
