// SPDX-License-Identifier: EUPL-1.2
//! Attribute declarations, uses and groups (part 1, sections 3.2, 3.5 and 3.6).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{
    Attribute, AttributeGroup, AttributeTerm, AttributeUse, Type, TypeRef, Usage, Wildcard,
};

use super::reader::Reader;
use crate::Code;
use crate::names::{WSDL, XSD};
use crate::tree::Node;

/// Attribute uses, groups and the wildcard of a type or group.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) uses: Vec<AttributeUse>,
    pub(super) groups: Vec<QName>,
    pub(super) any: Option<Wildcard>,
}

impl<'a> Reader<'a> {
    /// A declaration, global or local.
    pub(super) fn attribute(&mut self, node: Node<'a>, name: QName) -> Attribute {
        let mut type_ref = self.reference(node, "type").map(TypeRef::Named);
        for child in node.children() {
            if child.is(XSD, "simpleType") && type_ref.is_none() {
                let definition = Type::Simple(self.simple_type(child, None));
                type_ref = Some(TypeRef::Anonymous(Box::new(definition)));
            } else {
                self.unexpected(child, "attribute");
            }
        }
        Attribute {
            name,
            type_ref: type_ref.unwrap_or_else(|| TypeRef::Named(QName::new(XSD, "anySimpleType"))),
            default: node.attribute("default").map(str::to_owned),
            fixed: node.attribute("fixed").map(str::to_owned),
            documentation: Self::documentation(node),
            location: self.location(node),
        }
    }

    /// Take `attribute`, `attributeGroup` or `anyAttribute`; false for anything else.
    pub(super) fn attribute_child(&mut self, child: Node<'a>, attributes: &mut Attributes) -> bool {
        if child.namespace() != XSD {
            return false;
        }
        match child.local() {
            "attribute" => attributes.uses.extend(self.attribute_use(child)),
            "attributeGroup" => match self.reference(child, "ref") {
                Some(name) => attributes.groups.push(name),
                None => {
                    let message = "an attribute group without `ref`";
                    self.warn(child, Code::MissingAttribute, message, "say which group is meant");
                }
            },
            "anyAttribute" => attributes.any = Some(self.wildcard(child)),
            _ => return false,
        }
        true
    }

    /// `xs:attributeGroup` with a name.
    pub(super) fn attribute_group(&mut self, node: Node<'a>, name: QName) -> AttributeGroup {
        let mut attributes = Attributes::default();
        for child in node.children() {
            if !self.attribute_child(child, &mut attributes) {
                self.unexpected(child, "attributeGroup");
            }
        }
        AttributeGroup {
            name,
            attributes: attributes.uses,
            attribute_groups: attributes.groups,
            any_attribute: attributes.any,
            location: self.location(node),
        }
    }

    fn attribute_use(&mut self, node: Node<'a>) -> Option<AttributeUse> {
        let usage = match node.attribute("use").map(str::trim) {
            None | Some("optional" | "default" | "fixed") => Usage::Optional,
            Some("required") => Usage::Required,
            Some("prohibited") => Usage::Prohibited,
            Some(value) => {
                let message = format!("`use` is `{value}`");
                let at = node.attribute_offset("use");
                self.error(at, Code::BadValue, message, "write `optional`, `required` or `prohibited`");
                Usage::Optional
            }
        };
        let (attribute, default, fixed) = if let Some(name) = self.reference(node, "ref") {
            let value = |name| node.attribute(name).map(str::to_owned);
            (AttributeTerm::Ref(name), value("default"), value("fixed"))
        } else {
            let Some(local) = self.local_name(node) else {
                let message = "an attribute without `name` and `ref`";
                self.warn(node, Code::MissingName, message, "give it one of the two");
                return None;
            };
            let qualified = self.qualified(node, self.attributes_qualified);
            let name = QName::new(if qualified { self.target() } else { "" }, local);
            let declaration = self.attribute(node, name);
            // a local declaration's values are values of the use (part 1, section 3.2.2)
            let (default, fixed) = (declaration.default.clone(), declaration.fixed.clone());
            (AttributeTerm::Local(declaration), default, fixed)
        };
        let array_type = self.array_type(node);
        Some(AttributeUse { usage, attribute, default, fixed, array_type })
    }

    /// `wsdl:arrayType="tns:Item[]"`: the item type expanded, the brackets as they stand. For SOAP 1.2's encoding
    /// `wsdl:itemType="tns:Item"` says the same.
    fn array_type(&mut self, node: Node<'a>) -> Option<String> {
        let find = |local: &str| node.attributes().find(|a| a.local == local && a.namespace == WSDL);
        // what SOAP 1.2 has in two attributes; the size is no part of the type
        if let Some(attribute) = find("itemType") {
            let name = self.expand(node, attribute.value.trim(), attribute.offset);
            return Some(format!("{name}[]"));
        }
        let attribute = find("arrayType")?;
        let value = attribute.value.trim();
        let (name, brackets) = value.split_at(value.find('[').unwrap_or(value.len()));
        let name = self.expand(node, name, attribute.offset);
        Some(format!("{name}{brackets}"))
    }
}
