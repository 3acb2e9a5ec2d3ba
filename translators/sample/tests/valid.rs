// SPDX-License-Identifier: EUPL-1.2
//! Samples of real contracts are valid.

use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, Mapping, MessageRole, StructId, derive};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Discard, PathStyle, Recorder, Validate};
use fachwerk_sample::{Options, Sampler};
use proptest::prelude::*;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the shared reference material; `None` and a word about it where that is missing.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn shared(path: &str) -> Option<PathBuf> {
    let root =
        std::env::var_os("FACHWERK_SHARED").map_or_else(|| workspace().join("../shared"), PathBuf::from);
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", path.display());
    eprintln!("skipped: {} is missing", path.display());
    None
}

fn mapping(path: &Path) -> Mapping {
    let options = fachwerk_wsdl::Options::default();
    let input = fachwerk_wsdl::open(path, &options.limits).unwrap();
    let outcome = fachwerk_wsdl::read(&input, &options);
    derive(&outcome.contract.expect("something is usable"), &Lock::new()).0
}

/// The objects of all messages.
fn roots(mapping: &Mapping) -> Vec<StructId> {
    let mut roots = Vec::new();
    for operation in &mapping.operations {
        let faults = (0..operation.faults.len()).map(MessageRole::Fault);
        for role in [MessageRole::Input, MessageRole::Output].into_iter().chain(faults) {
            roots.extend(operation.message(&role).map(|message| message.root));
        }
    }
    roots.sort_unstable();
    roots.dedup();
    roots
}

/// All messages of a contract, each with several seeds, are valid and say what their seeds say.
fn samples_are_valid(path: &Path, seeds: u64) {
    let mapping = mapping(path);
    let roots = roots(&mapping);
    assert!(!roots.is_empty(), "{} has no messages", path.display());
    let patterns = Patterns::new(&mapping);
    assert_eq!(Patterns::untranslatable(&mapping), []);
    for options in [Options::default(), Options::minimal(), Options { max_depth: 3, ..Options::default() }] {
        let sampler = Sampler::new(&mapping, &options);
        for root in &roots {
            let name = &mapping.structure(*root).name;
            for seed in 0..seeds {
                let mut recorder =
                    Validate::new(&mapping, &patterns, PathStyle::JsonPointer, Recorder::new());
                sampler.sample(*root, seed, &mut recorder).unwrap_or_else(|e| panic!("{name} {seed}: {e}"));
                let (recorder, findings) = recorder.finish().unwrap();
                assert!(findings.is_empty(), "{name} {seed}: {findings:#?}");
                let recorded = recorder.finish();
                let mut again = Recorder::new();
                sampler.sample(*root, seed, &mut again).unwrap();
                assert_eq!(again.finish(), recorded, "{name} {seed}: the same seed, another message");
                let mut xpath = Validate::new(&mapping, &patterns, PathStyle::XPath, Discard);
                recorded.normalised(&mapping).replay(&mut xpath).unwrap();
                let (_, findings) = xpath.finish().unwrap();
                assert!(findings.is_empty(), "{name} {seed}, normalised: {findings:#?}");
            }
        }
    }
}

#[test]
fn melderegister() {
    samples_are_valid(&workspace().join("samples/melderegister/wsdl/melderegister.wsdl"), 30);
}

#[test]
fn muenchen_eakte() {
    if let Some(path) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") {
        samples_are_valid(&path, 3);
    }
}

#[test]
fn xta() {
    if let Some(path) = shared("data/xta2-v3/XTA.wsdl") {
        samples_are_valid(&path, 3);
    }
}

proptest! {
    #[test]
    fn any_seed_gives_a_valid_message(seed in any::<u64>()) {
        let mapping = mapping(&workspace().join("samples/melderegister/wsdl/melderegister.wsdl"));
        let patterns = Patterns::new(&mapping);
        let sampler = Sampler::new(&mapping, &Options::default());
        for root in roots(&mapping) {
            let mut validate = Validate::new(&mapping, &patterns, PathStyle::JsonPointer, Discard);
            sampler.sample(root, seed, &mut validate).unwrap();
            let (_, findings) = validate.finish().unwrap();
            prop_assert!(findings.is_empty(), "{:?}", findings);
        }
    }
}
