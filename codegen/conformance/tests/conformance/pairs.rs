// SPDX-License-Identifier: EUPL-1.2
//! Messages of public projects against their WSDL: each that is valid goes through JSON and through protobuf and comes
//! back unchanged, says a judge that shares no code with Fachwerk (`tests/peers/compare.py`).

#![allow(clippy::print_stdout, reason = "what was measured is told")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use fachwerk_contract::QName;
use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Lock, Mapping, MessageRole, MessageShape, OperationId, ValueType, derive};
use fachwerk_message::{Limits, Recorded, Recorder};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{
    Envelope, FaultParts, Match, MatchError, OperationIndex, Version, write_declared_fault, write_message,
};
use fachwerk_wsdl::{Catalog, Options, open, read};
use fachwerk_xml::XmlNames;
use serde_json::json;

/// A file of the reference material, or `None` with a word why.
fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FACHWERK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join(file);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", path.display());
    println!("skipped: {} is missing", path.display());
    None
}

struct Case {
    mapping: Mapping,
    xml: XmlNames,
    json: Arc<JsonNames>,
    index: OperationIndex,
}

/// What came of one message.
struct Travelled {
    original: String,
    copies: BTreeMap<&'static str, String>,
}

type Outcome<T> = Result<T, String>;

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn text(error: impl ToString) -> String {
    error.to_string()
}

impl Case {
    fn load(wsdl: &Path) -> Option<Self> {
        let options = Options::default();
        let catalog = Catalog::open(&[shared("corpus-catalog/catalog.xml")?], &options.limits).ok()?;
        let contract = read(&open(wsdl, &options.limits).ok()?.with_catalog(catalog), &options).contract?;
        let (mapping, _, _) = derive(&contract, &Lock::new());
        let (xml, json) = (XmlNames::new(&mapping), Arc::new(JsonNames::new(&mapping)));
        let index = OperationIndex::new(&mapping);
        Some(Self { mapping, xml, json, index })
    }

