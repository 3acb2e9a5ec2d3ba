// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk sample`: the same seed gives the same messages, and they are messages.

use crate::harness::{cli, facade};

fn sample(more: &[&str]) -> String {
    let contract = facade::melderegister().path.to_str().expect("a path");
    let mut arguments = vec!["sample", "--contract", contract];
    arguments.extend(more);
    cli::fachwerk(&arguments).fine_text()
}

#[test]
fn the_seed_decides() {
    let read = ["--operation", "lesePerson", "--message", "output"];
    let with = |more: &[&str]| sample(&[&read[..], more].concat());
    assert_eq!(with(&["--seed", "7", "--count", "5"]), with(&["--seed", "7", "--count", "5"]));
    assert_ne!(with(&["--seed", "7", "--count", "5"]), with(&["--seed", "8", "--count", "5"]));
    assert_eq!(with(&[]), with(&["--seed", "1", "--count", "1"]));
}

#[test]
fn count_messages_come_one_to_a_line() {
    let text = sample(&["--operation", "Melderegister/suchePerson", "--message", "input", "--count", "20"]);
    assert_eq!(text.lines().count(), 20);
    let distinct: std::collections::HashSet<_> = text.lines().collect();
    assert!(distinct.len() > 10, "{} distinct", distinct.len());
    assert!(text.lines().all(|line| line.contains("Envelope") && line.contains("suchePerson")), "{text}");

    let json =
        sample(&["--operation", "lesePerson", "--message", "input", "--count", "3", "--format", "json"]);
    for line in json.lines() {
        let envelope: String = serde_json::from_str(line).expect("a JSON string");
        assert!(envelope.contains("Envelope"), "{envelope}");
    }
    assert_eq!(json.lines().count(), 3);
}

#[test]
fn samples_are_valid_for_our_own_reader() {
    let facade = facade::melderegister();
    let contract = facade.path.to_str().expect("a path");
    for (operation, message) in
        [("lesePerson", "input"), ("lesePerson", "output"), ("meldeUmzug", "fault:UngueltigeAnfrage")]
    {
        let text = sample(&["--operation", operation, "--message", message, "--seed", "3"]);
        let arguments =
            ["convert", "--contract", contract, "--from", "soap", "--to", "json", "--operation", operation];
        let ran = cli::fachwerk_with(&arguments, text.as_bytes());
        assert!(ran.stderr.contains(operation) && ran.stderr.contains(message), "{}", ran.stderr);
        ran.fine();
    }
}
