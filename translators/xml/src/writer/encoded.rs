// SPDX-License-Identifier: EUPL-1.2
//! Names of encoded messages: a type on every element, arrays with their type and size, accessors in no namespace
//! (SOAP 1.1, section 5; SOAP 1.2 part 2, section 3).

use std::collections::HashSet;

use fachwerk_contract::QName;
use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{
    ArrayType, FamilyKind, Field, FieldKind, Mapping, SOAP_ENCODING, SOAP12_ENCODING, Scalar, ScalarKind,
    StructId, StructKind, ValueType,
};

use super::XmlWriter;
use super::names::{ArrayTags, Tag, VariantNames, XmlNames};
use crate::escape::escape_attribute_str;

/// Which rules of encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EncodingStyle {
    /// SOAP 1.1, section 5.
    Soap11 = 0,
    /// SOAP 1.2 part 2, section 3.
    Soap12 = 1,
}

impl EncodingStyle {
    /// Its name, which is also the namespace of its attributes.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Soap11 => SOAP_ENCODING,
            Self::Soap12 => SOAP12_ENCODING,
        }
    }

    /// Declarations that encoded messages need on top of those of the mapping.
    pub fn declarations(self) -> String {
        format!(" xmlns:xsd=\"{XSD}\" xmlns:enc=\"{}\"", self.uri())
    }
}

/// The names of encoded messages, where a mapping has some.
pub(super) fn names(mapping: &Mapping, literal: &XmlNames) -> Option<Box<[XmlNames; 2]>> {
    let mut shapes = mapping.operations.iter().flat_map(fachwerk_mapping::Operation::messages);
    if !shapes.any(|shape| shape.encoded) {
        return None;
    }
    let shapes = mapping.operations.iter().flat_map(fachwerk_mapping::Operation::messages);
    let headers = shapes.filter_map(|shape| {
        let field = shape.layout.headers()?;
        match mapping.structure(shape.root).fields.get(field as usize)?.value {
            ValueType::Struct(id) => Some(id),
            _ => None,
        }
    });
    let headers: HashSet<StructId> = headers.collect();
    let make = |style| Maker { mapping, literal, headers: &headers, style }.names();
    Some(Box::new([make(EncodingStyle::Soap11), make(EncodingStyle::Soap12)]))
}

struct Maker<'a> {
    mapping: &'a Mapping,
    literal: &'a XmlNames,
    headers: &'a HashSet<StructId>,
    style: EncodingStyle,
}