    fn find(&self, envelope: &Envelope<'_>) -> Outcome<(OperationId, MessageRole)> {
        let known = Match::of(envelope).map_err(text)?;
        match self.index.find(&self.mapping, &known) {
            Ok(found) => Ok(found),
            // Several operations with the same message: any of them reads it.
            Err(MatchError::Ambiguous(names)) => {
                let id = self.mapping.find_operation(&names[0]).ok_or("no such operation")?;
                let operation = self.mapping.operation(id);
                let role = match envelope.match_fault(&self.mapping, operation) {
                    Ok(Some(fault)) => MessageRole::Fault(fault),
                    _ if self.events(envelope, id, MessageRole::Input).is_ok() => MessageRole::Input,
                    _ => MessageRole::Output,
                };
                Ok((id, role))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn shape(&self, id: OperationId, role: MessageRole) -> &MessageShape {
        self.mapping.operation(id).message(&role).expect("the message that was found")
    }

    fn events(&self, envelope: &Envelope<'_>, id: OperationId, role: MessageRole) -> Outcome<Recorded> {
        let mut recorder = Recorder::new();
        let shape = self.shape(id, role);
        match role {
            MessageRole::Fault(_) => envelope.read_detail(&self.mapping, shape, &mut recorder),
            _ => envelope.read(&self.mapping, shape, &mut recorder),
        }
        .map_err(text)?;
        Ok(recorder.finish())
    }

    fn envelope(
        &self,
        version: Version,
        fault: Option<&FaultParts>,
        shape: &MessageShape,
        events: &Recorded,
    ) -> Outcome<String> {
        let limits = Limits::default();
        let bytes = match fault {
            Some(fault) => {
                let parts = (version, fault);
                write_declared_fault(&self.mapping, &self.xml, parts, shape, &limits, |s| events.replay(s))
            }
            None => write_message(&self.mapping, &self.xml, shape, version, &limits, |s| events.replay(s)),
        };
        String::from_utf8(bytes.map_err(text)?).map_err(text)
    }

    /// The envelope without the header blocks that the contract does not declare: they are for those between caller and
    /// service, who see the envelope itself.
    fn declared_part(&self, envelope: &Envelope<'_>, shape: &MessageShape, bytes: &[u8]) -> String {
        let root = self.mapping.structure(shape.root);
        let headers = shape.layout.headers().and_then(|at| root.fields.get(usize::from(at)));
        let declared = |name: &QName| match headers.map(|f| f.value) {
            Some(ValueType::Struct(id)) => {
                let namespace = self.mapping.namespace_id(&name.namespace);
                namespace
                    .is_some_and(|ns| !self.mapping.structure(id).element_fields(ns, &name.local).is_empty())
            }
            _ => false,
        };
        let mut kept = Vec::new();
        let mut from = 0;
        for block in envelope.headers().iter().filter(|block| !declared(&block.name)) {
            kept.extend_from_slice(&bytes[from..block.span.start]);
            from = block.span.end;
        }
        kept.extend_from_slice(&bytes[from..]);
        String::from_utf8_lossy(&kept).into_owned()
    }

    /// Through JSON and through protobuf, and back.
    fn travel(&self, bytes: &[u8]) -> Outcome<Travelled> {
        let limits = Limits::default();
        let mut envelope = Envelope::open(bytes, &limits).map_err(text)?;
        let headers: Vec<_> = envelope.headers().iter().map(|block| block.name.clone()).collect();
        for name in headers {
            envelope.understand(name);
        }
        let (id, role) = self.find(&envelope)?;
        let (shape, version) = (self.shape(id, role), envelope.version());
        let fault = match role {
            MessageRole::Fault(_) => Some(envelope.fault().map_err(text)?),
            _ => None,
        };
        let events = self.events(&envelope, id, role)?;
        let wanted = events.normalised(&self.mapping);
        let mut copies = BTreeMap::new();
        for form in ["json", "protobuf"] {
            let back = if form == "json" {
                let mut writer = JsonWriter::with_names(&self.mapping, self.json.clone(), Vec::new());
                events.replay(&mut writer).map_err(text)?;
                let bytes = writer.finish().map_err(text)?;
                let mut recorder = Recorder::new();
                fachwerk_json::read(&self.mapping, shape.root, &bytes, &limits, &mut recorder)
                    .map_err(text)?;
                recorder.finish()
            } else {
                let mut writer = ProtobufWriter::new(&self.mapping, Vec::new());
                events.replay(&mut writer).map_err(text)?;
                let bytes = writer.finish().map_err(text)?;
                let mut recorder = Recorder::new();
                fachwerk_protobuf::read(&self.mapping, shape.root, &bytes, &limits, &mut recorder)
                    .map_err(text)?;
                recorder.finish()
            };
            if back.normalised(&self.mapping) != wanted {
                return Err(format!("other values after {form}"));
            }
            copies.insert(form, self.envelope(version, fault.as_ref(), shape, &back)?);
        }
        let original = self.declared_part(&envelope, shape, bytes);
        // The judge parses text; a declaration of another encoding would be wrong there.
        let original = original.trim_start_matches('\u{feff}').trim_start();
        let original = match original.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
            Some((_, rest)) => rest.trim_start().to_owned(),
            None => original.to_owned(),
        };
        Ok(Travelled { original, copies })
    }
}

/// Messages that the table calls valid and that do not go round, with the reason.
const EXPLAINED: &[(&str, &str)] = &[
    ("interceptor/cxf5493.xml", "a fault without detail has nothing that the contract declares"),
    ("binding/soap/test-soap-fault-detail.xml", "a fault whose detail the contract does not declare"),
    ("validation/invalidEmail2.xml", "two elements in a body that the contract says has one"),
    ("RequestHeaders__propogate_custom_header/", "text between header blocks"),
];

#[test]
fn valid_messages_come_back_unchanged() {
    let Some(table) = shared("corpus/PAIRS.tsv") else { return };
    let corpus = table.parent().expect("a directory").to_owned();
    let manifest = std::fs::read_to_string(corpus.join("MANIFEST.tsv")).expect("MANIFEST.tsv");
    let entries: BTreeMap<&str, &str> = manifest
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t').skip(1);
            Some((columns.next()?, columns.nth(1)?.split_once('/')?.1))
        })
        .collect();
    let table = std::fs::read_to_string(table).expect("PAIRS.tsv");
    let mut cases: BTreeMap<PathBuf, Option<Case>> = BTreeMap::new();
    let mut lines: BTreeMap<PathBuf, String> = BTreeMap::new();
    let (mut total, mut equal, mut wrong) = (0, 0, Vec::new());
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, source, message, _, _, _, case_id, _, "valid"] = columns.as_slice() else { continue };
        total += 1;
        let wsdl = corpus.join(entries[case_id]);
        let bytes = std::fs::read(corpus.join(source).join(message)).expect("a message");
        let case = cases.entry(wsdl.clone()).or_insert_with(|| Case::load(&wsdl));
        let travelled = case.as_ref().ok_or_else(|| "the contract is not loaded".to_owned());
        match travelled.and_then(|case| case.travel(&bytes)) {
            Ok(travelled) => {
                equal += 1;
                let name = format!("{source}/{message}");
                let line =
                    json!({ "name": name, "original": travelled.original, "copies": travelled.copies });
                let _ = writeln!(lines.entry(wsdl).or_default(), "{line}");
            }
            Err(error) => wrong.push(format!("{source}/{message}: {error}")),
        }
    }
    let explained = |error: &String| EXPLAINED.iter().find(|(part, _)| error.contains(part));
    for error in &wrong {
        println!("{error}: {}", explained(error).map_or("not explained", |(_, reason)| reason));
    }
    println!(
        "{total} valid messages: {equal} with equal values after JSON and after protobuf, {} not",
        wrong.len()
    );
    wrong.retain(|error| explained(error).is_none());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(equal >= 131, "only {equal} messages went round");
    judge(&lines);
}

