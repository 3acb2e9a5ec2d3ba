// SPDX-License-Identifier: EUPL-1.2
//! Starting and stopping.

use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant},
};

use fachwerk_edge::{Answering, Edge, EdgeBuilder, Listener, Phase, ResponseBody, StartError};
use http::Response;
use tokio::{net::TcpStream, time::timeout};

use crate::support::{Toy, get, h1, h2, in_flight, local, read_raw, start_with, text};

fn slow(millis: u64) -> Arc<Toy> {
    Toy::new(move |_| {
        Answering::with(move |_| async move {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            Response::new(ResponseBody::from("done"))
        })
        .into()
    })
}

fn builder(gateway: Arc<Toy>) -> EdgeBuilder {
    Edge::builder().listener(Listener::plain(local())).gateway(gateway)
}

#[tokio::test]
async fn tells_where_it_listens_and_when_it_is_ready() {
    let edge = builder(slow(0)).build().unwrap();
    let handle = edge.handle();
    assert_ne!(edge.addresses()[0].port(), 0);
    assert_eq!(handle.phase(), Phase::Bound);
    assert!(!handle.is_ready());
    let address = edge.addresses()[0];
    let early = TcpStream::connect(address).await.expect("the system queues it");
    let thread = std::thread::spawn(move || edge.run(std::future::pending()));
    assert!(handle.ready().await);
    drop(early);
    let response = h1(address).await.send_request(get(address, "/")).await.unwrap();
    assert_eq!(text(response).await, (200, "done".to_owned()));
    handle.shutdown();
    handle.stopped().await;
    thread.join().unwrap().unwrap();
    assert_eq!(handle.phase(), Phase::Stopped);
    assert!(TcpStream::connect(address).await.is_err(), "the port is free again");
    TcpListener::bind(address).expect("the port is free again");
}

#[test]
fn taken_ports_are_a_prompt_error() {
    let taken = TcpListener::bind(local()).unwrap();
    let address = taken.local_addr().unwrap();
    let started = Instant::now();
    let error = Edge::builder().listener(Listener::plain(address)).gateway(slow(0)).build().unwrap_err();
    assert!(matches!(error, StartError::Bind { address: refused, .. } if refused == address));
    assert!(started.elapsed() < Duration::from_secs(1));
    assert!(error.to_string().contains(&address.to_string()));
}

#[test]
fn incomplete_edges_do_not_build() {
    assert!(matches!(Edge::builder().gateway(slow(0)).build(), Err(StartError::NoListener)));
    assert!(matches!(Edge::builder().listener(Listener::plain(local())).build(), Err(StartError::NoGateway)));
}

#[test]
fn stops_when_the_signal_resolves() {
    let edge = builder(slow(0)).build().unwrap();
    let started = Instant::now();
    edge.run(async { tokio::time::sleep(Duration::from_millis(100)).await }).unwrap();
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());
}

#[tokio::test]
async fn stops_at_sigterm() {
    let edge = builder(slow(0)).build().unwrap();
    let handle = edge.handle();
    let thread = std::thread::spawn(move || edge.run(fachwerk_edge::termination()));
    assert!(handle.ready().await);
    // The signal is listened for from the first poll on; before it, this test would die of it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let killed = std::process::Command::new("kill").arg(std::process::id().to_string()).status().unwrap();
    assert!(killed.success());
    timeout(Duration::from_secs(5), handle.stopped()).await.expect("stopped");
    thread.join().unwrap().unwrap();
}

#[tokio::test]
async fn draining_waits_for_requests_in_flight_and_ends_promptly() {
    let mut edge = start_with(builder(slow(500)));
    let (mut one, mut two) = (h1(edge.address).await, h2(edge.address).await);
    let one = tokio::spawn(one.send_request(get(edge.address, "/")));
    let two = tokio::spawn(two.send_request(get(edge.address, "/")));
    // An idle connection must not be waited for.
    let mut idle = h1(edge.address).await;
    in_flight(&edge, 2).await;
    idle.ready().await.unwrap();
    let started = Instant::now();
    edge.handle.shutdown();
    edge.handle.shutdown();
    assert!(
        timeout(Duration::from_secs(2), async {
            while edge.handle.is_ready() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .is_ok()
    );
    for answer in [one, two] {
        assert_eq!(text(answer.await.unwrap().unwrap()).await, (200, "done".to_owned()));
    }
    edge.handle.stopped().await;
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    edge.join();
}

#[tokio::test]
async fn nothing_new_is_accepted_while_draining() {
    let edge = start_with(builder(slow(600)));
    let mut client = h1(edge.address).await;
    let answer = tokio::spawn(client.send_request(get(edge.address, "/")));
    in_flight(&edge, 1).await;
    edge.handle.shutdown();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(TcpStream::connect(edge.address).await.is_err());
    let answer = answer.await.unwrap().unwrap();
    assert_eq!(answer.headers()["connection"], "close");
}

#[tokio::test]
async fn draining_gives_up_after_its_time() {
    let mut edge = start_with(builder(slow(60_000)).drain(Duration::from_millis(300)));
    let mut client = h1(edge.address).await;
    let answer = tokio::spawn(client.send_request(get(edge.address, "/")));
    in_flight(&edge, 1).await;
    let started = Instant::now();
    edge.handle.shutdown();
    edge.handle.stopped().await;
    edge.join();
    assert!(started.elapsed() >= Duration::from_millis(300));
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(answer.await.unwrap().is_err());
}

#[tokio::test]
async fn aborting_ends_a_drain() {
    let mut edge = start_with(builder(slow(60_000)));
    let mut client = h1(edge.address).await;
    tokio::spawn(client.send_request(get(edge.address, "/")));
    in_flight(&edge, 1).await;
    edge.handle.shutdown();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(edge.handle.phase(), Phase::Draining);
    edge.handle.abort();
    timeout(Duration::from_secs(1), edge.handle.stopped()).await.expect("prompt");
    edge.join();
}

#[tokio::test]
async fn idle_connections_are_closed_by_a_shutdown() {
    let mut edge = start_with(builder(slow(0)));
    let mut stream = TcpStream::connect(edge.address).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert!(read_raw(&mut stream).await.ends_with("done"));
    let started = Instant::now();
    edge.handle.shutdown();
    assert_eq!(read_raw(&mut stream).await, "<closed>");
    edge.handle.stopped().await;
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    edge.join();
}
