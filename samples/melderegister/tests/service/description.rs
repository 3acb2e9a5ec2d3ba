// SPDX-License-Identifier: EUPL-1.2
//! `?wsdl` and `?xsd=`.

use crate::caller::{send, start};

#[tokio::test]
async fn wsdl_points_back_at_the_service() {
    let server = start().await;
    let wsdl = send(&server, "GET", "/melderegister?wsdl", &[], b"").await;
    assert_eq!(wsdl.status, 200);
    assert!(wsdl.has_header("content-type: text/xml; charset=utf-8"));
    let own = format!("location=\"{}\"", server.url());
    assert_eq!(wsdl.body.matches(&own).count(), 2, "one address for each port");
    assert!(!wsdl.body.contains("localhost:8081"));
    assert!(wsdl.body.contains(&format!("schemaLocation=\"{}?xsd=melderegister.xsd\"", server.url())));
    assert_eq!(send(&server, "GET", "/melderegister?WSDL", &[], b"").await.body, wsdl.body);
}

#[tokio::test]
async fn schemas_follow() {
    let server = start().await;
    let messages = send(&server, "GET", "/melderegister?xsd=melderegister.xsd", &[], b"").await;
    assert!(messages.body.contains(&format!("schemaLocation=\"{}?xsd=basistypen.xsd\"", server.url())));
    let base = send(&server, "GET", "/melderegister?xsd=basistypen.xsd", &[], b"").await;
    assert!(base.body.contains("name=\"InlandsAnschrift\""));
    for query in ["xsd=melderegister.wsdl", "xsd=../Cargo.toml", "xsd", "x"] {
        assert_eq!(
            send(&server, "GET", &format!("/melderegister?{query}"), &[], b"").await.status,
            404,
            "{query}"
        );
    }
}

#[test]
fn every_operation_is_in_the_wsdl() {
    let (_, wsdl) = fachwerk_melderegister::FILES[0];
    for operation in fachwerk_melderegister::Operation::ALL {
        let action = format!("soapAction=\"{}\"", operation.soap_action());
        assert_eq!(wsdl.matches(&action).count(), 2, "{}", operation.name());
    }
}
