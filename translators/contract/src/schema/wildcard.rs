// SPDX-License-Identifier: EUPL-1.2
//! The algebra of wildcards (XML Schema 1.0 part 1, section 3.10.6).

use super::NamespaceConstraint;

impl NamespaceConstraint {
    /// Wildcard allows Namespace Name; the empty name is no namespace.
    pub fn allows(&self, namespace: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Not(not) => !namespace.is_empty() && namespace != not,
            Self::OneOf(list) => list.iter().any(|n| n == namespace),
        }
    }

    /// Wildcard Subset.
    pub fn is_subset(&self, of: &Self) -> bool {
        match (self, of) {
            (_, Self::Any) => true,
            (Self::Not(a), Self::Not(b)) => a == b,
            (Self::OneOf(list), of) => list.iter().all(|n| of.allows(n)),
            _ => false,
        }
    }

    /// Whether some namespace is allowed by both.
    pub fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OneOf(list), other) | (other, Self::OneOf(list)) => list.iter().any(|n| other.allows(n)),
            _ => true,
        }
    }

    /// Attribute Wildcard Intersection; `None` where it is not expressible.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Any, other) | (other, Self::Any) => other.clone(),
            (Self::OneOf(list), other) | (other, Self::OneOf(list)) => {
                Self::OneOf(list.iter().filter(|n| other.allows(n)).cloned().collect())
            }
            (Self::Not(a), Self::Not(b)) if a == b || b.is_empty() => Self::Not(a.clone()),
            (Self::Not(a), Self::Not(b)) if a.is_empty() => Self::Not(b.clone()),
            (Self::Not(_), Self::Not(_)) => return None,
        })
    }

    /// Attribute Wildcard Union; `None` where it is not expressible.
    #[must_use]
    pub fn union(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Any, _) | (_, Self::Any) => Self::Any,
            (Self::Not(a), Self::Not(b)) => Self::Not(if a == b { a.clone() } else { String::new() }),
            (Self::OneOf(a), Self::OneOf(b)) => {
                let mut all = a.clone();
                all.extend(b.iter().filter(|n| !a.contains(n)).cloned());
                Self::OneOf(all)
            }
            (Self::Not(not), Self::OneOf(list)) | (Self::OneOf(list), Self::Not(not)) => {
                let has = |n: &str| list.iter().any(|m| m == n);
                match (has(not), has("")) {
                    (true, true) => Self::Any,
                    // without the negated namespace only the absent one is missing
                    (true, false) => Self::Not(String::new()),
                    (false, true) => return None,
                    (false, false) => Self::Not(not.clone()),
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NamespaceConstraint as N;

    #[test]
    fn algebra() {
        let (not_a, not_b) = (N::Not("a".into()), N::Not("b".into()));
        let one = |list: &[&str]| N::OneOf(list.iter().map(|n| (*n).to_owned()).collect());
        assert_eq!(not_a.intersection(&not_b), None);
        assert_eq!(not_a.intersection(&N::Not(String::new())), Some(not_a.clone()));
        assert_eq!(not_a.intersection(&one(&["a", "b", ""])), Some(one(&["b"])));
        assert_eq!(N::Any.intersection(&not_a), Some(not_a.clone()));
        assert_eq!(not_a.union(&not_b), Some(N::Not(String::new())));
        assert_eq!(not_a.union(&one(&["a", ""])), Some(N::Any));
        assert_eq!(not_a.union(&one(&["a"])), Some(N::Not(String::new())));
        assert_eq!(not_a.union(&one(&["b"])), Some(not_a.clone()));
        assert_eq!(not_a.union(&one(&[""])), None);
        assert_eq!(N::Not(String::new()).union(&one(&[""])), Some(N::Any));
        assert!(one(&["b"]).is_subset(&not_a) && !not_a.is_subset(&one(&["b"])) && !N::Any.is_subset(&not_a));
        assert!(not_a.overlaps(&not_b) && !not_a.overlaps(&one(&["a", ""])) && one(&["x"]).overlaps(&not_a));
    }
}
