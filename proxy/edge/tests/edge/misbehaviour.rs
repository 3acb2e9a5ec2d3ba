// SPDX-License-Identifier: EUPL-1.2
//! The upstream client against backends that misbehave.

use std::time::{Duration, Instant};

use fachwerk_edge::{Limits, Stage, Upstream, UpstreamClient, UpstreamError, UpstreamRequest};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket},
};

use crate::{
    client::{call, request, upstream},
    support::{canned, local, pattern, read_request},
};

#[tokio::test]
async fn ambiguous_answers_are_malformed() {
    for answer in [
        &b"<html>not http</html>"[..],
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        b"HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
    ] {
        let error =
            call(canned(vec![vec![answer]]).await).await.expect_err(&answer.escape_ascii().to_string());
        assert!(matches!(error, UpstreamError::Malformed(_)), "{}: {error:?}", answer.escape_ascii());
    }
}

#[tokio::test]
async fn cut_answers_are_not_answers() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 200 O",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
    ] {
        let error =
            call(canned(vec![vec![answer]]).await).await.expect_err(&answer.escape_ascii().to_string());
        assert_eq!(error, UpstreamError::ClosedEarly, "{}", answer.escape_ascii());
    }
}

#[tokio::test]
async fn oversized_answers_are_refused() {
    let limits = Limits { max_response_bytes: 4, max_head_bytes: 200, ..Limits::default() };
    let long_head: &[u8] = b"HTTP/1.1 200 OK\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nContent-Length: 0\r\n\r\n";
    let hints: &[u8] = b"HTTP/1.1 103 Early Hints\r\nLink: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    for (answer, limit) in [
        (&b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"[..], 4),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", 4),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 4),
        (b"HTTP/1.1 200 OK\r\n\r\nhello", 4),
        (long_head, 200),
        (hints, 200),
    ] {
        let target = upstream(canned(vec![vec![answer]]).await);
        let called = UpstreamClient::new().unwrap().call(&target, &request(), &limits).await;
        let error = called.map(|response| response.body).unwrap_err();
        let room = if answer == hints {
            matches!(error, UpstreamError::TooLarge { .. })
        } else {
            error == UpstreamError::TooLarge { limit }
        };
        assert!(room, "{}: {error:?}", answer.escape_ascii());
    }
}

#[tokio::test]
async fn slow_answers_time_out_where_they_are_slow() {
    for (answer, stage) in [
        (&b""[..], Stage::AwaitingHead),
        (b"HTTP/1.1 200 OK\r\n", Stage::AwaitingHead),
        (b"HTTP/1.1 100 Continue\r\n\r\n", Stage::AwaitingHead),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", Stage::ReadingBody),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", Stage::ReadingBody),
        (b"HTTP/1.1 200 OK\r\n\r\nhel", Stage::ReadingBody),
    ] {
        let listener = TcpListener::bind(local()).await.unwrap();
        let target = upstream(listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_request(&mut stream).await.unwrap();
            stream.write_all(answer).await.unwrap();
            // Keeps coming, but never to an end: the time is for the whole answer.
            while answer.ends_with(b"\n\r\nhel") && !answer.contains(&b':') {
                tokio::time::sleep(Duration::from_millis(50)).await;
                if stream.write_all(b"x").await.is_err() {
                    break;
                }
            }
            tokio::time::sleep(Duration::from_secs(10)).await;
        });
        let limits = Limits { response_timeout: Duration::from_millis(300), ..Limits::default() };
        let started = Instant::now();
        let error = UpstreamClient::new().unwrap().call(&target, &request(), &limits).await.unwrap_err();
        assert_eq!(error, UpstreamError::Timeout { stage }, "{}", answer.escape_ascii());
        assert!(started.elapsed() < Duration::from_secs(3));
    }
}

#[tokio::test]
async fn unread_requests_time_out_while_sending() {
    let listener = TcpListener::bind(local()).await.unwrap();
    let target = upstream(listener.local_addr().unwrap());
    let limits = Limits { response_timeout: Duration::from_millis(300), ..Limits::default() };
    let asked = UpstreamRequest { body: pattern(32 * 1024 * 1024), ..request() };
    let error = UpstreamClient::new().unwrap().call(&target, &asked, &limits).await.unwrap_err();
    assert_eq!(error, UpstreamError::Timeout { stage: Stage::Sending });
}

