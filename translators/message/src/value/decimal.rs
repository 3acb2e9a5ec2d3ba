// SPDX-License-Identifier: EUPL-1.2
//! Decimals and integers as digits; never through a float.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The parts of a decimal: no leading zeros in `integer`, no trailing zeros in `fraction`, zero is never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal<'a> {
    pub(crate) negative: bool,
    pub(crate) integer: &'a str,
    pub(crate) fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// Read `xs:decimal`; `None` where the text is none.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (negative, digits) = sign(text);
        let (integer, fraction) = match digits.split_once('.') {
            Some((_, "")) | None if digits.is_empty() || digits == "." => return None,
            Some(parts) => parts,
            None => (digits, ""),
        };
        if !is_digits(integer) || !is_digits(fraction) {
            return None;
        }
        let integer = integer.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let zero = integer.is_empty() && fraction.is_empty();
        Some(Self { negative: negative && !zero, integer, fraction })
    }

    /// Digits that `totalDigits` counts.
    pub(crate) fn total_digits(&self) -> usize {
        if self.integer.is_empty() { self.fraction.len() } else { self.integer.len() + self.fraction.len() }
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        // No leading zeros: more digits are a greater number. No trailing zeros: strings of fractions compare.
        (self.integer.len().cmp(&other.integer.len()))
            .then_with(|| self.integer.cmp(other.integer))
            .then_with(|| self.fraction.cmp(other.fraction))
    }

    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_magnitude(other),
            (true, true) => other.compare_magnitude(self),
        }
    }

    /// Whether `text`, from which this was read, is already written the way [`write`](Self::write) would.
    pub(crate) fn is_written(&self, text: &str) -> bool {
        let unsigned = if self.negative { text.strip_prefix('-') } else { Some(text) };
        let integer = if self.integer.is_empty() { "0" } else { self.integer };
        let Some(rest) = unsigned.and_then(|t| t.strip_prefix(integer)) else { return false };
        if self.fraction.is_empty() { rest.is_empty() } else { rest.strip_prefix('.') == Some(self.fraction) }
    }

    pub(crate) fn write(&self) -> String {
        let mut out = String::with_capacity(self.integer.len() + self.fraction.len() + 3);
        if self.negative {
            out.push('-');
        }
        out.push_str(if self.integer.is_empty() { "0" } else { self.integer });
        if !self.fraction.is_empty() {
            out.push('.');
            out.push_str(self.fraction);
        }
        out
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text is an `xs:integer`.
pub(crate) fn is_integer(text: &str) -> bool {
    let (_, digits) = sign(text);
    !digits.is_empty() && is_digits(digits)
}

/// Order of two decimals by value, exact for any number of digits. `None` where one of them is no decimal.
///
/// ```
/// use std::cmp::Ordering;
/// use fachwerk_message::value::compare_decimal;
/// assert_eq!(compare_decimal("-0.10", "-.1"), Some(Ordering::Equal));
/// assert_eq!(compare_decimal("18446744073709551616", "+18446744073709551615"), Some(Ordering::Greater));
/// assert_eq!(compare_decimal("1e3", "1"), None);
/// ```
pub fn compare_decimal(a: &str, b: &str) -> Option<Ordering> {
    Some(Decimal::parse(a)?.compare(&Decimal::parse(b)?))
}

/// The JSON number with the digits of this `xs:integer`, `xs:decimal`, or finite `xs:float` or `xs:double`.
/// Text that is none of them (`INF`, `NaN`) comes back as it is.
///
/// ```
/// use fachwerk_message::value::json_number;
/// assert_eq!(json_number("+007"), "7");
/// assert_eq!(json_number("-.50"), "-0.50");
/// assert_eq!(json_number("1."), "1.0");
/// assert_eq!(json_number("-0"), "0");
/// assert_eq!(json_number("1.E-03"), "1.0E-03");
/// ```
pub fn json_number(text: &str) -> Cow<'_, str> {
    let (negative, unsigned) = sign(text);
    let (mantissa, exponent) = unsigned.split_at(unsigned.find(['e', 'E']).unwrap_or(unsigned.len()));
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    let is_number = is_digits(integer)
        && fraction.is_none_or(is_digits)
        && !(integer.is_empty() && fraction.is_none_or(str::is_empty))
        && (exponent.is_empty() || is_integer(&exponent[1..]));
    if !is_number {
        return Cow::Borrowed(text);
    }
    let short = integer.trim_start_matches('0');
    let minus = negative && !(short.is_empty() && fraction.is_none() && exponent.is_empty());
    let as_it_is = !text.starts_with('+')
        && minus == negative
        && (short.len() == integer.len() || integer == "0")
        && !integer.is_empty()
        && fraction != Some("");
    if as_it_is {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 2);
    if minus {
        out.push('-');
    }
    out.push_str(if short.is_empty() { "0" } else { short });
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    out.push_str(exponent);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_what_the_lexical_space_has() {
        for good in ["0", "-0", "+1", ".5", "5.", "-12.340", "000"] {
            assert!(Decimal::parse(good).is_some(), "{good}");
        }
        for bad in ["", ".", "+", "-.", "1e3", "1 ", "--1", "1.2.3", "١", "INF"] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
        assert!(is_integer("-00012") && !is_integer("1.0") && !is_integer("+") && !is_integer(""));
    }

    #[test]
    fn counts_digits_by_value() {
        for (text, total) in [("0", 0), ("00120", 3), ("1.50", 2), ("0.001", 3), ("-12.05", 4)] {
            assert_eq!(Decimal::parse(text).unwrap().total_digits(), total, "{text}");
        }
    }

    #[test]
    fn knows_its_written_form() {
        for (text, written) in [
            ("12.50", "12.5"),
            ("+1", "1"),
            ("-0", "0"),
            (".5", "0.5"),
            ("7.", "7"),
            ("0", "0"),
            ("-.50", "-0.5"),
            ("-3.25", "-3.25"),
        ] {
            let decimal = Decimal::parse(text).unwrap();
            assert_eq!(decimal.write(), written);
            assert_eq!(decimal.is_written(text), text == written, "{text}");
        }
    }

    #[test]
    fn json_numbers_are_json() {
        for (text, json) in [
            ("0", "0"),
            ("00", "0"),
            ("-00", "0"),
            ("-0.0", "-0.0"),
            ("-0E1", "-0E1"),
            ("010.10", "10.10"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            ("+.5e+1", "0.5e+1"),
            ("NaN", "NaN"),
            ("-INF", "-INF"),
            ("e1", "e1"),
            ("1e", "1e"),
            (".", "."),
            ("", ""),
            ("1é", "1é"),
        ] {
            assert_eq!(json_number(text), json);
        }
    }
}
