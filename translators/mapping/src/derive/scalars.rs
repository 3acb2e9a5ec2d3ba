// SPDX-License-Identifier: EUPL-1.2
//! Simple types, all derivation steps folded into one.

use std::collections::HashSet;

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Facets, SimpleType, Type, TypeRef, Variety, WhiteSpace, XSD};

use super::Builder;
use super::structs::Owner;
use crate::naming::type_name;
use crate::{EnumValue, JsonForm, ProtoForm, Scalar, ScalarFacets, ScalarId, ScalarKind};

/// Greatest integer that every reader of JSON keeps exactly (RFC 8259, section 6).
const MAX_SAFE_INTEGER: i128 = (1 << 53) - 1;

impl<'c> Builder<'c> {
    pub(super) fn plain_string(&mut self) -> ScalarId {
        self.scalar_by_name(&QName::new(XSD, "string"))
    }

    /// The scalar of a simple type; complex and missing types count as strings, which the reader has reported.
    pub(super) fn scalar(&mut self, type_ref: &'c TypeRef, owner: &Owner<'_>) -> ScalarId {
        match type_ref {
            TypeRef::Named(name) => self.scalar_by_name(name),
            TypeRef::Anonymous(definition) => match &**definition {
                Type::Simple(simple) => self.simple(simple, owner, 0),
                Type::Complex(_) => self.plain_string(),
            },
        }
    }

    pub(super) fn scalar_by_name(&mut self, name: &QName) -> ScalarId {
        self.named(name, 0)
    }

    fn named(&mut self, name: &QName, depth: usize) -> ScalarId {
        if let Some(id) = self.scalars.get(name) {
            return *id;
        }
        let contract = self.contract;
        let id = match contract.schema.types.get_key_value(name) {
            // A derivation chain this long is a cycle that the reader has reported.
            Some((name, Type::Simple(simple))) if depth < 256 => {
                let key = format!("type {name}");
                self.simple(simple, &Owner::new(&key, &name.local), depth + 1)
            }
            _ => self.builtin(&name.local),
        };
        self.scalars.insert(name.clone(), id);
        id
    }

    fn reference(&mut self, type_ref: &'c TypeRef, owner: &Owner<'_>, depth: usize) -> ScalarId {
        match type_ref {
            TypeRef::Named(name) => self.named(name, depth),
            TypeRef::Anonymous(definition) => match &**definition {
                Type::Simple(simple) if depth < 256 => self.simple(simple, owner, depth + 1),
                _ => self.plain_string(),
            },
        }
    }

    fn simple(&mut self, simple: &'c SimpleType, owner: &Owner<'_>, depth: usize) -> ScalarId {
        let inner_key = format!("{}/#base", owner.key);
        let inner_name = format!("{} Base", owner.name);
        let inner = Owner::new(&inner_key, &inner_name);
        let mut scalar = match &simple.variety {
            Variety::Restriction { base, facets } => {
                let base = self.reference(base, &inner, depth);
                let mut scalar = self.mapping.scalar(base).clone();
                scalar.name = None;
                scalar.documentation = None;
                narrow(&mut scalar, facets);
                scalar
            }
            Variety::List { item } => {
                let item = self.reference(item, &inner, depth);
                plain(ScalarKind::List(item), WhiteSpace::Collapse)
            }
            Variety::Union { members } => {
                let mut ids = Vec::with_capacity(members.len());
                // The name by itself is for the union.
                let name = format!("{} Member", owner.name);
                for (index, member) in members.iter().enumerate() {
                    let key = format!("{}/#member{}", owner.key, index + 1);
                    ids.push(self.reference(member, &Owner::new(&key, &name), depth));
                }
                // Members treat white space themselves; a union of strings keeps it.
                let white_space =
                    ids.iter().map(|id| self.mapping.scalar(*id).white_space).min_by_key(|w| strictness(*w));
                plain(ScalarKind::Union(ids), white_space.unwrap_or(WhiteSpace::Collapse))
            }
        };
        scalar.source.clone_from(&simple.name);
        scalar.documentation.clone_from(&simple.documentation);
        self.add_scalar(scalar, owner, simple.name.is_some())
    }

    /// A restriction inside `simpleContent`.
    pub(super) fn narrow_anonymous(
        &mut self,
        base: ScalarId,
        facets: &Facets,
        owner: &Owner<'_>,
    ) -> ScalarId {
        let mut scalar = self.mapping.scalar(base).clone();
        scalar.name = None;
        scalar.source = None;
        narrow(&mut scalar, facets);
        self.add_scalar(scalar, owner, false)
    }

