// SPDX-License-Identifier: EUPL-1.2
//! What becomes of bindings: styles, parts, headers, attachments, encodings.

mod binaries;
mod bindings;
mod encoded;
mod large;
mod streams;

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, Note, Struct, ValueType, derive};
use fachwerk_wsdl::{Input, Memory, Options, read};

/// The contract of a WSDL with this schema content and these definitions; prefixes `t` (target), `xs`, `s` (SOAP), `m`
/// (MIME), `e` (SOAP encoding), `w` (WSDL, also the default).
fn contract(schema: &str, definitions: &str) -> Contract {
    let wsdl = format!(
        r#"<w:definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:w="http://schemas.xmlsoap.org/wsdl/"
            xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:m="http://schemas.xmlsoap.org/wsdl/mime/"
            xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
            xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified"><xs:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>{schema}</xs:schema></types>
          {definitions}
          <service name="S"><port name="A" binding="t:B"><s:address location="http://localhost/"/></port></service>
        </w:definitions>"#
    );
    let outcome = read(&Input::new("t.wsdl", Memory::from_iter([("t.wsdl", wsdl)])), &Options::default());
    assert!(!outcome.has_errors(), "{:#?}", outcome.diagnostics);
    outcome.contract.expect("a contract")
}

fn mapped(schema: &str, definitions: &str) -> (Mapping, Vec<Note>) {
    let contract = contract(schema, definitions);
    let (mapping, lock, notes) = derive(&contract, &Lock::new());
    let (_, again, _) = derive(&contract, &lock);
    assert_eq!(again, lock, "deriving again with the lock changes nothing");
    (mapping, notes)
}

fn names(structure: &Struct) -> Vec<&str> {
    structure.fields.iter().map(|f| f.name.as_str()).collect()
}

/// The struct of a member.
fn within<'m>(mapping: &'m Mapping, structure: &Struct, name: &str) -> &'m Struct {
    let field =
        structure.member(name).unwrap_or_else(|| panic!("no member {name} in {:?}", names(structure)));
    match structure.fields[field as usize].value {
        ValueType::Struct(id) => mapping.structure(id),
        ref other => panic!("{name} is {other:?}"),
    }
}

fn input<'m>(mapping: &'m Mapping, operation: &str) -> &'m Struct {
    let id = mapping.find_operation(operation).unwrap_or_else(|| panic!("no operation {operation}"));
    mapping.structure(mapping.operation(id).input.root)
}
