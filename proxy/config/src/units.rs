// SPDX-License-Identifier: EUPL-1.2
//! Durations and sizes as people write them.

use std::time::Duration;

/// The longest duration that makes sense here; longer ones are slips of the keyboard.
const LONGEST: Duration = Duration::from_hours(24);
/// The largest size of what is held in memory.
const LARGEST: u64 = 1 << 30;
/// The largest size of what passes through.
const LARGEST_PASSING: u64 = 1 << 40;

/// `500ms`, `30s`, `5m`, `1h`; the unit is required.
pub(crate) fn duration(text: &str) -> Result<Duration, &'static str> {
    let (number, unit) = split(text).ok_or("it must be a number and a unit")?;
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        "" => return Err("the unit is missing"),
        _ => return Err("the unit is unknown"),
    };
    let duration = number.checked_mul(milliseconds).map(Duration::from_millis);
    match duration {
        Some(Duration::ZERO) => Err("it must be more than nothing"),
        Some(duration) if duration <= LONGEST => Ok(duration),
        _ => Err("it is longer than 24h"),
    }
}

/// `512`, `64KiB`, `1MiB`; without a unit it is bytes.
pub(crate) fn size(text: &str) -> Result<u64, &'static str> {
    sized(text, LARGEST, "it is larger than 1GiB")
}

/// The same for what is not held in memory.
pub(crate) fn passing_size(text: &str) -> Result<u64, &'static str> {
    sized(text, LARGEST_PASSING, "it is larger than 1024GiB")
}

fn sized(text: &str, largest: u64, too_large: &'static str) -> Result<u64, &'static str> {
    let (number, unit) = split(text).ok_or("it must be a number and a unit")?;
    let bytes: u64 = match unit {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return Err("the unit is unknown"),
    };
    match number.checked_mul(bytes) {
        Some(0) => Err("it must be more than nothing"),
        Some(size) if size <= largest => Ok(size),
        _ => Err(too_large),
    }
}

/// A duration as it would be written: in the largest unit in which it is a whole number.
pub(crate) fn written_duration(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    match [("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        .iter()
        .find(|(_, unit)| milliseconds.is_multiple_of(*unit))
    {
        Some((name, unit)) => format!("{}{name}", milliseconds / unit),
        None => format!("{milliseconds}ms"),
    }
}

/// A size as it would be written: in the largest unit in which it is a whole number.
pub(crate) fn written_size(bytes: u64) -> String {
    match [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        .iter()
        .find(|(_, unit)| bytes.is_multiple_of(*unit))
    {
        Some((name, unit)) if bytes > 0 => format!("{}{name}", bytes / unit),
        _ => bytes.to_string(),
    }
}

/// A whole number and what follows it.
fn split(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    Some((number.parse().ok()?, unit.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration(" 5 m "), Ok(Duration::from_mins(5)));
        assert_eq!(duration("24h"), Ok(LONGEST));
        for wrong in [
            "",
            "s",
            "30",
            "-1s",
            "1.5s",
            "0s",
            "25h",
            "1d",
            "99999999999999999999s",
            "18446744073709551615h",
        ] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["500ms", "90s", "5m", "24h", "1500ms", "61s"] {
            assert_eq!(written_duration(duration(text).unwrap()), text);
        }
        for text in ["512", "64KiB", "10MiB", "1GiB", "1025"] {
            assert_eq!(written_size(size(text).unwrap()), text);
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(size("512"), Ok(512));
        assert_eq!(size("64KiB"), Ok(65536));
        assert_eq!(size("1 MiB"), Ok(1 << 20));
        assert_eq!(size("1GiB"), Ok(LARGEST));
        assert_eq!(passing_size("1024GiB"), Ok(LARGEST_PASSING));
        assert_eq!(passing_size("1025GiB"), Err("it is larger than 1024GiB"));
        for wrong in ["", "MiB", "1MB", "1kib", "0", "2GiB", "-1", "18446744073709551615GiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }
}
