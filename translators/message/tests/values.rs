// SPDX-License-Identifier: EUPL-1.2
//! Properties of simple values over drawn inputs.

use std::cmp::Ordering;

use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::{JsonForm, Mapping, ProtoForm, Scalar, ScalarFacets, ScalarId, ScalarKind};
use fachwerk_message::value::{
    Patterns, canonical, check, compare_decimal, json_number, pattern, white_space,
};
use proptest::prelude::*;

fn scalar(kind: ScalarKind, white_space: WhiteSpace) -> Scalar {
    Scalar {
        name: None,
        source: None,
        kind,
        white_space,
        facets: ScalarFacets::default(),
        json: JsonForm::String,
        proto: ProtoForm::String,
        documentation: None,
        reserved: Vec::new(),
    }
}

fn kinds() -> Vec<ScalarKind> {
    use ScalarKind as K;
    vec![
        K::String,
        K::Boolean,
        K::Integer,
        K::Decimal,
        K::Float,
        K::Double,
        K::Duration,
        K::DateTime,
        K::Time,
        K::Date,
        K::GYearMonth,
        K::GYear,
        K::GMonthDay,
        K::GDay,
        K::GMonth,
        K::HexBinary,
        K::Base64Binary,
        K::AnyUri,
        K::QName,
        K::List(ScalarId(3)),
        K::Union(vec![ScalarId(2), ScalarId(7), ScalarId(0)]),
    ]
}

fn mapping() -> Mapping {
    let scalars = kinds().into_iter().map(|kind| scalar(kind, WhiteSpace::Collapse)).collect();
    Mapping { scalars, ..Mapping::default() }
}

/// Text that is often a value of some type.
fn text() -> impl Strategy<Value = String> {
    let regex = |regex: &str| proptest::string::string_regex(regex).unwrap();
    let zone = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?";
    let date = "-?[0-9]{4,5}-(0[1-9]|1[0-2])-[0-3][0-9]";
    let time = "[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,4})?";
    prop_oneof![
        regex("[+-]?[0-9]{0,25}(\\.[0-9]{0,8})?"),
        regex("[+-]?[0-9]{1,3}(\\.[0-9]{0,9})?[eE][+-]?[0-9]{1,3}"),
        regex("INF|-INF|NaN|true|false|0|1"),
        regex(&format!("{date}T{time}{zone}")),
        regex(&format!("{time}{zone}")),
        regex(&format!("{date}{zone}")),
        regex(
            "-?P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?([0-9]{1,3}(\\.[0-9]{1,3})?S)?)?"
        ),
        regex("[0-9a-fA-F]{0,8}"),
        regex("([A-Za-z0-9+/]{4}){0,3}"),
        regex("-?[0-9.]{1,4} [0-9.]{1,4} [0-9]{1,2}"),
        regex("[^\\p{C}]{0,12}"),
        any::<String>(),
    ]
}

/// A decimal as its parts, and the text of it.
fn decimal() -> impl Strategy<Value = (bool, String, String)> {
    (any::<bool>(), "[0-9]{1,30}", "[0-9]{0,12}")
}

fn write((negative, integer, fraction): &(bool, String, String)) -> String {
    format!("{}{integer}.{fraction}", if *negative { "-" } else { "+" })
}

/// The same number times ten to the seventh, as an integer.
fn scaled((negative, integer, fraction): &(bool, String, String)) -> i128 {
    let digits: i128 = format!("{integer}{fraction:0<7}").parse().unwrap();
    if *negative { -digits } else { digits }
}

