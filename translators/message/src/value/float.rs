// SPDX-License-Identifier: EUPL-1.2
//! `xs:float` and `xs:double`.

use std::cmp::Ordering;

use super::decimal::{Decimal, is_integer};

/// Whether the text is in the lexical space.
pub(crate) fn is_float(text: &str) -> bool {
    if matches!(text, "INF" | "-INF" | "NaN") {
        return true;
    }
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => Decimal::parse(mantissa).is_some() && is_integer(exponent),
        None => Decimal::parse(text).is_some(),
    }
}

/// The value, in the precision of the type. Text out of the lexical space gives `None`.
fn value(text: &str, single: bool) -> Option<f64> {
    match text {
        "INF" => return Some(f64::INFINITY),
        "-INF" => return Some(f64::NEG_INFINITY),
        "NaN" => return Some(f64::NAN),
        _ if !is_float(text) => return None,
        _ => {}
    }
    if single { text.parse::<f32>().ok().map(f64::from) } else { text.parse().ok() }
}

/// Order by value. NaN equals itself and is not comparable with anything else.
pub(crate) fn compare(a: &str, b: &str, single: bool) -> Option<Ordering> {
    let (a, b) = (value(a, single)?, value(b, single)?);
    if a.is_nan() && b.is_nan() { Some(Ordering::Equal) } else { a.partial_cmp(&b) }
}

/// XML Schema's canonical form (part 2, sections 3.2.4.2 and 3.2.5.2) with the fewest digits that give the value
/// back; minus zero is zero.
pub(crate) fn canonical(text: &str, single: bool) -> Option<String> {
    let value = value(text, single)?;
    if value.is_nan() {
        return Some("NaN".to_owned());
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { "INF" } else { "-INF" }.to_owned());
    }
    if value == 0.0 {
        return Some("0.0E0".to_owned());
    }
    // Formatting the f64 of a single would give digits that the single does not have.
    let short = if single { format!("{:E}", value as f32) } else { format!("{value:E}") };
    let (mantissa, exponent) = short.split_once('E')?;
    let point = if mantissa.contains('.') { "" } else { ".0" };
    Some(format!("{mantissa}{point}E{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexical_space_is_not_that_of_rust() {
        for good in ["1", "-1.5E-3", ".5e+10", "5.E1", "INF", "-INF", "NaN", "1E400"] {
            assert!(is_float(good), "{good}");
        }
        for bad in ["", "inf", "+INF", "nan", "infinity", "1E", "E1", "1E1.5", "1e 1", "0x1p3"] {
            assert!(!is_float(bad), "{bad}");
        }
    }

    #[test]
    fn canonical_is_the_shortest_form() {
        for (text, double) in [
            ("100", "1.0E2"),
            ("0.10", "1.0E-1"),
            ("-0", "0.0E0"),
            ("12345.678900", "1.23456789E4"),
            ("1E400", "INF"),
        ] {
            assert_eq!(canonical(text, false).unwrap(), double);
        }
        assert_eq!(canonical("0.1", true).unwrap(), "1.0E-1");
        assert_eq!(canonical("16777217", true).unwrap(), "1.6777216E7");
        assert_eq!(canonical("x", true), None);
    }

    #[test]
    fn nan_is_out_of_order() {
        assert_eq!(compare("NaN", "NaN", false), Some(Ordering::Equal));
        assert_eq!(compare("NaN", "1", false), None);
        assert_eq!(compare("-INF", "-1E300", false), Some(Ordering::Less));
        assert_eq!(compare("16777216", "16777217", true), Some(Ordering::Equal));
    }
}
