// SPDX-License-Identifier: EUPL-1.2
//! Simple types (part 1, section 3.14).

use std::borrow::Cow;

use fachwerk_contract::QName;
use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::{
    EnumValue, JsonForm, ProtoForm, Scalar, ScalarFacets, ScalarId, ScalarKind, builtin_scalar,
};

use super::Around;
use crate::constraint::Checker;
use crate::constraint::model::{ANY_SIMPLE, Methods, Place, TypeId};
use crate::names::XSD;
use crate::tree::Node;

/// How a simple type is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::constraint) enum Variety {
    /// `xs:anySimpleType`.
    Any,
    Atomic,
    List(usize),
    Union(Vec<usize>),
}

/// One facet of one step.
#[derive(Debug, Clone)]
pub(in crate::constraint) struct Facet {
    pub(in crate::constraint) name: &'static str,
    pub(in crate::constraint) value: String,
    pub(in crate::constraint) place: Place,
}

/// A simple type; its scalar has the same number.
#[derive(Debug, Clone)]
pub(in crate::constraint) struct Simple {
    pub(in crate::constraint) name: Option<QName>,
    /// `None` for built-in types.
    pub(in crate::constraint) place: Option<Place>,
    pub(in crate::constraint) base: usize,
    /// Restriction, list or union.
    pub(in crate::constraint) method: Methods,
    pub(in crate::constraint) variety: Variety,
    pub(in crate::constraint) finals: Methods,
    /// Facets of this step.
    pub(in crate::constraint) step: Vec<Facet>,
    /// Names of facets that no step below may change.
    pub(in crate::constraint) fixed: Vec<&'static str>,
}

/// Built-in types with their bases (part 2, section 3), bases first.
const BUILT_IN: [(&str, &str); 45] = [
    ("anySimpleType", "anySimpleType"),
    ("string", "anySimpleType"),
    ("boolean", "anySimpleType"),
    ("decimal", "anySimpleType"),
    ("float", "anySimpleType"),
    ("double", "anySimpleType"),
    ("duration", "anySimpleType"),
    ("dateTime", "anySimpleType"),
    ("time", "anySimpleType"),
    ("date", "anySimpleType"),
    ("gYearMonth", "anySimpleType"),
    ("gYear", "anySimpleType"),
    ("gMonthDay", "anySimpleType"),
    ("gDay", "anySimpleType"),
    ("gMonth", "anySimpleType"),
    ("hexBinary", "anySimpleType"),
    ("base64Binary", "anySimpleType"),
    ("anyURI", "anySimpleType"),
    ("QName", "anySimpleType"),
    ("NOTATION", "anySimpleType"),
    ("normalizedString", "string"),
    ("token", "normalizedString"),
    ("language", "token"),
    ("NMTOKEN", "token"),
    ("Name", "token"),
    ("NCName", "Name"),
    ("ID", "NCName"),
    ("IDREF", "NCName"),
    ("ENTITY", "NCName"),
    ("NMTOKENS", "NMTOKEN"),
    ("IDREFS", "IDREF"),
    ("ENTITIES", "ENTITY"),
    ("integer", "decimal"),
    ("nonPositiveInteger", "integer"),
    ("negativeInteger", "nonPositiveInteger"),
    ("long", "integer"),
    ("int", "long"),
    ("short", "int"),
    ("byte", "short"),
    ("nonNegativeInteger", "integer"),
    ("unsignedLong", "nonNegativeInteger"),
    ("unsignedInt", "unsignedLong"),
    ("unsignedShort", "unsignedInt"),
    ("unsignedByte", "unsignedShort"),
    ("positiveInteger", "nonNegativeInteger"),
];

impl<'a> Checker<'a> {
    pub(super) fn built_in_types(&mut self) {
        for (name, base) in BUILT_IN {
            let id = self.simples.len();
            let list = matches!(name, "NMTOKENS" | "IDREFS" | "ENTITIES");
            let inner = self.built_in.get(base).copied().unwrap_or(ANY_SIMPLE);
            let mut scalar = builtin_scalar(name);
            let (base, variety, method) = if list {
                scalar.kind = ScalarKind::List(ScalarId(inner as u32));
                scalar.white_space = WhiteSpace::Collapse;
                scalar.facets.min_length = Some(1);
                (ANY_SIMPLE, Variety::List(inner), Methods::LIST)
            } else if id == ANY_SIMPLE {
                (ANY_SIMPLE, Variety::Any, Methods::RESTRICTION)
            } else {
                (inner, Variety::Atomic, Methods::RESTRICTION)
            };
            let fixed = if inner == ANY_SIMPLE && name != "string" { vec!["whiteSpace"] } else { Vec::new() };
            self.simples.push(Simple {
                name: Some(QName::new(XSD, name)),
                place: None,
                base,
                method,
                variety,
                finals: Methods::NONE,
                step: Vec::new(),
                fixed,
            });
            self.mapping.scalars.push(scalar);
            self.built_in.insert(name, id);
        }
    }

