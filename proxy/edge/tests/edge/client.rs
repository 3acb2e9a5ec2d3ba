// SPDX-License-Identifier: EUPL-1.2
//! The upstream client against backends that behave.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use fachwerk_edge::{Limits, Upstream, UpstreamClient, UpstreamError, UpstreamRequest, UpstreamResponse};
use http::{HeaderValue, Method};
use tokio::{
    io::AsyncWriteExt,
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};

use crate::support::{canned, local, pattern, read_request};

pub(crate) fn upstream(address: SocketAddr) -> Upstream {
    Upstream::from_url(&format!("http://{address}")).unwrap()
}

pub(crate) fn request() -> UpstreamRequest {
    UpstreamRequest::post("/ws".parse().unwrap(), "<ask/>")
}

pub(crate) async fn call(address: SocketAddr) -> Result<UpstreamResponse, UpstreamError> {
    UpstreamClient::new().unwrap().call(&upstream(address), &request(), &Limits::default()).await
}

const FRAMINGS: [&[u8]; 8] = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: x\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n\r\nhello",
    b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.0 200 OK\r\n\r\nhello",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\nSet-Cookie: a\r\nSet-Cookie: b\r\n\r\nhello",
];

#[tokio::test]
async fn understands_every_framing() {
    for answer in FRAMINGS {
        let response = call(canned(vec![vec![answer]]).await).await;
        let response = response.unwrap_or_else(|error| panic!("{error}: {}", answer.escape_ascii()));
        assert_eq!((response.status.as_u16(), &response.body[..]), (200, &b"hello"[..]));
    }
}

/// The body of an answer that comes piece by piece.
async fn pieces(client: &Arc<UpstreamClient>, address: SocketAddr) -> Result<Vec<u8>, UpstreamError> {
    let mut answer = client.open(&upstream(address), &request(), &Limits::default()).await?;
    let mut body = Vec::new();
    while let Some(bytes) = answer.body.chunk().await? {
        assert!(!bytes.is_empty());
        body.extend_from_slice(&bytes);
    }
    assert_eq!(answer.body.chunk().await, Ok(None));
    Ok(body)
}

#[tokio::test]
async fn understands_every_framing_piece_by_piece() {
    let client = Arc::new(UpstreamClient::new().unwrap());
    for answer in FRAMINGS {
        let body = pieces(&client, canned(vec![vec![answer]]).await).await;
        assert_eq!(body.as_deref(), Ok(&b"hello"[..]), "{}", answer.escape_ascii());
    }
    for (answer, error) in [
        (&b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello"[..], UpstreamError::ClosedEarly),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", UpstreamError::ClosedEarly),
    ] {
        assert_eq!(pieces(&client, canned(vec![vec![answer]]).await).await, Err(error));
    }
    let bad = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n";
    let found = pieces(&client, canned(vec![vec![bad]]).await).await;
    assert!(matches!(found, Err(UpstreamError::Malformed(_))), "{found:?}");
}

#[tokio::test]
async fn connections_are_kept_when_a_body_was_read_to_its_end() {
    let (address, mut seen) = listening().await;
    let client = Arc::new(UpstreamClient::new().unwrap());
    for _ in 0..3 {
        assert_eq!(pieces(&client, address).await.unwrap(), b"ok");
        assert_eq!(seen.recv().await.unwrap().0, 0);
    }
    // A body that is dropped takes its connection with it.
    drop(client.open(&upstream(address), &request(), &Limits::default()).await.unwrap());
    assert_eq!(seen.recv().await.unwrap().0, 0);
    assert_eq!(pieces(&client, address).await.unwrap(), b"ok");
    assert_eq!(seen.recv().await.unwrap().0, 1);
}

#[tokio::test]
async fn understands_answers_that_arrive_byte_by_byte() {
    for answer in FRAMINGS {
        let listener = TcpListener::bind(local()).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            read_request(&mut stream).await.unwrap();
            for byte in answer {
                stream.write_all(&[*byte]).await.unwrap();
                tokio::task::yield_now().await;
            }
        });
        assert_eq!(call(address).await.unwrap().body, "hello", "{}", answer.escape_ascii());
    }
}

