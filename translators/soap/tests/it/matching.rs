// SPDX-License-Identifier: EUPL-1.2
//! From envelopes to operations.

use fachwerk_contract::QName;
use fachwerk_mapping::MessageRole;
use fachwerk_message::Limits;
use fachwerk_soap::{Direction, Envelope, Match, MatchError, OperationIndex};

use crate::contract::{MAPPING, SOAP11, envelope};

fn find(known: &Match<'_>) -> Result<(String, MessageRole), MatchError> {
    let (id, role) = OperationIndex::new(&MAPPING).find(&MAPPING, known)?;
    Ok((MAPPING.operation(id).name.clone(), role))
}

fn request<'a>(body: Option<&str>, action: Option<&'a str>) -> Match<'a> {
    Match { body: body.map(|b| b.parse().unwrap()), action, ..Match::default() }
}

#[expect(clippy::unnecessary_wraps, reason = "what is expected of `find`")]
fn input(name: &str) -> Result<(String, MessageRole), MatchError> {
    Ok((name.to_owned(), MessageRole::Input))
}

#[test]
fn requests_are_found() {
    assert_eq!(find(&request(Some("{urn:t}search"), None)), input("search"));
    assert_eq!(find(&request(Some("{urn:t}search"), Some("urn:t/search"))), input("search"));
    assert_eq!(find(&request(Some("{urn:t}search"), Some("urn:unknown"))), input("search"));
    assert_eq!(find(&request(Some("{urn:t}search"), Some(""))), input("search"));
    assert_eq!(find(&request(Some("{urn:t}first"), None)), input("multi"));
    assert_eq!(find(&request(Some("{urn:t}event"), None)), input("notify"));
    assert_eq!(find(&request(Some("{urn:r}add"), None)), input("add"));
    assert_eq!(find(&request(None, None)), input("ping"));
    assert_eq!(find(&request(Some("{urn:t}shared"), Some("urn:t/sharedB"))), input("sharedB"));
}

#[test]
fn doubtful_requests_are_refused() {
    let spoofed = find(&request(Some("{urn:t}search"), Some("urn:t/multi")));
    assert_eq!(
        spoofed,
        Err(MatchError::Disagreement { action: "S/multi".to_owned(), body: "S/search".to_owned() })
    );
    assert_eq!(
        find(&request(Some("{urn:t}shared"), None)),
        Err(MatchError::Ambiguous(vec!["S/sharedA".to_owned(), "S/sharedB".to_owned()]))
    );
    assert!(matches!(
        find(&request(Some("{urn:t}shared"), Some("urn:t/search"))),
        Err(MatchError::Disagreement { .. })
    ));
    assert!(matches!(find(&request(Some("{urn:t}nothing"), None)), Err(MatchError::Unknown(_))));
    assert!(matches!(find(&request(Some("{urn:t}searchResponse"), None)), Err(MatchError::Unknown(_))));
    let of_service = |service| Match { service: Some(service), ..request(Some("{urn:t}search"), None) };
    assert_eq!(find(&of_service("S")), input("search"));
    assert!(matches!(find(&of_service("R")), Err(MatchError::Unknown(_))));
}

#[test]
fn answers_are_found() {
    let answer = |body: &str| {
        find(&Match { direction: Direction::Answer, body: Some(body.parse().unwrap()), ..Match::default() })
    };
    assert_eq!(answer("{urn:t}searchResponse"), Ok(("search".to_owned(), MessageRole::Output)));
    assert_eq!(answer("{urn:r}addResponse"), Ok(("add".to_owned(), MessageRole::Output)));
    assert!(matches!(answer("{urn:t}search"), Err(MatchError::Unknown(_))));
    let fault = |details: &[&str]| {
        let details = details.iter().map(|d| d.parse::<QName>().unwrap()).collect();
        find(&Match { direction: Direction::Any, fault: Some(details), ..Match::default() })
    };
    assert_eq!(fault(&["{urn:x}stack", "{urn:t}trouble"]), Ok(("search".to_owned(), MessageRole::Fault(1))));
    assert!(matches!(fault(&["{urn:x}stack"]), Err(MatchError::Unknown(_))));
    assert!(matches!(fault(&[]), Err(MatchError::Unknown(_))));
}

#[test]
fn envelopes_say_what_they_are() {
    let of = |content: &str| {
        let input = envelope(SOAP11, content);
        let opened = Envelope::open(input.as_bytes(), &Limits::default()).unwrap();
        find(&Match::of(&opened).unwrap())
    };
    assert_eq!(of("<s:Body><t:search/></s:Body>"), input("search"));
    assert_eq!(of("<s:Body><t:searchResponse/></s:Body>"), Ok(("search".to_owned(), MessageRole::Output)));
    assert_eq!(
        of("<s:Body><s:Fault><detail><t:notFound/></detail></s:Fault></s:Body>"),
        Ok(("search".to_owned(), MessageRole::Fault(0)))
    );
    // The same element both ways is a request.
    assert_eq!(of("<s:Body><t:first/></s:Body>"), input("multi"));
}
