// SPDX-License-Identifier: EUPL-1.2
//! SIGTERM: what is under way is finished, nothing new is begun, and the process ends in time.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::proxy::{Config, Proxy, SOAP};
use crate::harness::register::Register;
use crate::harness::runtime::{block_on, spawn};
use crate::harness::{facade, http1, sample_message, wait};

fn gate() -> Canned {
    let body = sample_message("lesePerson-response.xml");
    Canned::start(Behaviour::Gate(response("200 OK", "text/xml; charset=utf-8", &body)))
}

fn read_person() -> http::Request<bytes::Bytes> {
    http1::request(
        &facade::melderegister().rest_path("lesePerson"),
        "application/json",
        "{\"personId\":\"MR00000001\"}",
    )
}

#[test]
fn requests_under_way_are_finished() {
    let legacy = gate();
    let mut proxy = Proxy::before(legacy.url());
    let translated = spawn(http1::try_send(proxy.address, read_person()));
    let relayed = http1::request(SOAP, "text/xml; charset=utf-8", sample_message("lesePerson-request.xml"));
    let relayed = spawn(http1::try_send(proxy.address, relayed));
    legacy.await_requests(2);
    proxy.signal("TERM");
    let refused = wait::until(Duration::from_secs(10), || TcpStream::connect(proxy.address).err());
    assert!(refused.is_some(), "new connections are still taken");
    assert_eq!(proxy.ended(), None, "it went away under two requests");
    assert!(!translated.is_finished() && !relayed.is_finished());

    legacy.release();
    let answer = block_on(translated).expect("a task").expect("an answer");
    assert_eq!(answer.ok()["person"]["personId"], "MR00000001");
    let answer = block_on(relayed).expect("a task").expect("an answer");
    assert_eq!(answer.body, sample_message("lesePerson-response.xml"));
    let status = proxy.wait(Duration::from_secs(8)).expect("it ends when there is nothing left to do");
    assert!(status.success(), "{status}\n{}", proxy.log());
}

#[test]
fn an_idle_process_ends_at_once() {
    for signal in ["TERM", "INT"] {
        let register = Register::start();
        let mut proxy = Proxy::start(&Config { drain: "60s", ..Config::new(register.url()) });
        assert_eq!(http1::send(proxy.address, read_person()).status, 200);
        // Somebody keeps a connection open and says nothing.
        let _idle = TcpStream::connect(proxy.address).expect("a connection");
        let began = Instant::now();
        proxy.signal(signal);
        let status = proxy.wait(Duration::from_secs(30)).expect("it ends");
        assert!(status.success(), "{signal}: {status}\n{}", proxy.log());
        assert!(began.elapsed() < Duration::from_secs(30), "{signal}: {:?}", began.elapsed());
    }
}

#[test]
fn a_drain_has_an_end() {
    let legacy = gate();
    let mut proxy = Proxy::start(&Config { drain: "500ms", ..Config::new(legacy.url()) });
    let hanging = spawn(http1::try_send(proxy.address, read_person()));
    legacy.await_requests(1);
    proxy.signal("TERM");
    assert!(proxy.wait(Duration::from_secs(20)).is_some(), "it waits for ever");
    assert!(block_on(hanging).expect("a task").is_err(), "an answer out of nowhere");
}
