// SPDX-License-Identifier: EUPL-1.2
//! Attachments that are streamed, in every form that callers and services have for them.

mod answers;
mod bad;
mod chunks;
mod cxf;
mod package;
mod requests;

use std::sync::OnceLock;

use crate::harness::archive::Archive;
use crate::harness::facade::{self, Facade};
use crate::harness::proxy::{Config, Proxy};
use crate::harness::{root, scratch};

/// Larger than everything that may be held in memory.
const LARGE: u64 = 96 << 20;

/// The facade of the archive, generated once.
fn archive() -> &'static Facade {
    static ARCHIVE: OnceLock<(tempfile::TempDir, Facade)> = OnceLock::new();
    let (_, facade) = ARCHIVE.get_or_init(|| {
        let directory = scratch();
        let wsdl = root().join("tests/it/fixtures/archive.wsdl");
        let facade = facade::generate(&wsdl, &directory.path().join("facade"));
        (directory, facade)
    });
    facade
}

fn config(backend: &Archive) -> Config {
    Config { contract: archive().path.clone(), ..Config::new(backend.url()) }.backend_setting("timeout: 10s")
}

fn proxy(backend: &Archive) -> Proxy {
    Proxy::start(&config(backend))
}

/// An envelope around this.
fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:a=\"urn:archive\"><e:Body>{body}</e:Body></e:Envelope>"
    )
}

fn done() -> String {
    envelope("<a:done><a:number>7</a:number></a:done>")
}

/// What has grown, in MiB, with a word about it.
#[track_caller]
fn assert_little(proxy: &Proxy, before: u64, what: &str) {
    let grown = proxy.resident().saturating_sub(before);
    println!("{what}: {} KiB of memory more", grown >> 10);
    assert!(grown < 24 << 20, "{what}: {grown} bytes of memory more");
}