/// Canonical XML of what came back and of what was sent, by somebody else.
fn judge(lines: &BTreeMap<PathBuf, String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = root.join(".peers/venv/bin/python");
    if !python.exists() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "the judge is not installed");
        println!("skipped: lxml and xmlschema are not installed (tests/peers/install)");
        return;
    }
    let directory = tempfile::tempdir().expect("a scratch directory");
    let mut totals: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut unloadable, mut different) = (0, Vec::new());
    for (number, (wsdl, text)) in lines.iter().enumerate() {
        let file = directory.path().join(format!("{number}.jsonl"));
        std::fs::write(&file, text).expect("the messages");
        let said = Command::new(&python)
            .arg(root.join("tests/peers/compare.py"))
            .args([wsdl, &file])
            .args(shared("corpus-catalog/catalog.tsv").as_deref())
            .output()
            .expect("python");
        let out = String::from_utf8_lossy(&said.stdout);
        let mut judged = false;
        for line in out.lines() {
            let Some((form, counts)) = line.strip_prefix("SOAP -> ").and_then(|l| l.split_once(" -> SOAP: "))
            else {
                if line.contains("what came back from") {
                    different.push(format!("{}: {line}", wsdl.display()));
                }
                continue;
            };
            let numbers: Vec<usize> = counts.split(' ').filter_map(|n| n.parse().ok()).collect();
            let [good, asked] = numbers.as_slice() else { continue };
            let total = totals.entry(form.to_owned()).or_default();
            (total.0, total.1, judged) = (total.0 + good, total.1 + asked, true);
        }
        if !judged {
            unloadable += 1;
            let reason = String::from_utf8_lossy(&said.stderr);
            println!("{}: not judged: {}", wsdl.display(), reason.lines().last().unwrap_or_default());
        }
    }
    println!("canonical XML equal: {totals:?}; {unloadable} of {} contracts cannot be judged", lines.len());
    for line in &different {
        println!("{line}");
    }
    assert!(different.is_empty(), "{different:#?}");
    assert!(totals.get("json").is_some_and(|(good, _)| *good >= 113), "{totals:?}");
}
