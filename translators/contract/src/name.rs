// SPDX-License-Identifier: EUPL-1.2
//! Expanded names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An expanded name (Namespaces in XML 1.0, section 2.1): namespace name and local part.
///
/// Written as `{namespace}local`, or `local` where there is no namespace; also in the contract file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct QName {
    /// The namespace name, empty for none.
    pub namespace: String,
    /// The local part.
    pub local: String,
}

impl QName {
    /// The name as text, as [`Display`](fmt::Display) writes it and faster.
    pub fn to_text(&self) -> String {
        if self.namespace.is_empty() {
            self.local.clone()
        } else {
            ["{", &self.namespace, "}", &self.local].concat()
        }
    }

    /// A name in a namespace (empty for none).
    pub fn new(namespace: impl Into<String>, local: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            f.write_str(&self.local)
        } else {
            for part in ["{", &self.namespace, "}", &self.local] {
                f.write_str(part)?;
            }
            Ok(())
        }
    }
}

impl FromStr for QName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix('{') {
            None => Ok(Self::new("", text)),
            Some(rest) => match rest.rsplit_once('}') {
                Some((namespace, local)) => Ok(Self::new(namespace, local)),
                None => Err(format!("`{text}` is not of the form {{namespace}}local")),
            },
        }
    }
}

impl Serialize for QName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for QName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::QName;

    #[test]
    fn round_trips_through_text() {
        for name in [QName::new("urn:a", "b"), QName::new("", "b"), QName::new("urn:{x}", "y")] {
            assert_eq!(name.to_string().parse::<QName>().unwrap(), name);
        }
        assert!("{urn:a".parse::<QName>().is_err());
    }
}
