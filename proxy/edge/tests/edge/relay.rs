// SPDX-License-Identifier: EUPL-1.2
//! The relay lane.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use bytes::Bytes;
use fachwerk_edge::{HostHeader, RelayTo, Upstream};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{io::AsyncWriteExt, net::TcpListener};

use crate::support::{
    Running, Toy, canned, get, h1, h2, known, local, pattern, post, raw, read_request, start, text, unknown,
    whole, whole_body,
};

/// Answers with the request's head as text, or for `/echo` with its body, while it arrives.
async fn backend() -> SocketAddr {
    let listener = TcpListener::bind(local()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = service_fn(|request: Request<Incoming>| async move {
                let body = if request.uri().path() == "/echo" {
                    request.into_body().boxed()
                } else {
                    let head = format!("{} {} {:?}", request.method(), request.uri(), request.headers());
                    let _ = whole_body(request.into_body()).await;
                    Full::new(Bytes::from(head)).map_err(|never| match never {}).boxed()
                };
                Ok::<_, Infallible>(Response::new(body))
            });
            tokio::spawn(
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    address
}

fn relaying(
    to: SocketAddr,
    change: impl Fn(&mut RelayTo) + Send + Sync + 'static,
) -> (Running, std::sync::Arc<Toy>) {
    let upstream = Upstream::from_url(&format!("http://{to}")).unwrap();
    let gateway = Toy::new(move |_| {
        let mut relay = RelayTo::new(upstream.clone());
        relay.label = Some("relay".into());
        change(&mut relay);
        relay.into()
    });
    (start(gateway.clone()), gateway)
}

#[tokio::test]
async fn large_bodies_pass_in_both_directions() {
    let (edge, gateway) = relaying(backend().await, |_| {});
    let sent = pattern(8 * 1024 * 1024);
    for body in [known, unknown] {
        let request = || post(edge.address, "/echo", body(sent.clone()));
        let response = h1(edge.address).await.send_request(request()).await.unwrap();
        assert!(whole(response).await.unwrap().to_bytes() == sent);
        assert_eq!(gateway.ended().await, "Relay /echo 200 in=8388608 out=8388608 error=None gone=false");
        let response = h2(edge.address).await.send_request(request()).await.unwrap();
        assert!(whole(response).await.unwrap().to_bytes() == sent);
        assert!(gateway.ended().await.starts_with("Relay /echo 200 in=8388608"));
    }
}

#[tokio::test]
async fn heads_are_rewritten_as_decided() {
    let to = backend().await;
    let (edge, _) = relaying(to, |_| {});
    let mut request = get(edge.address, "/a/b?c=d");
    request.headers_mut().insert("traceparent", HeaderValue::from_static("00-abc"));
    let (_, seen) = text(h1(edge.address).await.send_request(request).await.unwrap()).await;
    assert!(seen.starts_with("GET /a/b?c=d "), "{seen}");
    for expected in [
        format!("\"host\": \"{to}\""),
        "\"x-forwarded-for\": \"127.0.0.1\"".to_owned(),
        "\"x-forwarded-proto\": \"http\"".to_owned(),
        format!("\"x-forwarded-host\": \"{}\"", edge.address),
        "\"traceparent\": \"00-abc\"".to_owned(),
    ] {
        assert!(seen.contains(&expected), "{expected} in {seen}");
    }
    let (edge, _) = relaying(to, |relay| {
        relay.path = Some("/ws?x".parse().unwrap());
        relay.host = HostHeader::Set(HeaderValue::from_static("legacy.internal"));
        relay.forwarded = false;
        relay.headers = vec![(HeaderName::from_static("x-request-id"), HeaderValue::from_static("7"))];
        relay.remove_headers = vec![http::header::COOKIE];
    });
    for version in [1, 2] {
        let mut request = get(edge.address, "/a");
        request.headers_mut().insert("cookie", HeaderValue::from_static("a=b"));
        request.headers_mut().insert("x-request-id", HeaderValue::from_static("spoofed"));
        request.headers_mut().remove("host");
        let response = if version == 1 {
            request.headers_mut().insert("host", HeaderValue::from_str(&edge.address.to_string()).unwrap());
            h1(edge.address).await.send_request(request).await.unwrap()
        } else {
            h2(edge.address).await.send_request(request).await.unwrap()
        };
        let (_, seen) = text(response).await;
        assert!(seen.starts_with("GET /ws?x "), "{seen}");
        assert!(
            seen.contains("\"host\": \"legacy.internal\"") && seen.contains("\"x-request-id\": \"7\""),
            "{seen}"
        );
        assert!(
            !seen.contains("cookie") && !seen.contains("x-forwarded") && !seen.contains("spoofed"),
            "{seen}"
        );
    }
}

#[tokio::test]
async fn errors_are_worded_by_the_gateway() {
    let closed = TcpListener::bind(local()).await.unwrap().local_addr().unwrap();
    let (edge, gateway) = relaying(closed, |_| {});
    let response = h1(edge.address).await.send_request(post(edge.address, "/x", known("ab"))).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/plain");
    let (status, body) = text(response).await;
    assert_eq!(status, 502);
    assert!(body.starts_with("cannot connect to upstream: "), "{body}");
    let report = gateway.ended().await;
    assert!(report.starts_with("Relay /x 502") && report.contains("Connect("), "{report}");
    let (status, _) = text(h2(edge.address).await.send_request(get(edge.address, "/")).await.unwrap()).await;
    assert_eq!(status, 502);
}

#[tokio::test]
async fn oversized_requests_are_refused() {
    let (edge, gateway) = relaying(backend().await, |relay| relay.max_request_bytes = 100_000);
    for body in [known, unknown] {
        let request = || post(edge.address, "/", body(pattern(400_000)));
        let (status, said) = text(h1(edge.address).await.send_request(request()).await.unwrap()).await;
        assert_eq!((status, said.as_str()), (413, "request body is larger than 100000 bytes"));
        let (status, _) = text(h2(edge.address).await.send_request(request()).await.unwrap()).await;
        assert_eq!(status, 413);
        assert!(gateway.ended().await.contains("RequestTooLarge"));
        // An answer that has begun by then is cut.
        let request = post(edge.address, "/echo", body(pattern(4_000_000)));
        if let Ok(response) = h2(edge.address).await.send_request(request).await {
            let complete = response.status() == 200 && whole(response).await.is_ok();
            assert!(!complete);
        }
    }
}

#[tokio::test]
async fn misbehaving_upstreams_are_told_apart() {
    let silent = TcpListener::bind(local()).await.unwrap();
    let (edge, _) =
        relaying(silent.local_addr().unwrap(), |relay| relay.timeouts.read = Duration::from_millis(200));
    let (status, body) =
        text(h1(edge.address).await.send_request(get(edge.address, "/")).await.unwrap()).await;
    assert_eq!((status, body.as_str()), (504, "upstream timed out while waiting for the answer"));
    for (answer, expected) in [
        (&b"<html>"[..], "malformed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "malformed"),
        (b"", "closed the connection"),
    ] {
        let (edge, gateway) = relaying(canned(vec![vec![answer]]).await, |_| {});
        let (status, body) =
            text(h1(edge.address).await.send_request(post(edge.address, "/", known("x"))).await.unwrap())
                .await;
        assert_eq!(status, 502, "{expected}");
        assert!(body.contains(expected), "{expected}: {body} {}", gateway.ended().await);
    }
    // A cut answer must not look complete.
    let (edge, gateway) =
        relaying(canned(vec![vec![b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"]]).await, |_| {});
    let response = h1(edge.address).await.send_request(get(edge.address, "/")).await.unwrap();
    assert!(whole(response).await.is_err());
    assert!(gateway.ended().await.contains("ClosedEarly"));
}

#[tokio::test]
async fn stale_connections_are_retried_as_allowed() {
    for (allowed, expected) in [(true, 200), (false, 502)] {
        // The first connection answers once and is reset by the second request.
        let listener = TcpListener::bind(local()).await.unwrap();
        let to = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut first, _) = listener.accept().await.unwrap();
            for answers in [true, false] {
                read_request(&mut first).await.unwrap();
                if answers {
                    first.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none").await.unwrap();
                }
            }
            drop(first);
            let (mut second, _) = listener.accept().await.unwrap();
            assert!(read_request(&mut second).await.unwrap().ends_with("two"));
            second.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo").await.unwrap();
        });
        let (edge, _) = relaying(to, move |relay| relay.retry_on_stale = allowed);
        let response =
            h1(edge.address).await.send_request(post(edge.address, "/", known("one"))).await.unwrap();
        assert_eq!(text(response).await, (200, "one".to_owned()));
        let response =
            h1(edge.address).await.send_request(post(edge.address, "/", known("two"))).await.unwrap();
        assert_eq!(response.status(), expected);
    }
}

#[tokio::test]
async fn refused_clients_are_told_that_the_connection_ends() {
    let closed = TcpListener::bind(local()).await.unwrap().local_addr().unwrap();
    let (edge, _) = relaying(closed, |_| {});
    let answer = raw(edge.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 502") && answer.ends_with("<closed>"), "{answer}");
    assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
}
