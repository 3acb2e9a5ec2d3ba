// SPDX-License-Identifier: EUPL-1.2
//! From a WSDL to its document, and validators for its components.

use std::path::{Path, PathBuf};

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, derive};
use fachwerk_openapi::{Document, Options, Specification, generate};
use fachwerk_wsdl::{Input, Memory, Outcome};
use serde_json::{Value, json};

/// A facade under test.
pub(crate) struct Facade {
    pub(crate) contract: Contract,
    pub(crate) mapping: Mapping,
}

impl Facade {
    /// The facade of a WSDL file.
    pub(crate) fn open(path: &Path) -> Self {
        let input = fachwerk_wsdl::open(path, &fachwerk_wsdl::Limits::default()).unwrap();
        Self::of(fachwerk_wsdl::read(&input, &fachwerk_wsdl::Options::default()))
    }

    /// The facade of one operation `call` whose input element is `root` of this schema (namespace `urn:t`, prefix `t`;
    /// schema prefix `xs`).
    pub(crate) fn of_schema(schema: &str) -> Self {
        let wsdl = format!(
            r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
              xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
              <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">{schema}</xs:schema></types>
              <message name="in"><part name="p" element="t:root"/></message>
              <portType name="P"><operation name="call"><input message="t:in"/></operation></portType>
              <binding name="B" type="t:P">
                <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
                <operation name="call"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation>
              </binding>
              <service name="S"><port name="p" binding="t:B"><soap:address location="http://x.example/"/></port></service>
            </definitions>"#
        );
        let files = Memory::from_iter([("t.wsdl", wsdl.as_str())]);
        Self::of(fachwerk_wsdl::read(&Input::new("t.wsdl", files), &fachwerk_wsdl::Options::default()))
    }

    /// The facade of a WSDL file that may have holes; `None` where no operation is left.
    pub(crate) fn usable(path: &Path) -> Option<Self> {
        let input = fachwerk_wsdl::open(path, &fachwerk_wsdl::Limits::default()).unwrap();
        let contract = fachwerk_wsdl::read(&input, &fachwerk_wsdl::Options::default()).contract?;
        let (mapping, _, _) = derive(&contract, &Lock::new());
        (!mapping.operations.is_empty()).then_some(Self { contract, mapping })
    }

    fn of(outcome: Outcome) -> Self {
        assert!(!outcome.has_errors(), "{:#?}", outcome.diagnostics);
        let contract = outcome.contract.unwrap();
        let (mapping, _, _) = derive(&contract, &Lock::new());
        Self { contract, mapping }
    }

    pub(crate) fn document(&self) -> Document {
        generate(&self.contract, &self.mapping, &Options::default())
    }

    /// The same as OpenAPI 3.0.3.
    pub(crate) fn document_30(&self) -> Document {
        let options = Options { specification: Specification::OpenApi30, ..Options::default() };
        generate(&self.contract, &self.mapping, &options)
    }
}

/// A file of the reference material, or `None` with a word why.
pub(crate) fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FACHWERK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = root.join(file);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", path.display());
    #[expect(clippy::print_stderr, reason = "a test that does not run says so")]
    {
        eprintln!("skipped: {} is missing", path.display());
    }
    None
}

/// A validator for one component of a document.
pub(crate) fn validator(document: &Value, component: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&schema(document, component)).unwrap()
}

/// A validator that takes `format` at its word.
pub(crate) fn strict_validator(document: &Value, component: &str) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(&schema(document, component)).unwrap()
}

fn schema(document: &Value, component: &str) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/components/schemas/{component}"),
        "components": document["components"],
    })
}
