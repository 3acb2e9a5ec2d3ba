// SPDX-License-Identifier: EUPL-1.2
//! Numbers (RFC 8259, section 6), as digits.

use fachwerk_message::{CodecError, ErrorKind, Result};

use super::Scanner;

/// A number, in parts. `text` is all of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number<'i> {
    pub(crate) text: &'i str,
    negative: bool,
    integer: &'i str,
    fraction: &'i str,
    exponent: &'i str,
}

/// Split a JSON number off the beginning of a text; `None` where there is none.
fn split(text: &str) -> Option<(Number<'_>, &str)> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (integer, mut rest) = digits(unsigned);
    if integer.is_empty() || (integer.len() > 1 && integer.starts_with('0')) {
        return None;
    }
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = digits(after);
        if fraction.is_empty() {
            return None;
        }
    }
    let mut exponent = "";
    if let Some(after) = rest.strip_prefix(['e', 'E']) {
        let (found, left) = digits(after.strip_prefix(['+', '-']).unwrap_or(after));
        if found.is_empty() {
            return None;
        }
        exponent = &after[..after.len() - left.len()];
        rest = left;
    }
    let whole = &text[..text.len() - rest.len()];
    Some((Number { text: whole, negative: unsigned.len() != text.len(), integer, fraction, exponent }, rest))
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len()))
}

/// Whether a text is a JSON number.
pub(crate) fn is_number(text: &str) -> bool {
    split(text).is_some_and(|(_, rest)| rest.is_empty())
}

impl<'i> Scanner<'i> {
    /// A number of digits, perhaps with a fraction, that begins at a place, and is within limits.
    pub(crate) fn plain_number(&self, at: usize, integer: bool) -> Option<&'i str> {
        let rest = self.bytes().get(at..)?;
        let (mut length, mut point) = (0, None);
        let after = loop {
            match rest.get(length)? {
                b'0'..=b'9' => {}
                b'.' if point.is_none() && !integer => point = Some(length),
                after => break *after,
            }
            length += 1;
        };
        let whole = point.unwrap_or(length);
        let is_plain = (whole == 1 || (whole > 1 && rest[0] != b'0'))
            && point.is_none_or(|point| point + 1 < length)
            && matches!(after, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')
            && length <= self.limits.max_digits.min(self.limits.max_text_bytes);
        is_plain.then(|| &self.text[at..at + length])
    }

    /// Read a number; the next byte is a digit or minus.
    pub(crate) fn number(&mut self) -> Result<Number<'i>> {
        let split = split(&self.text[self.pos..]);
        // More digits may come.
        if self.ahead.is_some() && split.is_none_or(|(_, rest)| rest.is_empty()) {
            return Err(self.end());
        }
        let Some((number, _)) = split else {
            return Err(self.syntax("this is not a number as JSON writes it"));
        };
        if number.integer.len() + number.fraction.len() > self.limits.max_digits {
            return Err(too_many(self.pos, self.limits.max_digits));
        }
        self.pos += number.text.len();
        Ok(number)
    }
}

#[cold]
fn too_many(at: usize, max: usize) -> Box<CodecError> {
    CodecError::at(ErrorKind::Limit, at, format!("a number has more than {max} digits"))
}

