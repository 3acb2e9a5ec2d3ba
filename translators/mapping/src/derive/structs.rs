// SPDX-License-Identifier: EUPL-1.2
//! Complex types to structs.

use fachwerk_contract::QName;
use fachwerk_contract::schema::{ComplexType, DerivationSet, Type, TypeRef, XSD};

use super::arrays::is_anything;
use super::members::Members;
use super::{Builder, Pending};
use crate::index::Index;
use crate::naming::type_name;
use crate::{ContentKind, Particle, Struct, StructId, StructKind, ValueType};

impl<'c> Builder<'c> {
    /// What an element or part of this type holds. `owner` names anonymous types.
    pub(super) fn value_of(
        &mut self,
        type_ref: &'c TypeRef,
        block: DerivationSet,
        owner: &Owner<'_>,
    ) -> ValueType {
        match type_ref {
            TypeRef::Named(name) if is_anything(name) => ValueType::Xml,
            TypeRef::Named(name) if Self::is_swa_ref(name) => ValueType::Struct(self.attachment()),
            TypeRef::Named(name) => match self.contract.schema.types.get(name) {
                Some(Type::Complex(complex)) => self.complex_value(name, complex, block),
                Some(Type::Simple(_)) => ValueType::Scalar(self.scalar(type_ref, owner)),
                None if name.namespace == XSD => ValueType::Scalar(self.scalar(type_ref, owner)),
                // The reader leaves out operations that depend on missing types; what remains is kept verbatim.
                None => ValueType::Xml,
            },
            TypeRef::Anonymous(definition) => match &**definition {
                Type::Complex(complex) if self.is_array(complex) => {
                    self.array_value(complex, owner).unwrap_or(ValueType::Xml)
                }
                Type::Complex(complex) if !self.fits(complex, owner.name) => ValueType::Xml,
                Type::Complex(complex) => ValueType::Struct(self.struct_of(complex, owner)),
                Type::Simple(_) => ValueType::Scalar(self.scalar(type_ref, owner)),
            },
        }
    }

    /// What an element or part of a named complex type holds.
    pub(super) fn complex_value(
        &mut self,
        name: &'c QName,
        complex: &'c ComplexType,
        block: DerivationSet,
    ) -> ValueType {
        if self.is_array(complex) {
            return self.array_value(complex, &Owner::new("", &name.local)).unwrap_or(ValueType::Xml);
        }
        match self.encoded_scalar(name) {
            Some(scalar) => ValueType::Scalar(scalar),
            None => self.polymorphic(name, complex, block),
        }
    }

    /// The struct of a complex type; built later if new.
    pub(super) fn struct_of(&mut self, complex: &'c ComplexType, owner: &Owner<'_>) -> StructId {
        let (key, wanted) = match &complex.name {
            Some(name) => (format!("type {name}"), type_name(&name.local)),
            None => (owner.key.to_owned(), type_name(owner.name)),
        };
        if let Some(id) = self.structs.get(&key) {
            return *id;
        }
        let kind = StructKind::Type;
        let id = self.reserve_struct(&key, &wanted, kind);
        let slot = &mut self.mapping.structs[id.0 as usize];
        slot.source.clone_from(&complex.name);
        slot.is_abstract = complex.is_abstract;
        slot.documentation = complex.documentation.clone().or_else(|| owner.documentation.map(str::to_owned));
        self.pending.push_back(Pending { id, complex });
        id
    }

    /// Give out an id and a name.
    pub(super) fn reserve_struct(&mut self, key: &str, wanted: &str, kind: StructKind) -> StructId {
        let name = match self.old.structs.get(key) {
            Some(locked) => locked.name.clone(),
            None => self.components.take(wanted),
        };
        self.lock.structs.entry(key.to_owned()).or_default().name.clone_from(&name);
        let id = StructId(self.mapping.structs.len() as u32);
        self.structs.insert(key.to_owned(), id);
        self.mapping.structs.push(Struct {
            name,
            key: key.to_owned(),
            source: None,
            kind,
            is_abstract: false,
            array: None,
            attachment: false,
            content: ContentKind::Empty,
            fields: Vec::new(),
            first_child: 0,
            particle: Particle::empty(),
            mixed: None,
            tagged: false,
            type_names: None,
            oneofs: Vec::new(),
            reserved: Vec::new(),
            documentation: None,
            index: Index::default(),
        });
        id
    }

    /// Fill a struct that was reserved for a complex type.
    pub(super) fn complete(&mut self, id: StructId, complex: &'c ComplexType) {
        if self.is_array(complex) {
            return self.complete_array(id, complex);
        }
        let mut members = Members::new(id);
        self.attributes_of(complex, &mut members);
        let content = self.content_of(complex);
        let particle = self.content_members(content, &mut members);
        self.seal(members, particle);
    }
}

/// Names an anonymous type by where it stands.
pub(super) struct Owner<'a> {
    /// Lock key.
    pub(super) key: &'a str,
    /// Component name, before it is made unique.
    pub(super) name: &'a str,
    /// Documentation of the element, for a type that has none.
    pub(super) documentation: Option<&'a str>,
}

impl<'a> Owner<'a> {
    pub(super) fn new(key: &'a str, name: &'a str) -> Self {
        Self { key, name, documentation: None }
    }
}

/// Whether a name is one of XML Schema's own types.
pub(super) fn is_builtin(name: &QName) -> bool {
    name.namespace == XSD
}
