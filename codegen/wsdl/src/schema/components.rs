// SPDX-License-Identifier: EUPL-1.2
//! The components read so far, and what has to be remembered about them until all are there.

use std::collections::{HashMap, HashSet};
use std::fmt;

use fachwerk_contract::schema::Schema;
use fachwerk_contract::{Location, QName};

/// The symbol spaces of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Element,
    Type,
    Attribute,
    Group,
    AttributeGroup,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Element => "element",
            Self::Type => "type",
            Self::Attribute => "attribute",
            Self::Group => "group",
            Self::AttributeGroup => "attribute group",
        })
    }
}

/// Components and their loose ends.
#[derive(Debug, Default)]
pub(crate) struct Components {
    pub(crate) schema: Schema,
    /// Global elements with a substitution group and without a type: they have the head's.
    pub(crate) typed_by_head: HashSet<QName>,
    /// Enumerations with the values that they have if they are QNames, by the place of their simple type.
    pub(crate) qname_values: HashMap<Location, Vec<Option<String>>>,
    /// The node each component was read from.
    pub(crate) origins: HashMap<(Kind, QName), (u32, u32)>,
    /// References without a prefix, and the target namespace of the schema, to look into as well.
    pub(crate) unprefixed: HashMap<QName, String>,
}

impl Components {
    pub(crate) fn contains(&self, kind: Kind, name: &QName) -> bool {
        match kind {
            Kind::Element => self.schema.elements.contains_key(name),
            Kind::Type => self.schema.types.contains_key(name),
            Kind::Attribute => self.schema.attributes.contains_key(name),
            Kind::Group => self.schema.groups.contains_key(name),
            Kind::AttributeGroup => self.schema.attribute_groups.contains_key(name),
        }
    }
}
