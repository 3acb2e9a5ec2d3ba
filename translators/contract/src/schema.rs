// SPDX-License-Identifier: EUPL-1.2
//! The XML Schema half of the contract (XML Schema 1.0 part 1: structures, part 2: datatypes).
//!
//! Components after resolution: references are expanded names, includes and redefines are merged, groups and
//! attribute groups are kept as components and referred to by name. Anonymous types stand where they are used.

mod wildcard;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{Location, QName};

/// Namespace of XML Schema's own types.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// All components of all namespaces, in the order in which they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Global elements.
    pub elements: IndexMap<QName, Element>,
    /// Global types, simple and complex; the built-in ones are not listed.
    pub types: IndexMap<QName, Type>,
    /// Global attributes.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub attributes: IndexMap<QName, Attribute>,
    /// Model groups.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub groups: IndexMap<QName, ModelGroup>,
    /// Attribute groups.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub attribute_groups: IndexMap<QName, AttributeGroup>,
}

/// An element declaration (part 1, section 3.3), global or local.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Expanded name as it stands on the wire (`form` already applied).
    pub name: QName,
    /// Its type.
    #[serde(rename = "type")]
    pub type_ref: TypeRef,
    /// `nillable`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nillable: bool,
    /// `default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// `fixed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// `abstract`.
    #[serde(default, rename = "abstract", skip_serializing_if = "std::ops::Not::not")]
    pub is_abstract: bool,
    /// `substitutionGroup`: the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substitution_group: Option<QName>,
    /// `block`.
    #[serde(default, skip_serializing_if = "DerivationSet::is_empty")]
    pub block: DerivationSet,
    /// `xmime:expectedContentTypes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_content_types: Option<String>,
    /// Identity constraints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity_constraints: Vec<IdentityConstraint>,
    /// `xs:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// `xs:key`, `xs:unique`, `xs:keyref` (part 1, section 3.11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityConstraint {
    /// `key`, `unique` or `keyref`.
    pub kind: String,
    /// Its name.
    pub name: QName,
    /// `selector/@xpath`.
    pub selector: String,
    /// `field/@xpath`.
    pub fields: Vec<String>,
    /// `keyref/@refer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refer: Option<QName>,
    /// Namespaces of the prefixes that the paths have.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub namespaces: BTreeMap<String, String>,
}

/// Reference to a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeRef {
    /// A global or built-in type by name. `xs:anyType` where none was given.
    Named(QName),
    /// An anonymous type.
    Anonymous(Box<Type>),
}

/// A type definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Part 1, section 3.14.
    Simple(SimpleType),
    /// Part 1, section 3.4.
    Complex(ComplexType),
}

/// A simple type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SimpleType {
    /// Name, absent for anonymous types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<QName>,
    /// How it is made.
    pub variety: Variety,
    /// `final`.
    #[serde(default, skip_serializing_if = "DerivationSet::is_empty")]
    pub r#final: DerivationSet,
    /// `xs:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// Variety of a simple type (part 2, section 2.5.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variety {
    /// Restriction of another simple type by facets.
    Restriction {
        /// The base.
        base: TypeRef,
        /// Facets of this step only.
        facets: Facets,
    },
    /// White-space separated list of items.
    List {
        /// The item type.
        item: TypeRef,
    },
    /// One of several types.
    Union {
        /// Member types in order.
        members: Vec<TypeRef>,
    },
}

/// Constraining facets (part 2, section 4.3) of one derivation step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facets {
    /// `length`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// `minLength`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// `maxLength`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// `pattern`: alternatives of one step (any may match); steps are conjoined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// `enumeration`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enumeration: Vec<Enumeration>,
    /// `whiteSpace`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub white_space: Option<WhiteSpace>,
    /// `minInclusive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_inclusive: Option<String>,
    /// `maxInclusive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_inclusive: Option<String>,
    /// `minExclusive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_exclusive: Option<String>,
    /// `maxExclusive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_exclusive: Option<String>,
    /// `totalDigits`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_digits: Option<u32>,
    /// `fractionDigits`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction_digits: Option<u32>,
}

/// One `enumeration` value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enumeration {
    /// The value; QName and NOTATION values as `{namespace}local`.
    pub value: String,
    /// `xs:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
}

/// The `whiteSpace` facet (part 2, section 4.3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhiteSpace {
    /// As it stands.
    Preserve,
    /// Tab, line feed and carriage return become spaces.
    Replace,
    /// And runs of spaces become one, at the ends none.
    Collapse,
}

