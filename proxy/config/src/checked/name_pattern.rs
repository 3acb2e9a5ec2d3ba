// SPDX-License-Identifier: EUPL-1.2
//! Names of operations with wildcards.

/// The name of an operation, or `service/operation`, in which `*` stands for any letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern(pub(crate) String);

impl NamePattern {
    /// Whether an operation is meant.
    pub fn fits(&self, service: &str, operation: &str) -> bool {
        match self.0.split_once('/') {
            Some((of, name)) => matches(of, service) && matches(name, operation),
            None => matches(&self.0, operation),
        }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether `*` in a pattern can stand for what the name has there.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    // The first place that fits leaves the most for what follows.
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_letters() {
        for (pattern, name, fits) in [
            ("read", "read", true),
            ("read", "reads", false),
            ("read*", "readPerson", true),
            ("read*", "read", true),
            ("*Person", "readPerson", true),
            ("*Person", "readPersons", false),
            ("r*P*n", "readPerson", true),
            ("r*P*n", "readOne", false),
            ("a*a", "a", false),
            ("*", "", true),
            ("**", "x", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
        let of = |pattern: &str, service, operation| NamePattern(pattern.into()).fits(service, operation);
        assert!(of("Register/*", "Register", "read") && !of("Register/*", "Other", "read"));
        assert!(of("*", "Register", "read") && !of("Register", "Register", "read"));
    }
}
