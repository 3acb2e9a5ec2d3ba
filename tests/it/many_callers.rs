// SPDX-License-Identifier: EUPL-1.2
//! Many callers at once: each gets its own answer, over either version of HTTP.

use std::sync::Arc;
use std::time::Duration;

use prost_reflect::DynamicMessage;
use serde_json::{Value, json};

use crate::harness::grpc::{Connection, encoded, request};
use crate::harness::proxy::Proxy;
use crate::harness::register::Register;
use crate::harness::runtime::{block_on, spawn};
use crate::harness::{facade, http1};

/// People who can be read.
const PEOPLE: [&str; 6] =
    ["MR00000001", "MR00000002", "MR00000003", "MR00000004", "MR00000007", "MR00000008"];

#[test]
fn everybody_gets_the_own_answer() {
    let register = Register::slow(Duration::from_millis(5));
    let proxy = Proxy::before(register.url());
    let facade = facade::melderegister();
    let to = proxy.address;
    let connection = Arc::new(block_on(Connection::open(to)).expect("a connection"));
    let mut calls = Vec::new();
    for round in 0..40 {
        let id = PEOPLE[round % PEOPLE.len()];
        let rest = http1::request(
            &facade.rest_path("lesePerson"),
            "application/json",
            json!({"personId": id, "mitHistorie": round % 2 == 0}).to_string(),
        );
        calls.push(spawn(async move {
            let answer = http1::try_send(to, rest).await?;
            Ok::<_, String>((id, answer.json()["person"]["personId"].clone()))
        }));
        let call = request(
            &facade.grpc_path("lesePerson"),
            encoded(facade, "lesePerson", &json!({"person_id": id})),
        );
        let connection = Arc::clone(&connection);
        calls.push(spawn(async move {
            let outcome = connection.call(call).await?;
            let output = facade.method("lesePerson").output();
            let message =
                DynamicMessage::decode(output, outcome.ok().clone()).map_err(|error| error.to_string())?;
            Ok((id, facade::to_json(&message)["person"]["person_id"].clone()))
        }));
    }
    for call in calls {
        let (wanted, got) = block_on(call).expect("a task").expect("an answer");
        assert_eq!(got, wanted);
    }
    assert_eq!(register.server.requests("lesePerson"), 80);
}

#[test]
fn rest_speaks_http_2_as_well() {
    let register = Register::start();
    let proxy = Proxy::before(register.url());
    let path = facade::melderegister().rest_path("lesePerson");
    let call = |id: &str| {
        let body = json!({"personId": id}).to_string();
        let (head, _, body) = block_on(async {
            Connection::open(proxy.address)
                .await?
                .exchange(http1::request(&path, "application/json", body))
                .await
        })
        .expect("an answer");
        (head.status.as_u16(), serde_json::from_slice::<Value>(&body).expect("JSON"))
    };
    let (status, body) = call("MR00000003");
    assert_eq!((status, &body["person"]["name"]["familienname"]), (200, &json!("Müller-Lüdenscheidt")));
    let (status, body) = call("MR99999999");
    assert_eq!((status, &body["fault"]["PersonNichtGefunden"]["personId"]), (422, &json!("MR99999999")));
}
