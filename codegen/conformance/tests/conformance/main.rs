// SPDX-License-Identifier: EUPL-1.2
//! Measuring itself: what is good is found good, what is not is found.

mod pairs;

use std::path::{Path, PathBuf};
use std::time::Duration;

use fachwerk_conformance::{Case, Check, Options, Record, Summary, Verdict, discover, run};

fn melderegister() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl")
}

fn measure(cases: &[Case], options: &Options) -> (Vec<Record>, Summary) {
    let mut records = Vec::new();
    let mut summary = Summary::default();
    run(cases, options, |record| {
        records.push(record.clone());
        summary.add(record);
    });
    (records, summary)
}

fn few() -> Options {
    Options { samples: 5, ..Options::default() }
}

#[test]
fn the_sample_service_is_equal_in_every_check() {
    let cases = discover(&melderegister()).unwrap();
    let (records, summary) = measure(&cases, &few());
    let [record] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!(record.verdict, Verdict::Equal, "{:#?}", record.findings);
    assert_eq!((record.measured.operations, record.measured.mapped_operations), (5, 5));
    assert_eq!(record.measured.samples, 5 * record.measured.messages);
    for check in Check::ALL.into_iter().filter(|c| *c != Check::Operations) {
        let count = record.measured.checks.get(&check).unwrap_or_else(|| panic!("{check:?} was not made"));
        assert!(count.total > 0 && count.total == count.good, "{check:?}: {count:?}");
    }
    assert!(!summary.has_findings());
    assert!(summary.to_text().starts_with("1 cases: 1 with everything equal"), "{}", summary.to_text());
}

#[test]
fn what_cannot_be_read_is_a_finding_unless_it_is_known() {
    let directory = tempfile::tempdir().unwrap();
    let entry = directory.path().join("broken.wsdl");
    std::fs::write(&entry, "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'>").unwrap();
    let known =
        Case { name: "known".to_owned(), known: Some("cut off".to_owned()), entry, ..Case::default() };
    let unknown = Case { name: "unknown".to_owned(), known: None, ..known.clone() };
    let missing = Case { entry: directory.path().join("none.wsdl"), ..unknown.clone() };
    let (records, summary) = measure(&[known, unknown, missing], &few());
    let verdicts: Vec<Verdict> = records.iter().map(|r| r.verdict).collect();
    assert_eq!(verdicts, [Verdict::Known, Verdict::Findings, Verdict::Findings]);
    assert!(records[1].findings[0].message.starts_with("FW-1101"), "{:?}", records[1].findings);
    assert!(records[2].findings[0].message.starts_with("FW-1011"), "{:?}", records[2].findings);
    assert!(summary.has_findings());
}

#[test]
fn records_come_in_the_order_of_the_cases() {
    let mut cases = Vec::new();
    for name in ["a", "b", "c", "d"] {
        cases.extend(
            discover(&melderegister()).unwrap().into_iter().map(|c| Case { name: name.to_owned(), ..c }),
        );
    }
    let (records, _) = measure(&cases, &Options { jobs: 3, samples: 1, ..Options::default() });
    let names: Vec<&str> = records.iter().map(|r| r.case.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d"]);
}

#[test]
fn a_case_without_time_is_a_finding() {
    let cases = discover(&melderegister()).unwrap();
    let (records, _) = measure(&cases, &Options { timeout: Duration::ZERO, ..few() });
    assert_eq!(records[0].verdict, Verdict::Findings);
    assert_eq!(records[0].measured.samples, 0);
    let finding = records[0].findings.iter().find(|f| f.check == Check::Run).expect("a finding");
    assert!(finding.message.starts_with("FW-1705"), "{finding:?}");
}

#[test]
fn samples_are_dumped_with_what_was_generated() {
    let directory = tempfile::tempdir().unwrap();
    let cases = [Case { name: "m".to_owned(), entry: melderegister(), ..Case::default() }];
    let options = Options { dump: Some(directory.path().to_owned()), dump_samples: 2, ..few() };
    let (records, _) = measure(&cases, &options);
    let case = directory.path().join("m");
    let table = std::fs::read_to_string(case.join("samples.tsv")).unwrap();
    assert_eq!(table.lines().count(), 1 + 2 * records[0].measured.messages);
    assert!(std::fs::read_to_string(case.join("00001.xml")).unwrap().contains("Envelope"));
    assert!(std::fs::read_to_string(case.join("00001.json")).unwrap().starts_with('{'));
    assert!(case.join("facade/openapi.yaml").is_file());
    let entry = std::fs::read_to_string(case.join("entry.txt")).unwrap();
    assert!(Path::new(entry.trim_end()).is_absolute() && Path::new(entry.trim_end()).exists());
}