/// A complex type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplexType {
    /// Name, absent for anonymous types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<QName>,
    /// `abstract`.
    #[serde(default, rename = "abstract", skip_serializing_if = "std::ops::Not::not")]
    pub is_abstract: bool,
    /// `mixed` (of the type or its complexContent).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mixed: bool,
    /// What it is derived from, `None` for a type with plain content (restriction of anyType).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derivation: Option<Derivation>,
    /// Own content. With an extension: what is added after the base's; with a restriction: all of it.
    pub content: Content,
    /// Own attribute uses; with a derivation the base's are inherited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeUse>,
    /// References to attribute groups, in document order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute_groups: Vec<QName>,
    /// `xs:anyAttribute`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub any_attribute: Option<Wildcard>,
    /// `block`.
    #[serde(default, skip_serializing_if = "DerivationSet::is_empty")]
    pub block: DerivationSet,
    /// `final`.
    #[serde(default, skip_serializing_if = "DerivationSet::is_empty")]
    pub r#final: DerivationSet,
    /// `xs:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// How a complex type is derived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// Extension or restriction.
    pub method: DerivationMethod,
    /// The base type.
    pub base: QName,
}

/// Extension or restriction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DerivationMethod {
    /// `xs:extension`.
    Extension,
    /// `xs:restriction`.
    Restriction,
}

/// `block` and `final` values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DerivationSet {
    /// `extension`.
    pub extension: bool,
    /// `restriction`.
    pub restriction: bool,
    /// `substitution`.
    pub substitution: bool,
}

impl DerivationSet {
    /// Whether nothing is in the set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Content of a complex type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// No children.
    #[default]
    Empty,
    /// Child elements by a particle.
    Elements(Particle),
    /// Text of a simple type: `simpleContent`. With an extension of a simple base the base is the type; with a
    /// restriction the facets narrow it.
    Simple {
        /// Type of the text: the simple base, or for a restriction with its own `simpleType` that one. Where the
        /// base is a complex type with simple content, this is `None` and the base says it.
        #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
        type_ref: Option<TypeRef>,
        /// Facets of a restriction.
        #[serde(default)]
        facets: Facets,
    },
}

/// A particle (part 1, section 3.9): a term with its occurrences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particle {
    /// `minOccurs`.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub min: u32,
    /// `maxOccurs`; `None` is unbounded. Always written, because JSON has no other way to tell one from unbounded.
    pub max: Option<u32>,
    /// What occurs.
    pub term: Term,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(value: &u32) -> bool {
    *value == 1
}

/// What a particle holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// A local element declaration.
    Element(Box<Element>),
    /// A reference to a global element.
    ElementRef(QName),
    /// `xs:sequence`.
    Sequence(Vec<Particle>),
    /// `xs:choice`.
    Choice(Vec<Particle>),
    /// `xs:all`.
    All(Vec<Particle>),
    /// `xs:group/@ref`.
    GroupRef(QName),
    /// `xs:any`.
    Any(Wildcard),
}

/// `xs:any`, `xs:anyAttribute` (part 1, section 3.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wildcard {
    /// Which namespaces.
    pub namespaces: NamespaceConstraint,
    /// `processContents`.
    pub process: ProcessContents,
    /// Where it is declared.
    pub location: Location,
}

/// `namespace` of a wildcard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamespaceConstraint {
    /// `##any`.
    Any,
    /// `##other`: not this namespace, and not none.
    Not(String),
    /// A list; the empty string stands for no namespace (`##local`), `##targetNamespace` is already resolved.
    OneOf(Vec<String>),
}

/// `processContents`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProcessContents {
    /// Must be declared and valid.
    Strict,
    /// Valid where declared.
    Lax,
    /// Anything.
    Skip,
}

/// `xs:group` definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelGroup {
    /// Name.
    pub name: QName,
    /// Its sequence, choice or all.
    pub particle: Particle,
    /// `xs:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// `xs:attributeGroup` definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeGroup {
    /// Name.
    pub name: QName,
    /// Attribute uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeUse>,
    /// Nested groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute_groups: Vec<QName>,
    /// `xs:anyAttribute`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub any_attribute: Option<Wildcard>,
    /// Where it is declared.
    pub location: Location,
}

/// A global attribute declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Expanded name as it stands on the wire (`form` already applied).
    pub name: QName,
    /// A simple type.
    #[serde(rename = "type")]
    pub type_ref: TypeRef,
    /// `default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// `fixed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// `xs:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// Use of an attribute in a type (part 1, section 3.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeUse {
    /// Required, optional or prohibited.
    pub usage: Usage,
    /// Local declaration or reference.
    pub attribute: AttributeTerm,
    /// `default` of the use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// `fixed` of the use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// `wsdl:arrayType` on a use of `soapenc:arrayType` (WSDL 1.1 section 2.2): item type, with its brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub array_type: Option<String>,
}

/// What an attribute use refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeTerm {
    /// Declared here.
    Local(Attribute),
    /// A global attribute.
    Ref(QName),
}

/// `use`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// May be missing.
    #[default]
    Optional,
    /// Must be there.
    Required,
    /// Must not be there (restriction).
    Prohibited,
}
