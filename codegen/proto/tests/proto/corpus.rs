// SPDX-License-Identifier: EUPL-1.2
//! The files of every WSDL of the reference material, judged by buf and protoc.
//!
//! Facades of the same package have the same file, so they are judged in rounds: each round has a path once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use fachwerk_mapping::{Lock, derive};
use fachwerk_proto::{Options, generate};
use fachwerk_wsdl::{Catalog, Limits};
use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

use crate::protoc::{in_parts, protoc_is_there, without_source};
use crate::real::shared_path;

/// One facade on disk.
struct Facade {
    directory: String,
    file: String,
    descriptor: FileDescriptorProto,
}

fn wsdls(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            wsdls(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("wsdl")) {
            found.push(path);
        }
    }
}

/// Entries of the manifest, and every WSDL of the data.
fn entries() -> Option<Vec<PathBuf>> {
    let manifest = shared_path("corpus/MANIFEST.tsv")?;
    let root = manifest.parent().unwrap();
    let text = std::fs::read_to_string(&manifest).unwrap();
    let entry = |line: &str| root.join(line.split('\t').nth(3).unwrap().split_once('/').unwrap().1);
    let mut found: Vec<PathBuf> = text.lines().skip(1).map(entry).collect();
    let mut data = Vec::new();
    wsdls(&shared_path("data")?, &mut data);
    data.sort();
    found.extend(data);
    Some(found)
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn buf() -> Option<PathBuf> {
    let buf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.peers/bin/buf");
    if !buf.exists() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "buf is not installed");
        eprintln!("skipped: buf is not installed (tests/peers/install)");
        return None;
    }
    Some(buf.canonicalize().unwrap())
}

fn write(facades: &Path, entries: &[PathBuf], catalog: &Path) -> Vec<Facade> {
    let mut written = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let catalog = Catalog::open(&[catalog], &Limits::default()).unwrap();
        let Ok(input) = fachwerk_wsdl::open(entry, &Limits::default()) else { continue };
        let outcome = fachwerk_wsdl::read(&input.with_catalog(catalog), &fachwerk_wsdl::Options::default());
        let Some(contract) = outcome.contract else { continue };
        let (mapping, _, _) = derive(&contract, &Lock::new());
        if mapping.operations.is_empty() {
            continue;
        }
        let mut proto = generate(&contract, &mapping, &Options::default());
        let (text, descriptor) = in_parts(&contract, &mapping);
        assert!(text == proto.files[0].1.as_bytes(), "{}: the text in parts differs", entry.display());
        assert!(
            descriptor == proto.descriptor.encode_to_vec(),
            "{}: the descriptor in parts differs",
            entry.display()
        );
        let (file, text) = proto.files.swap_remove(0);
        let directory = format!("{number:04}");
        let path = facades.join(&directory).join(&file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        let descriptor = without_source(&proto.descriptor.file.pop().unwrap());
        written.push(Facade { directory, file, descriptor });
    }
    written
}

/// Run a tool; it must have nothing to say.
fn silent(command: &mut Command) {
    let output = command.output().unwrap();
    let said = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
    let first: Vec<&str> = said.lines().take(20).collect();
    assert!(output.status.success() && said.is_empty(), "{command:?}: {first:#?}");
}

#[test]
fn buf_and_protoc_accept_all_of_them() {
    let (Some(entries), Some(catalog)) = (entries(), shared_path("corpus-catalog/catalog.xml")) else {
        return;
    };
    let Some(buf) = buf().filter(|_| protoc_is_there()) else { return };
    let directory = tempfile::tempdir().unwrap();
    let facades = write(directory.path(), &entries, &catalog);
    assert!(facades.len() > 450, "{} facades of {} WSDLs", facades.len(), entries.len());

    let mut rounds: Vec<Vec<&Facade>> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for facade in &facades {
        let round = seen.entry(&facade.file).or_default();
        if rounds.len() == *round {
            rounds.push(Vec::new());
        }
        rounds[*round].push(facade);
        *round += 1;
    }
    for round in &rounds {
        judge(&buf, directory.path(), round);
    }
    #[allow(clippy::print_stdout, reason = "what was measured is for people to read")]
    {
        println!(
            "{} WSDLs, {} facades: buf lint, buf build and protoc are content",
            entries.len(),
            facades.len()
        );
    }
}

fn judge(buf: &Path, directory: &Path, round: &[&Facade]) {
    let modules: String = round.iter().map(|f| format!("  - path: \"{}\"\n", f.directory)).collect();
    std::fs::write(directory.join("buf.yaml"), format!("version: v2\nmodules:\n{modules}")).unwrap();
    silent(Command::new(buf).args(["build", "-o", "image.binpb"]).current_dir(directory));
    // What has been built need not be parsed again. The rules are those of the generated buf.yaml.
    let rules = r#"{"version":"v2","lint":{"use":["STANDARD"]}}"#;
    silent(Command::new(buf).args(["lint", "image.binpb", "--config", rules]).current_dir(directory));
    silent(
        Command::new("protoc")
            .arg("--descriptor_set_out=set.binpb")
            .args(round.iter().map(|f| format!("-I{}", f.directory)))
            .args(round.iter().map(|f| &f.file))
            .current_dir(directory),
    );
    let set = std::fs::read(directory.join("set.binpb")).unwrap();
    let theirs = FileDescriptorSet::decode(set.as_slice()).unwrap();
    let theirs: HashMap<&str, &FileDescriptorProto> = theirs.file.iter().map(|f| (f.name(), f)).collect();
    for facade in round {
        // protoc leaves out names for JSON unless it is asked for them; the text has those that are not its own.
        let file = without_json_names(&facade.descriptor);
        assert_eq!(without_json_names(theirs[facade.file.as_str()]), file, "{}", facade.file);
    }
}

fn without_json_names(file: &FileDescriptorProto) -> FileDescriptorProto {
    let mut file = file.clone();
    let mut open: Vec<_> = file.message_type.iter_mut().collect();
    while let Some(message) = open.pop() {
        message.field.iter_mut().for_each(|field| field.json_name = None);
        open.extend(&mut message.nested_type);
    }
    file
}