#[tokio::test]
async fn answers_without_body_are_not_waited_for() {
    let kept: Vec<&[u8]> = vec![
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 700\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\n",
        b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
    ];
    let target = upstream(canned(vec![kept]).await);
    let client = UpstreamClient::new().unwrap();
    for (method, status) in
        [(Method::POST, 204), (Method::GET, 304), (Method::HEAD, 200), (Method::POST, 500)]
    {
        let request = UpstreamRequest { method, ..request() };
        let response = client.call(&target, &request, &Limits::default()).await.unwrap();
        assert_eq!((response.status.as_u16(), response.body.len()), (status, 0));
        // All four came by one connection: there is no second script.
        assert_eq!(response.reused_connection, status != 204);
    }
}

/// A backend that hands out what it is sent.
async fn listening() -> (SocketAddr, UnboundedReceiver<(usize, String)>) {
    let (sender, receiver) = unbounded_channel();
    let listener = TcpListener::bind(local()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for connection in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let sender = sender.clone();
            tokio::spawn(async move {
                while let Some(request) = read_request(&mut stream).await {
                    let _ = sender.send((connection, request));
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
                }
            });
        }
    });
    (address, receiver)
}

#[tokio::test]
async fn sends_what_it_is_given() {
    let (address, mut seen) = listening().await;
    let mut asked = request();
    asked.headers.insert("soapaction", HeaderValue::from_static("\"urn:ask\""));
    asked.headers.insert("content-type", HeaderValue::from_static("text/xml"));
    UpstreamClient::new().unwrap().call(&upstream(address), &asked, &Limits::default()).await.unwrap();
    let expected = format!(
        "POST /ws HTTP/1.1\r\nHost: {address}\r\nSOAPAction: \"urn:ask\"\r\nContent-Type: text/xml\r\n\
         Content-Length: 6\r\n\r\n<ask/>"
    );
    assert_eq!(seen.recv().await.unwrap().1, expected);
}

#[tokio::test]
async fn connections_are_kept_per_target() {
    let (address, mut seen) = listening().await;
    let client = UpstreamClient::new().unwrap();
    for reused in [false, true, true] {
        let response = client.call(&upstream(address), &request(), &Limits::default()).await.unwrap();
        assert_eq!(response.reused_connection, reused);
        assert_eq!(seen.recv().await.unwrap().0, 0);
    }
    // Names are resolved.
    let named = Upstream::from_url(&format!("http://localhost:{}", address.port())).unwrap();
    let response = client.call(&named, &request(), &Limits::default()).await.unwrap();
    assert_eq!(response.body, "ok");
}

#[tokio::test]
async fn connections_that_are_not_clean_are_not_kept() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"[..],
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        b"HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
        let fresh: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfresh";
        let target = upstream(
            canned(vec![vec![answer, b"HTTP/1.1 500 Reused\r\nContent-Length: 0\r\n\r\n"], vec![fresh]])
                .await,
        );
        let client = UpstreamClient::new().unwrap();
        client.call(&target, &request(), &Limits::default()).await.unwrap();
        let second = client.call(&target, &request(), &Limits::default()).await.unwrap();
        assert!(!second.reused_connection, "{}", answer.escape_ascii());
        assert_eq!(second.body, "fresh");
    }
}

#[tokio::test]
async fn large_bodies_pass() {
    let listener = TcpListener::bind(local()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let echo = hyper::service::service_fn(|request| async {
            Ok::<_, std::convert::Infallible>(http::Response::new(http::Request::into_body(request)))
        });
        hyper::server::conn::http1::Builder::new()
            .serve_connection(hyper_util::rt::TokioIo::new(stream), echo)
            .await
    });
    let client = UpstreamClient::new().unwrap();
    for size in [65_000, 65_536, 70_000, 5_000_000] {
        let asked = UpstreamRequest { body: pattern(size), ..request() };
        let response = client.call(&upstream(address), &asked, &Limits::default()).await.unwrap();
        assert!(response.body == asked.body, "{size}");
    }
}

#[tokio::test]
async fn calls_can_be_dropped() {
    let (address, _seen) = listening().await;
    let client = UpstreamClient::new().unwrap();
    let (target, asked, limits) = (upstream(address), request(), Limits::default());
    for micros in 0..50 {
        let call = client.call(&target, &asked, &limits);
        let _ = tokio::time::timeout(Duration::from_micros(micros * 20), call).await;
        // Whatever was dropped left no connection in the middle of an answer.
        assert_eq!(client.call(&target, &asked, &limits).await.unwrap().body, "ok");
    }
}
