// SPDX-License-Identifier: EUPL-1.2
use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::{EnumValue, JsonForm, Mapping, ProtoForm, Scalar, ScalarFacets, ScalarId, ScalarKind};

use super::{Patterns, canonical, check};

/// A mapping of scalars only.
struct Types {
    mapping: Mapping,
    patterns: Patterns,
}

impl Types {
    fn new(scalars: Vec<(ScalarKind, ScalarFacets)>) -> Self {
        let scalars = scalars
            .into_iter()
            .map(|(kind, facets)| Scalar {
                name: None,
                source: None,
                white_space: if kind == ScalarKind::String {
                    WhiteSpace::Preserve
                } else {
                    WhiteSpace::Collapse
                },
                kind,
                facets,
                json: JsonForm::String,
                proto: ProtoForm::String,
                documentation: None,
                reserved: Vec::new(),
            })
            .collect();
        let mapping = Mapping { scalars, ..Mapping::default() };
        Self { patterns: Patterns::new(&mapping), mapping }
    }

    fn check(&self, text: &str) -> Result<(), String> {
        check(&self.mapping, &self.patterns, ScalarId(0), text)
    }

    fn canonical(&self, text: &str) -> String {
        canonical(&self.mapping, ScalarId(0), text).into_owned()
    }
}

fn one(kind: ScalarKind, facets: ScalarFacets) -> Types {
    Types::new(vec![(kind, facets)])
}

fn values(values: &[&str]) -> Vec<EnumValue> {
    let value = |v: &&str| EnumValue {
        value: (*v).to_owned(),
        proto_name: String::new(),
        number: 0,
        documentation: None,
    };
    values.iter().map(value).collect()
}

fn allows(kind: &ScalarKind, facets: &ScalarFacets, good: &[&str], bad: &[&str]) {
    let types = one(kind.clone(), facets.clone());
    for text in good {
        assert_eq!(types.check(text), Ok(()), "{kind:?} {text:?}");
    }
    for text in bad {
        assert!(types.check(text).is_err(), "{kind:?} {text:?}");
    }
}

#[test]
fn lengths_count_characters_octets_and_items() {
    let five = ScalarFacets { min_length: Some(2), max_length: Some(3), ..ScalarFacets::default() };
    allows(&ScalarKind::String, &five, &["äö", "😀😀😀"], &["ä", "abcd", ""]);
    allows(&ScalarKind::HexBinary, &five, &["0a0B", "000000"], &["0a", "00000000"]);
    allows(&ScalarKind::Base64Binary, &five, &["QUI=", "QUJD"], &["QQ==", "QUJDRA=="]);
    allows(&ScalarKind::QName, &five, &["abcdefg"], &[]);
    let list = Types::new(vec![
        (ScalarKind::List(ScalarId(1)), five),
        (ScalarKind::Integer, ScalarFacets::default()),
    ]);
    assert!(list.check("1 +2").is_ok() && list.check("1").is_err() && list.check("1 x").is_err());
    let exact = ScalarFacets { length: Some(0), ..ScalarFacets::default() };
    allows(&ScalarKind::String, &exact, &[""], &["a"]);
}

#[test]
fn bounds_compare_by_value() {
    let bounds = |low: &str, high: &str| ScalarFacets {
        min_inclusive: Some(low.to_owned()),
        max_exclusive: Some(high.to_owned()),
        ..ScalarFacets::default()
    };
    allows(
        &ScalarKind::Decimal,
        &bounds("-0.5", "18446744073709551616"),
        &["-.50", "18446744073709551615.999"],
        &["-0.50000000000000000001", "18446744073709551616.0"],
    );
    allows(&ScalarKind::Double, &bounds("1", "1E3"), &["1.0", "999"], &["1000", "NaN", "INF", "0.999"]);
    allows(
        &ScalarKind::DateTime,
        &bounds("2000-01-01T00:00:00Z", "2001-01-01T00:00:00Z"),
        &["2000-01-01T01:00:00+01:00", "2000-06-01T00:00:00"],
        &["2000-01-01T00:30:00+01:00", "2000-01-01T00:00:00", "2001-01-01T00:00:00Z"],
    );
    allows(&ScalarKind::Duration, &bounds("P1D", "P1M"), &["PT24H", "P20D"], &["PT23H", "P30D", "P1M"]);
    allows(&ScalarKind::GYear, &bounds("1999", "2001"), &["1999", "2000"], &["1998", "2001"]);
    let exclusive = ScalarFacets {
        min_exclusive: Some("0".to_owned()),
        max_inclusive: Some("10".to_owned()),
        ..ScalarFacets::default()
    };
    allows(&ScalarKind::Integer, &exclusive, &["1", "10", "+010"], &["0", "-0", "11"]);
}

#[test]
fn digits_are_those_of_the_value() {
    let facets = ScalarFacets { total_digits: Some(4), fraction_digits: Some(2), ..ScalarFacets::default() };
    allows(
        &ScalarKind::Decimal,
        &facets,
        &["12.34", "0012.3400", "-9999", "0"],
        &["123.45", "1.234", "12345"],
    );
}

#[test]
fn enumerations_are_values() {
    let facets = ScalarFacets { enumeration: values(&["1.0", "2"]), ..ScalarFacets::default() };
    allows(&ScalarKind::Decimal, &facets, &["1", "+01.00", "2.0"], &["3", "1.01"]);
    allows(&ScalarKind::String, &facets, &["1.0", "2"], &["1", " 2"]);
}

