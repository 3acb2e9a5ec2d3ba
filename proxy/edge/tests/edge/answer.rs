// SPDX-License-Identifier: EUPL-1.2
//! The answer lane, over HTTP/1 and HTTP/2.

use std::time::Duration;

use bytes::Bytes;
use fachwerk_edge::{Answering, BoxError, ConnectionInfo, Edge, Listener, ResponseBody};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};

use crate::support::{
    Toy, echo, get, h1, h2, known, pattern, post, raw, start, start_with, text, unknown, whole,
};

const SIZES: [usize; 6] = [0, 1, 10_000, 65_536, 100_000, 5_000_000];

#[tokio::test]
async fn echoes_bodies_of_any_size() {
    let edge = start(Toy::new(|_| Answering::with(echo).max_request_bytes(5_000_000).into()));
    let (mut one, mut two) = (h1(edge.address).await, h2(edge.address).await);
    for size in SIZES {
        let sent = pattern(size);
        for body in [known, unknown] {
            one.ready().await.unwrap();
            let response = one.send_request(post(edge.address, "/", body(sent.clone()))).await.unwrap();
            assert_eq!(response.headers()["content-length"], size.to_string());
            assert!(whole(response).await.unwrap().to_bytes() == sent, "h1 {size}");
            let response = two.send_request(post(edge.address, "/", body(sent.clone()))).await.unwrap();
            assert_eq!(response.status(), 200);
            assert!(whole(response).await.unwrap().to_bytes() == sent, "h2 {size}");
        }
    }
}

#[tokio::test]
async fn oversized_bodies_are_an_error_of_the_handlers_own_wording() {
    let gateway = Toy::new(|_| Answering::with(echo).max_request_bytes(100_000).into());
    let edge = start(gateway.clone());
    for body in [known, unknown] {
        let request = || post(edge.address, "/", body(pattern(300_000)));
        let (status, body) = text(h1(edge.address).await.send_request(request()).await.unwrap()).await;
        assert_eq!((status, body.as_str()), (413, "request body is larger than 100000 bytes"));
        let (status, _) = text(h2(edge.address).await.send_request(request()).await.unwrap()).await;
        assert_eq!(status, 413);
        assert!(gateway.ended().await.starts_with("Answer / 413"));
    }
    // Exactly the limit passes.
    let request = post(edge.address, "/", unknown(pattern(100_000)));
    assert_eq!(h1(edge.address).await.send_request(request).await.unwrap().status(), 200);
}

#[tokio::test]
async fn trailers_travel_over_http2() {
    let edge = start(Toy::new(|head| {
        let only = head.uri.path() == "/only";
        Answering::with(move |_| async move {
            let mut trailers = HeaderMap::new();
            trailers.insert("grpc-status", HeaderValue::from_static("5"));
            if only {
                let mut response = Response::new(ResponseBody::empty());
                *response.headers_mut() = trailers;
                return response;
            }
            let frames = [Ok::<_, BoxError>(Frame::data(Bytes::from("data"))), Ok(Frame::trailers(trailers))];
            Response::new(ResponseBody::new(StreamBody::new(futures_util::stream::iter(frames))))
        })
        .into()
    }));
    let mut client = h2(edge.address).await;
    let body = whole(client.send_request(get(edge.address, "/")).await.unwrap()).await.unwrap();
    assert_eq!(body.trailers().unwrap()["grpc-status"], "5");
    assert_eq!(body.to_bytes(), "data");
    // An answer of trailers only ends with its head: gRPC clients insist.
    let response = client.send_request(get(edge.address, "/only")).await.unwrap();
    assert_eq!(response.headers()["grpc-status"], "5");
    assert!(http_body::Body::is_end_stream(response.body()));
    // HTTP/1 drops them, and the body arrives.
    let response = h1(edge.address).await.send_request(get(edge.address, "/")).await.unwrap();
    assert_eq!(text(response).await, (200, "data".to_owned()));
}

