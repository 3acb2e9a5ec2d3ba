// SPDX-License-Identifier: EUPL-1.2
//! WSDLs of the wild.

use std::path::{Path, PathBuf};

use fachwerk_contract::Contract;
use fachwerk_contract::service::{Pattern, Protocol};
use fachwerk_wsdl::{Limits, Options, Severity, open, read};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the shared data, unless it is not there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root =
        std::env::var_os("FACHWERK_SHARED").map_or_else(|| workspace().join("../shared"), PathBuf::from);
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", path.display());
    #[allow(clippy::print_stdout, reason = "a skipped test says so")]
    {
        println!("skipped: there is no {}", path.display());
    }
    None
}

fn contract(path: &Path) -> Contract {
    let outcome = read(&open(path, &Limits::default()).unwrap(), &Options::default());
    let bad: Vec<_> =
        outcome.diagnostics.iter().filter(|d| d.severity > Severity::Note).map(ToString::to_string).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let contract = outcome.contract.unwrap();
    assert_eq!(Contract::from_json(contract.to_json().as_bytes()).unwrap(), contract);
    contract
}

#[test]
fn melderegister() {
    let contract = contract(&workspace().join("samples/melderegister/wsdl/melderegister.wsdl"));
    let interface = &contract.interfaces[0];
    assert_eq!(interface.operations.len(), 5);
    assert!(interface.operations.iter().any(|o| o.pattern == Pattern::OneWay));
    assert_eq!(
        contract.bindings.iter().map(|b| b.protocol).collect::<Vec<_>>(),
        [Protocol::Soap11, Protocol::Soap12]
    );
    assert!(contract.bindings.iter().all(|b| b.operations.len() == 5));
    let header = &contract.bindings[0].operations[0].input.as_ref().unwrap().headers[0];
    assert_eq!(header.part, "mandant");
}

#[test]
fn eakte() {
    let Some(path) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") else { return };
    let contract = contract(&path);
    assert_eq!(contract.interfaces[0].operations.len(), 60);
    assert_eq!(contract.schema.elements.len(), 120);
    assert!(contract.bindings.iter().all(|b| b.operations.iter().all(|o| o.soap_action.is_some())));
    assert_eq!(contract.services[0].ports.len(), 2);
}

#[test]
fn xta() {
    let Some(path) = shared("data/xta2-v3/XTA.wsdl") else { return };
    let contract = contract(&path);
    assert_eq!(contract.interfaces.iter().map(|i| i.operations.len()).collect::<Vec<_>>(), [5, 2, 5]);
    let get = contract.bindings.iter().flat_map(|b| &b.operations).find(|o| o.name == "getMessage").unwrap();
    assert_eq!(get.input.as_ref().unwrap().headers[0].part, "AuthorIdentifier");
    assert_eq!(get.output.as_ref().unwrap().headers.len(), 2);
    assert!(contract.bindings.iter().all(|b| b.protocol == Protocol::Soap12));
    let policy = contract.policies.iter().find(|p| p.subject == "binding/sendXTAHttpsBinding").unwrap();
    assert!(policy.assertions.iter().any(|a| a.local == "HttpsToken"));
}
