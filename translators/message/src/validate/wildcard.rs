// SPDX-License-Identifier: EUPL-1.2
//! What wildcards allow (XML Schema part 1, section 3.10).

use fachwerk_contract::schema::NamespaceConstraint;

/// Whether names of a namespace (empty for none) may stand for the wildcard.
pub(super) fn allows(constraint: &NamespaceConstraint, namespace: &str) -> bool {
    match constraint {
        NamespaceConstraint::Any => true,
        NamespaceConstraint::Not(other) => !namespace.is_empty() && namespace != other,
        NamespaceConstraint::OneOf(list) => list.iter().any(|n| n == namespace),
    }
}

/// `{namespace}local` or `local` in its two parts.
pub(super) fn expanded(name: &str) -> (&str, &str) {
    name.strip_prefix('{').and_then(|rest| rest.rsplit_once('}')).unwrap_or(("", name))
}

/// Namespace and local name of the element that this self-contained XML is. `None` where that cannot be told from
/// its start tag alone; whether it is well-formed is for the writer to find out.
pub(super) fn root_name(element: &str) -> Option<(&str, &str)> {
    let rest = element.strip_prefix('<')?;
    let end = rest.find([' ', '\t', '\r', '\n', '/', '>'])?;
    let (name, mut rest) = rest.split_at(end);
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        if rest.starts_with(['/', '>']) {
            return prefix.is_empty().then_some(("", local));
        }
        let (attribute, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        let declares = match attribute.trim_end().strip_prefix("xmlns") {
            Some("") => prefix.is_empty(),
            Some(declared) => declared.strip_prefix(':').is_some_and(|d| d == prefix && !prefix.is_empty()),
            None => false,
        };
        if declares {
            return (!value.contains('&')).then_some((value, local));
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_tag_names_the_element() {
        for (xml, name) in [
            ("<a/>", Some(("", "a"))),
            ("<a>x</a>", Some(("", "a"))),
            ("<a xmlns='urn:a' >", Some(("urn:a", "a"))),
            ("<p:a b=\"xmlns:p='no'\" xmlns:q='urn:q' xmlns:p = \"urn:p\"/>", Some(("urn:p", "a"))),
            ("<p:a/>", None),
            ("<p:a xmlns='urn:a'/>", None),
            ("<a xmlns='a&amp;b'/>", None),
            ("<a b", None),
            ("a", None),
            ("<a b=c>", None),
        ] {
            assert_eq!(root_name(xml), name, "{xml}");
        }
    }

    #[test]
    fn other_means_some_other_namespace() {
        let other = NamespaceConstraint::Not("urn:a".to_owned());
        assert!(allows(&other, "urn:b") && !allows(&other, "urn:a") && !allows(&other, ""));
        let list = NamespaceConstraint::OneOf(vec![String::new(), "urn:a".to_owned()]);
        assert!(allows(&list, "") && allows(&list, "urn:a") && !allows(&list, "urn:b"));
    }
}
