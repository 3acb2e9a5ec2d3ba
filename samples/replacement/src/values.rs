//! Values of XML Schema that no type of Rust holds exactly: numbers of any size, dates with or without a zone,
//! durations, and binary data with its form in JSON. Each keeps the text it was given, after checking it.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::{Error as _, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that is not of the form its type asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotA(&'static str);

impl fmt::Display for NotA {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.0)
    }
}

impl std::error::Error for NotA {}

macro_rules! lexical {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $check:path, $number:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// The value as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotA;

            fn from_str(text: &str) -> Result<Self, NotA> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotA;

            fn try_from(text: String) -> Result<Self, NotA> {
                if $check(&text) { Ok(Self(text)) } else { Err(NotA($what)) }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Text { what: $what, number: $number };
                let text = if $number {
                    deserializer.deserialize_any(text)?
                } else {
                    deserializer.deserialize_string(text)?
                };
                Self::try_from(text).map_err(D::Error::custom)
            }
        }
    )*};
}

lexical! {
    /// `xs:integer`: a whole number of any size.
    Integer, "a whole number", is_integer, true;
    /// `xs:decimal`: a number with as many digits as it takes.
    Decimal, "a decimal number", is_decimal, true;
    /// `xs:date`, such as `2024-02-29` or `2024-02-29+01:00`.
    Date, "a date, such as 2024-02-29", is_date, false;
    /// `xs:dateTime`, such as `2024-02-29T12:00:00Z`; without a zone it is local time.
    DateTime, "a date with time, such as 2024-02-29T12:00:00Z", is_date_time, false;
    /// `xs:time`, such as `12:00:00`.
    Time, "a time, such as 12:00:00", is_time, false;
    /// `xs:duration`, such as `P1Y2M3DT4H5M6.7S`.
    Duration, "a duration, such as P1DT2H", is_duration, false;
    /// `xs:gYear`, such as `2024`.
    GYear, "a year, such as 2024", is_g_year, false;
    /// `xs:gYearMonth`, such as `2024-02`.
    GYearMonth, "a year and month, such as 2024-02", is_g_year_month, false;
    /// `xs:gMonthDay`, such as `--02-29`.
    GMonthDay, "a month and day, such as --02-29", is_g_month_day, false;
    /// `xs:gMonth`, such as `--02`.
    GMonth, "a month, such as --02", is_g_month, false;
    /// `xs:gDay`, such as `---29`.
    GDay, "a day, such as ---29", is_g_day, false;
}

/// A string; for numbers of any size also a JSON number that is exact.
struct Text {
    what: &'static str,
    number: bool,
}

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a string that is {}", self.what)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<String, E> {
        if self.number {
            Ok(number.to_string())
        } else {
            Err(E::invalid_type(Unexpected::Signed(number), &self))
        }
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<String, E> {
        if self.number {
            Ok(number.to_string())
        } else {
            Err(E::invalid_type(Unexpected::Unsigned(number), &self))
        }
    }
}

macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $encode:path, $decode:path;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
        pub struct $name(pub Bytes);

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes.into())
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$encode(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let bytes = $decode(&text).ok_or_else(|| D::Error::custom(NotA($what)))?;
                Ok(Self(bytes.into()))
            }
        }
    )*};
}

binary! {
    /// `xs:base64Binary`.
    Base64Binary, "base64", to_base64, from_base64;
    /// `xs:hexBinary`.
    HexBinary, "hexadecimal", to_hex, from_hex;
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn to_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    // XML Schema allows white space anywhere in it.
    let dense: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    BASE64.decode(dense).ok()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .trim()
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits
            .chunks(2)
            .map(|pair| pair[0] * 16 + pair[1])
            .collect(),
    )
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_integer(text: &str) -> bool {
    is_digits(text.strip_prefix(['+', '-']).unwrap_or(text))
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    match digits.split_once('.') {
        None => is_digits(digits),
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
    }
}

/// The text without a zone at its end; nothing where the zone is not one.
fn without_zone(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('Z') {
        return Some(rest);
    }
    let Some((rest, zone)) = text
        .len()
        .checked_sub(6)
        .and_then(|at| text.split_at_checked(at))
    else {
        return Some(text);
    };
    let Some(zone) = zone
        .strip_prefix(['+', '-'])
        .filter(|zone| zone.as_bytes()[2] == b':')
    else {
        return Some(text);
    };
    let (hours, minutes) = (number(&zone[..2])?, number(&zone[3..])?);
    (hours < 14 && minutes < 60 || hours == 14 && minutes == 0).then_some(rest)
}

