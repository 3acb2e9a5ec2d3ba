// SPDX-License-Identifier: EUPL-1.2
//! Simple types after all derivation steps are folded into one.

use fachwerk_contract::QName;
use fachwerk_contract::schema::WhiteSpace;

use crate::ScalarId;

/// A simple type.
#[derive(Debug, Clone)]
pub struct Scalar {
    /// Component name for a named type with enumeration; `None` for inline types.
    pub name: Option<String>,
    /// The schema's type, if named.
    pub source: Option<QName>,
    /// What values it has.
    pub kind: ScalarKind,
    /// How white space is treated before the value is looked at.
    pub white_space: WhiteSpace,
    /// Constraints of all derivation steps.
    pub facets: ScalarFacets,
    /// How it looks in JSON.
    pub json: JsonForm,
    /// How it looks in protobuf.
    pub proto: ProtoForm,
    /// Documentation of the type.
    pub documentation: Option<String>,
    /// Numbers and names of enumeration values that must not be used again.
    pub reserved: Vec<(i32, String)>,
}

/// Value space (XML Schema part 2, section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScalarKind {
    /// `xs:string` and what is derived from it; `xs:anySimpleType`.
    String,
    /// `xs:boolean`.
    Boolean,
    /// `xs:integer` and what is derived from it.
    Integer,
    /// `xs:decimal`.
    Decimal,
    /// `xs:float`.
    Float,
    /// `xs:double`.
    Double,
    /// `xs:duration`.
    Duration,
    /// `xs:dateTime`.
    DateTime,
    /// `xs:time`.
    Time,
    /// `xs:date`.
    Date,
    /// `xs:gYearMonth`.
    GYearMonth,
    /// `xs:gYear`.
    GYear,
    /// `xs:gMonthDay`.
    GMonthDay,
    /// `xs:gDay`.
    GDay,
    /// `xs:gMonth`.
    GMonth,
    /// `xs:hexBinary`.
    HexBinary,
    /// `xs:base64Binary`.
    Base64Binary,
    /// `xs:anyURI`.
    AnyUri,
    /// `xs:QName` and `xs:NOTATION`; the value travels as `{namespace}local`.
    QName,
    /// List of items, separated by white space.
    List(ScalarId),
    /// One of several types; the value travels as its text.
    Union(Vec<ScalarId>),
}

impl ScalarKind {
    /// Local name of the built-in type whose lexical form a text has, where neither JSON nor protobuf nor most programming
    /// languages have a type for its values (part 2, section 3.2): `integer`, `dateTime`, `QName` …
    pub fn lexical(&self) -> Option<&'static str> {
        Some(match self {
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Duration => "duration",
            Self::DateTime => "dateTime",
            Self::Time => "time",
            Self::Date => "date",
            Self::GYearMonth => "gYearMonth",
            Self::GYear => "gYear",
            Self::GMonthDay => "gMonthDay",
            Self::GDay => "gDay",
            Self::GMonth => "gMonth",
            Self::AnyUri => "anyURI",
            Self::QName => "QName",
            Self::String
            | Self::Boolean
            | Self::Float
            | Self::Double
            | Self::HexBinary
            | Self::Base64Binary
            | Self::List(_)
            | Self::Union(_) => return None,
        })
    }
}

/// JSON form of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// A JSON string.
    String,
    /// A JSON number; for float and double also the strings `INF`, `-INF`, `NaN`.
    Number,
    /// A JSON boolean.
    Boolean,
    /// A JSON array of items (lists).
    Array,
}

/// protobuf form of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProtoForm {
    /// `string`.
    String,
    /// `bool`.
    Bool,
    /// `int32`.
    Int32,
    /// `uint32`.
    UInt32,
    /// `int64`.
    Int64,
    /// `uint64`.
    UInt64,
    /// `float`.
    Float,
    /// `double`.
    Double,
    /// `bytes`.
    Bytes,
    /// The enumeration of this scalar.
    Enum,
    /// `repeated` of the item's form (lists).
    Repeated,
}

/// Constraining facets, all steps together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScalarFacets {
    /// Exact length: characters, octets or items.
    pub length: Option<u64>,
    /// Least length.
    pub min_length: Option<u64>,
    /// Greatest length.
    pub max_length: Option<u64>,
    /// Patterns in XSD's dialect: one inner vector a derivation step, of which any must match.
    pub patterns: Vec<Vec<String>>,
    /// Allowed values; empty means all.
    pub enumeration: Vec<EnumValue>,
    /// Least value.
    pub min_inclusive: Option<String>,
    /// Greatest value.
    pub max_inclusive: Option<String>,
    /// Lower bound, excluded.
    pub min_exclusive: Option<String>,
    /// Upper bound, excluded.
    pub max_exclusive: Option<String>,
    /// Total digits.
    pub total_digits: Option<u32>,
    /// Fraction digits.
    pub fraction_digits: Option<u32>,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// The value (lexical).
    pub value: String,
    /// protobuf name without the type's prefix ([`naming::value_prefix`](crate::naming::value_prefix)), screaming snake
    /// case.
    pub proto_name: String,
    /// protobuf number, from 1.
    pub number: i32,
    /// Documentation.
    pub documentation: Option<String>,
}
