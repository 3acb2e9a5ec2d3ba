// SPDX-License-Identifier: EUPL-1.2
use fachwerk_contract::Contract;
use fachwerk_mapping::Lock;
use fachwerk_wsdl::{Input, Limits, Memory, Options, Outcome};

/// Larger inputs find nothing that smaller ones do not, and take most of the time.
const LARGEST: usize = 1 << 14;

/// The WSDL and XSD reader: it ends with diagnostics or a contract, the contract survives its file, and a mapping can
/// be made of it. A zero byte separates files: `a.wsdl`, `b.xsd`, `c.xsd`.
pub fn wsdl(data: &[u8]) {
    if data.len() > LARGEST {
        return;
    }
    let names = ["a.wsdl", "b.xsd", "c.xsd"];
    let files: Memory =
        names.into_iter().zip(data.splitn(3, |byte| *byte == 0)).map(|(n, b)| (n, b.to_vec())).collect();
    let Some(contract) = read(&files, false).contract else { return };
    let text = contract.to_json();
    let again = Contract::from_json(text.as_bytes()).expect("the contract's own file");
    assert_eq!(again.to_json(), text);
    let (mapping, lock, _) = fachwerk_mapping::derive(&contract, &Lock::default());
    let (second, _, _) = fachwerk_mapping::derive(&contract, &lock);
    assert_eq!(mapping.operations.len(), second.operations.len());
    // What strict reading takes is what is read anyway.
    if let Some(strict) = read(&files, true).contract {
        assert_eq!(strict.to_json(), text);
    }
}

fn read(files: &Memory, strict: bool) -> Outcome {
    let limits = Limits { file_bytes: 1 << 18, depth: 64, derivation_depth: 64, ..Limits::default() };
    let options = Options { strict, limits, ..Options::default() };
    let outcome = fachwerk_wsdl::read(&Input::new("a.wsdl", files.clone()), &options);
    for diagnostic in &outcome.diagnostics {
        let _ = diagnostic.to_string();
    }
    assert!(
        outcome.contract.is_some() || !outcome.diagnostics.is_empty(),
        "nothing came, and nothing was said"
    );
    outcome
}
