// SPDX-License-Identifier: EUPL-1.2
//! Imports from elsewhere: XML catalogs, and the network with its limits.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::NOTES;
use crate::harness::cli::{self, Ran};
use crate::harness::{scratch, shared};

/// A web server for a few files.
struct Web {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

/// The whole answer to a request for a path.
type Answer = fn(&str) -> String;

impl Web {
    fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
        let address = listener.local_addr().expect("its address");
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || serve(stream, answer));
            }
        });
        Self { address, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn serve(mut stream: TcpStream, answer: Answer) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    if path == "/endless.xsd" {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<!--");
        while stream.write_all(&[b'x'; 4 << 10]).is_ok() {}
        return;
    }
    let _ = stream.write_all(answer(path).as_bytes());
}

fn found(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn moved(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

const NUMBERS: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:fern'>\
<xs:simpleType name='Nummer'><xs:restriction base='xs:int'/></xs:simpleType></xs:schema>";

/// The notes, with a type that is imported from here.
fn importing(location: &str) -> String {
    let import = format!(
        "<xs:import namespace=\"urn:fern\" schemaLocation=\"{location}\"/><xs:element name=\"merke\">"
    );
    NOTES.replacen("<xs:element name=\"merke\">", &import, 1).replacen(
        "type=\"xs:int\"",
        "xmlns:f=\"urn:fern\" type=\"f:Nummer\"",
        1,
    )
}

fn generate(directory: &Path, wsdl: &str, flags: &[&str]) -> Ran {
    let input = directory.join("service.wsdl");
    std::fs::write(&input, wsdl).expect("a file");
    let out = directory.join("facade");
    let mut arguments =
        vec!["generate", input.to_str().expect("a path"), "--out", out.to_str().expect("a path")];
    arguments.extend(flags);
    cli::fachwerk(&arguments)
}

fn report(directory: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(directory.join("facade/report.json")).expect("report.json"))
        .expect("JSON")
}

#[test]
fn a_catalog_answers_for_the_network() {
    let directory = scratch();
    std::fs::create_dir(directory.path().join("kopien")).expect("a directory");
    std::fs::write(directory.path().join("kopien/nummern.xsd"), NUMBERS).expect("a file");
    let catalog = directory.path().join("catalog.xml");
    std::fs::write(
        &catalog,
        "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'><uri name='http://fern.example/nummern.xsd' uri='kopien/nummern.xsd'/></catalog>",
    )
    .expect("a file");
    let wsdl = importing("http://fern.example/nummern.xsd");
    let without = generate(directory.path(), &wsdl, &[]).failed(1);
    assert!(without.contains("FW-1006"), "{without}");
    let catalog = catalog.to_str().expect("a path");
    generate(directory.path(), &wsdl, &["--catalog", catalog]).fine();
    assert_eq!(report(directory.path())["documents"][1], "@catalog/kopien/nummern.xsd");
    let copy = directory.path().join("facade/wsdl/@catalog/kopien/nummern.xsd");
    assert_eq!(std::fs::read_to_string(copy).expect("a copy"), NUMBERS);
    let stderr = generate(directory.path(), &wsdl, &["--catalog", "/nirgends.xml"]).failed(2);
    assert!(stderr.contains("FW-1014") && stderr.contains("/nirgends.xml"), "{stderr}");
}

#[test]
fn the_catalog_of_well_known_schemas() {
    let Some(catalog) = shared("corpus-catalog/catalog.xml") else { skip!("there is no corpus-catalog") };
    let directory = scratch();
    let wsdl = NOTES
        .replacen("<xs:element name=\"merke\">", "<xs:import namespace=\"http://docs.oasis-open.org/wsn/b-2\" schemaLocation=\"http://docs.oasis-open.org/wsn/b-2.xsd\"/><xs:element name=\"merke\">", 1)
        .replacen("type=\"xs:int\"", "xmlns:f=\"http://docs.oasis-open.org/wsn/b-2\" type=\"f:FilterType\"", 1);
    let ran = generate(directory.path(), &wsdl, &["--catalog", catalog.to_str().expect("a path")]);
    ran.fine();
    let documents = report(directory.path())["documents"].to_string();
    assert!(documents.contains("@catalog/docs.oasis-open.org/wsn/b-2.xsd"), "{documents}");
}

#[test]
fn neighbours_are_asked_only_where_that_is_allowed() {
    let web = Web::start(|path| match path {
        "/nummern.xsd" => found(NUMBERS),
        "/umgezogen.xsd" => moved("/nummern.xsd"),
        "/dienst?wsdl" => found(&importing("nummern.xsd")),
        _ => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
    });
    let directory = scratch();
    let wsdl = importing(&web.url("/umgezogen.xsd"));
    let stderr = generate(directory.path(), &wsdl, &["--allow-network"]).failed(1);
    assert!(stderr.contains("FW-1015") && stderr.contains("--allow-private-network"), "{stderr}");
    assert_eq!(web.requests.load(Ordering::SeqCst), 0, "a neighbour was asked");
    generate(directory.path(), &wsdl, &["--allow-private-network"]).fine();
    let stderr =
        generate(directory.path(), &importing(&web.url("/weg.xsd")), &["--allow-private-network"]).failed(1);
    assert!(stderr.contains("FW-1007"), "{stderr}");

    // the input itself, and what it imports relative to itself
    let out = directory.path().join("fern");
    let url = web.url("/dienst?wsdl");
    let arguments = ["generate", url.as_str(), "--out", out.to_str().expect("a path")];
    assert!(cli::fachwerk(&arguments).failed(2).contains("FW-0006"));
    cli::fachwerk(&[arguments.as_slice(), &["--allow-private-network"]].concat()).fine();
    let copies = out.join("wsdl").join(web.address.to_string().replace(':', "_"));
    assert!(copies.join("dienst_wsdl").exists() && copies.join("nummern.xsd").exists());
}

#[test]
fn servers_that_mean_harm() {
    let web = Web::start(|path| match path {
        "/kreis.xsd" => moved("/kreis.xsd"),
        "/datei.xsd" => moved("file:///etc/passwd"),
        _ => "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
    });
    for (path, code) in [
        ("/kreis.xsd", "FW-1015"),
        ("/datei.xsd", "FW-1015"),
        ("/fehler.xsd", "FW-1015"),
        ("/endless.xsd", "FW-1002"),
    ] {
        let directory = scratch();
        let stderr =
            generate(directory.path(), &importing(&web.url(path)), &["--allow-private-network"]).failed(1);
        assert!(stderr.contains(code), "{path}: {stderr}");
        assert!(!stderr.contains("root:"), "{path}: {stderr}");
    }
    assert!(web.requests.load(Ordering::SeqCst) < 20);
}
