// SPDX-License-Identifier: EUPL-1.2
//! Wildcards and their algebra (part 1, section 3.10.6).

use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents};

use crate::constraint::Checker;
use crate::constraint::model::Wildcard;
use crate::tree::Node;

impl<'a> Checker<'a> {
    pub(super) fn wildcard(&self, unit: usize, node: Node<'a>) -> Wildcard {
        let target = self.target(unit);
        let namespaces = match node.attribute("namespace").map(str::trim) {
            None | Some("##any") => NamespaceConstraint::Any,
            Some("##other") => NamespaceConstraint::Not(target.to_owned()),
            Some(list) => NamespaceConstraint::OneOf(
                list.split_ascii_whitespace()
                    .map(|item| match item {
                        "##local" => String::new(),
                        "##targetNamespace" => target.to_owned(),
                        other => other.to_owned(),
                    })
                    .collect(),
            ),
        };
        let process = match node.attribute("processContents").map(str::trim) {
            Some("lax") => ProcessContents::Lax,
            Some("skip") => ProcessContents::Skip,
            _ => ProcessContents::Strict,
        };
        Wildcard { namespaces, process }
    }
}

/// Wildcard allows Namespace Name.
pub(in crate::constraint) fn allows(constraint: &NamespaceConstraint, namespace: &str) -> bool {
    match constraint {
        NamespaceConstraint::Any => true,
        NamespaceConstraint::Not(not) => !namespace.is_empty() && namespace != not,
        NamespaceConstraint::OneOf(list) => list.iter().any(|n| n == namespace),
    }
}

/// Wildcard Subset.
pub(in crate::constraint) fn is_subset(sub: &NamespaceConstraint, of: &NamespaceConstraint) -> bool {
    use NamespaceConstraint as N;
    match (sub, of) {
        (_, N::Any) => true,
        (N::Not(a), N::Not(b)) => a == b,
        (N::OneOf(list), of) => list.iter().all(|n| allows(of, n)),
        _ => false,
    }
}

/// Whether some namespace is allowed by both.
pub(in crate::constraint) fn overlap(a: &NamespaceConstraint, b: &NamespaceConstraint) -> bool {
    use NamespaceConstraint as N;
    match (a, b) {
        (N::OneOf(list), other) | (other, N::OneOf(list)) => list.iter().any(|n| allows(other, n)),
        _ => true,
    }
}

/// Attribute Wildcard Intersection; `None` where it is not expressible.
pub(in crate::constraint) fn intersection(
    a: &NamespaceConstraint,
    b: &NamespaceConstraint,
) -> Option<NamespaceConstraint> {
    use NamespaceConstraint as N;
    Some(match (a, b) {
        (N::Any, other) | (other, N::Any) => other.clone(),
        (N::OneOf(list), other) | (other, N::OneOf(list)) => {
            N::OneOf(list.iter().filter(|n| allows(other, n)).cloned().collect())
        }
        (N::Not(a), N::Not(b)) if a == b || b.is_empty() => N::Not(a.clone()),
        (N::Not(a), N::Not(b)) if a.is_empty() => N::Not(b.clone()),
        (N::Not(_), N::Not(_)) => return None,
    })
}

/// Attribute Wildcard Union; `None` where it is not expressible.
pub(in crate::constraint) fn union(
    a: &NamespaceConstraint,
    b: &NamespaceConstraint,
) -> Option<NamespaceConstraint> {
    use NamespaceConstraint as N;
    Some(match (a, b) {
        (N::Any, _) | (_, N::Any) => N::Any,
        (N::Not(a), N::Not(b)) => N::Not(if a == b { a.clone() } else { String::new() }),
        (N::OneOf(a), N::OneOf(b)) => {
            let mut all = a.clone();
            all.extend(b.iter().filter(|n| !a.contains(n)).cloned());
            N::OneOf(all)
        }
        (N::Not(not), N::OneOf(list)) | (N::OneOf(list), N::Not(not)) => {
            let has = |n: &str| list.iter().any(|m| m == n);
            match (has(not), has("")) {
                (true, true) => N::Any,
                // without `not` being absent, only the absent namespace is missing then
                (true, false) => N::Not(String::new()),
                (false, true) if !not.is_empty() => return None,
                _ => N::Not(not.clone()),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use fachwerk_contract::schema::NamespaceConstraint as N;

    use super::{intersection, is_subset, union};

    #[test]
    fn algebra() {
        let (not_a, not_b) = (N::Not("a".into()), N::Not("b".into()));
        let one = |list: &[&str]| N::OneOf(list.iter().map(|n| (*n).to_owned()).collect());
        assert_eq!(intersection(&not_a, &not_b), None);
        assert_eq!(intersection(&not_a, &one(&["a", "b", ""])), Some(one(&["b"])));
        assert_eq!(union(&not_a, &not_b), Some(N::Not(String::new())));
        assert_eq!(union(&not_a, &one(&["a", ""])), Some(N::Any));
        assert_eq!(union(&not_a, &one(&[""])), None);
        assert!(
            is_subset(&one(&["b"]), &not_a)
                && !is_subset(&not_a, &one(&["b"]))
                && !is_subset(&N::Any, &not_a)
        );
    }
}
