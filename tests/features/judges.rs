// SPDX-License-Identifier: EUPL-1.2
//! Others: libxml2's xmllint on messages, protoc on .proto files.

use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::sources::{NAMESPACE, Sources};
use crate::{Outcome, text};

/// What was asked so far.
#[derive(Debug, Default)]
pub(crate) struct Judges {
    messages: usize,
    protos: usize,
    skipped: Vec<&'static str>,
}

impl fmt::Display for Judges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "xmllint judged {} messages, protoc {} facades", self.messages, self.protos)
    }
}

/// The messages of one feature, ready to be judged.
pub(crate) struct Schemas {
    directory: tempfile::TempDir,
    entry: Option<String>,
}

impl Schemas {
    pub(crate) fn of(sources: &Sources) -> Outcome<Self> {
        let directory = tempfile::tempdir().map_err(text)?;
        let mut imports = String::new();
        let mut put = |name: &str, schema: &str| {
            let namespace = schema.split("targetNamespace=\"").nth(1).and_then(|rest| rest.split('"').next());
            let namespace = namespace.map(|n| format!("namespace=\"{n}\" ")).unwrap_or_default();
            imports.push_str(&format!("<xs:import {namespace}schemaLocation=\"{name}\"/>"));
            std::fs::write(directory.path().join(name), schema).map_err(text)
        };
        for (index, schema) in sources.schemas.iter().enumerate() {
            put(&format!("inline-{index}.xsd"), schema)?;
        }
        let inline = !sources.schemas.is_empty();
        // The first one refers to the others.
        let files = sources.files.iter().filter(|(name, _)| name.ends_with(".xsd") && !name.contains('/'));
        for (index, (name, content)) in files.enumerate() {
            if inline || index > 0 {
                std::fs::write(directory.path().join(name), content).map_err(text)?;
            } else {
                put(name, content)?;
            }
        }
        let entry = match sources.schemas.len() {
            _ if imports.is_empty() => None,
            1 => Some("inline-0.xsd".to_owned()),
            _ => {
                let driver =
                    format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{imports}</xs:schema>");
                std::fs::write(directory.path().join("driver.xsd"), driver).map_err(text)?;
                Some("driver.xsd".to_owned())
            }
        };
        Ok(Self { directory, entry })
    }
}

impl Judges {
    /// Whether a program runs; where it does not, that is said once, and fails where nothing may be skipped.
    fn has(&mut self, program: &'static str) -> bool {
        if self.skipped.contains(&program) {
            return false;
        }
        let ran = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if ran.is_ok_and(|status| status.success()) {
            return true;
        }
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is not installed");
        println!("skipped: {program} is not installed");
        self.skipped.push(program);
        false
    }

    /// xmllint finds a message valid, or not, as it should.
    pub(crate) fn message(&mut self, schemas: &Schemas, message: &str, valid: bool) -> Outcome<()> {
        let Some(entry) = &schemas.entry else { return Ok(()) };
        if !self.has("xmllint") {
            return Ok(());
        }
        let directory = schemas.directory.path();
        std::fs::write(directory.join("message.xml"), message).map_err(text)?;
        let said = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema", entry, "message.xml"])
            .current_dir(directory)
            .output()
            .map_err(text)?;
        self.messages += 1;
        if said.status.success() == valid {
            return Ok(());
        }
        Err(format!("xmllint finds otherwise: {}", String::from_utf8_lossy(&said.stderr)))
    }

    /// protoc compiles the .proto files.
    pub(crate) fn proto(&mut self, files: &[(&str, &str)]) -> Outcome<()> {
        if !self.has("protoc") {
            return Ok(());
        }
        let directory = tempfile::tempdir().map_err(text)?;
        for (path, content) in files {
            let path = directory.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(text)?;
            std::fs::write(path, content).map_err(text)?;
        }
        let said = Command::new("protoc")
            .args(["-I.", "--descriptor_set_out=descriptor.binpb"])
            .args(files.iter().map(|(path, _)| path))
            .current_dir(directory.path())
            .output()
            .map_err(text)?;
        self.protos += 1;
        if said.status.success() && said.stderr.is_empty() {
            return Ok(());
        }
        Err(format!("protoc: {}", String::from_utf8_lossy(&said.stderr)))
    }
}

/// An element by itself, with the prefixes of the examples.
pub(crate) fn alone(element: &str) -> String {
    let start = element.trim_start();
    let tag: String = start.chars().take_while(|c| !c.is_whitespace() && *c != '>' && *c != '/').collect();
    crate::sources::declare(
        start,
        &tag,
        &[
            ("xmlns", NAMESPACE),
            ("xmlns:p", NAMESPACE),
            ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    )
}
