// SPDX-License-Identifier: EUPL-1.2
//! Messages of public projects against their WSDL: each that is valid goes round unchanged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, Mapping, MessageRole, OperationId, derive};
use fachwerk_message::{Limits, Recorded, Recorder};
use fachwerk_soap::{
    Envelope, Match, MatchError, OperationIndex, SoapError, Version, write_declared_fault, write_message,
};
use fachwerk_wsdl::{Options, open, read};
use fachwerk_xml::{Token, Tokenizer, XSI, XmlNames};

/// The corpus, where it is at hand. Continuous integration has to have it.
fn corpus() -> Option<PathBuf> {
    let path = crate::shared("corpus");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "the corpus is missing: {}", path.display());
    println!("skipped: no corpus at {}", path.display());
    None
}

struct Case {
    mapping: Mapping,
    names: XmlNames,
    index: OperationIndex,
}

fn case(wsdl: &Path) -> Option<Case> {
    let options = Options::default();
    let input = open(wsdl, &options.limits).ok()?;
    let contract = read(&input, &options).contract?;
    let (mapping, _, _) = derive(&contract, &Lock::new());
    let names = XmlNames::new(&mapping);
    let index = OperationIndex::new(&mapping);
    Some(Case { mapping, names, index })
}

impl Case {
    fn find(&self, envelope: &Envelope<'_>) -> Result<(OperationId, MessageRole), String> {
        let known = Match::of(envelope).map_err(|e| e.to_string())?;
        match self.index.find(&self.mapping, &known) {
            Ok(found) => Ok(found),
            // Several operations with the same message: any of them reads it.
            Err(MatchError::Ambiguous(names)) => {
                let id = self.mapping.find_operation(&names[0]).ok_or("no such operation")?;
                let operation = self.mapping.operation(id);
                let role = match envelope.match_fault(&self.mapping, operation) {
                    Ok(Some(fault)) => MessageRole::Fault(fault),
                    _ if self.record(envelope, id, MessageRole::Input).is_ok() => MessageRole::Input,
                    _ => MessageRole::Output,
                };
                Ok((id, role))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn record(
        &self,
        envelope: &Envelope<'_>,
        id: OperationId,
        role: MessageRole,
    ) -> Result<Recorded, SoapError> {
        let shape = self.mapping.operation(id).message(&role).expect("the message that was found");
        let mut recorder = Recorder::default();
        match role {
            MessageRole::Fault(_) => envelope.read_detail(&self.mapping, shape, &mut recorder)?,
            _ => envelope.read(&self.mapping, shape, &mut recorder)?,
        }
        Ok(recorder.finish())
    }

    fn round(&self, bytes: &[u8]) -> Result<(), String> {
        let limits = Limits::default();
        let mut envelope = Envelope::open(bytes, &limits).map_err(|e| e.to_string())?;
        let headers: Vec<_> = envelope.headers().iter().map(|block| block.name.clone()).collect();
        for name in headers {
            envelope.understand(name);
        }
        let (id, role) = self.find(&envelope)?;
        let recorded = self.record(&envelope, id, role).map_err(|e| e.to_string())?;
        let shape = self.mapping.operation(id).message(&role).expect("the message that was found");
        let written = match role {
            MessageRole::Fault(_) => {
                let fault = envelope.fault().map_err(|e| e.to_string())?;
                let parts = (envelope.version(), &fault);
                write_declared_fault(&self.mapping, &self.names, parts, shape, &limits, |sink| {
                    recorded.replay(sink)
                })
            }
            _ => write_message(&self.mapping, &self.names, shape, envelope.version(), &limits, |sink| {
                recorded.replay(sink)
            }),
        };
        let written = written.map_err(|e| format!("written: {e}"))?;
        let again = Envelope::open(&written, &limits).map_err(|e| format!("written: {e}"))?;
        let again = self.record(&again, id, role).map_err(|e| format!("read again: {e}"))?;
        if again != recorded {
            return Err("not the same when read again".to_owned());
        }
        if matches!(role, MessageRole::Fault(_)) {
            return Ok(());
        }
        let (before, after) = (flat(bytes, &limits), flat(&written, &limits));
        match before.iter().zip(&after).find(|(a, b)| a != b) {
            Some((a, b)) => Err(format!("{a} became {b}")),
            None if before.len() == after.len() => Ok(()),
            None => Err(format!("{} items became {}", before.len(), after.len())),
        }
    }
}

/// Elements, attributes and text of a body, without prefixes, white space, and what the envelope's specifications put
/// there.
fn flat(bytes: &[u8], limits: &Limits) -> Vec<String> {
    let mut tokens = Tokenizer::new(bytes, limits).expect("was read before");
    let mut items = Vec::new();
    let mut in_body = false;
    loop {
        match tokens.next_token().expect("was read before") {
            Token::Start => {
                in_body |= tokens.local() == "Body" && tokens.depth() == 2;
                if !in_body {
                    continue;
                }
                items.push(format!("<{{{}}}{}", tokens.namespace(), tokens.local()));
                let mut attributes: Vec<String> = tokens
                    .attributes()
                    .iter()
                    .filter(|a| Version::of_namespace(tokens.attribute_namespace(a)).is_none())
                    .filter(|a| !(tokens.attribute_namespace(a) == XSI && a.local() != "nil"))
                    .filter(|_| tokens.depth() > 2)
                    .map(|a| format!("@{{{}}}{}={}", tokens.attribute_namespace(a), a.local(), a.value()))
                    .collect();
                attributes.sort();
                items.extend(attributes);
            }
            Token::Text if in_body => items.extend(tokens.text().split_ascii_whitespace().map(str::to_owned)),
            Token::End if in_body => items.push(">".to_owned()),
            Token::Text | Token::End => {}
            Token::Eof => return items,
        }
    }
}

#[test]
fn valid_messages_go_round() {
    let Some(corpus) = corpus() else { return };
    let manifest = std::fs::read_to_string(corpus.join("MANIFEST.tsv")).expect("MANIFEST.tsv");
    let entries: BTreeMap<&str, &str> = manifest
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t').skip(1);
            Some((columns.next()?, columns.nth(1)?.strip_prefix("dev/")?))
        })
        .collect();
    let table = std::fs::read_to_string(corpus.join("PAIRS.tsv")).expect("PAIRS.tsv");
    let mut cases: BTreeMap<PathBuf, Option<Case>> = BTreeMap::new();
    let mut good = 0;
    let mut wrong = Vec::new();
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, source, message, _, _, _, case_id, _, "valid"] = columns.as_slice() else { continue };
        let path = corpus.join(entries[case_id]);
        let bytes = std::fs::read(corpus.join(source).join(message)).expect("a message");
        let Some(case) = cases.entry(path.clone()).or_insert_with(|| case(&path)) else {
            wrong.push(format!("{}: not loaded", path.display()));
            continue;
        };
        match case.round(&bytes) {
            Ok(()) => good += 1,
            Err(error) => wrong.push(format!("{source}/{message}: {error}")),
        }
    }
    println!("{good} messages went round, {} did not:\n{}", wrong.len(), wrong.join("\n"));
    wrong.retain(|error| !EXPECTED.iter().any(|(part, _)| error.contains(part)));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(good >= 115, "only {good} messages went round");
}

/// Messages that the table calls valid and that do not go round, with the reason.
const EXPECTED: &[(&str, &str)] = &[
    ("interceptor/cxf5493.xml", "a fault without detail has nothing that the contract declares"),
    ("binding/soap/test-soap-fault-detail.xml", "a fault whose detail the contract does not declare"),
    ("validation/invalidEmail2.xml", "two elements in a body that the contract says has one"),
    ("RequestHeaders__propogate_custom_header/", "text between header blocks"),
    ("/Dummy__", "`xs:simpletype` in common.xsd: the schema is broken"),
    ("/SetResource__", "the WSDL refers to an element that is not declared"),
    ("/addPets__", "the WSDL has a prefix that is not declared"),
    ("/readMetadata__", "the WSDL refers to elements that are not declared"),
    (".netsuite.com}", "the schema imports another version of what it uses"),
];
