// SPDX-License-Identifier: EUPL-1.2
//! Arrays and simple types of SOAP encoding (SOAP 1.1, section 5; WSDL 1.1, section 2.2).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{ComplexType, Content, Element, Particle, Term, Type, XSD};

use super::Builder;
use super::members::{Draft, Members};
use super::structs::Owner;
use crate::encoding::is_encoding;
use crate::index::Index;
use crate::{
    ArrayType, ContentKind, FieldKind, Name, NamespaceId, ParticleTerm, ScalarKind, StructId, ValueType,
};

/// A derivation chain this long is a cycle that the reader has reported.
const MAX_STEPS: usize = 256;

/// Name of an item's element where the schema gives it none.
const ITEM: &str = "item";

impl<'c> Builder<'c> {
    /// Whether a type is SOAP encoding's array, or derived from it.
    pub(super) fn is_array(&self, complex: &ComplexType) -> bool {
        let mut complex = complex;
        for _ in 0..MAX_STEPS {
            if complex.name.as_ref().is_some_and(is_array_name) {
                return true;
            }
            let Some(derivation) = &complex.derivation else { return false };
            match self.contract.schema.types.get(&derivation.base) {
                Some(Type::Complex(base)) => complex = base,
                _ => return is_array_name(&derivation.base),
            }
        }
        false
    }

    /// What the array type says about its items, and how many dimensions it has.
    pub(super) fn array_type(&self, complex: &'c ComplexType) -> (ArrayType, usize) {
        let mut step = complex;
        for _ in 0..MAX_STEPS {
            let said = step.attributes.iter().find_map(|a| a.array_type.as_deref());
            if let Some(said) = said {
                return ArrayType::parse(said);
            }
            if let Some(element) = item_element(step) {
                return (ArrayType { item: type_name(element), ranks: String::new() }, 1);
            }
            match step.derivation.as_ref().and_then(|d| self.contract.schema.types.get(&d.base)) {
                Some(Type::Complex(base)) => step = base,
                _ => break,
            }
        }
        (ArrayType { item: QName::new(XSD, "anyType"), ranks: String::new() }, 1)
    }

    /// The array that a type is: `None` where it has to be kept as it stands, because it has several dimensions.
    pub(super) fn array_value(&mut self, complex: &'c ComplexType, owner: &Owner<'_>) -> Option<ValueType> {
        let (_, dimensions) = self.array_type(complex);
        if dimensions > 1 {
            let name = complex.name.as_ref().map_or(owner.name, |n| n.local.as_str());
            self.note_once(
                "FW-1606",
                complex.location,
                format!("type `{name}` is an array of {dimensions} dimensions; its values are kept as XML"),
            );
            return None;
        }
        Some(ValueType::Struct(self.struct_of(complex, owner)))
    }

    /// Whether a struct that is not built yet will be an array.
    pub(super) fn is_pending_array(&self, id: StructId) -> bool {
        // Ids are given out in the order in which structs are put there.
        let found = self.pending.binary_search_by_key(&id, |pending| pending.id);
        found.is_ok_and(|at| self.is_array(self.pending[at].complex))
    }

    /// Fill the struct that was reserved for an array type.
    pub(super) fn complete_array(&mut self, id: StructId, complex: &'c ComplexType) {
        let (array, _) = self.array_type(complex);
        let element = item_element(complex);
        self.items(id, array, element);
    }

    fn items(&mut self, id: StructId, array: ArrayType, element: Option<&'c Element>) {
        let value = match array.inner() {
            Some(inner) => self.array_of(&inner),
            None => self.item_value(&array.item),
        };
        let nillable = element.is_some_and(|e| e.nillable) || Self::is_nullable(&array.item);
        let local = element.map_or(ITEM, |e| e.name.local.as_str());
        let mut members = Members::new(id);
        let wire = Name { namespace: NamespaceId::NONE, local: local.to_owned() };
        let index = members.push(Draft {
            max: None,
            nillable: nillable && value != ValueType::Xml,
            documentation: element.and_then(|e| e.documentation.clone()),
            ..Draft::plain("#item", local, FieldKind::Element(wire), value)
        });
        let particle = crate::Particle { optional: false, term: ParticleTerm::Field(index) };
        self.mapping.structs[id.0 as usize].array = Some(array);
        self.seal(members, (ContentKind::Elements, particle));
    }

