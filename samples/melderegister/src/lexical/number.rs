// SPDX-License-Identifier: EUPL-1.2
//! Numbers and truth values.

use super::Lexical;
use super::text::collapse;

/// `xs:boolean`.
pub(crate) fn boolean(raw: &str) -> Lexical<bool> {
    match collapse(raw).as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => Err(format!("'{other}' is not an xs:boolean")),
    }
}

/// `xs:int`.
pub(crate) fn int(raw: &str) -> Lexical<i32> {
    let text = collapse(raw);
    if is_integer(&text)
        && let Ok(value) = text.parse()
    {
        return Ok(value);
    }
    Err(format!("'{text}' is not an xs:int"))
}

/// `mr:Seitengroesse`: 1 to 100.
pub(crate) fn page_size(raw: &str) -> Lexical<usize> {
    let value = int(raw)?;
    match usize::try_from(value) {
        Ok(size @ 1..=100) => Ok(size),
        _ => Err(format!("{value} is outside 1 to 100")),
    }
}

/// `bt:Hausnummer`: 1 to 9999.
pub(crate) fn house_number(raw: &str) -> Lexical<u16> {
    let value = int(raw)?;
    match u16::try_from(value) {
        Ok(number @ 1..=9999) => Ok(number),
        _ => Err(format!("{value} is outside 1 to 9999")),
    }
}

/// `xs:nonNegativeInteger`; beyond the machine's range, the largest number it has.
pub(crate) fn non_negative_integer(raw: &str) -> Lexical<u64> {
    let text = collapse(raw);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let value = if is_integer(&text) { Some(digits.parse().unwrap_or(u64::MAX)) } else { None };
    match value {
        Some(value) if value == 0 || !text.starts_with('-') => Ok(value),
        _ => Err(format!("'{text}' is not an xs:nonNegativeInteger")),
    }
}

/// `bt:Dezimalbetrag`: not negative, two decimals and nine digits at most; kept as text.
pub(crate) fn amount(raw: &str) -> Lexical<String> {
    let text = collapse(raw);
    let zero = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
    let unsigned =
        text.strip_prefix('+').or_else(|| text.strip_prefix('-').filter(|_| zero)).unwrap_or(&text);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) || whole.len() + decimals.len() == 0 {
        return Err(format!("'{text}' is not a decimal of zero or more"));
    }
    let decimals = decimals.trim_end_matches('0').len();
    if decimals > 2 || whole.trim_start_matches('0').len() + decimals > 9 {
        return Err(format!("'{text}' has too many digits"));
    }
    Ok(text)
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers() {
        assert_eq!(int(" +7 "), Ok(7));
        assert_eq!(int("-2147483648"), Ok(i32::MIN));
        assert!(int("2147483648").is_err());
        assert!(int("1.0").is_err());
        assert!(int("").is_err());
        assert!(page_size("0").is_err());
        assert!(page_size("101").is_err());
        assert_eq!(non_negative_integer("-0"), Ok(0));
        assert_eq!(non_negative_integer("99999999999999999999999"), Ok(u64::MAX));
        assert!(non_negative_integer("-1").is_err());
        assert!(house_number("10000").is_err());
    }

    #[test]
    fn amounts() {
        for good in ["0", "12.5", "12.50", "12.500", "1234567.89", "+1.", ".5", "000000000001"] {
            assert!(amount(good).is_ok(), "{good}");
        }
        for bad in ["-1", "12.345", "12345678.90.", "1e3", ".", "12,50", "12345678.91"] {
            assert!(amount(bad).is_err(), "{bad}");
        }
        assert!(amount("-0.00").is_ok());
    }

    #[test]
    fn booleans() {
        assert_eq!(boolean(" 1 "), Ok(true));
        assert!(boolean("TRUE").is_err());
    }
}