    pub(super) fn simple_type(&mut self, place: Place, around: Around, name: Option<QName>) -> usize {
        let node = self.node(place);
        let allowed = Methods::RESTRICTION.and(Methods::LIST).and(Methods::UNION);
        let schema = self.schema_node(place.unit);
        let finals = node.attribute("final").or_else(|| schema.attribute("finalDefault")).unwrap_or_default();
        let finals = Methods::read(finals, allowed);
        let step = node
            .children()
            .find(|c| c.namespace() == XSD && matches!(c.local(), "restriction" | "list" | "union"));
        let Some(step) = step else { return self.any_simple(name, place, finals) };
        let at = Place { unit: place.unit, node: step.index() };
        match step.local() {
            "restriction" => {
                let base = match self.simple_in(at, "base", around) {
                    Some(base) => Some(base),
                    None => self.inner_simple(at, around).first().copied(),
                };
                let Some(base) = base else { return self.any_simple(name, place, finals) };
                let facets = Self::facets(step, place.unit);
                self.restrict(name, place, base, finals, facets)
            }
            "list" => {
                let item = match self.simple_in(at, "itemType", around) {
                    Some(item) => Some(item),
                    None => self.inner_simple(at, around).first().copied(),
                };
                let item = item.unwrap_or(ANY_SIMPLE);
                let scalar = plain(ScalarKind::List(ScalarId(item as u32)));
                self.add(name, place, ANY_SIMPLE, Methods::LIST, Variety::List(item), finals, scalar)
            }
            _ => {
                let mut members = Vec::new();
                for text in step.attribute("memberTypes").unwrap_or_default().split_ascii_whitespace() {
                    let Some(member) = self.expand(place.unit, step, text) else { continue };
                    self.check_import(place.unit, step, &member);
                    match self.type_by_name(&member, at, around) {
                        Some(TypeId::Simple(id)) => members.push(id),
                        Some(TypeId::Complex(_)) => {
                            let message = format!("the member `{text}` is not simple (src-resolve.1)");
                            self.report(at, crate::Code::SimpleTypeProperties, message);
                        }
                        None => {}
                    }
                }
                members.extend(self.inner_simple(at, around));
                let ids = members.iter().map(|id| ScalarId(*id as u32)).collect();
                let mut scalar = plain(ScalarKind::Union(ids));
                scalar.white_space = WhiteSpace::Preserve;
                self.add(name, place, ANY_SIMPLE, Methods::UNION, Variety::Union(members), finals, scalar)
            }
        }
    }

    /// What stands for a type that cannot be built.
    fn any_simple(&mut self, name: Option<QName>, place: Place, finals: Methods) -> usize {
        let scalar = builtin_scalar("anySimpleType");
        self.add(name, place, ANY_SIMPLE, Methods::RESTRICTION, Variety::Any, finals, scalar)
    }

