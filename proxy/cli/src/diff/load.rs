// SPDX-License-Identifier: EUPL-1.2
//! One side of a comparison: a WSDL, a facade directory, a contract, an OpenAPI document, .proto files or descriptors.

use std::path::{Path, PathBuf};

use fachwerk_contract::Contract;
use fachwerk_generator::files;
use fachwerk_mapping::Lock;
use fachwerk_wsdl::Options;
use prost::Message as _;
use prost_types::FileDescriptorSet;
use serde_json::Value;

use crate::failure::Failure;

/// One side.
pub(super) enum Side {
    /// A contract, with the lock of its facade if there is one.
    Contract(Box<Contract>, Option<Lock>),
    /// An OpenAPI document.
    OpenApi(Value),
    /// protobuf descriptors.
    Descriptors(FileDescriptorSet),
}

pub(super) fn load(path: &Path) -> Result<Side, Failure> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    if path.is_dir() {
        if path.join(files::CONTRACT).is_file() {
            return contract(&path.join(files::CONTRACT), Some(&path.join(files::LOCK)));
        }
        let protos = protos(path)?;
        return if protos.is_empty() { wsdl(path) } else { compile(path, &protos) };
    }
    match extension.as_str() {
        "proto" => {
            let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            compile(directory.unwrap_or(Path::new(".")), &[path.to_owned()])
        }
        "binpb" | "pb" | "desc" | "protoset" => descriptors(path),
        "json" | "yaml" | "yml" => document(path),
        _ => wsdl(path),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::file(path, "read", &e))
}

fn contract(path: &Path, lock: Option<&Path>) -> Result<Side, Failure> {
    let at = |path: &Path| path.display().to_string();
    let contract = Contract::from_json(&read(path)?).map_err(|e| Failure::coded(&e).at(at(path)))?;
    let lock = match lock.filter(|lock| lock.is_file()) {
        Some(lock) => Some(Lock::from_json(&read(lock)?).map_err(|e| Failure::coded(&e).at(at(lock)))?),
        None => None,
    };
    Ok(Side::Contract(Box::new(contract), lock))
}

fn wsdl(path: &Path) -> Result<Side, Failure> {
    let options = Options::default();
    let input = crate::input::open(path, &crate::input::Imports::default(), &options.limits)?;
    let outcome = fachwerk_wsdl::read(&input, &options);
    match outcome.contract {
        Some(contract) => Ok(Side::Contract(Box::new(contract), None)),
        None => {
            let mut failure = Failure::new("FW-1401", "nothing could be read").at(path.display().to_string());
            failure.details = outcome
                .diagnostics
                .iter()
                .map(|d| format!("{}:{}:{}: {} {}", d.path, d.line, d.column, d.code, d.message))
                .collect();
            Err(failure.advice("`fachwerk generate` says more"))
        }
    }
}

fn descriptors(path: &Path) -> Result<Side, Failure> {
    FileDescriptorSet::decode(read(path)?.as_slice()).map(Side::Descriptors).map_err(|e| {
        Failure::new("FW-1803", format!("not a FileDescriptorSet: {e}"))
            .at(path.display().to_string())
            .advice("write it with `protoc --descriptor_set_out` or `buf build`")
    })
}

/// A contract or an OpenAPI document, by what it says of itself.
fn document(path: &Path) -> Result<Side, Failure> {
    let bytes = read(path)?;
    let unknown = |message: String| {
        Failure::new("FW-1801", message)
            .at(path.display().to_string())
            .advice("give a WSDL, a facade directory, a contract.json, an OpenAPI document, .proto or .binpb")
    };
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(json) => {
            // Large documents are welcome here: the file is the user's own.
            let options = serde_saphyr::options! { budget: None };
            serde_saphyr::from_slice_with_options(&bytes, options).map_err(|yaml| {
                unknown(format!("neither JSON ({json}) nor YAML ({})", yaml.without_snippet()))
            })?
        }
    };
    if value["openapi"].as_str().is_some_and(|version| version.starts_with("3.")) {
        return Ok(Side::OpenApi(value));
    }
    if value.get("services").is_some() && value.get("schema").is_some() {
        return contract(path, None);
    }
    Err(unknown("neither an OpenAPI 3 document nor a contract".to_owned()))
}

/// .proto files below a directory, sorted.
fn protos(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        let entries = std::fs::read_dir(&directory).map_err(|e| Failure::file(&directory, "read", &e))?;
        for entry in entries {
            let path = entry.map_err(|e| Failure::file(&directory, "read", &e))?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "proto") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Compile .proto files. Imports are relative to some directory above: the nearest with which everything resolves.
fn compile(start: &Path, files: &[PathBuf]) -> Result<Side, Failure> {
    let start = start.canonicalize().map_err(|e| Failure::file(start, "read", &e))?;
    let files: Vec<PathBuf> = files
        .iter()
        .map(|file| file.canonicalize().map_err(|e| Failure::file(file, "read", &e)))
        .collect::<Result<_, _>>()?;
    let mut first = None;
    for root in start.ancestors() {
        match protox::compile(&files, [root]) {
            Ok(set) => return Ok(Side::Descriptors(set)),
            Err(error) => {
                first.get_or_insert(error.to_string());
            }
        }
    }
    Err(Failure::new("FW-1803", first.unwrap_or_default())
        .at(files.first().unwrap_or(&start).display().to_string())
        .advice("mend the .proto files, or give descriptors that another compiler wrote (.binpb)"))
}
