// SPDX-License-Identifier: EUPL-1.2
use super::fixture::{Fake, entry, served};
use crate::backend::Trouble;
use crate::outcome::ProblemKind;
use crate::soap::{Asked, Describing};

const WSDL: &str = include_str!("../../../../samples/melderegister/wsdl/melderegister.wsdl");

async fn describe(asked: &Asked, backend: &Fake) -> Result<String, crate::outcome::Problem> {
    let (served, entry) = (served(""), entry());
    let describing = Describing {
        served: &served,
        service: 0,
        origin: "https://proxy.example",
        here: "https://proxy.example/soap/Melderegister",
        entry: &entry,
    };
    describing.document(asked, backend).await
}

fn wsdl() -> Asked {
    Asked::Description("wsdl".to_owned())
}

#[tokio::test]
async fn the_backends_description_has_the_proxys_address() {
    let backend =
        Fake::new(200, "text/xml", WSDL.replace("\"melderegister.xsd\"", "\"?xsd=melderegister.xsd\""));
    let document = describe(&wsdl(), &backend).await.unwrap();
    assert!(document.contains("location=\"https://proxy.example/soap/Melderegister\""));
    assert!(
        document
            .contains("schemaLocation=\"https://proxy.example/soap/Melderegister?xsd=melderegister.xsd\"")
    );
    assert!(!document.contains("localhost"));
    assert_eq!(backend.seen()[0].path.as_deref(), Some("/melderegister?wsdl"));
    assert_eq!(backend.seen()[0].method, http::Method::GET);
}

#[tokio::test]
async fn without_one_the_copies_are_served() {
    let silent = [
        Fake::new(404, "text/html", "<html/>"),
        Fake::new(200, "text/html", "<html/>"),
        Fake::failing(Trouble::Unreachable("10.0.0.7".into())),
    ];
    for backend in silent {
        let document = describe(&wsdl(), &backend).await.unwrap();
        assert!(document.contains("soap:address location=\"https://proxy.example/soap/Melderegister\""));
        assert!(document.contains(
            "schemaLocation=\"https://proxy.example/soap/Melderegister?import=melderegister.xsd\""
        ));
    }
    let schema = Asked::Copy("melderegister.xsd".to_owned());
    let document = describe(&schema, &Fake::failing(Trouble::Lost(String::new()))).await.unwrap();
    assert!(document.contains("?import=basistypen.xsd\""), "{}", &document[..600]);
}

#[tokio::test]
async fn only_descriptions_pass() {
    let of = |asked: Asked, status, body: &'static str| async move {
        describe(&asked, &Fake::new(status, "text/xml", body)).await.unwrap_err().kind
    };
    assert_eq!(of(Asked::Copy("secret.txt".into()), 200, "").await, ProblemKind::UnknownPath);
    assert_eq!(of(Asked::Backend("/a.xsd".into()), 200, "<secret/>").await, ProblemKind::BackendInvalid);
    assert_eq!(of(Asked::Backend("/a.xsd".into()), 401, "").await, ProblemKind::UnknownPath);
    assert_eq!(
        of(Asked::Description("xsd=1".into()), 200, "<!DOCTYPE a><a/>").await,
        ProblemKind::BackendInvalid
    );
}