    /// A restriction of a simple type by facets.
    pub(in crate::constraint) fn restrict(
        &mut self,
        name: Option<QName>,
        place: Place,
        base: usize,
        finals: Methods,
        facets: (Vec<Facet>, Vec<&'static str>),
    ) -> usize {
        let mut scalar = self.mapping.scalars[base].clone();
        let (step, own_fixed) = facets;
        let mut step = step;
        for facet in step.iter_mut().filter(|f| f.name == "enumeration") {
            if let Some(Cow::Owned(expanded)) = self.expanded(base, &facet.value, facet.place) {
                facet.value = expanded;
            }
        }
        narrow(&mut scalar, &step);
        let variety = self.simples[base].variety.clone();
        let mut fixed = self.simples[base].fixed.clone();
        fixed.extend(own_fixed);
        let id = self.add(name, place, base, Methods::RESTRICTION, variety, finals, scalar);
        self.simples[id].step = step;
        self.simples[id].fixed = fixed;
        id
    }

    #[expect(clippy::too_many_arguments, reason = "the properties of the component")]
    fn add(
        &mut self,
        name: Option<QName>,
        place: Place,
        base: usize,
        method: Methods,
        variety: Variety,
        finals: Methods,
        scalar: Scalar,
    ) -> usize {
        let id = self.simples.len();
        let (step, fixed) = (Vec::new(), Vec::new());
        self.simples.push(Simple { name, place: Some(place), base, method, variety, finals, step, fixed });
        self.mapping.scalars.push(scalar);
        id
    }

    /// The types inside a restriction, list or union.
    pub(in crate::constraint) fn inner_simple(&mut self, place: Place, around: Around) -> Vec<usize> {
        let node = self.node(place);
        let inner: Vec<Node<'a>> = node.children().filter(|c| c.is(XSD, "simpleType")).collect();
        let mut ids = Vec::new();
        for child in inner {
            let at = Place { unit: place.unit, node: child.index() };
            if let Some(TypeId::Simple(id)) = self.type_at(at, around) {
                ids.push(id);
            }
        }
        ids
    }

    /// Facets of a restriction, and the names of those that are fixed.
    pub(in crate::constraint) fn facets(step: Node<'a>, unit: usize) -> (Vec<Facet>, Vec<&'static str>) {
        let (mut facets, mut fixed) = (Vec::new(), Vec::new());
        for child in step.children().filter(|c| c.namespace() == XSD) {
            let Some(name) = NAMES.iter().find(|name| **name == child.local()) else { continue };
            let Some(value) = child.attribute("value") else { continue };
            let place = Place { unit, node: child.index() };
            facets.push(Facet { name, value: value.to_owned(), place });
            if child.attribute("fixed").is_some_and(|f| matches!(f.trim(), "true" | "1")) {
                fixed.push(*name);
            }
        }
        (facets, fixed)
    }
}

const NAMES: [&str; 12] = [
    "length",
    "minLength",
    "maxLength",
    "pattern",
    "enumeration",
    "whiteSpace",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "totalDigits",
    "fractionDigits",
];

fn plain(kind: ScalarKind) -> Scalar {
    Scalar {
        name: None,
        source: None,
        kind,
        white_space: WhiteSpace::Collapse,
        facets: ScalarFacets::default(),
        json: JsonForm::String,
        proto: ProtoForm::String,
        reserved: Vec::new(),
        documentation: None,
    }
}

/// Fold a step into a scalar.
fn narrow(scalar: &mut Scalar, step: &[Facet]) {
    let facets = &mut scalar.facets;
    let (mut patterns, mut values) = (Vec::new(), Vec::new());
    for facet in step {
        let text = || Some(facet.value.trim().to_owned());
        let number = || facet.value.trim().trim_start_matches('+').parse().ok();
        match facet.name {
            "length" => facets.length = number().or(facets.length),
            "minLength" => facets.min_length = number().or(facets.min_length),
            "maxLength" => facets.max_length = number().or(facets.max_length),
            "totalDigits" => facets.total_digits = number().map(|n| n as u32).or(facets.total_digits),
            "fractionDigits" => {
                facets.fraction_digits = number().map(|n| n as u32).or(facets.fraction_digits);
            }
            "minInclusive" => (facets.min_inclusive, facets.min_exclusive) = (text(), None),
            "maxInclusive" => (facets.max_inclusive, facets.max_exclusive) = (text(), None),
            "minExclusive" => (facets.min_exclusive, facets.min_inclusive) = (text(), None),
            "maxExclusive" => (facets.max_exclusive, facets.max_inclusive) = (text(), None),
            "pattern" => patterns.push(facet.value.clone()),
            "enumeration" => values.push(EnumValue {
                value: facet.value.clone(),
                proto_name: String::new(),
                number: 0,
                documentation: None,
            }),
            _ => {
                scalar.white_space = match facet.value.trim() {
                    "replace" => WhiteSpace::Replace,
                    "collapse" => WhiteSpace::Collapse,
                    _ => scalar.white_space,
                }
            }
        }
    }
    if !patterns.is_empty() {
        facets.patterns.push(patterns);
    }
    if !values.is_empty() {
        facets.enumeration = values;
    }
}