    fn add_scalar(&mut self, mut scalar: Scalar, owner: &Owner<'_>, named: bool) -> ScalarId {
        let enumerated = !scalar.facets.enumeration.is_empty();
        let as_enum = enumerated && scalar.kind == ScalarKind::String;
        if named || as_enum {
            let name = match self.old.enumerations.get(owner.key) {
                Some(locked) => locked.name.clone(),
                None => self.enumerations.name(&mut self.components, &type_name(owner.name), as_enum),
            };
            self.lock.enumerations.entry(owner.key.to_owned()).or_default().name.clone_from(&name);
            scalar.name = Some(name);
        }
        (scalar.json, scalar.proto) = forms(&scalar);
        let id = ScalarId(self.mapping.scalars.len() as u32);
        self.mapping.scalars.push(scalar);
        if as_enum {
            self.enumerations.found.push((id, owner.key.to_owned()));
        }
        id
    }

    fn builtin(&mut self, local: &str) -> ScalarId {
        let mut scalar = match local {
            "NMTOKENS" | "IDREFS" | "ENTITIES" => {
                let item = self.scalar_by_name(&QName::new(XSD, &local[..local.len() - 1]));
                let mut scalar = plain(ScalarKind::List(item), WhiteSpace::Collapse);
                scalar.facets.min_length = Some(1);
                scalar
            }
            _ => builtin_scalar(local),
        };
        scalar.source = Some(QName::new(XSD, local));
        (scalar.json, scalar.proto) = forms(&scalar);
        let id = ScalarId(self.mapping.scalars.len() as u32);
        self.mapping.scalars.push(scalar);
        id
    }
}

fn strictness(white_space: WhiteSpace) -> u8 {
    match white_space {
        WhiteSpace::Preserve => 0,
        WhiteSpace::Replace => 1,
        WhiteSpace::Collapse => 2,
    }
}

fn plain(kind: ScalarKind, white_space: WhiteSpace) -> Scalar {
    Scalar {
        name: None,
        source: None,
        kind,
        white_space,
        facets: ScalarFacets::default(),
        json: JsonForm::String,
        proto: ProtoForm::String,
        documentation: None,
        reserved: Vec::new(),
    }
}

/// A built-in type that is no list, by its local name (XML Schema part 2, section 3); its JSON and protobuf forms are
/// not settled.
pub fn builtin_scalar(local: &str) -> Scalar {
    use ScalarKind as K;
    let integer = |min: Option<&str>, max: Option<&str>| {
        let mut scalar = plain(K::Integer, WhiteSpace::Collapse);
        scalar.facets.min_inclusive = min.map(str::to_owned);
        scalar.facets.max_inclusive = max.map(str::to_owned);
        scalar
    };
    let token = |pattern: Option<&str>| {
        let mut scalar = plain(K::String, WhiteSpace::Collapse);
        scalar.facets.patterns.extend(pattern.map(|p| vec![p.to_owned()]));
        scalar
    };
    let collapsed = |kind| plain(kind, WhiteSpace::Collapse);
    match local {
        "boolean" => collapsed(K::Boolean),
        "decimal" => collapsed(K::Decimal),
        "float" => collapsed(K::Float),
        "double" => collapsed(K::Double),
        "duration" => collapsed(K::Duration),
        "dateTime" | "timeInstant" => collapsed(K::DateTime),
        "time" => collapsed(K::Time),
        "date" => collapsed(K::Date),
        "gYearMonth" => collapsed(K::GYearMonth),
        "gYear" => collapsed(K::GYear),
        "gMonthDay" => collapsed(K::GMonthDay),
        "gDay" => collapsed(K::GDay),
        "gMonth" => collapsed(K::GMonth),
        "hexBinary" => collapsed(K::HexBinary),
        "base64Binary" => collapsed(K::Base64Binary),
        "anyURI" => collapsed(K::AnyUri),
        "QName" | "NOTATION" => collapsed(K::QName),
        "integer" => integer(None, None),
        "nonPositiveInteger" => integer(None, Some("0")),
        "negativeInteger" => integer(None, Some("-1")),
        "nonNegativeInteger" => integer(Some("0"), None),
        "positiveInteger" => integer(Some("1"), None),
        "long" => integer(Some("-9223372036854775808"), Some("9223372036854775807")),
        "int" => integer(Some("-2147483648"), Some("2147483647")),
        "short" => integer(Some("-32768"), Some("32767")),
        "byte" => integer(Some("-128"), Some("127")),
        "unsignedLong" => integer(Some("0"), Some("18446744073709551615")),
        "unsignedInt" => integer(Some("0"), Some("4294967295")),
        "unsignedShort" => integer(Some("0"), Some("65535")),
        "unsignedByte" => integer(Some("0"), Some("255")),
        "normalizedString" => plain(K::String, WhiteSpace::Replace),
        "token" => token(None),
        "language" => token(Some("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")),
        "NMTOKEN" => token(Some("\\c+")),
        "Name" => token(Some("\\i\\c*")),
        "NCName" | "ID" | "IDREF" | "ENTITY" => token(Some("[\\i-[:]][\\c-[:]]*")),
        // string, anySimpleType, and whatever a schema wrongly puts into this namespace.
        _ => plain(K::String, WhiteSpace::Preserve),
    }
}

