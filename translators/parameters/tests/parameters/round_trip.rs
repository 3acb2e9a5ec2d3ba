// SPDX-License-Identifier: EUPL-1.2
//! A message in parameters and a body, and put together again, is the message.

use std::collections::HashMap;

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Mapping, Operation, OperationId, Segment, segments};
use fachwerk_message::{Limits, Recorded, Recorder};
use fachwerk_parameters::{Given, Merge, Parameters, Request, Split};
use fachwerk_sample::Options;
use proptest::prelude::*;

use crate::shaped::{Shaped, shared};

fn sampled(mapping: &Mapping, operation: &Operation, seed: u64) -> Recorded {
    // Parameters cannot be null, and proposals leave members that can be in the body.
    let mut recorder = Recorder::new();
    fachwerk_sample::sample(mapping, operation.input.root, seed, &Options::default(), &mut recorder)
        .expect("a sample");
    recorder.finish()
}

/// What goes over the wire.
struct Wire {
    target: String,
    headers: HashMap<String, Vec<u8>>,
    body: Vec<u8>,
}

/// `None` where a value of the path is empty, which no path can say.
fn send(
    mapping: &Mapping,
    operation: &Operation,
    parameters: &Parameters,
    message: &Recorded,
) -> Option<Wire> {
    let mut split = Split::new(mapping, parameters, JsonWriter::new(mapping, Vec::new()));
    message.replay(&mut split).expect("parts");
    let (writer, given) = split.finish();
    let headers =
        given.headers(operation).into_iter().map(|(name, value)| (name, value.into_bytes())).collect();
    Some(Wire { target: given.target(operation)?, headers, body: writer.finish().expect("JSON") })
}

fn receive(
    shaped: &Shaped,
    operation: &Operation,
    parameters: &Parameters,
    wire: &Wire,
) -> (Given, Recorded) {
    let mapping = &shaped.mapping;
    let (path, query) = wire.target.split_once('?').unwrap_or((&wire.target, ""));
    assert!(wire.target.bytes().all(|byte| byte.is_ascii_graphic()), "{}", wire.target);
    let template = segments(&operation.path).expect("a path");
    let values: Vec<&str> = path
        .split('/')
        .skip(1)
        .zip(&template)
        .filter(|(_, segment)| matches!(segment, Segment::Template(_)))
        .map(|(value, _)| value)
        .collect();
    assert_eq!(path.split('/').count() - 1, template.len(), "{path}");
    let header = |name: &str| wire.headers.get(name).map(Vec::as_slice).into_iter().collect();
    let request = Request { segments: &values, query, header: &header, enforce: true };
    let limits = Limits::default();
    let given = parameters.read(mapping, &shaped.patterns, &limits, &request).expect("parameters");
    let mut merge = Merge::new(mapping, parameters, &given, Recorder::new());
    fachwerk_json::read(mapping, operation.input.root, &wire.body, &limits, &mut merge).expect("a message");
    let message = merge.into_inner().finish();
    (given, message)
}

/// Whether the message came back; `false` where it could not be sent.
fn round_trip(shaped: &Shaped, id: OperationId, seed: u64) -> bool {
    let mapping = &shaped.mapping;
    let operation = mapping.operation(id);
    let parameters = Parameters::new(mapping, operation);
    let message = sampled(mapping, operation, seed);
    let Some(wire) = send(mapping, operation, &parameters, &message) else { return false };
    if !operation.body {
        assert_eq!(wire.body, b"{}", "{} {}", operation.method, operation.path);
    }
    let (_, came) = receive(shaped, operation, &parameters, &wire);
    assert_eq!(
        came.normalised(mapping),
        message.normalised(mapping),
        "{} {} with {}",
        operation.method,
        wire.target,
        String::from_utf8_lossy(&wire.body)
    );
    true
}

#[test]
fn every_operation_of_the_sample_comes_back() {
    let shaped = Shaped::melderegister();
    assert_eq!(shaped.with_parameters().count(), 4);
    proptest!(ProptestConfig::with_cases(200), |(seed in any::<u64>())| {
        for id in shaped.with_parameters() {
            prop_assert!(round_trip(&shaped, id, seed), "no identifier of the sample is empty");
        }
    });
}

#[test]
fn every_operation_of_eakte_comes_back() {
    let Some(path) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") else { return };
    let shaped = Shaped::open(&path);
    let with_parameters = shaped.with_parameters().count();
    assert!(with_parameters > 50, "{with_parameters}");
    let (mut came, mut unsayable) = (0, 0);
    for seed in 0..40 {
        for id in shaped.with_parameters() {
            if round_trip(&shaped, id, seed) { came += 1 } else { unsayable += 1 }
        }
    }
    assert!(came > 10 * unsayable, "{came} came back, {unsayable} had an empty identifier");
}

#[test]
fn lists_and_arrays_keep_what_is_empty() {
    let shaped = Shaped::melderegister();
    let operation = shaped.operation("suchePerson");
    let parameters = Parameters::new(&shaped.mapping, operation);
    let read = |query: &str| {
        let request = Request { segments: &[], query, header: &|_| Vec::new(), enforce: true };
        parameters.read(&shaped.mapping, &shaped.patterns, &Limits::default(), &request)
    };
    let json = |query: &str| {
        let given = read(query).expect("parameters");
        let mut merge =
            Merge::new(&shaped.mapping, &parameters, &given, JsonWriter::new(&shaped.mapping, Vec::new()));
        fachwerk_json::read(&shaped.mapping, operation.input.root, b"{}", &Limits::default(), &mut merge)
            .expect("a message");
        String::from_utf8(merge.into_inner().finish().expect("JSON")).expect("UTF-8")
    };
    assert_eq!(json(""), r#"{"kriterien":{}}"#, "an object that has to be there is there");
    assert_eq!(
        json("staatsangehoerigkeiten=DEU&familienname=M%C3%BCller+*&staatsangehoerigkeiten=CZE"),
        r#"{"kriterien":{"familienname":"Müller *","staatsangehoerigkeiten":["DEU","CZE"]}}"#
    );
    assert_eq!(json("staatsangehoerigkeiten="), r#"{"kriterien":{"staatsangehoerigkeiten":[]}}"#);
    assert_eq!(
        json("familienstand=VH&familienstand=LD&limit=5"),
        r#"{"kriterien":{"familienstand":["VH","LD"]},"limit":5}"#
    );
    assert!(read("staatsangehoerigkeiten=&staatsangehoerigkeiten=DEU").is_err());
}
