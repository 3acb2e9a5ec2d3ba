// SPDX-License-Identifier: EUPL-1.2
//! The crate of a replacement, with the sample messages of its conformance test.

use fachwerk_contract::Contract;
use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Mapping, MessageRole, Operation, OperationId};
use fachwerk_message::Recorder;
use fachwerk_parameters::{Parameters, Split};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_rust::Sample;
use fachwerk_sample::{Options, Sampler};

pub use fachwerk_rust::File as RustFile;

use crate::{Generated, Remark};

/// A Rust crate with types and a server skeleton.
#[derive(Debug, Clone)]
pub struct RustCrate {
    /// Its files.
    pub files: Vec<RustFile>,
    /// What it does not do.
    pub remarks: Vec<Remark>,
}

/// Write the crate of a facade that has been generated.
pub fn rust(generated: &Generated) -> RustCrate {
    replacement(&generated.contract, &generated.mapping)
}

/// Write the crate of a facade with this contract and mapping.
pub fn replacement(contract: &Contract, mapping: &Mapping) -> RustCrate {
    // Forms of values that are equal to simpler ones would not come back as they are.
    let options = Options { unusual: false, ..Options::default() };
    let sampler = Sampler::new(mapping, &options);
    let samples = |id: OperationId, role: MessageRole, number: u64| {
        let operation = mapping.operation(id);
        let root = operation.message(&role)?.root;
        let number = match role {
            MessageRole::Input => told(mapping, operation, &sampler, number)?,
            _ => number,
        };
        let mut json = JsonWriter::new(mapping, Vec::new());
        sampler.sample(root, number, &mut json).ok()?;
        let mut protobuf = ProtobufWriter::new(mapping, Vec::new());
        sampler.sample(root, number, &mut protobuf).ok()?;
        Some(Sample { json: json.finish().ok()?, protobuf: protobuf.finish().ok()? })
    };
    let written = fachwerk_rust::generate(contract, mapping, &samples);
    let remark = |code: &str, message: String, advice: &str| Remark {
        severity: "warning".to_owned(),
        code: code.to_owned(),
        file: contract.documents.first().map(|d| d.path.clone()).unwrap_or_default(),
        line: 1,
        column: 1,
        message,
        advice: advice.to_owned(),
        snippet: None,
        caret: None,
    };
    let mut remarks = Vec::new();
    for unsampled in &written.unsampled {
        let name = &mapping.operation(unsampled.operation).name;
        remarks.push(remark(
            "FW-1581",
            format!("no sample of message `{}` of operation `{name}` can be made", unsampled.message),
            "the crate's conformance test leaves it out; test it with a message of your own",
        ));
    }
    RustCrate { files: written.files, remarks }
}

/// Samples of a request among which one is looked for that its parameters can carry.
const MOST_SAMPLES: u64 = 64;

/// The number of the `number`th sample that a REST request can say: a segment of a path is never empty, and no parameter
/// is `null`.
fn told(mapping: &Mapping, operation: &Operation, sampler: &Sampler<'_>, number: u64) -> Option<u64> {
    if operation.parameters.is_empty() {
        return Some(number);
    }
    let parameters = Parameters::new(mapping, operation);
    let root = operation.input.root;
    let can_be_told = |candidate: &u64| {
        let mut split = Split::new(mapping, &parameters, Recorder::default());
        sampler.sample(root, *candidate, &mut split).is_ok() && split.finish().1.target(operation).is_some()
    };
    let place = usize::try_from(number.checked_sub(1)?).ok()?;
    (1..=MOST_SAMPLES).filter(can_be_told).nth(place)
}
