// SPDX-License-Identifier: EUPL-1.2
//! What SOAP encoding adds to a struct (SOAP 1.1, section 5; SOAP 1.2 part 2, section 3).

use fachwerk_contract::QName;

/// Namespace of SOAP 1.1's encoding, which is also its encoding style.
pub const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
/// Namespace of SOAP 1.2's encoding, which is also its encoding style.
pub const SOAP12_ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";

/// A struct that is an array of SOAP encoding: it has one field, the items, and is an array in JSON. The names of the
/// items' elements say nothing (SOAP 1.1, section 5.4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrayType {
    /// Type of the items, as `arrayType` names it.
    pub item: QName,
    /// Brackets that belong to the items' type: `[]` for an array of arrays; empty otherwise.
    pub ranks: String,
}

impl ArrayType {
    /// From `wsdl:arrayType` (WSDL 1.1, section 2.2) as the contract keeps it, `{namespace}local[]`, and the number of
    /// its dimensions. What says nothing is an array of anything.
    pub(crate) fn parse(text: &str) -> (Self, usize) {
        let (name, brackets) = match text
            .find('}')
            .map_or_else(|| text.find('['), |end| text[end..].find('[').map(|at| end + at))
        {
            Some(at) => text.split_at(at),
            None => (text, "[]"),
        };
        let (ranks, size) = brackets.split_at(brackets.rfind('[').unwrap_or(0));
        let item = name.trim().parse().unwrap_or_default();
        (Self { item, ranks: ranks.trim().to_owned() }, size.matches(',').count() + 1)
    }

    /// The type of one item where it is an array itself.
    pub(crate) fn inner(&self) -> Option<String> {
        (!self.ranks.is_empty()).then(|| format!("{}{}", self.item, self.ranks))
    }
}

/// Whether a namespace is one of SOAP encoding.
pub(crate) fn is_encoding(namespace: &str) -> bool {
    matches!(namespace, SOAP_ENCODING | SOAP12_ENCODING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn array_types_are_taken_apart() {
        let parse = |text: &str| {
            let (array, dimensions) = ArrayType::parse(text);
            (array.item.to_string(), array.ranks, dimensions)
        };
        assert_eq!(parse("{urn:t}Item[]"), ("{urn:t}Item".to_owned(), String::new(), 1));
        assert_eq!(parse("{urn:[t]}Item[2]"), ("{urn:[t]}Item".to_owned(), String::new(), 1));
        assert_eq!(parse("{urn:t}Item[,][2]"), ("{urn:t}Item".to_owned(), "[,]".to_owned(), 1));
        assert_eq!(parse("Item[][,]"), ("Item".to_owned(), "[]".to_owned(), 2));
        assert_eq!(parse("Item"), ("Item".to_owned(), String::new(), 1));
    }
}
