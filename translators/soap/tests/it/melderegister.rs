// SPDX-License-Identifier: EUPL-1.2
//! The sample service's own messages: each goes round unchanged.

use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, Mapping, MessageRole, derive};
use fachwerk_message::{Limits, Recorder};
use fachwerk_soap::{
    Envelope, Match, MatchError, OperationIndex, SoapError, write_declared_fault, write_message,
};
use fachwerk_wsdl::{Options, open, read};
use fachwerk_xml::XmlNames;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister")
}

fn mapping() -> Mapping {
    let options = Options::default();
    let input = open(&sample().join("wsdl/melderegister.wsdl"), &options.limits).expect("the WSDL opens");
    let outcome = read(&input, &options);
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    derive(&outcome.contract.expect("a contract"), &Lock::new()).0
}

#[test]
fn every_message_goes_round() {
    let mapping = mapping();
    let names = XmlNames::new(&mapping);
    let index = OperationIndex::new(&mapping);
    let limits = Limits::default();
    let mut count = 0;
    let mut undeclared = 0;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(sample().join("messages"))
        .expect("messages")
        .map(|e| e.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "xml")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let input = std::fs::read(path).expect("a message");
        let envelope = Envelope::open(&input, &limits).unwrap_or_else(|e| panic!("{name}: {e}"));
        let known = Match::of(&envelope).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (id, role) = match index.find(&mapping, &known) {
            Ok(found) => found,
            // Several operations declare the same fault.
            Err(MatchError::Ambiguous(names)) => {
                let id = mapping.find_operation(&names[0]).expect("a candidate");
                let fault = envelope.match_fault(&mapping, mapping.operation(id)).expect("a fault");
                (id, MessageRole::Fault(fault.expect("a declared fault")))
            }
            // A fault about SOAP itself has nothing that the contract declares.
            Err(error) if name.starts_with("fault-Client") => {
                undeclared += 1;
                println!("{name}: {error}");
                continue;
            }
            Err(error) => panic!("{name}: {error}"),
        };
        let operation = mapping.operation(id);
        let shape = operation.message(&role).expect("the message that was found");
        let record = |envelope: &Envelope<'_>| {
            let mut recorder = Recorder::default();
            let result = match role {
                MessageRole::Fault(_) => envelope.read_detail(&mapping, shape, &mut recorder),
                _ => envelope.read(&mapping, shape, &mut recorder),
            };
            result.map(|()| recorder.finish())
        };
        let recorded = match record(&envelope) {
            Ok(recorded) => recorded,
            // A request that the service answers with a fault may be wrong on purpose.
            Err(error) if name.starts_with("fault-Client") => {
                undeclared += 1;
                println!("{name}: {error}");
                continue;
            }
            Err(error) => panic!("{name}: {error}"),
        };
        let written = match role {
            MessageRole::Fault(_) => {
                let fault = envelope.fault().expect("a fault");
                let parts = (envelope.version(), &fault);
                write_declared_fault(&mapping, &names, parts, shape, &limits, |sink| {
                    envelope.read_detail(&mapping, shape, sink).map_err(SoapError::into_codec)
                })
            }
            _ => write_message(&mapping, &names, shape, envelope.version(), &limits, |sink| {
                envelope.read(&mapping, shape, sink).map_err(SoapError::into_codec)
            }),
        };
        let written = written.unwrap_or_else(|e| panic!("{name}: {e}"));
        let again = Envelope::open(&written, &limits).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(record(&again).unwrap_or_else(|e| panic!("{name}: {e}")), recorded, "{name}");
        count += 1;
    }
    println!("{count} messages, {undeclared} that the contract does not declare");
    assert!(count >= 20, "only {count} messages went round");
}
