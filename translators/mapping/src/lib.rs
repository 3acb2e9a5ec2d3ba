// SPDX-License-Identifier: EUPL-1.2
//! From a contract to the shape that callers see, compiled once.
//!
//! A [`Mapping`] says for every message which members it has, what they are called in JSON and in protobuf, in
//! which order they stand in XML, and which of them repeat. OpenAPI, .proto, every codec, the sample generator and
//! the comparison read the same table, so they cannot disagree. It is made by [`derive`](fn@derive) from a
//! [`Contract`](fachwerk_contract::Contract) and a [`Lock`]; the rules are in `docs/mapping.md`.
//!
//! The shape of things:
//!
//! * A complex type becomes a [`Struct`]: its attributes, its text or its child elements are [`Field`]s. Groups that
//!   occur at most once are transparent: their elements are fields of the struct, and [`Particle`] keeps the
//!   constraint. A group that repeats and has more than one member is a field of its own ([`FieldKind::Group`]), an
//!   array of item structs, so that order survives.
//! * A simple type becomes a [`Scalar`].
//! * A place where `xsi:type` or a substitution group allows several types is a [`Family`].
//!
//! The crate does no I/O and knows no wire form.

mod binaries;
mod by_key;
mod chunked;
mod derive;
mod encoding;
mod field;
mod id;
mod identity;
mod index;
mod lock;
mod mixed;
pub mod naming;
mod operation;
mod particle;
mod route;
mod scalar;
mod simple_types;
mod stream;
mod structure;

pub use binaries::{Binaries, REFERENCE};
pub use by_key::ByKey;
pub use chunked::Chunked;
pub use derive::{Note, builtin_scalar, derive, globals};
pub use encoding::{ArrayType, SOAP_ENCODING, SOAP12_ENCODING};
pub use field::{Field, FieldKind, ValueType};
pub use id::{FamilyId, Name, NamespaceId, OperationId, ScalarId, StructId};
pub use identity::{Identity, IdentityKind, NameTest, Path};
pub use lock::{Lock, LockError, LockedMethod, LockedStream};
pub use mixed::{Model, ModelTerm};
pub use operation::{
    ANSWER_STATUS, FAULT_STATUS, Fault, HttpBinding, HttpInput, Layout, MessageRole, MessageShape,
    NO_CONTENT, ONE_WAY_STATUS, Operation, OperationBinding, Service,
};
pub use particle::{Particle, ParticleTerm};
pub use route::{
    Leaf, MemberError, Parameter, ParameterIn, RestStyle, Route, RouteError, RouteParameter, Segment,
    has_body, segments,
};
pub use scalar::{EnumValue, JsonForm, ProtoForm, Scalar, ScalarFacets, ScalarKind};
pub use simple_types::SimpleTypes;
pub use stream::{ListStream, NoStream, list_of};
pub use structure::{ContentKind, Family, FamilyKind, Struct, StructKind, Variant};

/// JSON member that names the type of an object where several are possible. No XML name can collide with it.
pub const TYPE_MEMBER: &str = "@type";
/// JSON member of an object that is `xsi:nil` and yet has attributes.
pub const NIL_MEMBER: &str = "@nil";
/// JSON member that holds the value of a [`Variant`] that is not an object by itself.
pub const VALUE_MEMBER: &str = "value";

/// JSON member that says which simple types the elements of an object name.
pub const TYPES_MEMBER: &str = "@types";

/// The compiled table of one contract.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Namespace names; index 0 is "no namespace".
    pub namespaces: Vec<String>,
    /// Objects.
    pub structs: Vec<Struct>,
    /// Simple types.
    pub scalars: Vec<Scalar>,
    /// Which simple types are derived from which.
    pub simple_types: SimpleTypes,
    /// Sets of alternatives by `xsi:type` or substitution group.
    pub families: Vec<Family>,
    /// Identity constraints of elements.
    pub identities: Vec<Identity>,
    /// Services in document order, each with its operations' ids.
    pub services: Vec<Service>,
    /// All operations.
    pub operations: Vec<Operation>,
    /// Package of the generated .proto and default namespace of names, such as `de.melderegister.v1`.
    pub package: String,
}

impl Mapping {
    /// Whether wildcards of messages let in what a declaration may be known of.
    pub fn has_open_content(&self) -> bool {
        use fachwerk_contract::schema::ProcessContents::Skip;
        let open = |field: &Field| match &field.kind {
            FieldKind::Any(any) | FieldKind::AnyAttribute(any) => any.process != Skip,
            _ => false,
        };
        self.structs.iter().flat_map(|structure| &structure.fields).any(open)
    }

    /// The struct with this id.
    pub fn structure(&self, id: StructId) -> &Struct {
        &self.structs[id.0 as usize]
    }

    /// The scalar with this id.
    pub fn scalar(&self, id: ScalarId) -> &Scalar {
        &self.scalars[id.0 as usize]
    }

    /// The family with this id.
    pub fn family(&self, id: FamilyId) -> &Family {
        &self.families[id.0 as usize]
    }

    /// The operation with this id.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0 as usize]
    }

    /// The namespace name with this id; empty for "no namespace".
    pub fn namespace(&self, id: NamespaceId) -> &str {
        &self.namespaces[id.0 as usize]
    }

    /// The id of a namespace name, if the contract mentions it.
    pub fn namespace_id(&self, name: &str) -> Option<NamespaceId> {
        self.namespaces.iter().position(|n| n == name).map(|i| NamespaceId(i as u32))
    }

    /// An operation by its facade name, or as `service/operation`. `None` where it is unknown or ambiguous.
    pub fn find_operation(&self, name: &str) -> Option<OperationId> {
        let mut found = None;
        for (index, operation) in self.operations.iter().enumerate() {
            let service = &self.services[operation.service];
            let qualified =
                name.split_once('/').is_some_and(|(s, o)| s == service.name && o == operation.name);
            if qualified {
                return Some(OperationId(index as u32));
            }
            if operation.name == name {
                if found.is_some() {
                    return None;
                }
                found = Some(OperationId(index as u32));
            }
        }
        found
    }
}