    /// An array that is the item of another one and has no type of its own.
    fn array_of(&mut self, array_type: &str) -> ValueType {
        let (array, dimensions) = ArrayType::parse(array_type);
        if dimensions > 1 {
            return ValueType::Xml;
        }
        let key = format!("array {array_type}");
        if let Some(id) = self.structs.get(&key) {
            return ValueType::Struct(*id);
        }
        let wanted = format!(
            "ArrayOf{}{}",
            "ArrayOf".repeat(array.ranks.matches('[').count()),
            crate::naming::type_name(&array.item.local)
        );
        let id = self.reserve_struct(&key, &wanted, crate::StructKind::Type);
        self.mapping.structs[id.0 as usize].index = Index::default();
        self.items(id, array, None);
        ValueType::Struct(id)
    }

    fn item_value(&mut self, name: &QName) -> ValueType {
        let contract = self.contract;
        match contract.schema.types.get_key_value(name) {
            Some((name, Type::Complex(_))) => self.value_of_name(name),
            Some((name, Type::Simple(_))) => ValueType::Scalar(self.scalar_by_name(name)),
            None if is_anything(name) => ValueType::Xml,
            None if name.namespace == XSD || is_encoding(&name.namespace) => {
                ValueType::Scalar(self.scalar_by_name(&QName::new(XSD, &name.local)))
            }
            None => ValueType::Xml,
        }
    }

    /// The simple type that one of SOAP encoding's types is (`soapenc:string`), if it is one: what it has on top are
    /// attributes of the encoding.
    pub(super) fn encoded_scalar(&mut self, name: &QName) -> Option<crate::ScalarId> {
        if !is_encoding(&name.namespace) {
            return None;
        }
        let local = match name.local.as_str() {
            "base64" => "base64Binary",
            other => other,
        };
        let id = self.scalar_by_name(&QName::new(XSD, local));
        let known = local == "string" || local == "NOTATION" || {
            let scalar = self.mapping.scalar(id);
            // A name that XML Schema does not have would have become a plain string.
            scalar.kind != ScalarKind::String
                || scalar.white_space != fachwerk_contract::schema::WhiteSpace::Preserve
        };
        known.then_some(id)
    }

    /// Whether values of a type may be null: all of SOAP encoding's own, since they are references.
    pub(super) fn is_nullable(name: &QName) -> bool {
        is_encoding(&name.namespace) && !matches!(name.local.as_str(), "Array" | "Struct")
    }
}

fn is_array_name(name: &QName) -> bool {
    is_encoding(&name.namespace) && name.local == "Array"
}

/// `xs:anyType`, under the names it had over time.
pub(super) fn is_anything(name: &QName) -> bool {
    name.namespace == XSD && matches!(name.local.as_str(), "anyType" | "ur-type")
}

/// The only element of an array type's content, where it declares one.
fn item_element(complex: &ComplexType) -> Option<&Element> {
    let Content::Elements(particle) = &complex.content else { return None };
    only_element(particle, 0)
}

fn only_element(particle: &Particle, depth: usize) -> Option<&Element> {
    match &particle.term {
        Term::Element(element) => Some(element),
        Term::Sequence(children) | Term::Choice(children) | Term::All(children) if depth < 16 => {
            match children.as_slice() {
                [only] => only_element(only, depth + 1),
                _ => None,
            }
        }
        _ => None,
    }
}

fn type_name(element: &Element) -> QName {
    match &element.type_ref {
        fachwerk_contract::schema::TypeRef::Named(name) => name.clone(),
        fachwerk_contract::schema::TypeRef::Anonymous(_) => QName::new(XSD, "anyType"),
    }
}
