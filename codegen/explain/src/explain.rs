// SPDX-License-Identifier: EUPL-1.2
//! From a name to everything that it stands for.

use fachwerk_contract::{Contract, Location, QName};
use fachwerk_mapping::{FieldKind, Mapping, Name, Struct, ValueType};

use crate::declared::Declared;
use crate::{Entry, fields, operations, types};

/// A contract, its mapping, and where things are declared.
pub(crate) struct Context<'c> {
    pub(crate) contract: &'c Contract,
    pub(crate) mapping: &'c Mapping,
    pub(crate) declared: Declared<'c>,
}

impl Context<'_> {
    /// An expanded name as it is written.
    pub(crate) fn qname(&self, name: &Name) -> QName {
        QName::new(self.mapping.namespace(name.namespace), name.local.as_str())
    }

    pub(crate) fn place(&self, location: Option<Location>) -> Option<crate::Place> {
        crate::Place::of(self.contract, location?)
    }

    /// Name of a protobuf message or enumeration with its package.
    pub(crate) fn proto_name(&self, name: &str) -> String {
        if self.mapping.package.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.mapping.package)
        }
    }
}

/// Everything that a name stands for, in whatever form it is given: of the WSDL or schema (`local` or
/// `{namespace}local`), of JSON and OpenAPI (also a path, an `operationId`, a pointer), of protobuf and gRPC (also with
/// package). Members are `name` or `Type.name`, values of enumerations likewise. Empty where nothing has that name;
/// letters are compared as they are, and only where that finds nothing without case.
pub fn explain(contract: &Contract, mapping: &Mapping, name: &str) -> Vec<Entry> {
    let context = Context { contract, mapping, declared: Declared::of(contract) };
    let exact = find(&context, &|candidate| candidate == name);
    if !exact.is_empty() {
        return exact;
    }
    let wanted = name.to_lowercase();
    find(&context, &|candidate| candidate.to_lowercase() == wanted)
}

fn find(context: &Context<'_>, is: &dyn Fn(&str) -> bool) -> Vec<Entry> {
    let mut entries = operations::services(context, is);
    entries.extend(operations::operations(context, is));
    entries.extend(types::objects(context, is));
    entries.extend(types::alternatives(context, is));
    entries.extend(types::simple_types(context, is));
    entries.extend(fields::members(context, is));
    entries.extend(fields::values(context, is));
    entries
}

/// Short names that can be explained, each once: for suggestions.
pub fn names(mapping: &Mapping) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    found.extend(mapping.services.iter().map(|s| s.name.clone()));
    found.extend(mapping.operations.iter().map(|o| o.name.clone()));
    found.extend(mapping.structs.iter().map(|s| s.name.clone()));
    found.extend(mapping.structs.iter().flat_map(|s| s.fields.iter().map(|f| f.name.clone())));
    found.extend(mapping.families.iter().map(|f| f.name.clone()));
    found.extend(mapping.scalars.iter().filter_map(|s| s.name.clone()));
    found.sort_unstable();
    found.dedup();
    found
}

/// What a value is called in JSON.
pub(crate) fn json_type(mapping: &Mapping, value: ValueType) -> String {
    match value {
        ValueType::Struct(id) => format!("object {}", mapping.structure(id).name),
        ValueType::Family(id) => format!("one of {}", mapping.family(id).name),
        ValueType::Xml => "string (one XML element, verbatim)".to_owned(),
        ValueType::Attributes => "object from `{namespace}name` to string".to_owned(),
        ValueType::Scalar(id) => types::json_scalar(mapping, id),
    }
}

/// What a value is called in protobuf.
pub(crate) fn proto_type(mapping: &Mapping, value: ValueType) -> String {
    match value {
        ValueType::Struct(id) => mapping.structure(id).name.clone(),
        ValueType::Family(id) => mapping.family(id).name.clone(),
        ValueType::Xml => "string".to_owned(),
        ValueType::Attributes => "map<string, string>".to_owned(),
        ValueType::Scalar(id) => types::proto_scalar(mapping, id),
    }
}

/// The XML name of a type, or how it comes about.
pub(crate) fn type_name(structure: &Struct) -> String {
    structure.source.as_ref().map_or_else(|| "an anonymous type".to_owned(), |name| format!("type {name}"))
}

/// Where a member stands in XML.
pub(crate) fn xml_place(context: &Context<'_>, kind: &FieldKind) -> String {
    match kind {
        FieldKind::Attribute(name) => format!("attribute {}", context.qname(name)),
        FieldKind::AnyAttribute(_) => "all attributes that the wildcard allows".to_owned(),
        FieldKind::TypeNames => "xsi:type of elements of simple types".to_owned(),
        FieldKind::Text => "text".to_owned(),
        FieldKind::Element(name) => format!("element {}", context.qname(name)),
        FieldKind::Substitution => "an element of the substitution group".to_owned(),
        FieldKind::Group => "a group of elements".to_owned(),
        FieldKind::Any(_) => "an element that the wildcard allows".to_owned(),
    }
}
