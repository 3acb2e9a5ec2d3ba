// SPDX-License-Identifier: EUPL-1.2
//! Tools that others wrote: `tests/peers/install` puts them into `.peers/`.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::proxy::free_port;
use super::root;

/// A file under `.peers/`, if it is installed.
fn installed(path: &str) -> Option<PathBuf> {
    Some(root().join(".peers").join(path)).filter(|found| found.exists())
}

/// Python with lxml, xmlschema, zeep and openapi-spec-validator.
pub(crate) fn python() -> Option<PathBuf> {
    installed("venv/bin/python")
}

/// A console script of that Python.
pub(crate) fn python_script(name: &str) -> Option<PathBuf> {
    installed(&format!("venv/bin/{name}"))
}

/// redocly.
pub(crate) fn redocly() -> Option<PathBuf> {
    installed("node_modules/.bin/redocly")
}

/// grpcurl.
pub(crate) fn grpcurl() -> Option<PathBuf> {
    installed("bin/grpcurl")
}

/// A program in the search path.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(|found| found.is_file())
}

/// A script of ours that uses them.
pub(crate) fn script(name: &str) -> PathBuf {
    root().join("tests/peers").join(name)
}

/// What a tool said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Run a tool to its end.
pub(crate) fn run(command: &mut Command) -> Said {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    Said {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Said {
    /// Standard output, of a tool that must have been content.
    #[track_caller]
    pub(crate) fn content(self) -> String {
        assert!(self.success, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self.stdout
    }
}

/// Services that Apache CXF hosts.
pub(crate) struct Cxf {
    child: Child,
    port: u16,
}

impl Cxf {
    /// Start it and wait until it is ready; `None` where it is not built.
    pub(crate) fn start() -> Option<Self> {
        let target = root().join("tests/peers/cxf/target");
        let jar = target.join("melderegister-cxf.jar");
        let java = in_path("java")?;
        if !jar.exists() {
            return None;
        }
        let port = free_port();
        let classpath = format!("{}:{}/lib/*", jar.display(), target.display());
        let mut child = Command::new(java)
            .args(["-XX:TieredStopAtLevel=1", "-cp", &classpath, "example.Server", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("java starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let peer = Self { child, port };
        let ready = lines.map_while(Result::ok).any(|line| line.starts_with("READY"));
        assert!(ready, "CXF ended before it was ready");
        Some(peer)
    }

    /// Where to send SOAP.
    pub(crate) fn url(&self) -> String {
        self.at("/melderegister")
    }

    /// Where another of its services is: `/mtom` is the register with MTOM, `/archive` one with attachments.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Cxf {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
