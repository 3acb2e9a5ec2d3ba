// SPDX-License-Identifier: EUPL-1.2
//! Each operation when all goes well.

use crate::caller::{call, envelope_with_header, envelope12, post11, post12, start};

fn search(criteria: &str, rest: &str) -> String {
    format!("<m:suchePerson><m:kriterien>{criteria}</m:kriterien>{rest}</m:suchePerson>")
}

fn read(id: &str) -> String {
    format!("<m:lesePerson><m:personId>{id}</m:personId></m:lesePerson>")
}

#[tokio::test]
async fn search_by_id_or_name() {
    let server = start().await;
    let by_id = call(&server, "suchePerson", &search("<m:personId>MR00000004</m:personId>", "")).await;
    assert_eq!((by_id.status, by_id.text("bt:familienname")), (200, "Nguyễn"));
    assert!(by_id.has_header("content-type: text/xml; charset=utf-8"));

    let criteria = "<m:familienname>müller</m:familienname><m:vorname>žofia</m:vorname>\
                    <m:geburtsdatum>1964-11-02</m:geburtsdatum><m:geschlecht>w</m:geschlecht>\
                    <m:ags>08111000</m:ags><m:staatsangehoerigkeiten>CZE DEU</m:staatsangehoerigkeiten>";
    let by_name = call(&server, "suchePerson", &search(criteria, "")).await;
    assert_eq!((by_name.text("mr:gesamtzahl"), by_name.text("bt:geburtsname")), ("1", "Dvořáková"));

    let nobody = call(&server, "suchePerson", &search("<m:personId>MR00000404</m:personId>", "")).await;
    assert_eq!((nobody.count("mr:treffer"), nobody.text("mr:gesamtzahl")), (0, "0"));
    assert_eq!(server.requests("suchePerson"), 3);
}

#[tokio::test]
async fn search_turns_pages() {
    let server = start().await;
    let name = "<m:familienname>Müller*</m:familienname>";
    for (rest, hits, more) in [
        ("<m:limit>3</m:limit>", 3, "true"),
        ("<m:limit>3</m:limit><m:versatz>3</m:versatz>", 1, "false"),
        ("<m:limit>4</m:limit>", 4, "false"),
        ("<m:limit/>", 4, "false"),
        ("<m:versatz>99999999999999999999999</m:versatz>", 0, "false"),
    ] {
        let page = call(&server, "suchePerson", &search(name, rest)).await;
        assert_eq!((page.count("mr:treffer"), page.text("mr:weitere")), (hits, more), "{rest}");
        assert_eq!(page.text("mr:gesamtzahl"), "4");
    }
}

#[tokio::test]
async fn search_hides_where_locked_persons_live() {
    let server = start().await;
    let page = call(&server, "suchePerson", &search("<m:familienname>Schmidt</m:familienname>", "")).await;
    assert!(page.body.contains("<mr:treffer personId=\"MR00000011\" auskunftssperre=\"true\">"));
    assert_eq!(page.count("mr:ort"), 0);
}

#[tokio::test]
async fn read_shows_former_residences_on_request() {
    let server = start().await;
    let current = call(&server, "lesePerson", &read("MR00000001")).await;
    assert_eq!(current.count("mr:meldeanschrift"), 1);
    assert!(current.body.contains("<mr:sterbedatum xsi:nil=\"true\"/>"));
    let body =
        "<m:lesePerson><m:personId>MR00000001</m:personId><m:mitHistorie>1</m:mitHistorie></m:lesePerson>";
    let all = call(&server, "lesePerson", body).await;
    assert_eq!((all.count("mr:meldeanschrift"), all.text("mr:bis")), (2, "2010-04-30"));
    assert!(all.body.contains("<mr:anschrift xsi:type=\"bt:AuslandsAnschrift\" staat=\"AUT\">"));
}

#[tokio::test]
async fn read_in_soap_12() {
    let server = start().await;
    let answer = post12(&server, "lesePerson", &envelope12(&read("MR00000003"))).await;
    assert_eq!(answer.status, 200);
    assert!(answer.has_header("content-type: application/soap+xml; charset=utf-8"));
    assert!(answer.body.contains("http://www.w3.org/2003/05/soap-envelope"));
    let order: Vec<_> =
        ["Akte", "2026-06-30", "Łódź", "12.50", "CHF"].map(|part| answer.body.find(part)).into();
    assert!(order.is_sorted() && order[0].is_some());
    assert!(answer.body.contains("„A&amp;B“ &lt;neu&gt;"));
}

