// SPDX-License-Identifier: EUPL-1.2
//! A thousand random messages through both other forms and back, judged by `tests/peers/compare.py`, which shares no
//! code with Fachwerk: it validates each sample with two implementations of XML Schema and compares canonical XML.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use fachwerk_contract::Contract;
use fachwerk_facade::convert::{Form, convert};
use fachwerk_mapping::{Lock, Mapping, MessageRole, OperationId};
use fachwerk_message::Limits;
use serde_json::json;

use crate::harness::peers::{self, Said};
use crate::harness::{cli, facade, sample_message, sample_wsdl, scratch, shared};

/// How many messages there must be in all.
const WANTED: usize = 1000;

fn load(facade: &Path) -> Mapping {
    let read = |name: &str| std::fs::read(facade.join(name)).expect("a file of the facade");
    let contract = Contract::from_json(&read("contract.json")).expect("contract.json");
    let lock = Lock::from_json(&read("fachwerk.lock")).expect("fachwerk.lock");
    fachwerk_mapping::derive(&contract, &lock).0
}

/// All messages of an operation, as the command line names them.
fn messages(mapping: &Mapping, operation: OperationId) -> Vec<(MessageRole, String)> {
    let operation = mapping.operation(operation);
    let mut all = vec![(MessageRole::Input, "input".to_owned())];
    all.extend(operation.output.as_ref().map(|_| (MessageRole::Output, "output".to_owned())));
    all.extend(
        operation
            .faults
            .iter()
            .enumerate()
            .map(|(index, fault)| (MessageRole::Fault(index), format!("fault:{}", fault.name))),
    );
    all
}

/// Draw messages of every kind, take each through JSON and protobuf, and write what the judge needs. How many.
fn travel(facade: &Path, each: usize, to: &Path) -> usize {
    let mapping = load(facade);
    let limits = Limits::default();
    let (mut lines, mut count) = (String::new(), 0);
    for index in 0..mapping.operations.len() {
        let operation = OperationId(u32::try_from(index).expect("few operations"));
        let name = format!(
            "{}/{}",
            mapping.services[mapping.operation(operation).service].name,
            mapping.operation(operation).name
        );
        for (role, message) in messages(&mapping, operation) {
            let each = each.to_string();
            let arguments = [
                "sample",
                "--operation",
                &name,
                "--message",
                &message,
                "--seed",
                "20",
                "--count",
                &each,
                "--format",
                "json",
            ];
            let mut arguments: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
            arguments.extend(["--contract".as_ref(), facade.as_os_str()]);
            for (number, line) in cli::fachwerk(&arguments).fine_text().lines().enumerate() {
                let original: String = serde_json::from_str(line).expect("a JSON string");
                let through = |form: Form| {
                    let there =
                        convert(&mapping, operation, role, Form::Soap, form, original.as_bytes(), &limits)?;
                    convert(&mapping, operation, role, form, Form::Soap, &there, &limits)
                };
                let copy = |form: Form| match through(form) {
                    Ok(bytes) => String::from_utf8(bytes).expect("UTF-8"),
                    // Not an envelope, so the judge counts it as lost and shows it.
                    Err(error) => {
                        format!("<lost>{}</lost>", error.to_string().replace(['<', '&'], ""))
                    }
                };
                let line = json!({
                    "name": format!("{name} {message} #{number}"),
                    "original": original,
                    "copies": {"json": copy(Form::Json), "protobuf": copy(Form::Protobuf)},
                });
                let _ = writeln!(lines, "{line}");
                count += 1;
            }
        }
    }
    std::fs::write(to, lines).expect("the messages");
    count
}

fn judge(python: &Path, wsdl: &Path, messages: &Path) -> Said {
    peers::run(Command::new(python).arg(peers::script("compare.py")).arg(wsdl).arg(messages))
}

