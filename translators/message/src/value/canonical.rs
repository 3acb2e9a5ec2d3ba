// SPDX-License-Identifier: EUPL-1.2
//! One form for equal values.

use std::borrow::Cow;

use fachwerk_mapping::{Mapping, ScalarFacets, ScalarId, ScalarKind};

use super::decimal::Decimal;
use super::duration::Duration;
use super::float;
use super::lexical::is_lexical;
use super::moment::Moment;
use super::white_space::{items, white_space};

/// The form that all equal values of a type have: `12.50` becomes `12.5`, `1` of a boolean `true`, a time with zone
/// is in UTC, hexadecimal digits are upper case. White space has been treated already. What is no
/// value of the type comes back as it is.
pub fn canonical<'a>(mapping: &Mapping, id: ScalarId, text: &'a str) -> Cow<'a, str> {
    let scalar = mapping.scalar(id);
    match &scalar.kind {
        ScalarKind::String | ScalarKind::AnyUri | ScalarKind::QName | ScalarKind::Base64Binary => {
            Cow::Borrowed(text)
        }
        ScalarKind::Boolean => match text {
            "1" => Cow::Borrowed("true"),
            "0" => Cow::Borrowed("false"),
            _ => Cow::Borrowed(text),
        },
        ScalarKind::Integer | ScalarKind::Decimal => match Decimal::parse(text) {
            Some(decimal) if !decimal.is_written(text) && is_lexical(&scalar.kind, text) => {
                Cow::Owned(decimal.write())
            }
            _ => Cow::Borrowed(text),
        },
        ScalarKind::Float | ScalarKind::Double => {
            owned(text, float::canonical(text, scalar.kind == ScalarKind::Float))
        }
        ScalarKind::HexBinary
            if text.bytes().any(|b| b.is_ascii_lowercase()) && is_lexical(&scalar.kind, text) =>
        {
            Cow::Owned(text.to_ascii_uppercase())
        }
        ScalarKind::HexBinary => Cow::Borrowed(text),
        ScalarKind::Duration => owned(text, Duration::parse(text).map(|d| d.canonical())),
        ScalarKind::List(item) => {
            let item_type = mapping.scalar(*item);
            let mut out = String::with_capacity(text.len());
            for item_text in items(text) {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&canonical(mapping, *item, &white_space(item_type, item_text)));
            }
            owned(text, Some(out))
        }
        ScalarKind::Union(members) => match member(mapping, members, text) {
            Some(member) => owned(
                text,
                Some(canonical(mapping, member, &white_space(mapping.scalar(member), text)).into_owned()),
            ),
            None => Cow::Borrowed(text),
        },
        kind => owned(text, Moment::parse(kind, text).map(|m| m.canonical(kind, text))),
    }
}

/// Borrowed where nothing has changed.
fn owned(text: &str, canonical: Option<String>) -> Cow<'_, str> {
    match canonical {
        Some(changed) if changed != text => Cow::Owned(changed),
        _ => Cow::Borrowed(text),
    }
}

/// The member type whose value this is: the first that allows it. `None` also where that cannot be said without
/// looking at facets; the text is compared as it is then, which never takes different values for equal.
fn member(mapping: &Mapping, members: &[ScalarId], text: &str) -> Option<ScalarId> {
    for id in members {
        let scalar = mapping.scalar(*id);
        let normalised = white_space(scalar, text);
        match &scalar.kind {
            ScalarKind::List(_) | ScalarKind::Union(_) => return None,
            kind if !is_lexical(kind, &normalised) => {}
            _ if scalar.facets == ScalarFacets::default() => return Some(*id),
            _ => return None,
        }
    }
    None
}
