// SPDX-License-Identifier: EUPL-1.2
//! The id of one request, for people.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue};

use super::REQUEST_ID;

/// Up to 128 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(Arc<str>);

impl RequestId {
    const LONGEST: usize = 128;

    /// An id of a caller, if it can go into logs and headers as it is.
    fn parse(value: &HeaderValue) -> Option<Self> {
        let text = value.to_str().ok()?;
        let sane =
            !text.is_empty() && text.len() <= Self::LONGEST && text.bytes().all(|b| b.is_ascii_graphic());
        sane.then(|| Self(text.into()))
    }

    /// The id that a caller sent, if it can be believed.
    pub(crate) fn told(headers: &HeaderMap) -> Option<Self> {
        headers.get(REQUEST_ID).and_then(Self::parse)
    }

    /// A new id: 128 random bits.
    pub(crate) fn random() -> Self {
        Self(format!("{:032x}", fastrand::u128(..)).into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("invalid"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sane_ids_are_believed() {
        let parse = |text: &str| RequestId::parse(&HeaderValue::from_bytes(text.as_bytes()).unwrap());
        assert_eq!(parse("abc-1").unwrap().as_str(), "abc-1");
        assert_eq!(parse(&"x".repeat(128)).unwrap().as_str().len(), 128);
        for wrong in ["", "a b", "ä", "a\tb", &"x".repeat(129)] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn new_ids_differ() {
        let id = RequestId::random();
        assert_eq!(id.as_str().len(), 32);
        assert_ne!(id, RequestId::random());
        assert_eq!(RequestId::parse(&id.header()), Some(id));
    }
}
