// SPDX-License-Identifier: EUPL-1.2
//! The crate of a replacement: written by the command line, filled in as a developer would, built, tested by its own
//! conformance test, and called side by side with the proxy.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::harness::http1::{self, Answer};
use crate::harness::proxy::Proxy;
use crate::harness::register::Register;
use crate::harness::{cli, facade, grpc, root, sample_wsdl, scratch};

mod resource;

/// The crate, its program, and the facade that it belongs to.
struct Built {
    directory: PathBuf,
    program: PathBuf,
    facade: tempfile::TempDir,
}

/// The package as it is generated.
const PACKAGE: &str = "melderegister-service";

/// Beside this test's own target directory, so that dependencies are built once. Each crate there has a package of its
/// own: cargo takes two of one name for the same.
fn built(package: &str, arguments: &[&OsStr]) -> Built {
    let running = std::env::current_exe().expect("the path of this test");
    let target = running.ancestors().nth(3).expect("…/target/<profile>/deps").join("replacement");
    let directory = target.join(package);
    std::fs::create_dir_all(directory.join("src")).expect("a directory");
    // What is the developer's stays as it is.
    let written = include_str!("service.rs");
    std::fs::write(directory.join("src/main.rs"), written).expect("main.rs");
    for name in ["Cargo.toml", "Cargo.lock"] {
        let text = std::fs::read_to_string(root().join("samples/replacement").join(name)).expect(name);
        let mut text = text.replace(&format!("name = \"{PACKAGE}\""), &format!("name = \"{package}\""));
        if package != PACKAGE && name == "Cargo.toml" {
            text.push_str("\n[lib]\nname = \"melderegister_service\"\n");
        }
        std::fs::write(directory.join(name), text).expect(name);
    }
    let facade = scratch();
    let wsdl = sample_wsdl("melderegister.wsdl");
    let fixed = ["generate".as_ref(), wsdl.as_os_str(), "--out".as_ref(), facade.path().as_os_str()];
    let rust = ["--rust".as_ref(), directory.as_os_str()];
    cli::fachwerk(&[&fixed[..], &rust[..], arguments].concat()).fine();
    assert_eq!(std::fs::read_to_string(directory.join("src/main.rs")).expect("main.rs"), written);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo)
        .args(["test", "--locked", "--color", "never", "--target-dir"])
        .arg(&target)
        .current_dir(&directory)
        .output()
        .expect("cargo");
    let said = String::from_utf8_lossy(&ran.stdout);
    let built = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && !built.contains("warning"), "{said}\n{built}");
    assert!(said.contains("melderegister_lese_person ... ok"), "{said}");
    Built { program: target.join("debug").join(package), directory, facade }
}

/// What the command line writes is what the generator's own test holds.
fn same_as_checked_in(directory: &Path) {
    let read =
        |path: PathBuf| std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    for name in ["Cargo.toml", "src/lib.rs", "src/types.rs", "src/rest.rs", "tests/conformance.rs"] {
        assert_eq!(read(directory.join(name)), read(root().join("samples/replacement").join(name)), "{name}");
    }
}

/// The running replacement.
struct Replacement {
    child: Child,
    address: SocketAddr,
}

impl Replacement {
    fn start(built: &Built) -> Self {
        let mut child = Command::new(&built.program)
            .current_dir(&built.directory)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the replacement starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address = line.trim().rsplit(' ').next().and_then(|address| address.parse().ok());
        Self { address: address.unwrap_or_else(|| panic!("no address: {line}")), child }
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn post(to: SocketAddr, operation: &str, body: &Value) -> Answer {
    let request = Request::post(facade::melderegister().rest_path(operation))
        .header("content-type", "application/json")
        .header("x-request-id", "side-by-side")
        .body(Bytes::from(body.to_string()))
        .expect("a request");
    http1::send(to, request)
}

#[test]
fn a_replacement_answers_as_the_proxy_does() {
    let built = built(PACKAGE, &[]);
    same_as_checked_in(&built.directory);
    let replacement = Replacement::start(&built);
    let register = Register::start();
    let proxy = Proxy::before(register.url());

    // A declared fault over REST: the same document.
    let locked = json!({"personId": "MR00000011"});
    let theirs = post(proxy.address, "lesePerson", &locked);
    let ours = post(replacement.address, "lesePerson", &locked);
    assert_eq!(ours.declared("lesePerson", "Auskunftssperre")["personId"], "MR00000011");
    assert_eq!(ours.status, theirs.status);
    assert_eq!(ours.json(), theirs.json());
    for header in ["content-type", "x-request-id"] {
        assert_eq!(ours.header(header), theirs.header(header), "{header}");
    }

    // The same over gRPC: the same status with the same details, apart from the request's id.
    let locked = json!({"person_id": "MR00000011"});
    let call = |to| grpc::call(to, facade::melderegister(), "lesePerson", &locked);
    let (theirs, ours) = (call(proxy.address), call(replacement.address));
    assert_eq!((ours.code, &ours.message), (theirs.code, &theirs.message));
    let details = |outcome: &grpc::Outcome| {
        let mut details = outcome.status.clone().expect("a status").details;
        details.retain(|detail| !detail.type_url.ends_with("RequestInfo"));
        details
    };
    assert_eq!(details(&ours), details(&theirs));

    // What is no message of the operation, at no path, or sent as something else is refused in the same words.
    for body in [json!({"personId": "MR00000011", "unknown": 1}), json!({})] {
        let (theirs, ours) =
            (post(proxy.address, "lesePerson", &body), post(replacement.address, "lesePerson", &body));
        let kind = |answer: &Answer| answer.problem(400, "invalid-request")["code"].clone();
        assert_eq!(kind(&ours), kind(&theirs));
    }
    for to in [proxy.address, replacement.address] {
        http1::get(to, "/nowhere").problem(404, "unknown-path");
        let got = http1::get(to, &facade::melderegister().rest_path("lesePerson"));
        got.problem(405, "method-not-allowed");
        assert_eq!(got.header("allow"), "POST");
        let text = http1::request(&facade::melderegister().rest_path("lesePerson"), "text/csv", "a;b");
        http1::send(to, text).problem(415, "unsupported-media-type");
        let broken =
            http1::request(&facade::melderegister().rest_path("lesePerson"), "application/json", "{");
        http1::send(to, broken).problem(400, "malformed-request");
    }

    // One-way, and what nobody has written yet.
    let notice = json!({"personId": "MR00000001", "ereignis": "umzug", "zeitpunkt": "2026-03-01T00:00:00Z"});
    let (theirs, ours) = (
        post(proxy.address, "benachrichtige", &notice),
        post(replacement.address, "benachrichtige", &notice),
    );
    assert_eq!((ours.status, ours.body), (theirs.status, theirs.body));
    post(replacement.address, "holeBescheinigung", &json!({"personId": "MR00000001"}))
        .problem(501, "not-implemented");
    let refused = grpc::call(
        replacement.address,
        facade::melderegister(),
        "holeBescheinigung",
        &json!({"person_id": "MR00000001"}),
    );
    assert_eq!(refused.code, 12, "UNIMPLEMENTED");
}