impl Maker<'_> {
    fn names(&self) -> XmlNames {
        let mapping = self.mapping;
        let fields = mapping.structs.iter().enumerate().map(|(at, structure)| {
            // Accessors are local to their type; the parts of a message and header blocks have names of their own.
            let local = structure.kind != StructKind::Message && !self.headers.contains(&StructId(at as u32));
            structure.fields.iter().map(|field| self.field(field, local)).collect()
        });
        let families = mapping.families.iter().map(|family| {
            let variants = family.variants.iter().map(|variant| match family.kind {
                FamilyKind::Substitution => {
                    let name = self.literal.qualified(&variant.name);
                    let tag = Tag::element(&name, &self.type_attribute(variant.value));
                    VariantNames { tag, type_attribute: String::new() }
                }
                FamilyKind::Type => VariantNames {
                    tag: Tag::default(),
                    type_attribute: format!(" xsi:type=\"{}\"", self.literal.qualified(&variant.name)),
                },
            });
            variants.collect()
        });
        let arrays = mapping.structs.iter().map(|structure| structure.array.as_ref().map(|a| self.array(a)));
        self.literal.with_tables(fields.collect(), families.collect(), arrays.collect())
    }

    fn field(&self, field: &Field, local: bool) -> Tag {
        match &field.kind {
            FieldKind::Element(name) => {
                let name = if local { name.local.clone() } else { self.literal.qualified(name) };
                Tag::element(&name, &self.type_attribute(field.value))
            }
            FieldKind::Attribute(name) => Tag::attribute(&self.literal.qualified(name)),
            _ => Tag::default(),
        }
    }

    /// ` xsi:type="…"` of an element that holds this, where its type has a name.
    fn type_attribute(&self, value: ValueType) -> String {
        let name = match value {
            ValueType::Scalar(id) => self.scalar(self.mapping.scalar(id)),
            ValueType::Struct(id) => {
                let structure = self.mapping.structure(id);
                match (&structure.array, &structure.source) {
                    // SOAP 1.2 has no type for arrays; that it is one is said by its size.
                    (Some(_), _) if self.style == EncodingStyle::Soap12 => return String::new(),
                    (Some(_), _) => "enc:Array".to_owned(),
                    (None, Some(name)) => self.qualified(name),
                    (None, None) => return String::new(),
                }
            }
            // Alternatives say it themselves, and so does what is kept as it stands.
            ValueType::Family(_) | ValueType::Xml | ValueType::Attributes => return String::new(),
        };
        format!(" xsi:type=\"{name}\"")
    }

    fn scalar(&self, scalar: &Scalar) -> String {
        if let Some(source) = &scalar.source {
            return self.qualified(source);
        }
        let local = match scalar.kind {
            ScalarKind::Boolean => "boolean",
            ScalarKind::Integer => "integer",
            ScalarKind::Decimal => "decimal",
            ScalarKind::Float => "float",
            ScalarKind::Double => "double",
            ScalarKind::Duration => "duration",
            ScalarKind::DateTime => "dateTime",
            ScalarKind::Time => "time",
            ScalarKind::Date => "date",
            ScalarKind::GYearMonth => "gYearMonth",
            ScalarKind::GYear => "gYear",
            ScalarKind::GMonthDay => "gMonthDay",
            ScalarKind::GDay => "gDay",
            ScalarKind::GMonth => "gMonth",
            ScalarKind::HexBinary => "hexBinary",
            ScalarKind::Base64Binary => "base64Binary",
            ScalarKind::AnyUri => "anyURI",
            ScalarKind::QName => "QName",
            ScalarKind::String | ScalarKind::List(_) | ScalarKind::Union(_) => "string",
        };
        format!("xsd:{local}")
    }

    fn array(&self, array: &ArrayType) -> ArrayTags {
        let mut item = String::new();
        // Names come out of XML documents, so XML can carry them.
        let _ = escape_attribute_str(&self.qualified(&array.item), &mut item);
        match self.style {
            EncodingStyle::Soap11 => {
                ArrayTags { before: format!(" enc:arrayType=\"{item}{}[", array.ranks), after: "]\"" }
            }
            // The type of items that are arrays themselves has no name.
            EncodingStyle::Soap12 if !array.ranks.is_empty() => {
                ArrayTags { before: " enc:arraySize=\"".to_owned(), after: "\"" }
            }
            EncodingStyle::Soap12 => {
                ArrayTags { before: format!(" enc:itemType=\"{item}\" enc:arraySize=\""), after: "\"" }
            }
        }
    }

    fn qualified(&self, name: &QName) -> String {
        match name.namespace.as_str() {
            XSD => format!("xsd:{}", name.local),
            other if other == self.style.uri() => format!("enc:{}", name.local),
            "" => name.local.clone(),
            other => match self.mapping.namespace_id(other) {
                Some(namespace) => {
                    let name = fachwerk_mapping::Name { namespace, local: name.local.clone() };
                    self.literal.qualified(&name)
                }
                // Types are in namespaces that the mapping knows; what is not says what every value is.
                None => "xsd:anyType".to_owned(),
            },
        }
    }
}

impl XmlWriter<'_> {
    /// Say what an array is, where it has to. Where the number of its items goes.
    pub(super) fn array_type(&mut self, id: StructId) -> Option<usize> {
        let names = self.names;
        let tags = names.arrays.get(id.0 as usize)?.as_ref()?;
        self.push(&tags.before);
        let at = self.out.len();
        self.push(tags.after);
        Some(at)
    }

    /// Whether the innermost object is an array of SOAP encoding.
    pub(super) fn in_array(&self) -> bool {
        self.frames.last().is_some_and(|frame| self.mapping.structure(frame.structure).array.is_some())
    }
}
