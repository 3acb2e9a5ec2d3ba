// SPDX-License-Identifier: EUPL-1.2
//! How long a gRPC caller is willing to wait (gRPC over HTTP/2, `grpc-timeout`).

use std::time::Duration;

use http::{HeaderMap, HeaderName};

const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// The time in `grpc-timeout`: up to eight digits and a unit. What cannot be read says nothing.
pub(crate) fn patience(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(GRPC_TIMEOUT)?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if !(1..=8).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(number * 3600),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(text: &'static str) -> Option<Duration> {
        patience(&HeaderMap::from_iter([(GRPC_TIMEOUT, HeaderValue::from_static(text))]))
    }

    #[test]
    fn units() {
        assert_eq!(patience(&HeaderMap::new()), None);
        assert_eq!(of("1H"), Some(Duration::from_hours(1)));
        assert_eq!(of("2M"), Some(Duration::from_mins(2)));
        assert_eq!(of("99999999S"), Some(Duration::from_secs(99_999_999)));
        assert_eq!(of("250m"), Some(Duration::from_millis(250)));
        assert_eq!(of("0u"), Some(Duration::ZERO));
        assert_eq!(of("7n"), Some(Duration::from_nanos(7)));
        for wrong in ["", "S", "1", "1s", "100000000S", "-1S", "1.5S", "1 S"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
