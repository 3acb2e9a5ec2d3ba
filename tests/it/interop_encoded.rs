// SPDX-License-Identifier: EUPL-1.2
//! SOAP encoding: zeep reads what we write, and we read what zeep writes.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::harness::cli::{fachwerk, fachwerk_with};
use crate::harness::{peers, root};

#[test]
fn zeep_and_we_read_each_other() {
    let Some(python) = peers::python() else { skip!("zeep is not installed (tests/peers/install)") };
    let wsdl = root().join("tests/it/fixtures/register-encoded.wsdl");
    let directory = tempfile::tempdir().expect("a directory");
    let facade = directory.path().to_str().expect("a path");
    fachwerk(&["generate", wsdl.to_str().expect("a path"), "--out", facade]).fine();
    let convert = |message: &str, from: &str, to: &str, input: &[u8]| {
        fachwerk_with(
            &[
                "convert",
                "--contract",
                facade,
                "--operation",
                "store",
                "--message",
                message,
                "--from",
                from,
                "--to",
                to,
            ],
            input,
        )
        .fine()
    };
    let answer = json!({
        "stored": [
            { "name": "Łukasz <\"&'>", "born": "1970-01-01", "children": -1, "nicknames": ["x", ""] },
            { "name": "B", "born": "2000-02-29", "children": 12, "nicknames": [] },
        ],
        "took": "12.50",
    });
    let envelope = convert("output", "json", "soap", answer.to_string().as_bytes());
    let mut child = Command::new(python)
        .arg(peers::script("zeep_encoded.py"))
        .arg(wsdl)
        .arg(root().join("codegen/wsdl/src/builtin/soap-encoding.xsd"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python starts");
    child.stdin.take().expect("a pipe").write_all(&envelope).expect("python reads");
    let output = child.wait_with_output().expect("python ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let got: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    println!("{got:#}");
    let read = &got["answer"];
    assert_eq!(read["took"], "12.50");
    assert_eq!(read["stored"][0]["name"], answer["stored"][0]["name"]);
    assert_eq!(read["stored"][0]["born"], "1970-01-01");
    assert_eq!(read["stored"][1]["children"], 12);
    assert_eq!(read["stored"].as_array().map(Vec::len), Some(2));
    assert_eq!(read["stored"][0]["nicknames"][0], "x");

    let request = got["request"].as_str().expect("an envelope");
    let read: Value =
        serde_json::from_slice(&convert("input", "soap", "json", request.as_bytes())).expect("JSON");
    let expected = json!({
        "people": [
            { "name": "Müller & Söhne", "born": "1999-12-31", "children": 2, "nicknames": ["a", "<b>"] },
            { "name": "Zoë", "born": "2001-02-03", "children": 0 },
        ],
        "dryRun": true,
    });
    assert_eq!(read, expected, "{request}");
    // And through protobuf.
    let protobuf = convert("input", "soap", "protobuf", request.as_bytes());
    let read: Value = serde_json::from_slice(&convert("input", "protobuf", "json", &protobuf)).expect("JSON");
    assert_eq!(read, expected);
}
