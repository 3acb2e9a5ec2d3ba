// SPDX-License-Identifier: EUPL-1.2
//! In which form a caller sends attachments, and in which it wants them (RFC 9110, sections 8.3 and 12.5.1).

use fachwerk_mapping::Binaries;
use http::{HeaderMap, HeaderValue, header};

/// In which form a caller sends attachments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sends {
    /// Within the message.
    Inline,
    /// In a body of this media type, apart from the message.
    Apart(String),
}

/// Whether the body has parts.
pub(crate) fn sends(headers: &HeaderMap) -> Sends {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (first, second) = (types.next().and_then(|value| value.to_str().ok()), types.next());
    match first.filter(|_| second.is_none()) {
        Some(value) if [RELATED, FORM].contains(&essence(value).as_str()) => Sends::Apart(value.to_owned()),
        _ => Sends::Inline,
    }
}

pub(super) const RELATED: &str = "multipart/related";
pub(super) const FORM: &str = "multipart/form-data";

/// In which form a caller wants attachments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Within the message.
    Inline,
    /// As parts behind the message, by RFC 2387.
    Related,
    /// The same by RFC 7578.
    FormData,
    /// The content of the one attachment alone.
    Content,
}

/// What a caller wants most among the forms that have to be asked for by name; [`Wants::Inline`] where it is none of
/// them, so that JSON has to be acceptable.
pub(crate) fn wants(headers: &HeaderMap, places: &Binaries) -> Wants {
    let mut best = (Wants::Inline, 0.0_f32);
    let mut json = 0.0_f32;
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| HeaderValue::to_str(value).ok());
    for range in values.flat_map(|value| value.split(',')) {
        let quality = quality(range);
        let range = essence(range);
        if range == "application/json" {
            json = json.max(quality);
        }
        if let Some(wants) = named(&range, places)
            && quality > best.1
        {
            best = (wants, quality);
        }
    }
    if json >= best.1 { Wants::Inline } else { best.0 }
}

fn named(range: &str, places: &Binaries) -> Option<Wants> {
    match (range, places) {
        (_, Binaries::None) => None,
        (RELATED | "multipart/*", _) => Some(Wants::Related),
        (FORM, _) => Some(Wants::FormData),
        ("application/octet-stream", Binaries::One { .. }) => Some(Wants::Content),
        (range, Binaries::One { media_types: Some(expected) }) if !range.starts_with('*') => {
            let group = range.strip_suffix('*').filter(|group| group.ends_with('/'));
            let fits = |media: &str| {
                media == range
                    || group.is_some_and(|group| media.starts_with(group) && group != "application/")
            };
            expected.split(',').any(|media| fits(&essence(media))).then_some(Wants::Content)
        }
        _ => None,
    }
}

/// A media type or range without its parameters.
pub(super) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn quality(range: &str) -> f32 {
    let quality = range.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse().unwrap_or(0.0))
    });
    quality.unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(accept: &'static str, places: &Binaries) -> Wants {
        wants(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]), places)
    }

    #[test]
    fn what_is_named_is_wanted() {
        let one = Binaries::One { media_types: Some("image/png, image/jpeg".to_owned()) };
        for (accept, wants) in [
            ("", Wants::Inline),
            ("*/*", Wants::Inline),
            ("application/json", Wants::Inline),
            ("multipart/related", Wants::Related),
            ("Multipart/Form-Data; q=0.9, */*", Wants::FormData),
            ("multipart/related, application/json", Wants::Inline),
            ("multipart/related, application/json;q=0.5", Wants::Related),
            ("multipart/related;q=0", Wants::Inline),
            ("application/octet-stream", Wants::Content),
            ("image/*", Wants::Content),
            ("image/jpeg", Wants::Content),
            ("image/gif", Wants::Inline),
            ("text/xml", Wants::Inline),
        ] {
            assert_eq!(wanted(accept, &one), wants, "{accept}");
        }
        assert_eq!(wanted("image/png", &Binaries::Several), Wants::Inline);
        assert_eq!(wanted("multipart/related", &Binaries::Several), Wants::Related);
        assert_eq!(wanted("multipart/related", &Binaries::None), Wants::Inline);
    }

    #[test]
    fn bodies_with_parts() {
        let sent =
            |value| sends(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(value))]));
        assert_eq!(
            sent("multipart/form-data; boundary=x"),
            Sends::Apart("multipart/form-data; boundary=x".to_owned())
        );
        assert_eq!(sent("multipart/mixed; boundary=x"), Sends::Inline);
        assert_eq!(sent("application/json"), Sends::Inline);
    }
}
