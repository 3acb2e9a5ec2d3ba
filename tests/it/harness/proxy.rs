// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk serve` as a process.

use std::fmt::Write as _;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::runtime::block_on;
use super::{binary, facade, http1, scratch, wait};

/// Where SOAP callers are served in these tests.
pub(crate) const SOAP: &str = "/soap";

/// What is written into fachwerk.yaml.
pub(crate) struct Config {
    pub(crate) contract: PathBuf,
    pub(crate) backend: String,
    /// Further keys of `backend`, as a YAML flow: `timeout: 1s`.
    pub(crate) backend_settings: Vec<String>,
    /// Further keys of the facade: `limits: { max_request: 4KiB }`.
    pub(crate) facade_settings: Vec<String>,
    /// How long a SIGTERM waits.
    pub(crate) drain: &'static str,
}

impl Config {
    /// The sample's facade in front of this backend.
    pub(crate) fn new(backend: impl Into<String>) -> Self {
        Self {
            contract: facade::melderegister().path.clone(),
            backend: backend.into(),
            backend_settings: Vec::new(),
            facade_settings: Vec::new(),
            drain: "10s",
        }
    }

    /// With a further key of `backend`.
    pub(crate) fn backend_setting(mut self, setting: &str) -> Self {
        self.backend_settings.push(setting.to_owned());
        self
    }

    /// With a further key of the facade.
    pub(crate) fn setting(mut self, setting: &str) -> Self {
        self.facade_settings.push(setting.to_owned());
        self
    }

    /// The text of fachwerk.yaml.
    pub(crate) fn yaml(&self) -> String {
        let mut text = format!(
            "listen:\n  - address: \"127.0.0.1:0\"\ndrain: {}\nlog: {{ format: json, level: debug }}\nfacades:\n  - contract: \"{}\"\n    soap_path: {SOAP}\n",
            self.drain,
            self.contract.display()
        );
        for setting in &self.facade_settings {
            let _ = writeln!(text, "    {setting}");
        }
        let _ = writeln!(text, "    backend:\n      url: \"{}\"", self.backend);
        for setting in &self.backend_settings {
            let _ = writeln!(text, "      {setting}");
        }
        text
    }
}

/// A running proxy. It is killed when dropped; if a test fails meanwhile, its log is printed.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    /// Its fachwerk.yaml.
    pub(crate) file: PathBuf,
    child: Child,
    log: PathBuf,
    _directory: tempfile::TempDir,
}

impl Proxy {
    /// The sample's facade in front of this backend.
    pub(crate) fn before(backend: impl Into<String>) -> Self {
        Self::start(&Config::new(backend))
    }

    /// Start and wait until it is ready.
    pub(crate) fn start(config: &Config) -> Self {
        let directory = scratch();
        let file = directory.path().join("fachwerk.yaml");
        std::fs::write(&file, config.yaml()).expect("fachwerk.yaml");
        Self::start_with(file, directory)
    }

    /// Start from a file in a directory that is kept as long as the proxy runs.
    pub(crate) fn start_with(file: PathBuf, directory: tempfile::TempDir) -> Self {
        let log = directory.path().join("log");
        let output = File::create(&log).expect("a log file");
        let child = Command::new(binary::path())
            .args(["serve".as_ref(), "--config".as_ref(), file.as_os_str()])
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a second handle"))
            .stderr(output)
            .spawn()
            .expect("fachwerk serve");
        let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut proxy = Self { address: nowhere, file, child, log, _directory: directory };
        let ready = wait::until(Duration::from_secs(30), || {
            assert_eq!(proxy.ended(), None, "the proxy does not start");
            proxy.address = listening(&proxy.log())?;
            let request = Request::get("/readyz").body(Bytes::new()).expect("a request");
            block_on(http1::try_send(proxy.address, request)).ok().filter(|answer| answer.status == 200)
        });
        assert!(ready.is_some(), "the proxy is not ready");
        proxy
    }

    /// What it logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Where operators are answered.
    #[track_caller]
    pub(crate) fn operators(&self) -> SocketAddr {
        let found =
            wait::until(Duration::from_secs(10), || listening_for(&self.log(), "Listening for operators"));
        found.unwrap_or_else(|| panic!("nobody listens for operators:\n{}", self.log()))
    }

    /// Wait until this many lines of the log have this message.
    #[track_caller]
    pub(crate) fn await_logged(&self, message: &str, count: usize) {
        let wanted = format!("\"message\":\"{message}\"");
        let seen = || (self.log().matches(&wanted).count() >= count).then_some(());
        assert!(wait::until(Duration::from_mins(1), seen).is_some(), "{message} × {count}:\n{}", self.log());
    }

    /// Whether it is still there and answers.
    #[track_caller]
    pub(crate) fn assert_alive(&mut self) {
        assert_eq!(self.ended(), None, "the process ended:\n{}", self.log());
        assert_eq!(http1::get(self.address, "/healthz").status, 200);
        assert!(!self.log().contains("panicked at"), "{}", self.log());
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the state of the process")
    }

    /// Send it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(status.expect("kill").success());
    }

    /// Wait for its end.
    pub(crate) fn wait(&mut self, patience: Duration) -> Option<ExitStatus> {
        wait::until(patience, || self.ended())
    }

    /// Resident memory in bytes.
    pub(crate) fn resident(&self) -> u64 {
        let status =
            std::fs::read_to_string(Path::new("/proc").join(self.child.id().to_string()).join("status"));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() * 1024
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("--- log of the proxy\n{}---", self.log());
        }
    }
}

/// The address that the log names: the system chose the port.
fn listening(log: &str) -> Option<SocketAddr> {
    listening_for(log, "Listening")
}

fn listening_for(log: &str, message: &str) -> Option<SocketAddr> {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["message"] == message).find_map(|line| line["address"].as_str()?.parse().ok())
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
    listener.local_addr().expect("its address").port()
}
