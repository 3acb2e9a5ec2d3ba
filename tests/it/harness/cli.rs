// SPDX-License-Identifier: EUPL-1.2
//! Commands of the binary that run and end.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::binary;

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// Run `fachwerk` with these arguments and nothing on standard input.
pub(crate) fn fachwerk<A: AsRef<OsStr>>(arguments: &[A]) -> Ran {
    fachwerk_with(arguments, &[])
}

/// Run `fachwerk` with these arguments and this on standard input.
pub(crate) fn fachwerk_with<A: AsRef<OsStr>>(arguments: &[A], stdin: &[u8]) -> Ran {
    let mut child = Command::new(binary::path())
        .args(arguments)
        .env_remove("FACHWERK_CONFIG")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("fachwerk starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = stdin.to_vec();
    // A command may end without having read everything; that is for its status to say.
    let feeder = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().expect("fachwerk ends");
    feeder.join().expect("the feeder ends");
    Ran {
        status: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Ran {
    /// Standard output as text, whatever the status.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Standard output, of a command that must have succeeded.
    #[track_caller]
    pub(crate) fn fine(self) -> Vec<u8> {
        assert_eq!(
            self.status,
            0,
            "stderr: {}\nstdout: {}",
            self.stderr,
            String::from_utf8_lossy(&self.stdout)
        );
        self.stdout
    }

    /// Standard output as text, of a command that must have succeeded.
    #[track_caller]
    pub(crate) fn fine_text(self) -> String {
        String::from_utf8(self.fine()).expect("text")
    }

    /// Standard error, of a command that must have ended with this status; no panic may be among it.
    #[track_caller]
    pub(crate) fn failed(self, status: i32) -> String {
        assert_eq!(
            self.status,
            status,
            "stderr: {}\nstdout: {}",
            self.stderr,
            String::from_utf8_lossy(&self.stdout)
        );
        assert!(!self.stderr.contains("panicked at"), "{}", self.stderr);
        self.stderr
    }
}
