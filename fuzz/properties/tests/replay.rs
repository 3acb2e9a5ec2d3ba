// SPDX-License-Identifier: EUPL-1.2
//! Seeds and what fuzzing found, again; and random changes of them, the same ones each time.
//!
//! `FACHWERK_FUZZ_ROUNDS` is how many changes of each target are tried, `FACHWERK_FUZZ_SEED` which ones.

#![allow(clippy::print_stdout, reason = "says how much was tried, and what failed")]

use std::path::{Path, PathBuf};

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(target);
    let entries = std::fs::read_dir(&directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", directory.display());
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// One to four changes: bytes altered, removed, repeated, taken from another input.
fn changed(random: &mut fastrand::Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let pick = |random: &mut fastrand::Rng| &seeds[random.usize(..seeds.len())];
    let mut data = pick(random).clone();
    for _ in 0..random.usize(1..=4) {
        let at = random.usize(..=data.len());
        let end = random.usize(at..=data.len().min(at + 40));
        match random.u8(..6) {
            0 => drop(data.drain(at..end)),
            1 => {
                let piece = data[at..end].to_vec();
                let to = random.usize(..=data.len());
                data.splice(to..to, piece);
            }
            2 => {
                if let Some(byte) = data.get_mut(at) {
                    *byte ^= 1 << random.u8(..8);
                }
            }
            3 => data.splice(at..at, [random.u8(..)]).for_each(drop),
            4 => data.truncate(at.max(data.len() / 2)),
            _ => {
                let other = pick(random);
                let from = random.usize(..=other.len());
                let to = random.usize(from..=other.len().min(from + 200));
                let piece = other[from..to].to_vec();
                data.splice(at..end, piece);
            }
        }
    }
    data
}

fn replay(name: &str) {
    let (_, target) = fachwerk_properties::TARGETS.into_iter().find(|(n, _)| *n == name).expect("a target");
    let seeds = corpus(name);
    for (path, data) in &seeds {
        let outcome = std::panic::catch_unwind(|| target(data));
        assert!(outcome.is_ok(), "{}", path.display());
    }
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, data)| data).collect();
    let rounds = number("FACHWERK_FUZZ_ROUNDS", 400);
    let mut random = fastrand::Rng::with_seed(number("FACHWERK_FUZZ_SEED", 1));
    for round in 0..rounds {
        let data = changed(&mut random, &seeds);
        if std::panic::catch_unwind(|| target(&data)).is_err() {
            let path = std::env::temp_dir().join(format!("fachwerk-{name}-{round}"));
            std::fs::write(&path, &data).expect("a file");
            panic!("round {round} of {name} fails; its input is in {}", path.display());
        }
    }
    println!("{name}: {} seeds, {rounds} changes", seeds.len());
}

#[test]
fn http_binding() {
    replay("http_binding");
}

#[test]
fn json() {
    replay("json");
}

#[test]
fn json_xml() {
    replay("json_xml");
}

#[test]
fn list() {
    replay("list");
}

#[test]
fn package() {
    replay("package");
}

#[test]
fn parameters() {
    replay("parameters");
}

#[test]
fn pieces() {
    replay("pieces");
}

#[test]
fn protobuf() {
    replay("protobuf");
}

#[test]
fn protobuf_xml() {
    replay("protobuf_xml");
}

#[test]
fn round_trip() {
    replay("round_trip");
}

#[test]
fn soap() {
    replay("soap");
}

#[test]
fn wsdl() {
    replay("wsdl");
}

#[test]
fn xml() {
    replay("xml");
}

/// Each target has a program for libFuzzer.
#[test]
fn every_target_can_be_fuzzed() {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"));
    let manifest = manifest.expect("fuzz/Cargo.toml");
    for (name, _) in fachwerk_properties::TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
    }
}
