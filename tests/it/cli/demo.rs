// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk demo`: three calls that succeed, and the commands it prints are right.

use std::fs::File;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{binary, cli, peers, scratch, wait};

#[test]
fn three_calls_succeed() {
    let text = cli::fachwerk(&["demo", "--exit", "--listen", "127.0.0.1:0"]).fine_text();
    for expected in
        ["REST", "gRPC", "SOAP", "the legacy service saw", "grpc-status 0", "Three calls, three answers"]
    {
        assert!(text.contains(expected), "no `{expected}`:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "colours where there is no terminal:\n{text}");
}

#[test]
fn it_stays_up_and_its_commands_work() {
    let directory = scratch();
    let output = directory.path().join("output");
    let mut demo = Command::new(binary::path())
        .args(["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", directory.path())
        .stdin(Stdio::null())
        .stdout(File::create(&output).expect("a file"))
        .spawn()
        .expect("fachwerk demo");
    let text = wait::until(Duration::from_secs(30), || {
        let text = std::fs::read_to_string(&output).unwrap_or_default();
        text.contains("Ctrl-C").then_some(text)
    });
    let ran = text.as_deref().map_or_else(Vec::new, try_commands);
    let stopped =
        Command::new("kill").args(["-INT", &demo.id().to_string()]).status().expect("kill").success();
    let ended = wait::until(Duration::from_secs(20), || demo.try_wait().expect("its state"));
    let _ = demo.kill();

    assert!(text.is_some(), "it does not come up");
    assert!(ended.is_some_and(|status| stopped && status.success()), "{ended:?}");
    let left: Vec<_> =
        std::fs::read_dir(directory.path()).expect("the directory").flatten().map(|e| e.path()).collect();
    assert_eq!(left, [output], "something is left behind");
    for (command, said) in &ran {
        assert!(said.success && !said.stdout.is_empty(), "{command}: {said:?}");
    }
    let all: String = ran.iter().map(|(_, said)| said.stdout.as_str()).collect();
    if ran.iter().any(|(command, _)| command.starts_with("curl")) {
        for expected in ["Müller", "urn:fachwerk:fault:", "openapi: ", "definitions"] {
            assert!(all.contains(expected), "no `{expected}`:\n{all}");
        }
    }
}

/// Run what it prints, as a reader would. Those whose tool is missing are left out.
fn try_commands(text: &str) -> Vec<(String, peers::Said)> {
    let path = std::env::join_paths(
        peers::grpcurl()
            .and_then(|program| program.parent().map(std::path::Path::to_owned))
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let path = path.expect("a search path");
    let commands = text.lines().map(str::trim).filter(|line| {
        (line.starts_with("curl ") && peers::in_path("curl").is_some())
            || (line.starts_with("grpcurl ") && peers::grpcurl().is_some())
    });
    let run = |line: &str| peers::run(Command::new("sh").args(["-c", line]).env("PATH", &path));
    commands.map(|line| (line.to_owned(), run(line))).collect()
}