/// A number of exactly two digits.
fn number(text: &str) -> Option<u32> {
    (text.len() == 2 && is_digits(text))
        .then(|| text.parse().ok())
        .flatten()
}

fn is_year(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    is_digits(digits)
        && (digits.len() == 4 || digits.len() > 4 && !digits.starts_with('0'))
        && digits.bytes().any(|b| b != b'0')
}

fn is_leap(year: &str) -> bool {
    // Four hundred years repeat, so the last four digits decide; before the common era there is no year zero.
    let digits = year.strip_prefix('-').unwrap_or(year);
    let last: u32 = digits
        .get(digits.len().saturating_sub(4)..)
        .and_then(|d| d.parse().ok())
        .unwrap_or_default();
    let last = if year.starts_with('-') {
        last + 9999
    } else {
        last
    };
    last % 4 == 0 && (last % 100 != 0 || last % 400 == 0)
}

fn is_day(month: u32, day: u32, leap: bool) -> bool {
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_calendar_day(text: &str) -> bool {
    let Some((rest, day)) = text.rsplit_once('-') else {
        return false;
    };
    let Some((year, month)) = rest.rsplit_once('-') else {
        return false;
    };
    let (Some(month), Some(day)) = (number(month), number(day)) else {
        return false;
    };
    is_year(year) && is_day(month, day, is_leap(year))
}

fn is_clock(text: &str) -> bool {
    let (clock, fraction) = text
        .split_once('.')
        .map_or((text, None), |(clock, rest)| (clock, Some(rest)));
    let mut parts = clock.split(':').map(number);
    let (Some(Some(hours)), Some(Some(minutes)), Some(Some(seconds)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let midnight = hours == 24 && minutes == 0 && seconds == 0;
    let zero = |fraction: &str| fraction.bytes().all(|b| b == b'0');
    fraction.is_none_or(|fraction| is_digits(fraction) && (!midnight || zero(fraction)))
        && (midnight || hours < 24 && minutes < 60 && seconds < 60)
}

fn is_date(text: &str) -> bool {
    without_zone(text).is_some_and(is_calendar_day)
}

fn is_date_time(text: &str) -> bool {
    without_zone(text)
        .and_then(|text| text.split_once('T'))
        .is_some_and(|(day, clock)| is_calendar_day(day) && is_clock(clock))
}

fn is_time(text: &str) -> bool {
    without_zone(text).is_some_and(is_clock)
}

fn is_g_year(text: &str) -> bool {
    without_zone(text).is_some_and(is_year)
}

fn is_g_year_month(text: &str) -> bool {
    without_zone(text)
        .and_then(|text| text.rsplit_once('-'))
        .is_some_and(|(year, month)| {
            is_year(year) && number(month).is_some_and(|m| (1..=12).contains(&m))
        })
}

fn is_g_month_day(text: &str) -> bool {
    without_zone(text)
        .and_then(|text| text.strip_prefix("--"))
        .and_then(|text| text.split_once('-'))
        .and_then(|(month, day)| Some((number(month)?, number(day)?)))
        .is_some_and(|(month, day)| is_day(month, day, true))
}

fn is_g_month(text: &str) -> bool {
    without_zone(text)
        .and_then(|text| text.strip_prefix("--"))
        .and_then(number)
        .is_some_and(|month| (1..=12).contains(&month))
}

fn is_g_day(text: &str) -> bool {
    without_zone(text)
        .and_then(|text| text.strip_prefix("---"))
        .and_then(number)
        .is_some_and(|day| (1..=31).contains(&day))
}

fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (days, clock) = text
        .split_once('T')
        .map_or((text, None), |(days, clock)| (days, Some(clock)));
    let parts = |text: &str, units: &str| {
        let mut units = units.chars();
        let mut rest = text;
        while !rest.is_empty() {
            let Some(at) = rest.find(|c: char| c.is_ascii_uppercase()) else {
                return false;
            };
            let (count, unit) = rest.split_at(at);
            let (unit, tail) = unit.split_at(1);
            let known = units.any(|known| unit.starts_with(known));
            let right = match count.split_once('.') {
                Some((whole, fraction)) => unit == "S" && is_digits(whole) && is_digits(fraction),
                None => is_digits(count),
            };
            if !known || !right {
                return false;
            }
            rest = tail;
        }
        true
    };
    !(days.is_empty() && clock.is_none())
        && parts(days, "YMD")
        && clock.is_none_or(|clock| !clock.is_empty() && parts(clock, "HMS"))
}
