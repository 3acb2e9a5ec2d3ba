// SPDX-License-Identifier: EUPL-1.2
//! The crate of a replacement, with the sample messages of its conformance test.

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{MessageRole, OperationId};
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
    /// Messages that its conformance test leaves out.
    pub remarks: Vec<Remark>,
}

/// Write the crate of a facade that has been generated.
pub fn rust(generated: &Generated) -> RustCrate {
    let mapping = &generated.mapping;
    // Forms of values that are equal to simpler ones would not come back as they are.
    let options = Options { unusual: false, ..Options::default() };
    let sampler = Sampler::new(mapping, &options);
    let samples = |id: OperationId, role: MessageRole, number: u64| {
        let root = mapping.operation(id).message(&role)?.root;
        let mut json = JsonWriter::new(mapping, Vec::new());
        sampler.sample(root, number, &mut json).ok()?;
        let mut protobuf = ProtobufWriter::new(mapping, Vec::new());
        sampler.sample(root, number, &mut protobuf).ok()?;
        Some(Sample { json: json.finish().ok()?, protobuf: protobuf.finish().ok()? })
    };
    let written = fachwerk_rust::generate(&generated.contract, mapping, &samples);
    let remarks = written.unsampled.into_iter().map(|unsampled| {
        let operation = mapping.operation(unsampled.operation);
        Remark {
            severity: "warning".to_owned(),
            code: "FW-1581".to_owned(),
            file: generated.contract.documents.first().map(|d| d.path.clone()).unwrap_or_default(),
            line: 1,
            column: 1,
            message: format!(
                "no sample of message `{}` of operation `{}` can be made",
                unsampled.message, operation.name
            ),
            advice: "the crate's conformance test leaves it out; test it with a message of your own".to_owned(),
            snippet: None,
        }
    });
    RustCrate { files: written.files, remarks: remarks.collect() }
}