impl<'i> Number<'i> {
    /// The number as `xs:integer` writes it; `None` where it is none. Only an exponent or a fraction of zeros needs
    /// the buffer.
    pub(crate) fn integer<'a>(&self, buffer: &'a mut String, max_digits: usize) -> Result<Option<&'a str>>
    where
        'i: 'a,
    {
        if self.fraction.is_empty() && self.exponent.is_empty() {
            // XML Schema knows no negative zero.
            return Ok(Some(if self.integer == "0" { "0" } else { self.text }));
        }
        self.expand(buffer, max_digits)?;
        if let Some((whole, fraction)) = buffer.split_once('.') {
            if fraction.bytes().any(|b| b != b'0') {
                return Ok(None);
            }
            let length = whole.len();
            buffer.truncate(length);
        }
        Ok(Some(if buffer == "-0" { "0" } else { buffer }))
    }

    /// The number as `xs:decimal` writes it, with all its digits. Only an exponent needs the buffer.
    pub(crate) fn decimal<'a>(&self, buffer: &'a mut String, max_digits: usize) -> Result<&'a str>
    where
        'i: 'a,
    {
        if self.exponent.is_empty() {
            return Ok(self.text);
        }
        self.expand(buffer, max_digits)?;
        Ok(buffer)
    }

    /// Write the number without an exponent.
    fn expand(&self, out: &mut String, max_digits: usize) -> Result<()> {
        out.clear();
        if self.negative {
            out.push('-');
        }
        let digits = || self.integer.bytes().chain(self.fraction.bytes());
        if digits().all(|b| b == b'0') {
            out.push('0');
            return Ok(());
        }
        let limit =
            || CodecError::new(ErrorKind::Limit, format!("a number has more than {max_digits} digits"));
        // Leading zeros of an exponent mean nothing; one that does not fit is beyond any limit.
        let exponent: i64 =
            if self.exponent.is_empty() { 0 } else { self.exponent.parse().map_err(|_| limit())? };
        let point = exponent.checked_add(signed(self.integer.len())).ok_or_else(limit)?;
        let length = signed(self.integer.len() + self.fraction.len());
        if point.max(length).saturating_sub(point.min(0)) > signed(max_digits) {
            return Err(limit());
        }
        let start = out.len();
        for _ in point..1 {
            out.push('0');
        }
        // Places of the point counted from `start`, after the zeros put before the digits.
        let before = usize::try_from(point.max(1)).unwrap_or(1);
        out.extend(digits().map(char::from));
        while out.len() - start < before {
            out.push('0');
        }
        if out.len() - start > before {
            out.insert(start + before, '.');
        }
        let zeros = out[start..start + before].bytes().take(before - 1).take_while(|b| *b == b'0').count();
        out.drain(start..start + zeros);
        Ok(())
    }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fachwerk_message::Limits;
    use proptest::prelude::*;

    fn parse(text: &str) -> Number<'_> {
        let (number, rest) = split(text).unwrap();
        assert_eq!(rest, "");
        number
    }

    #[test]
    fn exponents_are_expanded_exactly() {
        for (json, decimal) in [
            ("0", "0"),
            ("-0", "-0"),
            ("12.50", "12.50"),
            ("1e3", "1000"),
            ("1.5E+3", "1500"),
            ("1.50e1", "15.0"),
            ("1.50e2", "150"),
            ("150e-1", "15.0"),
            ("1e-3", "0.001"),
            ("0.001e3", "1"),
            ("0.0105e3", "10.5"),
            ("-12.5e-2", "-0.125"),
            ("0e999999999999999999999", "0"),
            ("1e00000000000000000000000002", "100"),
            ("9007199254740993e0", "9007199254740993"),
        ] {
            let mut buffer = String::new();
            assert_eq!(parse(json).decimal(&mut buffer, 100).unwrap(), decimal, "{json}");
        }
    }

    #[test]
    fn integers_are_exact_or_refused() {
        for (json, integer) in [
            ("-0", Some("0")),
            ("7", Some("7")),
            ("-12", Some("-12")),
            ("1.0", Some("1")),
            ("-0.0", Some("0")),
            ("1.5e1", Some("15")),
            ("1500e-2", Some("15")),
            ("1.5", None),
            ("1e-1", None),
        ] {
            let mut buffer = String::new();
            assert_eq!(parse(json).integer(&mut buffer, 100).unwrap(), integer, "{json}");
        }
    }

    #[test]
    fn huge_exponents_do_not_cost_memory() {
        for json in
            ["1e101", "1e-101", "1e9223372036854775807", "1e-9223372036854775808", "1e99999999999999999999"]
        {
            let mut buffer = String::new();
            assert_eq!(parse(json).decimal(&mut buffer, 100).unwrap_err().kind, ErrorKind::Limit, "{json}");
            assert!(buffer.capacity() < 200);
        }
    }

    #[test]
    fn the_grammar_is_that_of_json() {
        for bad in ["", "-", "+1", "01", ".5", "1.", "1.e1", "1e", "1e+", "0x1", "1 ", "NaN", "--1", "١"] {
            assert!(!is_number(bad), "{bad}");
        }
        for good in ["0", "-0.0", "10", "1E5", "1e+05", "123456789012345678901234567890.5"] {
            assert!(is_number(good), "{good}");
        }
        let limits = Limits { max_digits: 3, ..Limits::default() };
        assert_eq!(Scanner::new(b"1234", &limits).unwrap().number().unwrap_err().kind, ErrorKind::Limit);
    }

    proptest! {
        #[test]
        fn expansion_keeps_the_value(mantissa in -999_999i64..=999_999, scale in 0u8..5, exponent in -8i8..9) {
            let digits = format!("{:0>6}", mantissa.unsigned_abs());
            let (whole, fraction) = digits.split_at(6 - usize::from(scale));
            let whole = match whole.trim_start_matches('0') { "" => "0", whole => whole };
            let sign = if mantissa < 0 { "-" } else { "" };
            let point = if fraction.is_empty() { "" } else { "." };
            let json = format!("{sign}{whole}{point}{fraction}e{exponent}");
            let mut buffer = String::new();
            let decimal = parse(&json).decimal(&mut buffer, 100).unwrap().to_owned();
            prop_assert!(is_number(&decimal) && !decimal.contains('e'), "{} {}", json, decimal);
            // Scaled by 10^16 both sides are integers.
            let scaled = |text: &str| -> i128 {
                let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
                let digits = format!("{whole}{fraction:0<16}");
                digits.parse().unwrap()
            };
            let expected = i128::from(mantissa) * 10i128.pow((i16::from(exponent) + 16 - i16::from(scale)).unsigned_abs().into());
            prop_assert_eq!(scaled(&decimal), expected, "{} {}", json, decimal);
        }
    }
}