#[tokio::test]
async fn absent_backends_are_connect_errors() {
    let closed = TcpListener::bind(local()).await.unwrap().local_addr().unwrap();
    let error = call(closed).await.unwrap_err();
    assert!(matches!(&error, UpstreamError::Connect(reason) if reason.contains("refused")), "{error:?}");
    assert!(error.is_unsent());
    // A listener whose queue is full does not answer at all.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(local()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(200), tokio::net::TcpStream::connect(address)).await
    {
        queue.push(stream);
    }
    let limits = Limits { connect_timeout: Duration::from_millis(300), ..Limits::default() };
    let error =
        UpstreamClient::new().unwrap().call(&upstream(address), &request(), &limits).await.unwrap_err();
    assert_eq!(error, UpstreamError::Timeout { stage: Stage::Connecting });
    let named = Upstream::from_url("http://no-such-host.invalid").unwrap();
    let error = UpstreamClient::new().unwrap().call(&named, &request(), &limits).await.unwrap_err();
    assert!(error.is_unsent(), "{error:?}");
}

#[tokio::test]
async fn early_refusals_of_large_requests_are_heard() {
    let listener = TcpListener::bind(local()).await.unwrap();
    let target = upstream(listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut some = [0; 1000];
        stream.read_exact(&mut some).await.unwrap();
        stream.write_all(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n").await.unwrap();
        stream.shutdown().await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.unwrap();
    });
    let asked = UpstreamRequest { body: pattern(16 * 1024 * 1024), ..request() };
    let response = UpstreamClient::new().unwrap().call(&target, &asked, &Limits::default()).await.unwrap();
    assert_eq!(response.status, 413);
}

const ONE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";
const TWO: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo";

/// Warms up a pooled connection that dies, after `last`, with the second request.
async fn second_call(
    scripts: Vec<Vec<&'static [u8]>>,
    retry_on_stale: bool,
) -> Result<String, UpstreamError> {
    let target = upstream(canned(scripts).await);
    let client = UpstreamClient::new().unwrap();
    let asked = UpstreamRequest { retry_on_stale, ..request() };
    assert_eq!(client.call(&target, &asked, &Limits::default()).await.unwrap().body, "one");
    let second = client.call(&target, &asked, &Limits::default()).await?;
    assert!(!second.reused_connection);
    Ok(String::from_utf8(second.body.to_vec()).unwrap())
}

#[tokio::test]
async fn stale_connections_are_retried_once_and_only_if_allowed() {
    // An empty answer: the backend takes the second request and closes.
    let dies = || vec![ONE, b""];
    assert_eq!(second_call(vec![dies(), vec![TWO]], true).await.unwrap(), "two");
    assert_eq!(second_call(vec![dies(), vec![TWO]], false).await.unwrap_err(), UpstreamError::ClosedEarly);
    // The second attempt fails too: there is no third.
    assert_eq!(
        second_call(vec![dies(), vec![b""], vec![TWO]], true).await.unwrap_err(),
        UpstreamError::ClosedEarly
    );
    // One byte of an answer: the backend has acted.
    assert_eq!(
        second_call(vec![vec![ONE, b"H"], vec![TWO]], true).await.unwrap_err(),
        UpstreamError::ClosedEarly
    );
}

#[tokio::test]
async fn fresh_connections_are_never_retried() {
    let target = upstream(canned(vec![vec![b""], vec![TWO]]).await);
    let asked = UpstreamRequest { retry_on_stale: true, ..request() };
    let error = UpstreamClient::new().unwrap().call(&target, &asked, &Limits::default()).await.unwrap_err();
    assert_eq!(error, UpstreamError::ClosedEarly);
}

#[tokio::test]
async fn connections_closed_while_idle_are_not_used() {
    // The script ends after one answer, so the connection is closed while it waits in the pool.
    let target = upstream(canned(vec![vec![ONE], vec![TWO]]).await);
    let client = UpstreamClient::new().unwrap();
    client.call(&target, &request(), &Limits::default()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let second = client.call(&target, &request(), &Limits::default()).await.unwrap();
    assert_eq!((second.body.as_ref(), second.reused_connection), (&b"two"[..], false));
}
