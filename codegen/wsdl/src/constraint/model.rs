// SPDX-License-Identifier: EUPL-1.2
//! Schema components with everything that constraints ask for (part 1, section 3).
//!
//! The contract's model has what codecs need; `final`, notations, fixed facets and particles that never occur have no
//! place there. Types are numbered, content is a tree of particles with groups put in where they are referred to.

use std::rc::Rc;

use fachwerk_contract::QName;
use fachwerk_contract::schema::NamespaceConstraint;
use fachwerk_contract::schema::ProcessContents;

/// Where a component stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) unit: usize,
    pub(super) node: u32,
}

/// A type by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum TypeId {
    Simple(usize),
    Complex(usize),
}

/// `xs:anyType` and `xs:anySimpleType`.
pub(super) const ANY_TYPE: TypeId = TypeId::Complex(0);
pub(super) const ANY_SIMPLE: usize = 0;

/// A set of derivation methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Methods(pub(super) u8);

impl Methods {
    pub(super) const NONE: Self = Self(0);
    pub(super) const EXTENSION: Self = Self(1);
    pub(super) const RESTRICTION: Self = Self(2);
    pub(super) const SUBSTITUTION: Self = Self(4);
    pub(super) const LIST: Self = Self(8);
    pub(super) const UNION: Self = Self(16);

    /// `block`, `final` and their defaults; only the methods in `of` count.
    pub(super) fn read(text: &str, of: Self) -> Self {
        let mut set = Self::NONE;
        for word in text.split_ascii_whitespace() {
            set.0 |= match word {
                "#all" => 31,
                "extension" => 1,
                "restriction" => 2,
                "substitution" => 4,
                "list" => 8,
                "union" => 16,
                _ => 0,
            };
        }
        Self(set.0 & of.0)
    }

    pub(super) fn has(self, method: Self) -> bool {
        self.0 & method.0 != 0
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A `default` or `fixed` value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ValueConstraint {
    pub(super) fixed: bool,
    pub(super) value: String,
}

/// An attribute use with its declaration.
#[derive(Debug, Clone)]
pub(super) struct AttributeUse {
    pub(super) name: QName,
    pub(super) type_id: usize,
    pub(super) required: bool,
    pub(super) value: Option<ValueConstraint>,
    pub(super) place: Place,
}

/// A wildcard.
#[derive(Debug, Clone)]
pub(super) struct Wildcard {
    pub(super) namespaces: NamespaceConstraint,
    pub(super) process: ProcessContents,
}

/// Attributes of a type or group.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    pub(super) uses: Vec<AttributeUse>,
    pub(super) prohibited: Vec<QName>,
    pub(super) any: Option<Wildcard>,
}

/// A particle.
#[derive(Debug, Clone)]
pub(super) struct Particle {
    pub(super) min: u32,
    /// `None` is unbounded.
    pub(super) max: Option<u32>,
    pub(super) term: Term,
}

#[derive(Debug, Clone)]
pub(super) enum Term {
    /// An element declaration by number.
    Element(usize),
    Any(Rc<Wildcard>),
    Group(Rc<Group>),
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) kind: GroupKind,
    pub(super) particles: Vec<Particle>,
    /// Effective total range of one occurrence; kept, because groups are shared and asked again and again.
    range: (u32, Option<u32>),
}

impl Group {
    pub(super) fn new(kind: GroupKind, particles: Vec<Particle>) -> Self {
        let mut ranges = particles.iter().map(Particle::range);
        let range = if kind == GroupKind::Choice {
            let least = particles.iter().map(|p| p.range().0).min().unwrap_or(0);
            (least, ranges.try_fold(0, |all: u32, (_, max)| Some(all.max(max?))))
        } else {
            let least = particles.iter().fold(0_u32, |all, p| all.saturating_add(p.range().0));
            (least, ranges.try_fold(0, |all: u32, (_, max)| Some(all.saturating_add(max?))))
        };
        Self { kind, particles, range }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupKind {
    All,
    Choice,
    Sequence,
}

impl Particle {
    /// Whether nothing at all fulfils it (part 1, section 3.9.6, Particle Emptiable).
    pub(super) fn emptiable(&self) -> bool {
        self.min == 0 || self.range().0 == 0
    }

    /// Effective total range (part 1, section 3.8.6).
    pub(super) fn range(&self) -> (u32, Option<u32>) {
        let Term::Group(group) = &self.term else { return (self.min, self.max) };
        let (min, max) = group.range;
        let max = match (self.max, max) {
            (_, Some(0)) | (Some(0), _) => Some(0),
            (Some(a), Some(b)) => Some(a.saturating_mul(b)),
            _ => None,
        };
        (self.min.saturating_mul(min), max)
    }
}

/// An element declaration.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: QName,
    pub(super) place: Place,
    pub(super) global: bool,
    pub(super) nillable: bool,
    pub(super) value: Option<ValueConstraint>,
    /// The head of its substitution group, by number.
    pub(super) head: Option<usize>,
    pub(super) block: Methods,
    pub(super) finals: Methods,
    /// Settled after all declarations are there, because content is recursive.
    pub(super) type_id: Option<TypeId>,
}

/// Content of a complex type.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Empty,
    Simple(usize),
    Elements { particle: Particle, mixed: bool },
}

/// A complex type.
#[derive(Debug)]
pub(super) struct Complex {
    pub(super) name: Option<QName>,
    /// `None` for `xs:anyType`.
    pub(super) place: Option<Place>,
    pub(super) base: TypeId,
    pub(super) method: Methods,
    pub(super) finals: Methods,
    pub(super) block: Methods,
    pub(super) content: Content,
    pub(super) attributes: Attributes,
}
