// SPDX-License-Identifier: EUPL-1.2
//! What the schema forbids is refused, and the sentence names the element.

use fachwerk_melderegister::Server;

use crate::caller::{Answer, call, envelope_with_header, envelope11, post11, send, start};

const READ: &str = "<m:lesePerson><m:personId>MR00000001</m:personId></m:lesePerson>";

async fn refused(server: &Server, body: &str, parts: &[&str]) {
    let operation = body.trim_start_matches("<m:").split(['>', ' ', '/']).next().unwrap();
    call(server, operation, body).await.assert_client_fault(parts);
}

fn relocation(address: &str, rest: &str) -> String {
    format!("<m:meldeUmzug><m:personId>MR00000001</m:personId>{address}{rest}</m:meldeUmzug>")
}

const ADDRESS: &str = "<m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"AUT\"><b:ort>Graz</b:ort><b:zeile>1</b:zeile></m:neueAnschrift>";
const REST: &str = "<m:art>hauptwohnung</m:art><m:einzugsdatum>2026-03-01</m:einzugsdatum>";

#[tokio::test]
async fn order_presence_and_namespace() {
    let server = start().await;
    for (body, part) in [
        (
            "<m:lesePerson><m:mitHistorie>true</m:mitHistorie><m:personId>MR00000001</m:personId></m:lesePerson>",
            "'lesePerson/mitHistorie' stands where 'lesePerson/personId'",
        ),
        ("<m:lesePerson/>", "'lesePerson/personId' is missing"),
        (
            "<m:lesePerson><personId>MR00000001</personId></m:lesePerson>",
            "'lesePerson/personId' is in namespace ''",
        ),
        (
            "<m:lesePerson><b:personId>MR00000001</b:personId></m:lesePerson>",
            "'lesePerson/personId' is in namespace",
        ),
        ("<m:lesePerson><m:personId>MR00000001</m:personId><m:neu/></m:lesePerson>", "'lesePerson/neu'"),
        (
            "<m:lesePerson><m:personId>MR00000001</m:personId><m:personId>MR00000001</m:personId></m:lesePerson>",
            "'lesePerson/personId' of namespace",
        ),
        ("<m:lesePerson>x</m:lesePerson>", "text is not allowed"),
        ("<m:lesePerson>x<m:personId>MR00000001</m:personId></m:lesePerson>", "text beside elements"),
        ("<m:lesePerson a=\"1\"><m:personId>MR00000001</m:personId></m:lesePerson>", "attribute 'a'"),
        ("<m:lesePerson><m:personId><m:x/></m:personId></m:lesePerson>", "'x' inside a simple value"),
        ("<m:lesePerson><m:personId i:nil=\"true\"/></m:lesePerson>", "attribute 'nil'"),
        ("<m:loeschePerson/>", "'loeschePerson'"),
    ] {
        refused(&server, body, &[part]).await;
    }
    refused(&server, "<b:lesePerson xmlns:m=\"urn:x\"/>", &["'lesePerson' of namespace"]).await;
}

#[tokio::test]
async fn values_of_simple_types() {
    let server = start().await;
    for id in ["MR1", "mr00000001", " MR00000001", "MR00000001x", ""] {
        let body = format!("<m:lesePerson><m:personId>{id}</m:personId></m:lesePerson>");
        refused(&server, &body, &["'lesePerson/personId'", "MR[0-9]{8}"]).await;
    }
    let notify = |event: &str, moment: &str, remarks: &str| {
        format!(
            "<m:benachrichtige><m:personId>MR00000001</m:personId><m:ereignis>{event}</m:ereignis>\
             <m:zeitpunkt>{moment}</m:zeitpunkt>{remarks}</m:benachrichtige>"
        )
    };
    refused(&server, &notify("Geburt", "2026-01-01T00:00:00Z", ""), &["'benachrichtige/ereignis'", "geburt"])
        .await;
    refused(&server, &notify("geburt", "2026-01-01", ""), &["'benachrichtige/zeitpunkt'"]).await;
    for (remarks, part) in [
        ("<m:merkmale/>", "'benachrichtige/merkmale/vermerk' is missing"),
        ("<m:merkmale><m:frist>2026-02-30</m:frist></m:merkmale>", "merkmale/frist"),
        ("<m:merkmale><m:forderung>1.234</m:forderung></m:merkmale>", "merkmale/forderung"),
        ("<m:merkmale><m:forderung>-1</m:forderung></m:merkmale>", "merkmale/forderung"),
        ("<m:merkmale><m:forderung waehrung=\"USD\">1</m:forderung></m:merkmale>", "attribute 'waehrung'"),
        ("<m:merkmale><m:vermerk></m:vermerk></m:merkmale>", "length 0"),
        ("<m:merkmale><m:frist>2026-02-01</m:frist><m:notiz/></m:merkmale>", "merkmale/notiz"),
    ] {
        refused(&server, &notify("geburt", "2026-01-01T00:00:00Z", remarks), &[part]).await;
    }
    assert_eq!(server.counters().notifications(), 0);
}