/// Apply one derivation step (part 2, section 4.1.5).
fn narrow(scalar: &mut Scalar, facets: &Facets) {
    let target = &mut scalar.facets;
    let set = |slot: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            slot.clone_from(value);
        }
    };
    target.length = facets.length.or(target.length);
    target.min_length = facets.min_length.or(target.min_length);
    target.max_length = facets.max_length.or(target.max_length);
    if !facets.patterns.is_empty() {
        target.patterns.push(facets.patterns.clone());
    }
    if !facets.enumeration.is_empty() {
        let mut values: Vec<EnumValue> = Vec::with_capacity(facets.enumeration.len());
        let mut seen = HashSet::with_capacity(facets.enumeration.len());
        for value in &facets.enumeration {
            // The same value twice means nothing more than once.
            if seen.insert(value.value.as_str()) {
                values.push(EnumValue {
                    value: value.value.clone(),
                    proto_name: String::new(),
                    number: 0,
                    documentation: value.documentation.clone(),
                });
            }
        }
        target.enumeration = values;
    }
    // An inclusive bound replaces an exclusive one of the base and the other way round.
    if facets.min_inclusive.is_some() {
        target.min_exclusive = None;
    }
    if facets.max_inclusive.is_some() {
        target.max_exclusive = None;
    }
    if facets.min_exclusive.is_some() && scalar.kind != ScalarKind::Integer {
        target.min_inclusive = None;
    }
    if facets.max_exclusive.is_some() && scalar.kind != ScalarKind::Integer {
        target.max_inclusive = None;
    }
    set(&mut target.min_inclusive, &facets.min_inclusive);
    set(&mut target.max_inclusive, &facets.max_inclusive);
    set(&mut target.min_exclusive, &facets.min_exclusive);
    set(&mut target.max_exclusive, &facets.max_exclusive);
    target.total_digits = facets.total_digits.or(target.total_digits);
    target.fraction_digits = facets.fraction_digits.or(target.fraction_digits);
    if let Some(white_space) = facets.white_space {
        scalar.white_space = white_space;
    }
}

/// JSON and protobuf form by value space.
fn forms(scalar: &Scalar) -> (JsonForm, ProtoForm) {
    match &scalar.kind {
        ScalarKind::Boolean => (JsonForm::Boolean, ProtoForm::Bool),
        ScalarKind::Float => (JsonForm::Number, ProtoForm::Float),
        ScalarKind::Double => (JsonForm::Number, ProtoForm::Double),
        ScalarKind::HexBinary | ScalarKind::Base64Binary => (JsonForm::String, ProtoForm::Bytes),
        ScalarKind::List(_) => (JsonForm::Array, ProtoForm::Repeated),
        ScalarKind::Integer => integer_forms(&scalar.facets),
        ScalarKind::String if !scalar.facets.enumeration.is_empty() => (JsonForm::String, ProtoForm::Enum),
        _ => (JsonForm::String, ProtoForm::String),
    }
}

fn integer_forms(facets: &ScalarFacets) -> (JsonForm, ProtoForm) {
    let parse =
        |text: &Option<String>| text.as_deref().and_then(|t| t.trim_start_matches('+').parse::<i128>().ok());
    let low = [parse(&facets.min_inclusive), parse(&facets.min_exclusive).map(|v| v.saturating_add(1))];
    let high = [parse(&facets.max_inclusive), parse(&facets.max_exclusive).map(|v| v.saturating_sub(1))];
    let low = low.into_iter().flatten().max();
    let high = high.into_iter().flatten().min();
    let (Some(low), Some(high)) = (low, high) else { return (JsonForm::String, ProtoForm::String) };
    let json = if low >= -MAX_SAFE_INTEGER && high <= MAX_SAFE_INTEGER {
        JsonForm::Number
    } else {
        JsonForm::String
    };
    let proto = if low >= i128::from(i32::MIN) && high <= i128::from(i32::MAX) {
        ProtoForm::Int32
    } else if low >= 0 && high <= i128::from(u32::MAX) {
        ProtoForm::UInt32
    } else if low >= i128::from(i64::MIN) && high <= i128::from(i64::MAX) {
        ProtoForm::Int64
    } else if low >= 0 && high <= i128::from(u64::MAX) {
        ProtoForm::UInt64
    } else {
        ProtoForm::String
    };
    (json, proto)
}
