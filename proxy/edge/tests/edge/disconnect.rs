// SPDX-License-Identifier: EUPL-1.2
//! Clients that go away.

use std::{sync::Arc, time::Duration};

use fachwerk_edge::{Answering, BodyError, OnDisconnect, ResponseBody};
use http::Response;
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::timeout,
};

use crate::support::{Running, Toy, get, h2, in_flight, start};

/// Says when it is dropped.
struct Fate(UnboundedSender<&'static str>, bool);

impl Drop for Fate {
    fn drop(&mut self) {
        let _ = self.0.send(if self.1 { "ended" } else { "cancelled" });
    }
}

fn slow(then: OnDisconnect) -> (Running, Arc<Toy>, UnboundedReceiver<&'static str>) {
    let (sender, receiver) = unbounded_channel();
    let gateway = Toy::new(move |_| {
        let sender = sender.clone();
        let answering = Answering::with(|_| async move {
            sender.send("started").unwrap();
            let mut fate = Fate(sender, false);
            tokio::time::sleep(Duration::from_millis(400)).await;
            fate.1 = true;
            Response::new(ResponseBody::from("late"))
        });
        answering.on_disconnect(then).into()
    });
    (start(gateway.clone()), gateway, receiver)
}

async fn next(receiver: &mut UnboundedReceiver<&'static str>) -> &'static str {
    timeout(Duration::from_secs(5), receiver.recv()).await.expect("something happens").unwrap()
}

async fn leave_over_http1(edge: &Running, events: &mut UnboundedReceiver<&'static str>) {
    let mut stream = TcpStream::connect(edge.address).await.unwrap();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab").await.unwrap();
    assert_eq!(next(events).await, "started");
    drop(stream);
}

async fn leave_over_http2(edge: &Running, events: &mut UnboundedReceiver<&'static str>) {
    let mut client = h2(edge.address).await;
    let answer = tokio::spawn(client.send_request(get(edge.address, "/")));
    assert_eq!(next(events).await, "started");
    answer.abort();
}

#[tokio::test]
async fn reads_are_cancelled() {
    let (edge, gateway, mut events) = slow(OnDisconnect::Cancel);
    leave_over_http1(&edge, &mut events).await;
    assert_eq!(next(&mut events).await, "cancelled");
    assert!(gateway.ended().await.ends_with("gone=true"));
    leave_over_http2(&edge, &mut events).await;
    assert_eq!(next(&mut events).await, "cancelled");
    assert!(gateway.ended().await.ends_with("gone=true"));
    in_flight(&edge, 0).await;
}

#[tokio::test]
async fn writes_run_to_their_end_and_count_as_in_flight() {
    let (edge, gateway, mut events) = slow(OnDisconnect::RunToEnd);
    leave_over_http1(&edge, &mut events).await;
    assert!(gateway.ended().await.ends_with("gone=true"));
    in_flight(&edge, 1).await;
    assert_eq!(next(&mut events).await, "ended");
    leave_over_http2(&edge, &mut events).await;
    assert_eq!(next(&mut events).await, "ended");
    in_flight(&edge, 0).await;
}

#[tokio::test]
async fn shutdown_waits_for_writes_whose_client_is_gone() {
    let (mut edge, _, mut events) = slow(OnDisconnect::RunToEnd);
    leave_over_http1(&edge, &mut events).await;
    edge.handle.shutdown();
    edge.handle.stopped().await;
    assert_eq!(next(&mut events).await, "ended");
    edge.join();
}

#[tokio::test]
async fn cut_request_bodies_are_errors_to_those_who_run_on() {
    let (sender, mut seen) = unbounded_channel();
    let edge = start(Toy::new(move |_| {
        let sender = sender.clone();
        let answering = Answering::with(|request| async move {
            sender.send(request.into_body().read_all().await).unwrap();
            Response::new(ResponseBody::empty())
        });
        answering.on_disconnect(OnDisconnect::RunToEnd).into()
    }));
    for request in [
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ] {
        let mut stream = TcpStream::connect(edge.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(stream);
        let body = timeout(Duration::from_secs(5), seen.recv()).await.unwrap().unwrap();
        assert_eq!(body.unwrap_err(), BodyError::Disconnected, "{request}");
    }
}