#[tokio::test]
async fn request_trailers_end_the_body() {
    let edge = start(Toy::new(|_| Answering::with(echo).into()));
    for data in ["", "data"] {
        let mut trailers = HeaderMap::new();
        trailers.insert("x", HeaderValue::from_static("y"));
        let frames = [Ok::<_, BoxError>(Frame::data(Bytes::from(data))), Ok(Frame::trailers(trailers))];
        let body = || StreamBody::new(futures_util::stream::iter(frames)).boxed_unsync();
        let response = h2(edge.address).await.send_request(post(edge.address, "/", body())).await.unwrap();
        assert_eq!(text(response).await, (200, data.to_owned()));
    }
    let chunked =
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n";
    let answer = raw(edge.address, chunked).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\nab"), "{answer}");
}

#[tokio::test]
async fn answers_flow_while_requests_still_do() {
    let edge = start(Toy::new(|_| {
        let answering =
            Answering::with(|request| async { Response::new(ResponseBody::new(request.into_body())) });
        answering.max_request_bytes(u64::MAX).into()
    }));
    let sent = pattern(5_000_000);
    let request = || post(edge.address, "/", unknown(sent.clone()));
    let response = h2(edge.address).await.send_request(request()).await.unwrap();
    assert!(whole(response).await.unwrap().to_bytes() == sent);
    let response = h1(edge.address).await.send_request(request()).await.unwrap();
    assert!(whole(response).await.unwrap().to_bytes() == sent);
}

#[tokio::test]
async fn broken_answers_never_look_complete() {
    let edge = start(Toy::new(|_| {
        Answering::with(|_| async {
            let frames = [Ok(Frame::data(Bytes::from("half"))), Err(BoxError::from("broken"))];
            Response::new(ResponseBody::new(StreamBody::new(futures_util::stream::iter(frames))))
        })
        .into()
    }));
    let response = h1(edge.address).await.send_request(get(edge.address, "/")).await.unwrap();
    assert!(whole(response).await.is_err());
    // The reset may overtake the head.
    if let Ok(response) = h2(edge.address).await.send_request(get(edge.address, "/")).await {
        assert!(whole(response).await.is_err());
    }
}

#[tokio::test]
async fn panicking_handlers_are_an_internal_error() {
    let edge = start(Toy::new(|_| Answering::with(|_| async { panic!("on purpose") }).into()));
    for path in ["/a", "/b"] {
        let response = h1(edge.address).await.send_request(get(edge.address, path)).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}

#[tokio::test]
async fn unread_bodies_stay_with_the_client() {
    let edge = start(Toy::new(|_| {
        Answering::with(|request| async move {
            tokio::time::sleep(Duration::from_millis(600)).await;
            drop(request);
            Response::new(ResponseBody::from("enough"))
        })
        .max_request_bytes(u64::MAX)
        .into()
    }));
    let taken = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = taken.clone();
    let chunk = pattern(64 * 1024);
    let endless = futures_util::stream::repeat_with(move || {
        count.fetch_add(chunk.len(), std::sync::atomic::Ordering::Relaxed);
        Ok::<_, BoxError>(Frame::data(chunk.clone()))
    });
    let request = post(edge.address, "/", StreamBody::new(endless).boxed_unsync());
    let mut client = h2(edge.address).await;
    let answer = tokio::spawn(async move { client.send_request(request).await });
    tokio::time::sleep(Duration::from_millis(400)).await;
    let taken = taken.load(std::sync::atomic::Ordering::Relaxed);
    assert!(taken < 2 * 1024 * 1024, "{taken} bytes taken from a client nobody reads");
    assert_eq!(text(answer.await.unwrap().unwrap()).await, (200, "enough".to_owned()));
}

#[tokio::test]
async fn heads_tell_about_the_connection() {
    let gateway = Toy::new(|head| {
        let connection = *head.extensions.get::<ConnectionInfo>().unwrap();
        Answering::with(move |request| async move {
            assert_eq!(request.extensions().get(), Some(&connection));
            Response::new(ResponseBody::from(format!("{} {}", connection.peer.unwrap().ip(), connection.tls)))
        })
        .into()
    });
    let listener = |address: &str| Listener::plain(address.parse().unwrap());
    let edge = start_with(
        Edge::builder()
            .listener(listener("[::1]:0"))
            .listener(listener("127.0.0.1:0"))
            .gateway(gateway)
            .threads(2),
    );
    for (address, expected) in edge.handle.addresses().iter().zip(["::1 false", "127.0.0.1 false"]) {
        let response = h1(*address).await.send_request(get(*address, "/")).await.unwrap();
        assert_eq!(text(response).await, (200, expected.to_owned()));
    }
}
