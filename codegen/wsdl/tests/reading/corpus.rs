// SPDX-License-Identifier: EUPL-1.2
//! Every WSDL of a corpus of public projects, offline, with a catalog for what they import from the network.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fachwerk_contract::Contract;
use fachwerk_wsdl::{Catalog, Code, Limits, Options, Outcome, Severity, open, read};

use crate::real::shared;

/// Entries with another number of operations than the manifest counts: ours, the manifest's, what is said about it,
/// and why.
const DIFFERENCES: [(&str, usize, usize, Code, &str); 9] = [
    (
        "cxf-66594dba",
        1,
        2,
        Code::UnknownPolicy,
        "the manifest counts one port type twice, which two files declare alike",
    ),
    (
        "wsdl2apigee-81e1b34e",
        0,
        1,
        Code::DoctypeRefused,
        "an external entity: refused as an attack, which it is",
    ),
    ("wsdl-tools-1c4ee753", 3, 4, Code::UnknownMessage, "an operation of messages that do not exist"),
    ("strong-soap-d92bb00a", 1, 2, Code::MissingAttribute, "an operation with neither input nor output"),
    ("strong-soap-30d60fdf", 1, 3, Code::MissingAttribute, "two operations with neither input nor output"),
    ("wasabi-321700a6", 1, 2, Code::UnknownMessage, "an operation of messages that do not exist"),
    ("node-soap-e3787a44", 0, 1, Code::MissingAttribute, "an operation with neither input nor output"),
    ("node-soap-b80a4a0b", 1, 2, Code::MissingAttribute, "an operation with neither input nor output"),
    ("node-soap-cdc29447", 1, 3, Code::MissingAttribute, "two operations with neither input nor output"),
];

/// Files that are broken, and the first thing that is said of each (of those that libxml2 refuses for what is no
/// mistake of form, what else is odd about them).
const BROKEN: [(&str, Code, &str); 24] = [
    ("wsdl11/wsdl_xxe_import_main.wsdl", Code::DoctypeRefused, "wsdl_xxe_import_malicious.xsd:2:1"),
    ("attachment/reference/referring.wsdl", Code::NotWellFormed, "referring.wsdl:1:1"),
    ("attachment/wsdl11/test100.wsdl", Code::NotWellFormed, "test100.wsdl:76:34"),
    ("sts/wcf.wsdl", Code::UnexpectedRoot, "wcf.wsdl:17:1"),
    ("hello_world_jaxws_binding.wsdl", Code::UnexpectedRoot, "hello_world_jaxws_binding.wsdl:20:1"),
    ("mime_binding.wsdl", Code::UnexpectedRoot, "mime_binding.wsdl:20:1"),
    ("attack-service.wsdl", Code::DoctypeRefused, "attack-service.wsdl:2:1"),
    (
        "node-soap/test/request-response-samples/login__complex_schema_xmlns_with_array_and_any_type_and_other_types/soap.wsdl",
        Code::UndeclaredPrefix,
        "soap.platform.core.xsd",
    ),
    ("mergeWithAttributes/main.wsdl", Code::UndeclaredPrefix, "def.xsd:13:7"),
    ("recursive/file.wsdl", Code::NotWellFormed, "A.xsd:2:1"),
    ("strict/ImportSample.wsdl", Code::NamespaceMismatch, "ImportSample.wsdl:4:44"),
    (
        "Dummy__should_use_defined_xml_key_in_first_level_for_rpc/soap.wsdl",
        Code::UndeclaredPrefix,
        "soap.wsdl:20:15",
    ),
    ("childs/childxs0.wsdl", Code::Undeclared, "childxs0.wsdl:7:17"),
    (
        "strong-soap/test/request-response-samples/login__complex_schema_xmlns_with_array_and_any_type_and_other_types/soap.wsdl",
        Code::UndeclaredPrefix,
        "soap.platform.core.xsd:51:9",
    ),
    ("doc-lit-part-error/sample.wsdl", Code::UndeclaredPrefix, "sample.wsdl:20"),
    ("wsdl/ws-policy.wsdl", Code::UndeclaredPrefix, "ws-policy.wsdl:9:5"),
    ("invalid_wsdl_spec.wsdl", Code::NotWellFormed, "invalid_wsdl_spec.wsdl:132:1"),
    ("malformed-include.wsdl", Code::NotWellFormed, "malformed.xsd:5:1"),
    ("tests/resources/empty.wsdl", Code::NotWellFormed, "empty.wsdl:1:1"),
    ("bug29061.wsdl", Code::NamespaceNotUri, "bug29061.wsdl:2:52"),
    ("EndorsementSearchService.wsdl", Code::NamespaceNotUri, "EndorsementSearchService.wsdl:2"),
    ("aaxx.wsdl", Code::NamespaceNotUri, "aaxx.wsdl:9"),
    ("asapBank.wsdl", Code::NamespaceNotUri, "asapBank.wsdl:2"),
    ("asapPurchase.wsdl", Code::NamespaceNotUri, "asapPurchase.wsdl:2"),
];

