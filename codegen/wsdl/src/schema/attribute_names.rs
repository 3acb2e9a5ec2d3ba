// SPDX-License-Identifier: EUPL-1.2
//! Which attributes the elements of a schema document have (part 1, appendix A), to find misspelled ones.

use super::reader::Reader;
use crate::Code;
use crate::names::XSD;
use crate::tree::Node;

impl<'a> Reader<'a> {
    /// Report attributes that the element, and every element in it, does not have.
    pub(super) fn check_attribute_names(&mut self, node: Node<'a>) {
        if let Some(known) = known(node.local()) {
            for attribute in node.attributes().filter(|a| a.namespace.is_empty()) {
                if attribute.local != "id" && !known.split(' ').any(|name| name == attribute.local) {
                    let message = format!("`{}` has no attribute `{}`", node.local(), attribute.local);
                    self.error(
                        attribute.offset,
                        Code::UnknownAttribute,
                        message,
                        "it is ignored; is it spelled right?",
                    );
                }
            }
        }
        for child in node.children().filter(|c| c.namespace() == XSD && c.local() != "annotation") {
            self.check_attribute_names(child);
        }
    }
}

/// Attributes of an element of XML Schema 1.0 and 1.1 besides `id`; `None` for other elements.
fn known(element: &str) -> Option<&'static str> {
    Some(match element {
        "schema" => {
            "attributeFormDefault elementFormDefault blockDefault finalDefault targetNamespace version \
             defaultAttributes xpathDefaultNamespace"
        }
        "element" => {
            "name ref type minOccurs maxOccurs default fixed nillable abstract substitutionGroup block final form \
             targetNamespace"
        }
        "attribute" => "name ref type use default fixed form targetNamespace inheritable",
        "complexType" => "name mixed abstract block final defaultAttributesApply",
        "simpleType" => "name final",
        "group" => "name ref minOccurs maxOccurs",
        "all" | "choice" | "sequence" => "minOccurs maxOccurs",
        "any" => "minOccurs maxOccurs namespace processContents notNamespace notQName",
        "anyAttribute" => "namespace processContents notNamespace notQName",
        "simpleContent" | "annotation" => "",
        "complexContent" => "mixed",
        "extension" | "restriction" => "base",
        "list" => "itemType",
        "union" => "memberTypes",
        // `schemalocation` is common enough to be followed, with a word of its own
        "import" => "namespace schemaLocation",
        "include" | "redefine" | "override" => "schemaLocation",
        "attributeGroup" | "key" | "unique" => "name ref",
        "keyref" => "name refer ref",
        "selector" | "field" => "xpath xpathDefaultNamespace",
        "notation" => "name public system",
        "pattern" | "enumeration" => "value",
        "length" | "minLength" | "maxLength" | "totalDigits" | "fractionDigits" | "minInclusive"
        | "maxInclusive" | "minExclusive" | "maxExclusive" | "whiteSpace" => "value fixed",
        _ => return None,
    })
}
