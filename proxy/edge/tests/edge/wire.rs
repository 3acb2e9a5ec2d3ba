// SPDX-License-Identifier: EUPL-1.2
//! What the answer lane puts on the wire, byte by byte.

use std::time::Duration;

use fachwerk_edge::{Answering, BoxError, ResponseBody};
use http::{Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::support::{Running, Toy, echo, raw, read_raw, start};

fn edge() -> Running {
    start(Toy::new(|head| match head.uri.path() {
        "/echo" => Answering::with(echo).max_request_bytes(10).into(),
        "/empty" => Answering::with(|_| async {
            Response::builder().status(StatusCode::NO_CONTENT).body(ResponseBody::empty()).unwrap()
        })
        .into(),
        "/stream" => Answering::with(|_| async {
            let frames = ["ab", "", "cd"].map(|part| Ok::<_, BoxError>(Frame::data(part.into())));
            Response::new(ResponseBody::new(StreamBody::new(futures_util::stream::iter(frames))))
        })
        .into(),
        _ => Answering::with(|_| async { Response::new(ResponseBody::from("hello")) }).into(),
    }))
}

#[tokio::test]
async fn lengths_are_announced_and_connections_kept() {
    let edge = edge();
    let answer = raw(edge.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\r\nContent-Length: 5\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nhello"), "{answer}");
    let answer = raw(edge.address, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(answer.ends_with("hello<closed>"), "{answer}");
}

#[tokio::test]
async fn answers_without_body_have_none() {
    let edge = edge();
    let answer = raw(edge.address, b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
    let answer = raw(edge.address, b"GET /empty HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 204") && answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(!answer.to_ascii_lowercase().contains("content-length"), "{answer}");
    assert!(!answer.to_ascii_lowercase().contains("transfer-encoding"), "{answer}");
}

#[tokio::test]
async fn unknown_lengths_are_chunked_or_end_the_connection() {
    let edge = edge();
    let answer = raw(edge.address, b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.to_ascii_lowercase().contains("\r\ntransfer-encoding: chunked\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n"), "{answer}");
    let answer = raw(edge.address, b"GET /stream HTTP/1.0\r\n\r\n").await;
    assert!(answer.ends_with("\r\n\r\nabcd<closed>"), "{answer}");
}

#[tokio::test]
async fn short_requests_of_health_checks_are_answered() {
    // Shorter than the preface of HTTP/2, for which Pingora would wait.
    let answer = raw(edge().address, b"GET / HTTP/1.0\r\n\r\n").await;
    assert!(answer.ends_with("hello<closed>"), "{answer}");
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let edge = edge();
    let mut stream = TcpStream::connect(edge.address).await.unwrap();
    for body in ["", "a", "0123456789"] {
        let request =
            format!("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).await.unwrap();
        let answer = read_raw(&mut stream).await;
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with(&format!("\r\n\r\n{body}")),
            "{answer}"
        );
    }
    assert_eq!(edge.handle.connections(), 1);
}

#[tokio::test]
async fn continue_is_said_to_those_who_wait_for_it() {
    let edge = edge();
    let mut stream = TcpStream::connect(edge.address).await.unwrap();
    let head = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let interim = read_raw(&mut stream).await;
    assert_eq!(interim, "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"ok").await.unwrap();
    let answer = read_raw(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok"), "{answer}");
    // Not to those whose body would be refused anyway.
    let head = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n";
    let answer = raw(edge.address, head).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.ends_with("larger than 10 bytes<closed>"), "{answer}");
}

#[tokio::test]
async fn early_answers_reach_clients_that_are_still_sending() {
    let edge = edge();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(edge.address).await.unwrap();
        stream.write_all(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n").await.unwrap();
        for _ in 0..40 {
            stream.write_all(&[b'x'; 10_000]).await.expect("no reset while sending");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let answer = read_raw(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 413") && answer.ends_with("<closed>"), "{answer}");
    }
}

#[tokio::test]
async fn ambiguous_requests_are_refused() {
    let edge = edge();
    for request in [
        &b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"[..],
        b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    ] {
        let answer = raw(edge.address, request).await;
        assert!(
            answer.starts_with("HTTP/1.1 400") || answer == "<closed>",
            "{}: {answer}",
            request.escape_ascii()
        );
    }
    let answer =
        raw(edge.address, b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxx\r\n")
            .await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("malformed"), "{answer}");
}

#[tokio::test]
async fn pipelined_requests_cost_the_connection_only() {
    let edge = edge();
    let both = b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = raw(edge.address, both).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("hello"), "{answer}");
    assert!(answer.ends_with("<closed>"), "{answer}");
}
