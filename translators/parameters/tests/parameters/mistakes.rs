// SPDX-License-Identifier: EUPL-1.2
//! What callers get wrong.

use fachwerk_message::{ErrorKind, Limits, Recorder};
use fachwerk_parameters::{Given, Merge, Mistake, Parameters, Request};

use proptest::prelude::*;

use crate::shaped::Shaped;

fn read(
    name: &str,
    segments: &[&str],
    query: &str,
    headers: &[(&str, &[u8])],
) -> Result<Given, Vec<Mistake>> {
    let shaped = Shaped::melderegister();
    let parameters = Parameters::new(&shaped.mapping, shaped.operation(name));
    let header = |name: &str| {
        headers
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
            .collect()
    };
    let request = Request { segments, query, header: &header, enforce: true };
    parameters.read(&shaped.mapping, &shaped.patterns, &Limits::default(), &request)
}

#[track_caller]
fn wrong(query: &str) -> Vec<(ErrorKind, String, String)> {
    let mistakes = read("suchePerson", &[], query, &[]).unwrap_err();
    mistakes.into_iter().map(|mistake| (mistake.kind, mistake.pointer, mistake.message)).collect()
}

#[test]
fn each_mistake_is_told_with_its_place() {
    for (query, kind, pointer, message) in [
        ("vorname=a&vorname=b", ErrorKind::Structure, "/kriterien/vorname", "given twice"),
        ("limit=many", ErrorKind::Value, "/limit", "query parameter `limit`"),
        ("limit=101", ErrorKind::Value, "/limit", "query parameter `limit`"),
        ("familienname=%FF", ErrorKind::Syntax, "/kriterien/familienname", "percent-encoded"),
        ("familienname=%01", ErrorKind::Value, "/kriterien/familienname", "XML"),
        ("name=x", ErrorKind::Structure, "", "there is no query parameter `name`"),
        ("%FF=x", ErrorKind::Syntax, "", "percent-encoded"),
        (
            "staatsangehoerigkeiten=a%20b",
            ErrorKind::Value,
            "/kriterien/staatsangehoerigkeiten",
            "white space",
        ),
    ] {
        let mistakes = wrong(query);
        assert_eq!(mistakes.len(), 1, "{query}: {mistakes:?}");
        let (found, place, text) = &mistakes[0];
        assert_eq!((*found, place.as_str()), (kind, pointer), "{query}");
        assert!(text.contains(message), "{query}: {text}");
    }
    assert_eq!(wrong("a=1&b=2&limit=x").len(), 3, "all of them at once");
    assert!(wrong(&"x=1&".repeat(1000)).len() <= 20);
}

#[test]
fn whatever_callers_send_is_read_or_refused() {
    let shaped = Shaped::melderegister();
    let parameters = Parameters::new(&shaped.mapping, shaped.operation("suchePerson"));
    let text = "(familienname|limit|familienstand|staatsangehoerigkeiten|x|%[0-9a-gA-G]{0,2}|[&=+%]|[ -~]|\\PC){0,40}";
    proptest!(ProptestConfig::with_cases(500), |(query in text, value in any::<Vec<u8>>())| {
        let header = |_: &str| vec![value.as_slice()];
        let request = Request { segments: &[], query: &query, header: &header, enforce: false };
        match parameters.read(&shaped.mapping, &shaped.patterns, &Limits::default(), &request) {
            Ok(given) => prop_assert_eq!(given.values().len(), parameters.list().len()),
            Err(mistakes) => prop_assert!(!mistakes.is_empty()),
        }
    });
}

#[test]
fn booleans_are_those_of_json() {
    assert!(read("lesePerson", &["MR00000001"], "mitHistorie=true", &[]).is_ok());
    for other in ["1", "TRUE", "", "yes"] {
        assert!(
            read("lesePerson", &["MR00000001"], &format!("mitHistorie={other}"), &[]).is_err(),
            "{other}"
        );
    }
}

#[test]
fn headers_are_percent_encoded_or_plain() {
    let values = |value: &[u8]| {
        let given = read(
            "lesePerson",
            &["MR00000001"],
            "",
            &[("Mandant-ags", b"08111000"), ("mandant-kennung", value)],
        );
        given
            .map(|given| given.values().last().and_then(|values| values.first().cloned()).unwrap_or_default())
    };
    assert_eq!(values(b"amt"), Ok("amt".to_owned()));
    assert_eq!(values("bürgeramt".as_bytes()), Ok("bürgeramt".to_owned()));
    assert_eq!(values(b"b%C3%BCrgeramt%20mitte"), Ok("bürgeramt mitte".to_owned()));
    assert!(values(b"b\xfcrgeramt").is_err(), "Latin 1");
}

#[test]
fn a_body_must_not_say_it_again() {
    let shaped = Shaped::melderegister();
    let operation = shaped.operation("meldeUmzug");
    let parameters = Parameters::new(&shaped.mapping, operation);
    let request = Request { segments: &["MR00000001"], query: "", header: &|_| Vec::new(), enforce: true };
    let given = parameters.read(&shaped.mapping, &shaped.patterns, &Limits::default(), &request).unwrap();
    let mut merge = Merge::new(&shaped.mapping, &parameters, &given, Recorder::new());
    let body = br#"{"art":"hauptwohnung","personId":"MR00000002"}"#;
    let error =
        fachwerk_json::read(&shaped.mapping, operation.input.root, body, &Limits::default(), &mut merge)
            .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Structure);
    assert_eq!(error.path.as_deref(), Some("/personId"));
    assert!(error.message.contains("path parameter `personId`"), "{error}");
}
