// SPDX-License-Identifier: EUPL-1.2
//! Identity constraints (XML Schema part 1, section 3.11), their paths read.

use std::collections::BTreeMap;

use fachwerk_contract::QName;

/// An identity constraint of an element.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Its name.
    pub name: QName,
    /// What it asks for.
    pub kind: IdentityKind,
    /// Which elements below the one that has the constraint.
    pub selector: Vec<Path>,
    /// Which parts of those make the key.
    pub fields: Vec<Vec<Path>>,
}

/// What an identity constraint asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityKind {
    /// No two are the same.
    Unique,
    /// No two are the same, and all are there.
    Key,
    /// Each is one of those of another constraint; `None` where no message has that.
    Keyref(Option<u32>),
}

/// A path of the XPath subset (section 3.11.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// It begins with `.//`.
    pub anywhere: bool,
    /// Children, from outside in.
    pub steps: Vec<NameTest>,
    /// An attribute of the last one.
    pub attribute: Option<NameTest>,
}

/// Which names a step is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameTest {
    /// `*`
    Any,
    /// `p:*`
    Namespace(String),
    /// `p:a` or `a`
    Name(QName),
}

impl NameTest {
    /// Whether a name is meant.
    pub fn fits(&self, namespace: &str, local: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Namespace(of) => of == namespace,
            Self::Name(name) => name.namespace == namespace && name.local == local,
        }
    }

    fn read(text: &str, namespaces: &BTreeMap<String, String>) -> Option<Self> {
        let text = text.trim();
        match text.split_once(':') {
            _ if text.is_empty() => None,
            None if text == "*" => Some(Self::Any),
            None => Some(Self::Name(QName::new("", text))),
            Some((prefix, "*")) => Some(Self::Namespace(namespaces.get(prefix.trim())?.clone())),
            Some((prefix, local)) => {
                Some(Self::Name(QName::new(namespaces.get(prefix.trim())?.as_str(), local.trim())))
            }
        }
    }
}

impl Path {
    /// The paths of an `xpath`, which `|` separates; `None` where one of them is not of the subset.
    pub(crate) fn read_all(xpath: &str, namespaces: &BTreeMap<String, String>) -> Option<Vec<Self>> {
        xpath.split('|').map(|path| Self::read(path.trim(), namespaces)).collect()
    }

    fn read(text: &str, namespaces: &BTreeMap<String, String>) -> Option<Self> {
        let (anywhere, rest) =
            match text.strip_prefix('.').and_then(|rest| rest.trim_start().strip_prefix("//")) {
                Some(rest) => (true, rest),
                None => (false, text),
            };
        let mut path = Self { anywhere, steps: Vec::new(), attribute: None };
        for step in rest.split('/') {
            let step = step.trim();
            if path.attribute.is_some() {
                return None;
            }
            let attribute = step.strip_prefix('@').or_else(|| axis(step, "attribute"));
            if let Some(name) = attribute {
                path.attribute = Some(NameTest::read(name, namespaces)?);
            } else if step != "." {
                path.steps.push(NameTest::read(axis(step, "child").unwrap_or(step), namespaces)?);
            }
        }
        Some(path)
    }
}

/// What comes after `axis::`.
fn axis<'t>(step: &'t str, axis: &str) -> Option<&'t str> {
    step.strip_prefix(axis).and_then(|rest| rest.trim_start().strip_prefix("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read() {
        let namespaces = BTreeMap::from([("p".to_owned(), "urn:p".to_owned())]);
        let read = |text: &str| Path::read_all(text, &namespaces);
        let name = |namespace: &str, local: &str| NameTest::Name(QName::new(namespace, local));
        let path = |anywhere, steps: &[NameTest], attribute: Option<NameTest>| Path {
            anywhere,
            steps: steps.to_vec(),
            attribute,
        };
        assert_eq!(read("."), Some(vec![path(false, &[], None)]));
        assert_eq!(read(".//a"), Some(vec![path(true, &[name("", "a")], None)]));
        assert_eq!(
            read(" ./p:a / child::* | @p:b"),
            Some(vec![
                path(false, &[name("urn:p", "a"), NameTest::Any], None),
                path(false, &[], Some(name("urn:p", "b"))),
            ])
        );
        assert_eq!(read("attribute::a"), Some(vec![path(false, &[], Some(name("", "a")))]));
        assert_eq!(read("p:*"), Some(vec![path(false, &[NameTest::Namespace("urn:p".into())], None)]));
        for wrong in ["", "q:a", "a//b", "@a/b", "/a"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