#[tokio::test]
async fn search_criteria() {
    let server = start().await;
    for (criteria, part) in [
        ("", "'suchePerson/kriterien/familienname' is missing (or 'personId')"),
        (
            "<m:personId>MR00000001</m:personId><m:familienname>Weiß</m:familienname>",
            "'suchePerson/kriterien/familienname'",
        ),
        ("<m:geschlecht>w</m:geschlecht>", "'suchePerson/kriterien/geschlecht'"),
        ("<m:familienname>Weiß</m:familienname><m:geschlecht>W</m:geschlecht>", "not one of w, m, d, x"),
        ("<m:familienname>Weiß</m:familienname><m:ags>8111000</m:ags>", "kriterien/ags"),
        (
            "<m:familienname>Weiß</m:familienname><m:staatsangehoerigkeiten>DEU de</m:staatsangehoerigkeiten>",
            "'de' does not match",
        ),
        (
            "<m:familienname>Weiß</m:familienname><m:geburtsdatum>1.1.1970</m:geburtsdatum>",
            "kriterien/geburtsdatum",
        ),
    ] {
        refused(
            &server,
            &format!("<m:suchePerson><m:kriterien>{criteria}</m:kriterien></m:suchePerson>"),
            &[part],
        )
        .await;
    }
    for rest in
        ["<m:limit>0</m:limit>", "<m:limit>101</m:limit>", "<m:limit>2.0</m:limit>", "<m:limit> </m:limit>"]
    {
        let body = format!(
            "<m:suchePerson><m:kriterien><m:familienname>Weiß</m:familienname></m:kriterien>{rest}</m:suchePerson>"
        );
        refused(&server, &body, &["'suchePerson/limit'"]).await;
    }
}

#[tokio::test]
async fn derived_types_and_documents() {
    let server = start().await;
    for (address, part) in [
        ("<m:neueAnschrift><b:ort>Graz</b:ort></m:neueAnschrift>", "xsi:type is missing"),
        (
            "<m:neueAnschrift i:type=\"b:Anschrift\"><b:ort>Graz</b:ort></m:neueAnschrift>",
            "'b:Anschrift' is neither",
        ),
        ("<m:neueAnschrift i:type=\"m:InlandsAnschrift\"/>", "is neither"),
        ("<m:neueAnschrift i:type=\"q:InlandsAnschrift\"/>", "prefix 'q'"),
        (
            "<m:neueAnschrift i:type=\"b:AuslandsAnschrift\"><b:ort>Graz</b:ort><b:zeile>1</b:zeile></m:neueAnschrift>",
            "attribute 'staat' is missing",
        ),
        (
            "<m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"AUT\"><b:zeile>1</b:zeile><b:ort>Graz</b:ort></m:neueAnschrift>",
            "'meldeUmzug/neueAnschrift/zeile' stands where",
        ),
        (
            "<m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"AUT\"><b:ort>Graz</b:ort><m:zeile>1</m:zeile></m:neueAnschrift>",
            "neueAnschrift/zeile' is in namespace",
        ),
        (
            "<m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"AUT\"><b:ort>G</b:ort><b:zeile>1</b:zeile>\
             <b:zeile>2</b:zeile><b:zeile>3</b:zeile><b:zeile>4</b:zeile><b:zeile>5</b:zeile></m:neueAnschrift>",
            "neueAnschrift/zeile",
        ),
        (
            "<m:neueAnschrift i:type=\"b:InlandsAnschrift\"><b:ort>Köln</b:ort><b:strasse>x</b:strasse>\
             <b:hausnummer>0</b:hausnummer><b:postleitzahl>50667</b:postleitzahl><b:ags>05315000</b:ags></m:neueAnschrift>",
            "neueAnschrift/hausnummer': 0 is outside",
        ),
    ] {
        refused(&server, &relocation(address, REST), &[part]).await;
    }
    let companion = "<m:mitziehend>MR00000002</m:mitziehend>".repeat(10);
    for (rest, part) in [
        (companion.as_str(), "'meldeUmzug/mitziehend'"),
        ("<m:bemerkung i:nil=\"true\">x</m:bemerkung>", "'meldeUmzug/bemerkung': is xsi:nil and has content"),
        ("<m:bestaetigung><b:inhalt>QUJD</b:inhalt></m:bestaetigung>", "attribute 'dateiname' is missing"),
        ("<m:bestaetigung dateiname=\"a\"><b:inhalt>QU</b:inhalt></m:bestaetigung>", "bestaetigung/inhalt"),
        ("<m:bestaetigung dateiname=\"a/b\"><b:inhalt/></m:bestaetigung>", "attribute 'dateiname'"),
        (
            "<m:bestaetigung dateiname=\"a\"><b:inhalt/></m:bestaetigung><m:bemerkung/>",
            "'meldeUmzug/bemerkung'",
        ),
    ] {
        refused(&server, &relocation(ADDRESS, &format!("{REST}{rest}")), &[part]).await;
    }
    let long = format!("{REST}<m:bemerkung>{}</m:bemerkung>", "ä".repeat(1001));
    refused(&server, &relocation(ADDRESS, &long), &["length 1001"]).await;
    assert_eq!(server.counters().moves(), 0);
}