fn load(path: &Path, catalog: &Path) -> Outcome {
    let catalog = Catalog::open(&[catalog], &Limits::default()).unwrap();
    read(&open(path, &Limits::default()).unwrap().with_catalog(catalog), &Options::default())
}

/// The lines of a table of the corpus, and where the corpus and the catalog are.
fn corpus(table: &str) -> Option<(Vec<Vec<String>>, PathBuf, PathBuf)> {
    let table = shared(&format!("corpus/{table}"))?;
    let catalog = shared("corpus-catalog/catalog.xml")?;
    let text = std::fs::read_to_string(&table).unwrap();
    let lines = text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    Some((lines, table.parent().unwrap().to_owned(), catalog))
}

fn file(root: &Path, entry: &str) -> PathBuf {
    // the first step names the set that the entry belongs to
    root.join(entry.split_once('/').map_or(entry, |(_, rest)| rest))
}

#[test]
fn every_entry_loads_with_its_operations() {
    let Some((lines, root, catalog)) = corpus("MANIFEST.tsv") else { return };
    assert_eq!(lines.len(), 547);
    let (mut wrong, mut equal, mut clean, mut unresolved) = (Vec::new(), 0, 0, 0);
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let (case, entry, expected) = (line[1].as_str(), line[3].as_str(), line[8].parse::<usize>().unwrap());
        let missing = line.get(14).is_some_and(|names| !names.is_empty());
        let outcome = load(&file(&root, entry), &catalog);
        let found: usize =
            outcome.contract.iter().flat_map(|c| &c.interfaces).map(|i| i.operations.len()).sum();
        for diagnostic in &outcome.diagnostics {
            *codes.entry(diagnostic.code).or_default() += 1;
            assert!(diagnostic.line > 0 && diagnostic.column > 0 && !diagnostic.advice.is_empty());
        }
        let says = |code: Code| outcome.diagnostics.iter().any(|d| d.code == code);
        clean += usize::from(!outcome.has_errors());
        equal += usize::from(found == expected);
        if missing {
            unresolved += 1;
            if !says(Code::ImportNotFound) && !says(Code::RemoteLocation) {
                wrong.push(format!("{case}: nothing is said about {}", line[14]));
            }
        }
        let explained = DIFFERENCES.iter().find(|(name, ..)| *name == case);
        let as_explained = explained
            .is_some_and(|(_, ours, theirs, code, _)| (found, expected) == (*ours, *theirs) && says(*code));
        if explained.is_some() != (found != expected) || explained.is_some() && !as_explained {
            wrong.push(format!("{case}: {found} of {expected} operations"));
        }
        // each seventh, because writing all of them takes a test build longer than reading them
        if let Some(contract) = outcome.contract.as_ref().filter(|_| index % 7 == 0) {
            assert_eq!(&Contract::from_json(contract.to_json().as_bytes()).unwrap(), contract, "{case}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    #[allow(clippy::print_stdout, reason = "what was measured is for people to read")]
    {
        println!(
            "{} entries: {equal} with the manifest's operations, {} explained, {clean} without an error, {unresolved} with \
             imports that are nowhere",
            lines.len(),
            DIFFERENCES.len()
        );
        println!("{codes:?}");
    }
    assert_eq!((equal, unresolved), (547 - DIFFERENCES.len(), 8));
}

#[test]
fn of_each_broken_file_it_is_said_what_is_broken() {
    let Some((lines, root, catalog)) = corpus("MALFORMED.tsv") else { return };
    assert_eq!(lines.len(), BROKEN.len());
    let mut wrong = Vec::new();
    for line in &lines {
        let entry = line[1].as_str();
        let path = entry.replace("vpulim__", "").replace("loopbackio__", "");
        let (_, code, place) =
            BROKEN.iter().find(|(end, ..)| path.ends_with(end)).unwrap_or_else(|| panic!("{entry}"));
        let outcome = load(&file(&root, entry), &catalog);
        let said = outcome.diagnostics.iter().filter(|d| d.severity > Severity::Note);
        let said: Vec<String> = said.map(ToString::to_string).collect();
        let expected = |d: &String| d.starts_with(place) && d.contains(&code.to_string());
        if !said.iter().any(expected) {
            wrong.push(format!("{entry}: no {code} at {place}, but {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
