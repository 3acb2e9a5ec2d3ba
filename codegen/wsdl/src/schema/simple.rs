// SPDX-License-Identifier: EUPL-1.2
//! Simple types (part 1, section 3.14) and facets (part 2, section 4.3).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Enumeration, Facets, SimpleType, Type, TypeRef, Variety, WhiteSpace};

use super::reader::Reader;
use crate::Code;
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// `xs:simpleType`.
    pub(super) fn simple_type(&mut self, node: Node<'a>, name: Option<QName>) -> SimpleType {
        let mut variety = None;
        for child in node.children() {
            let local = if child.namespace() == XSD { child.local() } else { "" };
            match local {
                _ if variety.is_some() => self.unexpected(child, "simpleType"),
                "restriction" => {
                    let (base, facets) = self.restriction(child, node);
                    let base = base.unwrap_or_else(|| self.missing_base(child, "base"));
                    variety = Some(Variety::Restriction { base, facets });
                }
                "list" => {
                    let item = match self.reference(child, "itemType") {
                        Some(name) => TypeRef::Named(name),
                        None => match self.inner_types(child).pop() {
                            Some(inner) => inner,
                            None => self.missing_base(child, "itemType"),
                        },
                    };
                    variety = Some(Variety::List { item });
                }
                "union" => variety = Some(Variety::Union { members: self.members(child) }),
                _ => self.unexpected(child, "simpleType"),
            }
        }
        let variety = variety.unwrap_or_else(|| {
            let message = "a simple type without restriction, list or union";
            self.warn(node, Code::BadDerivation, message, "add one of them; it is read as xs:string");
            Variety::Restriction {
                base: TypeRef::Named(QName::new(XSD, "string")),
                facets: Facets::default(),
            }
        });
        SimpleType {
            name,
            variety,
            r#final: self.finals(node),
            documentation: Self::documentation(node),
            location: self.location(node),
        }
    }

    fn missing_base(&mut self, node: Node<'a>, attribute: &str) -> TypeRef {
        let message = format!("`{}` without `{attribute}` and without a type inside", node.local());
        self.warn(node, Code::MissingAttribute, message, "add it; it is read as xs:string");
        TypeRef::Named(QName::new(XSD, "string"))
    }

    fn members(&mut self, node: Node<'a>) -> Vec<TypeRef> {
        let mut members = Vec::new();
        if let Some(names) = node.attribute("memberTypes") {
            let offset = node.attribute_offset("memberTypes");
            members.extend(
                names.split_ascii_whitespace().map(|name| TypeRef::Named(self.expand(node, name, offset))),
            );
        }
        members.append(&mut self.inner_types(node));
        if members.is_empty() {
            self.warn(node, Code::MissingAttribute, "a union without members", "add `memberTypes`");
        }
        members
    }

    fn inner_types(&mut self, node: Node<'a>) -> Vec<TypeRef> {
        let mut types = Vec::new();
        for child in node.children() {
            if child.is(XSD, "simpleType") {
                types.push(TypeRef::Anonymous(Box::new(Type::Simple(self.simple_type(child, None)))));
            } else {
                self.unexpected(child, node.local());
            }
        }
        types
    }

    /// Base and facets of an `xs:restriction` of a simple type.
    fn restriction(&mut self, node: Node<'a>, owner: Node<'a>) -> (Option<TypeRef>, Facets) {
        let mut base = self.reference(node, "base").map(TypeRef::Named);
        let mut facets = FacetReader::default();
        for child in node.children() {
            if child.is(XSD, "simpleType") && base.is_none() {
                base = Some(TypeRef::Anonymous(Box::new(Type::Simple(self.simple_type(child, None)))));
            } else if !self.facet(child, &mut facets) {
                self.unexpected(child, "restriction");
            }
        }
        let facets = self.facets(facets, owner, base.as_ref());
        (base, facets)
    }

    /// Settle the enumeration: QNames are expanded where the base is known to be one, remembered where it may be.
    pub(super) fn facets(&mut self, read: FacetReader, owner: Node<'a>, base: Option<&TypeRef>) -> Facets {
        let FacetReader { mut facets, expanded } = read;
        match base {
            _ if facets.enumeration.is_empty() => {}
            Some(TypeRef::Named(name)) if name.namespace == XSD => {
                if matches!(name.local.as_str(), "QName" | "NOTATION") {
                    for (value, expanded) in facets.enumeration.iter_mut().zip(expanded) {
                        value.value = expanded.unwrap_or_else(|| std::mem::take(&mut value.value));
                    }
                }
            }
            _ if expanded.iter().any(Option::is_some) => {
                let location = self.location(owner);
                self.components.qname_values.insert(location, expanded);
            }
            _ => {}
        }
        facets
    }

    /// Take a facet; false for anything else.
    pub(super) fn facet(&mut self, node: Node<'a>, into: &mut FacetReader) -> bool {
        if node.namespace() != XSD {
            return false;
        }
        let text = |node: Node<'a>| node.attribute("value").unwrap_or_default().to_owned();
        match node.local() {
            "length" => into.facets.length = self.number(node, "value"),
            "minLength" => into.facets.min_length = self.number(node, "value"),
            "maxLength" => into.facets.max_length = self.number(node, "value"),
            "totalDigits" => into.facets.total_digits = self.number(node, "value"),
            "fractionDigits" => into.facets.fraction_digits = self.number(node, "value"),
            "minInclusive" => into.facets.min_inclusive = Some(text(node).trim().to_owned()),
            "maxInclusive" => into.facets.max_inclusive = Some(text(node).trim().to_owned()),
            "minExclusive" => into.facets.min_exclusive = Some(text(node).trim().to_owned()),
            "maxExclusive" => into.facets.max_exclusive = Some(text(node).trim().to_owned()),
            "pattern" => into.facets.patterns.push(text(node)),
            "enumeration" => {
                let value = node.attribute("value").unwrap_or_default();
                into.expanded
                    .push(node.qname(value).ok().filter(|n| !n.local.is_empty()).map(|n| n.to_string()));
                let documentation = Self::documentation(node);
                into.facets.enumeration.push(Enumeration { value: value.to_owned(), documentation });
            }
            "whiteSpace" => {
                into.facets.white_space = match text(node).trim() {
                    "preserve" => Some(WhiteSpace::Preserve),
                    "replace" => Some(WhiteSpace::Replace),
                    "collapse" => Some(WhiteSpace::Collapse),
                    value => {
                        let message = format!("`whiteSpace` is `{value}`");
                        let at = node.attribute_offset("value");
                        self.error(at, Code::BadValue, message, "write `preserve`, `replace` or `collapse`");
                        None
                    }
                }
            }
            _ => return false,
        }
        if node.attribute("value").is_none() {
            let message = format!("the facet `{}` has no `value`", node.local());
            self.warn(node, Code::MissingAttribute, message, "add it");
        }
        true
    }
}

/// Facets while they are read.
#[derive(Default)]
pub(super) struct FacetReader {
    facets: Facets,
    /// Enumeration values as QNames.
    expanded: Vec<Option<String>>,
}
