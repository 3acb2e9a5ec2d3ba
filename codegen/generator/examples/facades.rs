// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI documents of many services in one process, for validators that others wrote.
//!
//! `cargo run --profile quick -p fachwerk-generator --example facades -- OUT FILE…` writes `OUT/<3.1|3.0>/<name>.yaml` for each WSDL
//! and prints one line of JSON for each: what was written, how long it took, or why there is nothing.
#![expect(clippy::print_stdout, reason = "a program for the command line")]

use std::path::Path;
use std::time::{Duration, Instant};

use fachwerk_generator::Examples;
use fachwerk_mapping::{Lock, derive};
use fachwerk_openapi::{Options, Specification, generate};

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let out = arguments.next().expect("usage: facades OUT FILE…");
    for file in arguments {
        let line = facade(Path::new(&out), Path::new(&file));
        println!("{line}");
    }
}

fn facade(out: &Path, file: &Path) -> serde_json::Value {
    let began = Instant::now();
    let input = match fachwerk_wsdl::open(file, &fachwerk_wsdl::Limits::default()) {
        Ok(input) => input,
        Err(error) => return serde_json::json!({ "input": file, "error": error.to_string() }),
    };
    let outcome = fachwerk_wsdl::read(&input, &fachwerk_wsdl::Options::default());
    let Some(contract) = outcome.contract else {
        return serde_json::json!({ "input": file, "error": "no contract" });
    };
    let read = began.elapsed();
    let (mapping, _, _) = derive(&contract, &Lock::new());
    if mapping.operations.is_empty() {
        return serde_json::json!({ "input": file, "error": "no operation" });
    }
    let derived = began.elapsed();
    let examples = Examples::new(&mapping);
    let example = |operation, role| examples.of(operation, role);
    let name: String = file
        .to_string_lossy()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '+' })
        .collect();
    let mut line = serde_json::json!({
        "input": file,
        "operations": mapping.operations.len(),
        "read_us": micros(read),
        "derive_us": micros(derived.saturating_sub(read)),
    });
    for specification in [Specification::OpenApi31, Specification::OpenApi30] {
        let began = Instant::now();
        let options = Options { specification, examples: Some(&example), ..Options::default() };
        let document = generate(&contract, &mapping, &options);
        let built = began.elapsed();
        let text = document.to_yaml();
        let written = began.elapsed();
        let directory = out.join(&specification.version()[..3]);
        std::fs::create_dir_all(&directory).expect("the output directory");
        let path = directory.join(format!("{name}.yaml"));
        std::fs::write(&path, &text).expect("the document");
        line[specification.version()] = serde_json::json!({
            "document": path,
            "bytes": text.len(),
            "build_us": micros(built),
            "write_us": micros(written.saturating_sub(built)),
            "warnings": document.warnings.len(),
        });
    }
    line
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
