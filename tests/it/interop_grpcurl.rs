// SPDX-License-Identifier: EUPL-1.2
//! A gRPC caller that others wrote: grpcurl, with no .proto file, by reflection alone.

use std::net::SocketAddr;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::proxy::Proxy;
use crate::harness::register::Register;
use crate::harness::{facade, peers};

fn grpcurl(program: &std::path::Path, to: SocketAddr, before: &[&str], after: &[&str]) -> peers::Said {
    peers::run(Command::new(program).arg("-plaintext").args(before).arg(to.to_string()).args(after))
}

#[test]
fn grpcurl_lists_describes_and_calls() {
    let Some(program) = peers::grpcurl() else { skip!("grpcurl is not installed (tests/peers/install)") };
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    let path = facade::melderegister().grpc_path("lesePerson");
    let method = path.trim_start_matches('/');
    let service = method.split('/').next().expect("a service");
    let say = |before: &[&str], after: &[&str]| grpcurl(&program, proxy.address, before, after);

    let listed = say(&[], &["list"]).content();
    assert!(listed.lines().any(|line| line == service), "{listed}");
    let listed = say(&[], &["list", service]).content();
    assert_eq!(listed.lines().count(), 5, "{listed}");
    let described = say(&[], &["describe", service]).content();
    assert!(described.contains("rpc LesePerson"), "{described}");

    let answer = say(&["-d", "{\"person_id\": \"MR00000001\", \"mit_historie\": true}"], &[method]).content();
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["person"]["name"], json!({"familienname": "Müller", "vorname": ["Jürgen", "Karl"]}));
    assert_eq!(answer["person"]["meldeanschrift"][1]["anschrift"]["auslandsAnschrift"]["staat"], "AUT");
    assert_eq!(register.server.requests("lesePerson"), 1);

    // A declared fault, whose type grpcurl learns by reflection, too.
    let refused = say(&["-format-error", "-d", "{\"person_id\": \"MR00000011\"}"], &[method]);
    assert!(!refused.success, "{refused:?}");
    let text = format!("{}{}", refused.stdout, refused.stderr);
    assert!(text.contains("Auskunftssperre") && text.contains("2027-12-31"), "{text}");

    let unknown = say(&[], &[&format!("{service}/LoeschePerson")]);
    assert!(!unknown.success, "{unknown:?}");
    let health = say(&[], &["grpc.health.v1.Health/Check"]).content();
    assert!(health.contains("SERVING"), "{health}");
}
