// SPDX-License-Identifier: EUPL-1.2
//! Media types: what a caller sends and what it accepts (RFC 9110, sections 8.3 and 12.5.1).

use http::{HeaderMap, HeaderValue, header};

/// Whether the body is JSON in UTF-8. A body without a media type is taken for it.
pub(crate) fn sends_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (first, second) = (types.next(), types.next());
    match (first.map(HeaderValue::to_str), second) {
        (None, _) => true,
        (Some(Ok(value)), None) => {
            let mut parts = value.split(';');
            let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let json = essence == "application/json"
                || (essence.starts_with("application/") && essence.ends_with("+json"));
            json && parts.all(|parameter| {
                charset(parameter).is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"))
            })
        }
        _ => false,
    }
}

/// The value of a `charset` parameter.
fn charset(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
}

/// Whether the body is sent as it is, without a content coding.
pub(crate) fn sends_identity(headers: &HeaderMap) -> bool {
    headers.get_all(header::CONTENT_ENCODING).iter().all(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.trim().is_empty() || value.trim().eq_ignore_ascii_case("identity"))
    })
}

/// Whether JSON is acceptable: nothing is said, or the range that fits best does not refuse it.
pub(crate) fn accepts_json(headers: &HeaderMap) -> bool {
    // An empty list is no list.
    if headers.get_all(header::ACCEPT).iter().all(HeaderValue::is_empty) {
        return true;
    }
    let mut best: Option<(u8, bool)> = None;
    for value in headers.get_all(header::ACCEPT) {
        let Ok(value) = value.to_str() else { continue };
        for range in value.split(',') {
            let mut parts = range.split(';');
            let essence = parts.next().unwrap_or_default().trim();
            let specificity = match essence {
                "*/*" | "*" => 1,
                _ if essence.eq_ignore_ascii_case("application/*") => 2,
                _ if essence.eq_ignore_ascii_case("application/json") => 3,
                _ => continue,
            };
            let refused = parts.any(|parameter| {
                let (name, value) = parameter.split_once('=').unwrap_or_default();
                name.trim().eq_ignore_ascii_case("q") && value.trim().parse::<f32>().is_ok_and(|q| q <= 0.0)
            });
            // The same range twice: it is enough that one of them does not refuse.
            best = match best {
                Some((known, _)) if known > specificity => best,
                Some((known, accepted)) if known == specificity => Some((known, accepted || !refused)),
                _ => Some((specificity, !refused)),
            };
        }
    }
    best.is_some_and(|(_, accepted)| accepted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: http::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn json_is_recognised() {
        assert!(sends_json(&HeaderMap::new()));
        for right in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/merge-patch+json",
            "application/json;charset=\"utf-8\"",
        ] {
            assert!(sends_json(&with(header::CONTENT_TYPE, right)), "{right}");
        }
        for wrong in [
            "",
            "text/json",
            "text/xml",
            "application/jsonx",
            "application/json; charset=latin1",
            "application/x-www-form-urlencoded",
        ] {
            assert!(!sends_json(&with(header::CONTENT_TYPE, wrong)), "{wrong}");
        }
        let mut two = with(header::CONTENT_TYPE, "application/json");
        two.append(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
        assert!(!sends_json(&two));
    }

    #[test]
    fn codings_are_refused() {
        assert!(sends_identity(&HeaderMap::new()));
        assert!(sends_identity(&with(header::CONTENT_ENCODING, "identity")));
        assert!(!sends_identity(&with(header::CONTENT_ENCODING, "gzip")));
    }

    #[test]
    fn accept_excludes_only_what_it_excludes() {
        assert!(accepts_json(&HeaderMap::new()));
        for right in [
            "*/*",
            "application/json",
            "text/html, */*;q=0.1",
            "application/*",
            "application/json;q=0.5, text/xml",
            "application/json, application/json;q=0",
            "",
        ] {
            assert!(accepts_json(&with(header::ACCEPT, right)), "{right}");
        }
        for wrong in
            ["text/xml", "application/json;q=0", "*/*, application/json;q=0", "application/xml, text/*"]
        {
            assert!(!accepts_json(&with(header::ACCEPT, wrong)), "{wrong}");
        }
    }
}