/// The facade of a contract that is not the sample's.
fn generated(input: &Path, out: &Path) -> PathBuf {
    cli::fachwerk(&["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()]).fine();
    out.to_owned()
}

#[test]
fn a_thousand_messages_come_back_equal() {
    let Some(python) = peers::python() else {
        skip!("lxml and xmlschema are not installed (tests/peers/install)")
    };
    let directory = scratch();
    let mut contracts =
        vec![("Melderegister", sample_wsdl("melderegister.wsdl"), facade::melderegister().path.clone(), 16)];
    let eakte = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl");
    if let Some(wsdl) = &eakte {
        contracts.push(("eAkte", wsdl.clone(), generated(wsdl, &directory.path().join("eakte")), 8));
    }
    // SOAP 1.2, headers, wildcards, substitution groups, references between parts.
    if let Some(wsdl) = shared("data/xta2-v3/XTA.wsdl") {
        let facade = generated(&wsdl, &directory.path().join("xta"));
        contracts.push(("XTA", wsdl, facade, 4));
    }
    let (mut total, mut failed) = (0, Vec::new());
    for (name, wsdl, facade, each) in contracts {
        let began = Instant::now();
        let messages = directory.path().join(format!("{name}.jsonl"));
        let count = travel(&facade, each, &messages);
        let converted = began.elapsed();
        let said = judge(&python, &wsdl, &messages);
        println!(
            "{name}: {count} messages, drawn and converted in {converted:.1?}, judged in {:.1?}",
            began.elapsed().saturating_sub(converted)
        );
        let lines: Vec<_> = said.stdout.lines().collect();
        println!("{}", lines[lines.len().saturating_sub(3)..].join("\n"));
        if !said.success {
            let shown: String = said.stdout.chars().take(20_000).collect();
            failed.push(format!("{name}:\n{shown}\n{}", said.stderr));
        }
        total += count;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    if eakte.is_none() {
        skip!("the eAkte contract is not there; {total} messages instead of {WANTED}");
    }
    assert!(total >= WANTED, "{total} messages");
}

#[test]
fn the_judge_sees_differences() {
    let Some(python) = peers::python() else {
        skip!("lxml and xmlschema are not installed (tests/peers/install)")
    };
    let directory = scratch();
    let file = directory.path().join("messages.jsonl");
    let original = String::from_utf8(sample_message("lesePerson-soap12-response.xml")).expect("UTF-8");
    // Equal in the sense of XML Schema.
    let equal = [
        ("12.50", "012.500"),
        ("mr:", "x:"),
        ("bestaetigt=\"true\"", "bestaetigt=\"1\""),
        ("<mr:geschlecht>m<", "<mr:geschlecht>\n m <"),
        ("xsi:nil=\"true\"/>", "xsi:nil=\"1\"></mr:sterbedatum>"),
        ("<bt:hausnummer>8<", "<bt:hausnummer>+08<"),
    ];
    let different = [
        ("12.50", "12.51"),
        ("Björn", "Bjorn"),
        ("<mr:frist>2026-06-30</mr:frist>\n", ""),
        (" waehrung=\"CHF\"", ""),
        (">12.50", " waehrung=\"EUR\">12.50"),
        ("Severinstraße", "Severin straße"),
        ("2025-11-03T08:30:00+01:00", "2025-11-03T08:30:00"),
        ("bt:InlandsAnschrift", "bt:AuslandsAnschrift"),
        ("<mr:familienstand>LD</mr:familienstand>", ""),
        ("DEU</mr:staats", "DEU AUT</mr:staats"),
        ("<soap:Body>", "<soap:Body/><soap:Koerper>"),
    ];
    let mut lines = String::new();
    for (name, changes) in [("equal", &equal[..]), ("different", &different[..])] {
        for (index, (from, to)) in changes.iter().enumerate() {
            let copy = original
                .replace(from, to)
                .replace("xmlns:mr", if *to == "x:" { "xmlns:x" } else { "xmlns:mr" });
            assert_ne!(copy, original);
            let line =
                json!({"name": format!("<{name}-{index}>"), "original": original, "copies": {"json": copy}});
            let _ = writeln!(lines, "{line}");
        }
    }
    std::fs::write(&file, lines).expect("the messages");
    let said = judge(&python, &sample_wsdl("melderegister.wsdl"), &file);
    assert!(!said.success, "{said:?}");
    for (index, case) in equal.iter().enumerate() {
        assert!(!said.stdout.contains(&format!("<equal-{index}>")), "{case:?}: {}", said.stdout);
    }
    for (index, case) in different.iter().enumerate() {
        assert!(said.stdout.contains(&format!("<different-{index}>")), "{case:?}: {}", said.stdout);
    }
    let verdict = format!("{} of {} equal", equal.len(), equal.len() + different.len());
    assert!(said.stdout.contains(&verdict), "{}", said.stdout);
}
