// SPDX-License-Identifier: EUPL-1.2
//! What is said about an element: its documentation, and its identity constraints (XML Schema part 1, section 3.11),
//! which nothing in JSON Schema or protobuf can say.

use fachwerk_contract::schema::{Element, IdentityConstraint};

/// Documentation of an element.
pub(super) fn described(element: &Element) -> Option<String> {
    let constraints = element.identity_constraints.iter().map(sentence);
    let lines: Vec<String> = element.documentation.iter().cloned().chain(constraints).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A constraint as a sentence.
pub(super) fn sentence(constraint: &IdentityConstraint) -> String {
    let IdentityConstraint { kind, name, selector, fields, refer, .. } = constraint;
    let fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    let fields = fields.join(" and ");
    let name = &name.local;
    match (kind.as_str(), refer) {
        ("keyref", Some(refer)) => {
            format!("Reference `{name}`: {fields} of each `{selector}` is one of the key `{}`.", refer.local)
        }
        ("key", _) => format!("Key `{name}`: each `{selector}` has {fields}, and no two have the same."),
        _ => format!("Unique `{name}`: no two `{selector}` have the same {fields}."),
    }
}

#[cfg(test)]
mod tests {
    use fachwerk_contract::QName;

    use super::*;

    #[test]
    fn constraints_are_sentences() {
        let constraint = |kind: &str, refer: Option<&str>| IdentityConstraint {
            kind: kind.to_owned(),
            name: QName::new("urn:t", "N"),
            selector: "a/b".to_owned(),
            fields: vec!["@x".to_owned(), "y".to_owned()],
            refer: refer.map(|name| QName::new("urn:t", name)),
            namespaces: std::collections::BTreeMap::new(),
        };
        assert_eq!(
            sentence(&constraint("key", None)),
            "Key `N`: each `a/b` has `@x` and `y`, and no two have the same."
        );
        assert_eq!(
            sentence(&constraint("unique", None)),
            "Unique `N`: no two `a/b` have the same `@x` and `y`."
        );
        assert_eq!(
            sentence(&constraint("keyref", Some("K"))),
            "Reference `N`: `@x` and `y` of each `a/b` is one of the key `K`."
        );
    }
}