proptest! {
    #[test]
    fn decimals_compare_like_integers(
        a in (any::<bool>(), "[0-9]{1,30}", "[0-9]{0,7}"),
        b in (any::<bool>(), "[0-9]{1,30}", "[0-9]{0,7}"),
    ) {
        prop_assert_eq!(compare_decimal(&write(&a), &write(&b)), Some(scaled(&a).cmp(&scaled(&b))));
    }

    #[test]
    fn order_of_decimals_is_a_total_order(a in decimal(), b in decimal(), c in decimal()) {
        let (a, b, c) = (write(&a), write(&b), write(&c));
        let order = |x: &str, y: &str| compare_decimal(x, y).unwrap();
        prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
        prop_assert_eq!(order(&a, &a), Ordering::Equal);
        if order(&a, &b).is_le() && order(&b, &c).is_le() {
            prop_assert!(order(&a, &c).is_le());
        }
    }

    #[test]
    fn canonical_is_idempotent_and_stays_valid(text in text()) {
        let mapping = mapping();
        let patterns = Patterns::new(&mapping);
        for index in 0..mapping.scalars.len() {
            let id = ScalarId(index as u32);
            let text = white_space(mapping.scalar(id), &text);
            let once = canonical(&mapping, id, &text);
            prop_assert_eq!(&canonical(&mapping, id, &once), &once);
            if check(&mapping, &patterns, id, &text).is_ok() {
                prop_assert_eq!(check(&mapping, &patterns, id, &once), Ok(()), "{:?} {}", mapping.scalar(id).kind, once);
            } else if !matches!(mapping.scalar(id).kind, ScalarKind::List(_)) {
                prop_assert_eq!(&once, &text, "{:?}", mapping.scalar(id).kind);
            }
        }
    }

    #[test]
    fn json_numbers_are_numbers_of_the_same_value(text in text()) {
        let mapping = mapping();
        let patterns = Patterns::new(&mapping);
        let number = json_number(&text);
        if check(&mapping, &patterns, ScalarId(3), &text).is_ok() {
            prop_assert_eq!(compare_decimal(&number, &text), Some(Ordering::Equal));
        }
        if check(&mapping, &patterns, ScalarId(5), &text).is_ok() && !text.contains("INF") && text != "NaN" {
            let rest = number.strip_prefix('-').unwrap_or(&number);
            prop_assert!(rest.starts_with(|c: char| c.is_ascii_digit()), "{}", number);
            prop_assert!(!rest.starts_with('0') || rest.len() == 1 || !rest.as_bytes()[1].is_ascii_digit());
            prop_assert!(!number.contains(".e") && !number.contains(".E") && !number.ends_with('.'));
        }
    }

    #[test]
    fn white_space_is_idempotent(text in "[ \\t\\r\\na\u{a0}\u{e4}]{0,12}") {
        for how in [WhiteSpace::Preserve, WhiteSpace::Replace, WhiteSpace::Collapse] {
            let scalar = scalar(ScalarKind::String, how);
            let once = white_space(&scalar, &text);
            prop_assert_eq!(&white_space(&scalar, &once), &once);
            if how == WhiteSpace::Collapse {
                prop_assert_eq!(&once, &text.split([' ', '\t', '\r', '\n']).filter(|i| !i.is_empty()).collect::<Vec<_>>().join(" "));
            }
        }
    }

    #[test]
    fn literal_text_is_a_pattern_for_itself(text in "[a-z0-9 ,;:_<>&\"'#/%~^$\u{e4}\u{1f600}]{0,10}") {
        let regex = regex::Regex::new(&pattern::to_regex(&text).unwrap()).unwrap();
        prop_assert!(regex.is_match(&text));
        let longer = format!("{text}!");
        prop_assert!(!regex.is_match(&longer));
    }

    #[test]
    fn no_pattern_panics(text in "[\\\\pisdwPISDWcC\\[\\]\\-^a-z0-9(){},|?*+.\u{e4}]{0,20}") {
        if let Ok(translated) = pattern::to_regex(&text) {
            prop_assert!(regex_syntax::parse(&translated).is_ok(), "{} gave {}", text, translated);
            prop_assert!(pattern::to_ecma(&text).is_ok());
        }
    }
}
