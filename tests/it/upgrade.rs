// SPDX-License-Identifier: EUPL-1.2
//! Another process takes the ports over: nobody is refused, and what is under way is finished by the one that goes.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::proxy::{Config, Proxy, free_port};
use crate::harness::runtime::{block_on, spawn};
use crate::harness::{binary, cli, facade, http1, sample_message, scratch, wait};

/// A second process; it is killed when dropped.
struct Next(Child);

impl Next {
    fn start(file: &Path) -> Self {
        let mut command = Command::new(binary::path());
        command.args(["serve", "--upgrade", "--config"]).arg(file);
        Self(command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("fachwerk serve"))
    }
}

impl Drop for Next {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A proxy at a port that is known beforehand, which hands it over in its own directory.
fn start(legacy: &Canned) -> Proxy {
    let directory = scratch();
    let text = Config::new(legacy.url()).yaml().replace("127.0.0.1:0", &format!("127.0.0.1:{}", free_port()));
    let file = directory.path().join("fachwerk.yaml");
    std::fs::write(&file, format!("upgrade_socket: upgrade.sock\n{text}")).expect("fachwerk.yaml");
    Proxy::start_with(file, directory)
}

fn read_person() -> http::Request<bytes::Bytes> {
    http1::request(
        &facade::melderegister().rest_path("lesePerson"),
        "application/json",
        "{\"personId\":\"MR00000001\"}",
    )
}

#[track_caller]
fn await_waiting(proxy: &Proxy) {
    let socket = proxy.file.with_file_name("upgrade.sock");
    let waits = wait::until(Duration::from_secs(30), || socket.exists().then_some(()));
    assert!(waits.is_some(), "the next process does not wait for the ports");
}

#[test]
fn nobody_is_refused_while_a_process_takes_over() {
    let answer = sample_message("lesePerson-response.xml");
    let legacy = Canned::answering("200 OK", "text/xml; charset=utf-8", &answer);
    let mut old = start(&legacy);
    let (over, served) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (over, served, address) = (Arc::clone(&over), Arc::clone(&served), old.address);
            spawn(async move {
                // Each call is a new connection: one that is refused is seen.
                while !over.load(Ordering::Relaxed) {
                    http1::try_send(address, read_person()).await.expect("an answer").ok();
                    served.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let mut next = Next::start(&old.file);
    await_waiting(&old);
    old.signal("QUIT");
    let ended = old.wait(Duration::from_secs(30)).expect("the old process ends");
    assert!(ended.success(), "{ended}\n{}", old.log());
    let before = served.load(Ordering::Relaxed);
    let more =
        wait::until(Duration::from_secs(30), || (served.load(Ordering::Relaxed) > before + 20).then_some(()));
    over.store(true, Ordering::Relaxed);
    for caller in callers {
        block_on(caller).expect("no caller was refused");
    }
    assert!(more.is_some(), "the next process serves nobody");
    assert!(next.0.try_wait().expect("its state").is_none(), "the next process ended");
    println!("upgrade: {} calls while a process took over, none refused", served.load(Ordering::Relaxed));
}

#[test]
fn what_is_under_way_is_finished_by_the_one_that_goes() {
    let answer = response("200 OK", "text/xml; charset=utf-8", &sample_message("lesePerson-response.xml"));
    let legacy = Canned::start(Behaviour::Gate(answer));
    let mut old = start(&legacy);
    let waiting = spawn(http1::try_send(old.address, read_person()));
    legacy.await_requests(1);
    let _next = Next::start(&old.file);
    await_waiting(&old);
    old.signal("QUIT");
    // The new process serves while the old one still has its request.
    // Until it has let go of its ports, the old one may be asked and say that it is not ready.
    let ready = || {
        let request = http::Request::get("/readyz").body(bytes::Bytes::new()).expect("a request");
        block_on(http1::try_send(old.address, request)).ok().filter(|answer| answer.status == 200)
    };
    assert!(wait::until(Duration::from_secs(10), ready).is_some(), "the next process is not ready");
    assert_eq!(old.ended(), None, "it went away under a request");
    legacy.release();
    let answer = block_on(waiting).expect("a task").expect("an answer");
    assert_eq!(answer.ok()["person"]["personId"], "MR00000001");
    assert!(old.wait(Duration::from_secs(20)).is_some_and(|status| status.success()));
}

#[test]
fn without_a_next_process_the_old_one_serves_on() {
    let answer = sample_message("lesePerson-response.xml");
    let legacy = Canned::answering("200 OK", "text/xml; charset=utf-8", &answer);
    let mut proxy = start(&legacy);
    proxy.signal("QUIT");
    proxy.await_logged("Nobody took the ports over: serving goes on", 1);
    http1::send(proxy.address, read_person()).ok();
    proxy.assert_alive();
}

#[test]
fn taking_over_needs_a_place() {
    let directory = scratch();
    let file = directory.path().join("fachwerk.yaml");
    std::fs::write(&file, Config::new("http://127.0.0.1:1/").yaml()).expect("fachwerk.yaml");
    let failed =
        cli::fachwerk(&["serve".as_ref(), "--upgrade".as_ref(), "--config".as_ref(), file.as_os_str()])
            .failed(2);
    assert!(failed.contains("FW-0013"), "{failed}");
}
