// SPDX-License-Identifier: EUPL-1.2
//! `xs:dateTime` and time zones.

use super::Lexical;
use super::date::Date;
use super::text::collapse;

/// An `xs:dateTime`, kept as text.
pub(crate) fn date_time(raw: &str) -> Lexical<String> {
    let text = collapse(raw);
    let valid = split_zone(&text)
        .and_then(|rest| rest.split_once('T'))
        .is_some_and(|(day, time)| day.parse::<Date>().is_ok() && is_time(time));
    if valid { Ok(text) } else { Err(format!("'{text}' is not an xs:dateTime")) }
}

/// Cuts off a time zone; `None` when there is one and it is wrong.
pub(super) fn split_zone(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('Z') {
        return Some(rest);
    }
    let Some(at) = text.len().checked_sub(6).filter(|at| text.is_char_boundary(*at)) else {
        return Some(text);
    };
    let (rest, zone) = text.split_at(at);
    let Some((hours, minutes)) = zone.strip_prefix(['+', '-']).and_then(|zone| zone.split_once(':')) else {
        return Some(text);
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let valid = hours < 14 && minutes < 60 || hours == 14 && minutes == 0;
    valid.then_some(rest)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let parts: Vec<_> = whole.split(':').map(two_digits).collect();
    let &[Some(hours), Some(minutes), Some(seconds)] = parts.as_slice() else { return false };
    let zero = fraction.is_none_or(|digits| digits.bytes().all(|b| b == b'0'));
    fraction.is_none_or(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        && (hours < 24 && minutes < 60 && seconds < 60 || (hours, minutes, seconds) == (24, 0, 0) && zero)
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::date_time;

    #[test]
    fn moments() {
        for good in [
            "2026-01-02T03:04:05",
            "2026-01-02T03:04:05.678Z",
            "2026-01-02T24:00:00",
            " 2026-01-02T23:59:59+02:00 ",
        ] {
            assert!(date_time(good).is_ok(), "{good}");
        }
        for bad in [
            "2026-01-02",
            "2026-01-02 03:04:05",
            "2026-01-02T03:04",
            "2026-01-02T24:00:01",
            "2026-01-02T23:60:00",
            "2026-01-02T03:04:05.",
            "2026-01-02T03:04:05+2:00",
            "2026-02-30T03:04:05",
        ] {
            assert!(date_time(bad).is_err(), "{bad}");
        }
    }
}
