// SPDX-License-Identifier: EUPL-1.2
//! Element declarations (part 1, section 3.3).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Element, Type, TypeRef};

use super::reader::Reader;
use crate::Code;
use crate::names::{XMIME, XSD};
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// A child of `xs:schema`.
    pub(super) fn global_element(&mut self, node: Node<'a>, name: QName) -> Element {
        let (mut element, typed) = self.element(node, name);
        element.is_abstract = self.flag(node, "abstract");
        element.substitution_group = self.reference(node, "substitutionGroup");
        if !typed && element.substitution_group.is_some() {
            self.components.typed_by_head.insert(element.name.clone());
        }
        element
    }

    /// A declaration in a model group.
    pub(super) fn local_element(&mut self, node: Node<'a>) -> Option<Element> {
        let Some(local) = self.local_name(node) else {
            self.warn(
                node,
                Code::MissingName,
                "an element without `name` and `ref`",
                "give it one of the two",
            );
            return None;
        };
        let qualified = self.qualified(node, self.elements_qualified);
        let namespace = if qualified { self.target() } else { "" };
        Some(self.element(node, QName::new(namespace, local)).0)
    }

    /// What both have; whether a type was given.
    fn element(&mut self, node: Node<'a>, name: QName) -> (Element, bool) {
        let mut type_ref = self.reference(node, "type").map(TypeRef::Named);
        let mut identity_constraints = Vec::new();
        for child in node.children() {
            let local = if child.namespace() == XSD { child.local() } else { "" };
            match local {
                "complexType" | "simpleType" if type_ref.is_some() => {
                    let message = format!("the element `{name}` has two types");
                    self.warn(
                        child,
                        Code::BadDerivation,
                        message,
                        "remove `type` or the type inside; the first is read",
                    );
                }
                "complexType" => {
                    let definition = Type::Complex(self.complex_type(child, None));
                    type_ref = Some(TypeRef::Anonymous(Box::new(definition)));
                }
                "simpleType" => {
                    let definition = Type::Simple(self.simple_type(child, None));
                    type_ref = Some(TypeRef::Anonymous(Box::new(definition)));
                }
                "key" | "unique" | "keyref" => identity_constraints.push(self.identity_constraint(child)),
                _ => self.unexpected(child, "element"),
            }
        }
        let typed = type_ref.is_some();
        // Of the element, or of the type within it: nothing else can ask a type without a name.
        let own_type = node.children().find(|c| c.is(XSD, "complexType") || c.is(XSD, "simpleType"));
        let own_type = own_type.filter(|_| node.attribute("type").is_none());
        let expected = content_types(node).or_else(|| own_type.and_then(content_types));
        let element = Element {
            name,
            type_ref: type_ref.unwrap_or_else(|| TypeRef::Named(QName::new(XSD, "anyType"))),
            nillable: self.flag(node, "nillable"),
            default: node.attribute("default").map(str::to_owned),
            fixed: node.attribute("fixed").map(str::to_owned),
            is_abstract: false,
            substitution_group: None,
            block: self.block(node),
            expected_content_types: expected,
            identity_constraints,
            documentation: Self::documentation(node),
            location: self.location(node),
        };
        (element, typed)
    }
}

/// `xmime:expectedContentTypes` (Describing Media Content of Binary Data in XML, section 3).
fn content_types(node: Node<'_>) -> Option<String> {
    let value = XMIME.iter().find_map(|namespace| node.attribute_in(namespace, "expectedContentTypes"))?;
    Some(value.trim().to_owned())
}
