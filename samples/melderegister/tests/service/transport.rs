// SPDX-License-Identifier: EUPL-1.2
//! HTTP around it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fachwerk_melderegister::{Exchange, Operation, Options, Watcher};

use crate::caller::{call, envelope11, post11, send, start, start_with};

const READ: &str = "<m:lesePerson><m:personId>MR00000001</m:personId></m:lesePerson>";

#[tokio::test]
async fn paths_methods_and_types() {
    let server = start().await;
    let xml = [("Content-Type", "text/xml")];
    assert_eq!(send(&server, "POST", "/", &xml, b"").await.status, 404);
    assert_eq!(send(&server, "GET", "/melderegister", &[], b"").await.status, 404);
    assert_eq!(send(&server, "PUT", "/melderegister", &xml, b"").await.status, 405);
    let message = envelope11(READ);
    for content_type in ["application/json", "text/xml; charset=iso-8859-1", "text/plain"] {
        let answer =
            send(&server, "POST", "/melderegister", &[("Content-Type", content_type)], message.as_bytes())
                .await;
        assert_eq!(answer.status, 415, "{content_type}");
    }
    let zipped = [("Content-Type", "text/xml"), ("Content-Encoding", "gzip")];
    assert_eq!(send(&server, "POST", "/melderegister", &zipped, message.as_bytes()).await.status, 415);
}

#[tokio::test]
async fn bodies_are_limited() {
    let server = start_with(Options { body_limit_bytes: 1000, ..Options::default() }).await;
    assert_eq!(call(&server, "lesePerson", READ).await.status, 200);
    let long = format!("{}{}", envelope11(READ), " ".repeat(2000));
    assert_eq!(post11(&server, "lesePerson", &long).await.status, 413);
}

#[tokio::test]
async fn latency_delays_answers() {
    let latency = Duration::from_millis(80);
    let server = start_with(Options { latency, ..Options::default() }).await;
    let begin = Instant::now();
    call(&server, "lesePerson", READ).await;
    assert!(begin.elapsed() >= latency);
}

#[tokio::test]
async fn exchanges_are_shown_as_they_were() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watcher: Watcher = {
        let seen = Arc::clone(&seen);
        Arc::new(move |exchange: &Exchange| seen.lock().unwrap().push(exchange.clone()))
    };
    let server = start_with(Options { on_exchange: Some(watcher), ..Options::default() }).await;
    let message = envelope11(READ);
    let answer = post11(&server, "lesePerson", &message).await;
    send(&server, "GET", "/nowhere", &[], b"").await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].operation, Some(Operation::Read));
    assert_eq!(seen[0].request_body, message.as_bytes());
    assert_eq!(seen[0].response_body, answer.body.as_bytes());
    assert_eq!(seen[0].response_headers["content-type"], "text/xml; charset=utf-8");
    assert!(seen[0].request_headers["soapaction"].to_str().unwrap().ends_with("/lesePerson\""));
    assert_eq!((seen[1].operation, seen[1].status.as_u16()), (None, 404));
}

#[tokio::test]
async fn stopping_frees_the_port() {
    let server = start().await;
    let address = server.address();
    server.stop().await.unwrap();
    assert!(tokio::net::TcpListener::bind(address).await.is_ok());
}