#[test]
fn pattern_steps_are_conjoined_and_their_alternatives_are_not() {
    let patterns = vec![vec!["[a-z]+".to_owned(), "[0-9]+".to_owned()], vec![".{3}".to_owned()]];
    let facets = ScalarFacets { patterns, ..ScalarFacets::default() };
    allows(&ScalarKind::String, &facets, &["abc", "123"], &["ab", "ab1", "ABC"]);
    let message = one(ScalarKind::String, facets).check("secret").unwrap_err();
    assert_eq!(message, "does not match the pattern .{3}");
    let odd = ScalarFacets { patterns: vec![vec!["(?<x>a)".to_owned()]], ..ScalarFacets::default() };
    allows(&ScalarKind::String, &odd, &["anything"], &[]);
    let types = one(ScalarKind::String, odd);
    assert_eq!(Patterns::untranslatable(&types.mapping).len(), 1);
}

#[test]
fn unions_allow_what_a_member_allows() {
    let positive = ScalarFacets { min_inclusive: Some("1".to_owned()), ..ScalarFacets::default() };
    let word = ScalarFacets { enumeration: values(&["unbounded"]), ..ScalarFacets::default() };
    let types = Types::new(vec![
        (ScalarKind::Union(vec![ScalarId(1), ScalarId(2)]), ScalarFacets::default()),
        (ScalarKind::Integer, positive),
        (ScalarKind::String, word),
    ]);
    assert!(types.check("1").is_ok() && types.check("unbounded").is_ok());
    assert!(types.check("0").is_err() && types.check("bounded").is_err());
}

#[test]
fn strings_are_text_of_xml() {
    allows(&ScalarKind::String, &ScalarFacets::default(), &["", "a\r\n\t"], &["\0", "a\u{FFFF}"]);
    allows(&ScalarKind::QName, &ScalarFacets::default(), &["{urn:a}b"], &["a:b", ""]);
    allows(&ScalarKind::Boolean, &ScalarFacets::default(), &["1", "true"], &["True", "yes", ""]);
}

#[test]
fn canonical_forms() {
    for (kind, text, expected) in [
        (ScalarKind::Decimal, "12.50", "12.5"),
        (ScalarKind::Integer, "+1", "1"),
        (ScalarKind::Boolean, "1", "true"),
        (ScalarKind::Boolean, "false", "false"),
        (ScalarKind::HexBinary, "0aFf", "0AFF"),
        (ScalarKind::Float, "100", "1.0E2"),
        (ScalarKind::Time, "01:00:00+01:00", "00:00:00Z"),
        (ScalarKind::Date, "nonsense", "nonsense"),
        (ScalarKind::String, " a ", " a "),
    ] {
        assert_eq!(one(kind, ScalarFacets::default()).canonical(text), expected);
    }
    let list = Types::new(vec![
        (ScalarKind::List(ScalarId(1)), ScalarFacets::default()),
        (ScalarKind::Decimal, ScalarFacets::default()),
    ]);
    assert_eq!(list.canonical("1.0  2 .5"), "1 2 0.5");
    let union = Types::new(vec![
        (ScalarKind::Union(vec![ScalarId(1), ScalarId(2)]), ScalarFacets::default()),
        (ScalarKind::Integer, ScalarFacets::default()),
        (ScalarKind::String, ScalarFacets::default()),
    ]);
    assert_eq!(union.canonical("007"), "7");
    assert_eq!(union.canonical(" bond "), " bond ");
}

#[test]
fn unions_and_lists_are_equal_by_the_member_that_allows_them() {
    let language = ScalarFacets {
        patterns: vec![vec!["[a-z]{2}".to_owned()]],
        enumeration: values(&["de ", "en"]),
        ..ScalarFacets::default()
    };
    let mut types = Types::new(vec![
        (
            ScalarKind::Union(vec![ScalarId(1), ScalarId(2)]),
            ScalarFacets { enumeration: values(&["007", "de"]), ..ScalarFacets::default() },
        ),
        (ScalarKind::Integer, ScalarFacets::default()),
        (ScalarKind::String, language),
        (
            ScalarKind::List(ScalarId(1)),
            ScalarFacets { enumeration: values(&["1  02"]), ..ScalarFacets::default() },
        ),
    ]);
    types.mapping.scalars[2].white_space = WhiteSpace::Collapse;
    for (text, allowed) in [("7", true), ("8", false), ("de", true), ("en", false)] {
        assert_eq!(types.check(text).is_ok(), allowed, "{text}");
    }
    let list = |text| check(&types.mapping, &types.patterns, ScalarId(3), text).is_ok();
    assert!(list("+1 2") && !list("1") && !list("1 2 3") && !list("1 3"));
}

#[test]
fn names_in_unions_keep_their_prefix() {
    let types = Types::new(vec![
        (ScalarKind::Union(vec![ScalarId(1), ScalarId(2)]), ScalarFacets::default()),
        (ScalarKind::Integer, ScalarFacets::default()),
        (ScalarKind::QName, ScalarFacets::default()),
    ]);
    assert!(types.check("a:b").is_ok() && types.check("b").is_ok() && types.check("a:b:c").is_err());
}