#[tokio::test]
async fn header_content() {
    let server = start().await;
    for (header, part) in [
        ("<m:Mandant><m:ags>1</m:ags><m:kennung>x</m:kennung></m:Mandant>", "'Mandant/ags'"),
        ("<m:Mandant><m:ags>08111000</m:ags></m:Mandant>", "'Mandant/kennung' is missing"),
        (&"<m:Mandant><m:ags>08111000</m:ags><m:kennung>x</m:kennung></m:Mandant>".repeat(2), "twice"),
    ] {
        post11(&server, "lesePerson", &envelope_with_header(header, READ)).await.assert_client_fault(&[part]);
    }
}

#[tokio::test]
async fn envelope_content() {
    let server = start().await;
    for (message, part) in [
        (envelope11(""), "'Body' must hold one element, it has 0"),
        (envelope11(&READ.repeat(2)), "it has 2"),
        (envelope11(READ).replace("s:Body", "s:Leib"), "'Leib' stands where 'Body'"),
        (envelope11(READ).replace("</s:Envelope>", ""), "not closed"),
        (envelope11(READ).replace("</m:lesePerson>", "</m:lese>"), "not well-formed"),
        (format!("<!DOCTYPE x [<!ENTITY e \"MR00000001\">]>{}", envelope11(READ)), "document type"),
        (envelope11(READ).replace("<s:Body>", "<s:Body><?x y?>"), "processing instruction"),
        ("{}".to_owned(), "text outside the root"),
        (String::new(), "no root element"),
    ] {
        post11(&server, "lesePerson", &message).await.assert_client_fault(&[part]);
    }
}

#[tokio::test]
async fn soap_action() {
    let server = start().await;
    let message = envelope11(READ);
    post11(&server, "meldeUmzug", &message).await.assert_client_fault(&[
        "SOAPAction",
        "meldeUmzug",
        "'lesePerson'",
    ]);
    let bare = |action: &'static str| {
        let headers: Vec<_> = [("Content-Type", "text/xml")]
            .into_iter()
            .chain((action != "-").then_some(("SOAPAction", action)))
            .collect();
        let (server, message) = (&server, message.as_bytes());
        async move { send(server, "POST", "/melderegister", &headers, message).await }
    };
    let missing: Answer = bare("-").await;
    missing.assert_client_fault(&["SOAPAction is missing for element 'lesePerson'"]);
    bare("\"\"").await.assert_client_fault(&["SOAPAction ''"]);
    assert_eq!(bare("https://fachwerk.example/ns/melderegister/dienst/1/lesePerson").await.status, 200);
}

#[tokio::test]
async fn what_the_schema_allows_is_not_refused() {
    let server = start().await;
    for body in [
        "<m:lesePerson ><!-- c --><m:personId i:type=\"b:PersonId\">MR0000<!-- c -->0001</m:personId>\n</m:lesePerson>",
        "<lesePerson xmlns=\"https://fachwerk.example/ns/melderegister/1\"><personId><![CDATA[MR00000001]]></personId>\
         <mitHistorie> false </mitHistorie></lesePerson>",
        "<m:lesePerson i:schemaLocation=\"a b\"><m:personId>&#x4D;R00000001</m:personId></m:lesePerson>",
    ] {
        assert_eq!(call(&server, "lesePerson", body).await.status, 200, "{body}");
    }
}