#[tokio::test]
async fn a_move_changes_the_record() {
    let server = start().await;
    let body = "<m:meldeUmzug><m:personId>MR00000001</m:personId>\
        <m:neueAnschrift i:type=\"b:InlandsAnschrift\"><b:ort>Köln</b:ort><b:strasse>Hohe Straße</b:strasse>\
        <b:hausnummer>7</b:hausnummer><b:postleitzahl>50667</b:postleitzahl><b:ags>05315000</b:ags></m:neueAnschrift>\
        <m:art>hauptwohnung</m:art><m:einzugsdatum>2026-03-01</m:einzugsdatum>\
        <m:mitziehend>MR00000002</m:mitziehend></m:meldeUmzug>";
    let receipt = call(&server, "meldeUmzug", body).await;
    assert_eq!((receipt.status, receipt.text("mr:vorgang")), (200, "UMZ-2026-000001"));
    assert_eq!(receipt.text("mr:eingegangenAm"), crate::caller::NOW);
    assert!(receipt.body.contains("<mr:gebuehr waehrung=\"EUR\">12.50</mr:gebuehr>"));
    assert_eq!(server.counters().moves(), 1);

    for id in ["MR00000001", "MR00000002"] {
        let body = format!(
            "<m:lesePerson><m:personId>{id}</m:personId><m:mitHistorie>true</m:mitHistorie></m:lesePerson>"
        );
        let person = call(&server, "lesePerson", &body).await;
        assert_eq!((person.text("bt:ort"), person.text("mr:bis")), ("Köln", "2026-02-28"));
        assert!(person.body.contains("fassung=\"2\""));
    }
}

#[tokio::test]
async fn a_comment_is_absent_nil_or_text() {
    let server = start().await;
    let order = |comment: &str| {
        format!(
            "<m:meldeUmzug><m:personId>MR00000004</m:personId>\
             <m:neueAnschrift i:type=\"b:AuslandsAnschrift\" staat=\"VNM\"><b:ort>Huế</b:ort><b:zeile>1</b:zeile></m:neueAnschrift>\
             <m:art>hauptwohnung</m:art><m:einzugsdatum>2026-03-01</m:einzugsdatum>{comment}</m:meldeUmzug>"
        )
    };
    for (comment, hints, said) in [
        ("", 1, "nachzureichen"),
        ("<m:bemerkung i:nil=\"true\"/>", 2, "gelöscht"),
        ("<m:bemerkung/>", 2, "0 Zeichen"),
        ("<m:bemerkung> ẞ\n</m:bemerkung>", 2, "3 Zeichen"),
        ("<m:bemerkung i:nil=\"false\">x</m:bemerkung>", 2, "1 Zeichen"),
    ] {
        let answer = call(&server, "meldeUmzug", &order(comment)).await;
        assert_eq!(answer.count("mr:hinweis"), hints, "{comment}: {}", answer.body);
        assert!(answer.body.contains(said), "{comment}");
    }
}

#[tokio::test]
async fn a_certificate_is_a_pdf() {
    let server = start().await;
    let body = "<m:holeBescheinigung><m:personId>MR00000007</m:personId></m:holeBescheinigung>";
    let answer = call(&server, "holeBescheinigung", body).await;
    assert!(answer.text("bt:inhalt").starts_with("JVBERi0xLjQ"), "%PDF-1.4");
    assert!(
        answer.body.contains("dateiname=\"meldebescheinigung-MR00000007.pdf\" medientyp=\"application/pdf\"")
    );
    assert!(answer.body.contains("<mr:gebuehr>9.50</mr:gebuehr>"));
}

#[tokio::test]
async fn a_notification_has_no_answer_but_an_effect() {
    let server = start().await;
    let body = "<m:benachrichtige><m:personId>MR00000005</m:personId><m:ereignis>sterbefall</m:ereignis>\
        <m:zeitpunkt>2026-02-28T23:59:59.5+01:00</m:zeitpunkt><m:merkmale><m:frist>2026-04-01</m:frist>\
        <m:forderung waehrung=\"CHF\">7.5</m:forderung><m:frist>2026-05-01</m:frist></m:merkmale></m:benachrichtige>";
    let answer = call(&server, "benachrichtige", body).await;
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));
    assert_eq!(server.counters().notifications(), 1);
    let person = call(&server, "lesePerson", &read("MR00000005")).await;
    assert_eq!(person.text("mr:sterbedatum"), "2026-02-28");
    assert!(person.body.contains(
        "<mr:frist>2026-04-01</mr:frist><mr:forderung waehrung=\"CHF\">7.5</mr:forderung><mr:frist>2026-05-01</mr:frist>"
    ));
}

#[tokio::test]
async fn the_tenant_header_is_optional() {
    let server = start().await;
    let header = "<m:Mandant s:mustUnderstand=\"1\"><m:ags>08111000</m:ags><m:kennung>x</m:kennung></m:Mandant>\
                  <other xmlns=\"urn:o\"/>";
    let message = envelope_with_header(header, &read("MR00000001"));
    assert_eq!(post11(&server, "lesePerson", &message).await.status, 200);
}
