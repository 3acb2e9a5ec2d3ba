// SPDX-License-Identifier: EUPL-1.2
//! The example messages are what the service really receives and answers.
//!
//! `UPDATE_EXPECT=1` writes the answers anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::caller::{post11, post12, start};

const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("messages")
}

/// Files whose name ends like this, in order.
fn files(end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    files.sort();
    files
}

/// Without declaration, comments and white space between tags.
fn compact(document: &str) -> String {
    let start = document.find("<soap:Envelope").unwrap();
    let mut out = String::new();
    for part in document[start..].split_inclusive('>') {
        out.push_str(if part.trim_start().starts_with('<') { part.trim_start() } else { part });
    }
    out.trim_end().to_owned()
}

/// One tag a line, leaves on one line.
fn indent(document: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- SPDX-License-Identifier: EUPL-1.2 -->\n",
    );
    let mut depth = 0_usize;
    let compact = compact(document);
    let mut tags = compact.split_inclusive('>').peekable();
    while let Some(tag) = tags.next() {
        depth -= usize::from(tag.starts_with("</"));
        out.push_str(&"  ".repeat(depth));
        out.push_str(tag);
        let opens = !tag.starts_with("</") && !tag.ends_with("/>");
        match tags.next_if(|next| opens && (!next.starts_with('<') || next.starts_with("</"))) {
            Some(rest) => out.push_str(rest),
            None => depth += usize::from(opens),
        }
        out.push('\n');
    }
    out
}

#[tokio::test]
async fn answers_are_as_written() {
    let requests = files("-request.xml");
    assert!(requests.len() >= 12);
    for path in requests {
        let request = fs::read_to_string(&path).unwrap();
        let (_, body) = request.split_once("<soap:Body>").unwrap();
        let (_, operation) = body.split_once("<mr:").unwrap();
        let (operation, _) = operation.split_once('>').unwrap();
        let server = start().await;
        let answer = if request.contains(SOAP12) {
            post12(&server, operation, &request).await
        } else {
            post11(&server, operation, &request).await
        };
        let name = path.to_string_lossy().replace("-request.xml", "-response.xml");
        if operation == "benachrichtige" {
            assert_eq!((answer.status, answer.body.as_str()), (202, ""));
            assert!(!Path::new(&name).exists());
            continue;
        }
        assert_eq!(answer.status == 200, !name.contains("fault-"), "{name}: {}", answer.body);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&name, indent(&answer.body)).unwrap();
        }
        assert_eq!(compact(&fs::read_to_string(&name).unwrap()), compact(&answer.body), "{name}");
    }
}

#[test]
fn messages_are_valid() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        return;
    }
    for path in files(".xml") {
        let version = if fs::read_to_string(&path).unwrap().contains(SOAP12) { "soap12" } else { "soap11" };
        let schema = format!("tests/envelope/{version}.xsd");
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
        let output =
            Command::new("xmllint").arg("--noout").arg("--schema").arg(schema).arg(&path).output().unwrap();
        let valid = !path.ends_with("fault-Client-request.xml");
        assert_eq!(output.status.success(), valid, "{}", String::from_utf8_lossy(&output.stderr));
    }
}
