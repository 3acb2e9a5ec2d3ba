// SPDX-License-Identifier: EUPL-1.2
//! What is read, and what is said about mistakes, construct by construct.

mod catalog;
mod composition;
mod constraints;
mod corpus;
mod hostile;
mod mistakes;
mod real;
mod schema;
mod wsdl;
mod wsdl20;

use fachwerk_contract::schema::{ComplexType, Content, Particle, SimpleType, Term, Type, TypeRef};
use fachwerk_contract::{Contract, QName};
use fachwerk_wsdl::{Code, Input, Memory, Options, Outcome, Severity, read};

/// Read files, the first of which is the entry.
fn read_files(files: &[(&str, &str)]) -> Outcome {
    let memory: Memory = files.iter().map(|(path, text)| (*path, *text)).collect();
    read(&Input::new(files[0].0, memory), &Options::default())
}

/// The contract of files without an error.
fn contract_of(files: &[(&str, &str)]) -> Contract {
    let outcome = read_files(files);
    let errors: Vec<String> =
        outcome.diagnostics.iter().map(ToString::to_string).filter(|d| d.contains("error:")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    outcome.contract.expect("a contract")
}

/// A schema with target namespace `urn:t`, prefix `t`, and the given content.
fn schema(content: &str) -> Contract {
    contract_of(&[("t.xsd", &document("", content))])
}

fn document(attributes: &str, content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t' {attributes}>\n{content}\n</xs:schema>"
    )
}

/// Definitions with the prefixes that the tests need. The first line of the content is line 2.
fn definitions(content: &str) -> String {
    format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:soap12='http://schemas.xmlsoap.org/wsdl/soap12/' xmlns:http='http://schemas.xmlsoap.org/wsdl/http/' xmlns:mime='http://schemas.xmlsoap.org/wsdl/mime/' xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>\n{content}\n</definitions>"
    )
}

fn t(local: &str) -> QName {
    QName::new("urn:t", local)
}

fn xs(local: &str) -> QName {
    QName::new(fachwerk_contract::schema::XSD, local)
}

fn complex<'c>(contract: &'c Contract, name: &str) -> &'c ComplexType {
    match &contract.schema.types[&t(name)] {
        Type::Complex(complex) => complex,
        Type::Simple(_) => panic!("{name} is simple"),
    }
}

fn simple<'c>(contract: &'c Contract, name: &str) -> &'c SimpleType {
    match &contract.schema.types[&t(name)] {
        Type::Simple(simple) => simple,
        Type::Complex(_) => panic!("{name} is complex"),
    }
}

fn named(name: QName) -> TypeRef {
    TypeRef::Named(name)
}

/// The particles of a type whose content is one group.
fn particles(complex: &ComplexType) -> &[Particle] {
    match &complex.content {
        Content::Elements(Particle {
            term: Term::Sequence(inner) | Term::Choice(inner) | Term::All(inner),
            ..
        }) => inner,
        other => panic!("{other:?}"),
    }
}

/// That exactly these codes are reported with at least a warning, each at its place.
#[track_caller]
fn assert_reported(outcome: &Outcome, expected: &[(Code, &str, u32, u32)]) {
    let found: Vec<_> = outcome
        .diagnostics
        .iter()
        .filter(|d| d.severity > Severity::Note)
        .map(|d| (d.code, d.path.as_str(), d.line, d.column))
        .collect();
    let all: Vec<String> = outcome.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected, "{all:#?}");
}
