// SPDX-License-Identifier: EUPL-1.2
//! The demo's legacy service, what it says of itself, and the facade made from that.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use bytes::Bytes;
use fachwerk_generator::Report;
use fachwerk_melderegister::{Exchange, Options, Server};
use http::Method;

use super::client;
use crate::failure::Failure;

/// The register, and the last exchange it had.
pub(super) struct Legacy {
    server: Server,
    last: Arc<Mutex<Option<Exchange>>>,
}

fn failed(doing: &str) -> impl FnOnce(Box<dyn std::error::Error + Send + Sync>) -> Failure {
    let doing = doing.to_owned();
    move |error| Failure::new("FW-0009", format!("cannot {doing}: {error}"))
}

impl Legacy {
    pub(super) async fn start() -> Result<Self, Failure> {
        let last = Arc::new(Mutex::new(None));
        let keep = Arc::clone(&last);
        let options = Options {
            on_exchange: Some(Arc::new(move |exchange: &Exchange| {
                if let Ok(mut slot) = keep.lock() {
                    *slot = Some(exchange.clone());
                }
            })),
            ..Options::default()
        };
        let (_, server) = Server::start("127.0.0.1:0", options)
            .await
            .map_err(|e| failed("start the legacy service")(e.into()))?;
        Ok(Self { server, last })
    }

    pub(super) fn url(&self) -> String {
        self.server.url()
    }

    /// The exchange that the last call led to.
    pub(super) fn last(&self) -> Option<Exchange> {
        self.last.lock().ok().and_then(|slot| slot.clone())
    }

    /// The WSDL and the schemas it imports, fetched from the running service.
    pub(super) async fn description(&self) -> Result<Vec<(String, Bytes)>, Failure> {
        let authority = self.server.address().to_string();
        let mut files = Vec::new();
        for (index, (name, _)) in fachwerk_melderegister::FILES.iter().enumerate() {
            let query = if index == 0 { "?wsdl".to_owned() } else { format!("?xsd={name}") };
            let path = format!("{}{query}", fachwerk_melderegister::PATH);
            let answer = client::http1(&authority, Method::GET, &path, &[], Bytes::new())
                .await
                .map_err(failed("fetch the WSDL"))?;
            files.push((
                if index == 0 { (*name).to_owned() } else { format!("{}{query}", self.url()) },
                answer.body,
            ));
        }
        Ok(files)
    }

    pub(super) async fn stop(self) {
        // The process ends anyway.
        let _ = self.server.stop().await;
    }
}

/// Generate the facade into a directory; the report and how many milliseconds it took.
pub(super) fn generate(files: &[(String, Bytes)], directory: &Path) -> Result<(Report, u128), Failure> {
    let began = Instant::now();
    let entry = files.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let input = fachwerk_wsdl::Input::new(entry, Fetched { files: files.to_vec() });
    // The schemas are imported by URL; the source below has fetched them from the service on this machine already.
    let options = fachwerk_wsdl::Options { allow_network: true, ..Default::default() };
    let generated = fachwerk_generator::generate(&input, &options, None).map_err(|e| {
        let mut failure = Failure::new("FW-1401", "nothing could be generated");
        failure.details = e.0.remarks.iter().map(|r| format!("{} {}", r.code, r.message)).collect();
        failure
    })?;
    crate::generate::write(directory, &generated)?;
    Ok((generated.report, began.elapsed().as_millis()))
}

/// What was fetched from the service, by file name or URL.
struct Fetched {
    files: Vec<(String, Bytes)>,
}

impl Fetched {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.to_vec())
    }
}

impl fachwerk_wsdl::Source for Fetched {
    fn read(&self, path: &str, _limit: usize) -> Result<Option<Vec<u8>>, fachwerk_wsdl::SourceError> {
        Ok(self.get(path))
    }

    fn fetch(&self, url: &str, _limit: usize) -> Result<Option<Vec<u8>>, fachwerk_wsdl::SourceError> {
        Ok(self.get(url))
    }
}

/// The configuration of the demo's proxy.
pub(super) fn config(listen: SocketAddr, facade: &Path, backend: &str) -> String {
    format!(
        "listen:\n  - address: \"{listen}\"\nlog: {{ format: text, level: warn }}\nfacades:\n  - contract: \"{}\"\n    \
         soap_path: /soap\n    backend: {{ url: \"{backend}\" }}\n",
        facade.display()
    )
}

/// A directory that goes when the demo ends.
pub(super) struct Scratch {
    path: PathBuf,
}

impl Scratch {
    pub(super) fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("fachwerk-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|e| Failure::file(&path, "make", &e))?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
