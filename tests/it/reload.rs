// SPDX-License-Identifier: EUPL-1.2
//! A configuration that changes while requests go on: taken up whole, or not at all.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::harness::canned::Canned;
use crate::harness::proxy::{Config, Proxy};
use crate::harness::runtime::{block_on, spawn};
use crate::harness::{facade, http1, sample_message, scratch};

const TAKEN_UP: &str = "The configuration was taken up";
const NOT_TAKEN_UP: &str = "The configuration was not taken up";

/// A backend that knows one person, of this number.
fn knowing(person: &str) -> Canned {
    let answer = String::from_utf8(sample_message("lesePerson-response.xml")).expect("UTF-8");
    Canned::answering("200 OK", "text/xml; charset=utf-8", answer.replace("MR00000001", person).as_bytes())
}

fn read_person(base: &str) -> http::Request<bytes::Bytes> {
    let path = format!("{base}{}", facade::melderegister().rest_path("lesePerson"));
    http1::request(&path, "application/json", "{\"personId\":\"MR00000001\"}")
}

#[track_caller]
fn person(proxy: &Proxy, base: &str) -> String {
    let answer = http1::send(proxy.address, read_person(base)).ok();
    answer["person"]["personId"].as_str().expect("a number").to_owned()
}

fn before(legacy: &Canned, settings: &[&str]) -> String {
    let config = Config::new(legacy.url());
    settings.iter().fold(config, |config, setting| config.setting(setting)).yaml()
}

#[test]
fn a_hangup_takes_up_what_has_changed() {
    let (first, second) = (knowing("MR00000001"), knowing("MR00000002"));
    let proxy = Proxy::before(first.url());
    assert_eq!(person(&proxy, ""), "MR00000001");
    let new = before(&second, &["base_path: /register"]).replace("level: debug", "level: info");
    std::fs::write(&proxy.file, format!("threads: 2\n{new}")).expect("a new configuration");
    proxy.signal("HUP");
    proxy.await_logged(TAKEN_UP, 1);
    assert_eq!(person(&proxy, "/register"), "MR00000002");
    http1::send(proxy.address, read_person("")).problem(404, "unknown-path");
    proxy.await_logged("A changed setting needs a restart", 1);
    assert!(proxy.log().contains("\"setting\":\"threads\",\"old\":\"1\",\"new\":\"2\""), "{}", proxy.log());
}

#[test]
fn what_cannot_be_used_changes_nothing() {
    let legacy = knowing("MR00000001");
    let mut proxy = Proxy::before(legacy.url());
    let fine = std::fs::read_to_string(&proxy.file).expect("the configuration");
    let missing = fine.replace(&facade::melderegister().path.display().to_string(), "/nowhere");
    for (count, broken) in
        ["listen: [", &fine.replace("drain: 10s", "drain: soon"), &missing].iter().enumerate()
    {
        std::fs::write(&proxy.file, broken).expect("a broken configuration");
        proxy.signal("HUP");
        proxy.await_logged(NOT_TAKEN_UP, count + 1);
        assert_eq!(person(&proxy, ""), "MR00000001");
    }
    assert!(proxy.log().contains("\"code\":\"FW-3104\""), "{}", proxy.log());
    std::fs::write(&proxy.file, fine).expect("the configuration");
    proxy.signal("HUP");
    proxy.await_logged(TAKEN_UP, 1);
    proxy.assert_alive();
}

/// A volume of Kubernetes: files are links into `..data`, which is a link that is replaced.
fn publish(volume: &Path, version: &str, text: &str) {
    let directory = volume.join(version);
    std::fs::create_dir(&directory).expect("a version");
    std::fs::write(directory.join("fachwerk.yaml"), text).expect("fachwerk.yaml");
    let new = volume.join("..data_tmp");
    std::os::unix::fs::symlink(version, &new).expect("a link");
    std::fs::rename(new, volume.join("..data")).expect("the swap");
}

#[test]
fn a_swapped_volume_is_noticed() {
    let (first, second) = (knowing("MR00000001"), knowing("MR00000002"));
    let directory = scratch();
    let watched = |legacy| format!("watch: 100ms\n{}", before(legacy, &[]));
    publish(directory.path(), "..1", &watched(&first));
    let file = directory.path().join("fachwerk.yaml");
    std::os::unix::fs::symlink("..data/fachwerk.yaml", &file).expect("a link");
    let volume = directory.path().to_owned();
    let proxy = Proxy::start_with(file, directory);
    assert_eq!(person(&proxy, ""), "MR00000001");
    publish(&volume, "..2", &watched(&second));
    proxy.await_logged(TAKEN_UP, 1);
    assert_eq!(person(&proxy, ""), "MR00000002");
}

#[test]
fn a_hundred_reloads_under_load_fail_nobody() {
    let people = ["MR00000001", "MR00000002"];
    let legacies = people.map(knowing);
    let texts = legacies.each_ref().map(|legacy| before(legacy, &[]));
    let proxy = Proxy::before(legacies[0].url());
    let (over, served) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (over, served, address) = (Arc::clone(&over), Arc::clone(&served), proxy.address);
            spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    let answer = http1::try_send(address, read_person("")).await.expect("an answer").ok();
                    let person = answer["person"]["personId"].as_str().expect("a number").to_owned();
                    assert!(people.contains(&person.as_str()), "{person}");
                    served.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for round in 1..=100 {
        std::fs::write(&proxy.file, &texts[round % 2]).expect("a new configuration");
        proxy.signal("HUP");
        proxy.await_logged(TAKEN_UP, round);
        // A request that begins now sees the new configuration and no other.
        assert_eq!(person(&proxy, ""), people[round % 2], "round {round}");
    }
    over.store(true, Ordering::Relaxed);
    for caller in callers {
        block_on(caller).expect("no caller failed");
    }
    let served = served.load(Ordering::Relaxed);
    assert!(served >= 100, "only {served} calls under 100 reloads");
    println!("reload: 100 reloads, {served} calls meanwhile, none failed");
}
