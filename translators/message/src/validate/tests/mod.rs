// SPDX-License-Identifier: EUPL-1.2
//! Messages that are wrong in one way each.

mod contract;
mod words;

use fachwerk_mapping::{FamilyId, ScalarId, StructId};

use self::contract::mapping;
use self::words::tell;
use super::{Finding, PathStyle, Validate};
use crate::value::Patterns;
use crate::{Discard, ErrorKind, Result, Sink};

fn findings(words: &str, style: PathStyle) -> Vec<Finding> {
    let mapping = mapping();
    let patterns = Patterns::new(&mapping);
    let mut validate = Validate::new(&mapping, &patterns, style, Discard);
    tell(&mapping, words, &mut validate).unwrap();
    validate.finish().unwrap().1
}

fn one(words: &str) -> (ErrorKind, String, String) {
    let mut found = findings(words, PathStyle::JsonPointer);
    assert_eq!(found.len(), 1, "{words}: {found:?}");
    let finding = found.remove(0);
    (finding.kind, finding.path, finding.message)
}

const GOOD: &str = "id=1 a=1 a=2 [Derived base{ k=x }";

#[test]
fn valid_messages_have_no_findings() {
    for words in [
        GOOD,
        "[Derived base{ k=x } a=1 a=2 a=3 id=7 version=01",
        &format!("{GOOD} b="),
        &format!("{GOOD} d=2024-01-01 c=2024-01-01"),
        &format!("{GOOD} items{{ x=1 y=2 }} items{{ x=1 }}"),
        &format!("{GOOD} any<p:a xmlns:p='urn:p'/>").replace("<p:a xmlns", "<p:a\txmlns"),
        &format!("{GOOD} anyAttributes@{{urn:x}}y=z"),
        &format!("{GOOD} money{{ currency=1 value=1.00 }}"),
        &format!("{GOOD} money{{ currency=1 value= }}"),
        &format!("{GOOD} nilly=nil"),
        &format!("{GOOD} nilly{{nil currency=1 }}"),
    ] {
        assert_eq!(findings(words, PathStyle::JsonPointer), [], "{words}");
        assert_eq!(findings(words, PathStyle::XPath), [], "{words}");
    }
}

#[test]
fn values_are_checked_where_they_stand() {
    for (words, path, message) in [
        ("id=x a=1 a=2 [Derived base{ k=x }", "/id", "`id` is no valid xs:integer"),
        ("id=1 a=1 a=y [Derived base{ k=x }", "/a/1", "`a` is no valid xs:integer"),
        ("id=1 a=1 a=2147483648 [Derived base{ k=x }", "/a/1", "`a` is greater than 2147483647"),
        (&format!("{GOOD} items{{ x=1 }} items{{ x=z }}"), "/items/1/x", "`x` is no valid xs:integer"),
        ("id=1 a=1 a=2 [Derived base{ k=x l/m~n=z }", "/base/l~1m~0n", "`l/m~n` is no valid xs:integer"),
        (&format!("{GOOD} version=2"), "/version", "`version` is not the fixed value"),
        (
            &format!("{GOOD} money{{ currency=1 value=1.01 }}"),
            "/money/value",
            "`value` is not the fixed value",
        ),
    ] {
        assert_eq!(one(words), (ErrorKind::Value, path.to_owned(), message.to_owned()), "{words}");
    }
}

#[test]
fn content_is_checked_as_a_whole() {
    use ErrorKind::{Missing, Structure};
    for (words, kind, path, message) in [
        ("a=1 a=2 [Derived base{ k=x }", Missing, "", "`id` is missing"),
        ("id=1 [Derived base{ k=x }", Missing, "", "`a` is missing"),
        ("id=1 a=1 [Derived base{ k=x }", Structure, "", "`a` has less than 2 items"),
        ("id=1 a=1 a=1 a=1 a=1 [Derived base{ k=x }", Structure, "", "`a` has more than 3 items"),
        (&format!("{GOOD} b=x c=2024-01-01"), Structure, "", "only one of `b`, `c` may be there"),
        (&format!("{GOOD} d=2024-01-01"), Missing, "", "`c` is missing"),
        (&format!("{GOOD} items{{ y=1 }}"), Missing, "/items/0", "`x` is missing"),
        ("id=1 a=1 a=2 base{ k=x }", Missing, "/base", "`base` does not say what it is: Derived"),
        ("id=1 a=1 a=2 [Derived base{ }", Missing, "/base", "`k` is missing"),
        (&format!("{GOOD} b=nil"), Structure, "/b", "`b` must not be nil"),
        (
            &format!("{GOOD} nilly{{nil currency=1 value=1 }}"),
            Structure,
            "/nilly",
            "it is nil and has content all the same",
        ),
        (&format!("{GOOD} nilly{{nil }}"), Missing, "/nilly", "`currency` is missing"),
        (&format!("{GOOD} money{{ currency=1 }}"), Missing, "/money", "`value` is missing"),
        (
            &format!("{GOOD} any<a\txmlns='urn:t'/>"),
            Structure,
            "/any/0",
            "`any` must not hold an element of its namespace",
        ),
        (
            &format!("{GOOD} anyAttributes@y=z"),
            Structure,
            "/anyAttributes",
            "`anyAttributes` must not hold an attribute of its namespace",
        ),
    ] {
        assert_eq!(one(words), (kind, path.to_owned(), message.to_owned()), "{words}");
    }
}

#[test]
fn xpath_counts_elements_and_not_groups() {
    for (words, path) in [
        ("id=x a=1 a=2 [Derived base{ k=x }", "/@id"),
        ("id=1 a=1 a=y [Derived base{ k=x }", "/a[2]"),
        (&format!("{GOOD} items{{ x=1 }} items{{ x=1 y=2 }} items{{ x=3 y=z }}"), "/y[2]"),
        (&format!("{GOOD} items{{ x=1 }} items{{ x=1 y=2 }} items{{ x=z }}"), "/x[3]"),
        (&format!("{GOOD} money{{ currency=1 value=2 }}"), "/money/text()"),
    ] {
        let found = findings(words, PathStyle::XPath);
        assert_eq!(found.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), [path], "{words}");
    }
}

#[test]
fn findings_are_bounded() {
    let words = format!("id=1 {} [Derived base{{ k=x }}", "a=x ".repeat(250));
    let found = findings(&words, PathStyle::JsonPointer);
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].message, "and 151 more");
}

#[test]
fn the_error_lists_everything_below_its_prefix() {
    let mapping = mapping();
    let patterns = Patterns::new(&mapping);
    let mut validate =
        Validate::new(&mapping, &patterns, PathStyle::XPath, Discard).below("/Envelope/Body/root");
    tell(&mapping, "id=x a=secret [Derived base{ k=x }", &mut validate).unwrap();
    let error = validate.accept().unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(error.path.as_deref(), Some("/Envelope/Body/root/@id"));
    assert_eq!(error.findings.len(), 3);
    assert_eq!(error.message, "the message is not valid: `id` is no valid xs:integer; and 2 more");
    assert!(!format!("{error:?}").contains("secret"));
    let good = Validate::new(&mapping, &patterns, PathStyle::XPath, Discard);
    assert!(good.accept().is_ok());
}

#[test]
fn an_error_of_the_inner_sink_stays_what_it_is() {
    struct Refuses;
    impl Sink for Refuses {
        fn begin_struct(&mut self, _: StructId, _: bool) -> Result<()> {
            Err(crate::CodecError::new(ErrorKind::Limit, "enough"))
        }
        fn end_struct(&mut self) -> Result<()> {
            Ok(())
        }
        fn begin_field(&mut self, _: u16) -> Result<()> {
            Ok(())
        }
        fn end_field(&mut self) -> Result<()> {
            Ok(())
        }
        fn scalar(&mut self, _: ScalarId, _: &str) -> Result<()> {
            Ok(())
        }
        fn nil(&mut self) -> Result<()> {
            Ok(())
        }
        fn variant(&mut self, _: FamilyId, _: u16) -> Result<()> {
            Ok(())
        }
        fn xml(&mut self, _: &str) -> Result<()> {
            Ok(())
        }
        fn attribute(&mut self, _: &str, _: &str) -> Result<()> {
            Ok(())
        }
    }
    let mapping = mapping();
    let patterns = Patterns::new(&mapping);
    let mut validate = Validate::new(&mapping, &patterns, PathStyle::XPath, Refuses);
    assert_eq!(tell(&mapping, GOOD, &mut validate).unwrap_err().kind, ErrorKind::Limit);
}

#[test]
fn events_that_make_no_sense_are_survived() {
    let mapping = mapping();
    let patterns = Patterns::new(&mapping);
    let mut validate = Validate::new(&mapping, &patterns, PathStyle::XPath, Discard);
    validate.end_struct().unwrap();
    validate.end_field().unwrap();
    validate.nil().unwrap();
    validate.begin_struct(StructId(9999), false).unwrap();
    validate.begin_field(9999).unwrap();
    validate.scalar(ScalarId(9999), "x").unwrap();
    validate.begin_struct(StructId(0), false).unwrap();
    validate.begin_field(9999).unwrap();
    validate.variant(FamilyId(9999), 9).unwrap();
    validate.xml("<").unwrap();
    validate.attribute("{", "").unwrap();
    validate.end_struct().unwrap();
    assert!(!validate.finish().unwrap().1.is_empty());
}

#[test]
fn a_value_in_a_value_says_what_it_is() {
    use fachwerk_mapping::{Family, FamilyKind, Name, NamespaceId, ValueType, Variant};
    // `base` becomes a substitution group whose declared member is the family of derived types.
    let mut mapping = mapping();
    let root = mapping.structs.iter().position(|s| s.name == "Root").unwrap();
    let base = mapping.structs[root].member("base").unwrap();
    let field = &mut mapping.structs[root].fields[usize::from(base)];
    let ValueType::Family(types) = field.value else { panic!("{:?}", field.value) };
    let group = FamilyId(mapping.families.len() as u32);
    field.value = ValueType::Family(group);
    field.kind = fachwerk_mapping::FieldKind::Substitution;
    let member = |local: &str| Variant {
        tag: local.to_owned(),
        name: Name { namespace: NamespaceId::NONE, local: local.to_owned() },
        value: ValueType::Family(types),
        nillable: local == "other",
        identities: Vec::new(),
        proto_name: local.to_owned(),
        number: 1,
    };
    mapping.families.push(Family {
        name: "Base".to_owned(),
        key: String::new(),
        kind: FamilyKind::Substitution,
        variants: vec![member("base"), member("other")],
        declared: Some(0),
        reserved: Vec::new(),
    });
    let patterns = Patterns::new(&mapping);
    let derived = mapping.structs.iter().position(|s| s.name == "Derived").unwrap();
    let check = |variants: &[(FamilyId, u16)], nil: bool| {
        let mut validate = Validate::new(&mapping, &patterns, PathStyle::JsonPointer, Discard);
        validate.begin_struct(StructId(root as u32), false).unwrap();
        validate.begin_field(base).unwrap();
        for (family, variant) in variants {
            validate.variant(*family, *variant).unwrap();
        }
        if nil {
            validate.nil().unwrap();
        } else {
            validate.begin_struct(StructId(derived as u32), false).unwrap();
            validate.end_struct().unwrap();
        }
        validate.end_field().unwrap();
        let found = validate.finish().unwrap().1;
        found.iter().map(|f| format!("{} {}", f.path, f.message)).collect::<Vec<_>>()
    };
    let missing = ["/base/value `k` is missing"];
    assert_eq!(check(&[(group, 1), (types, 0)], false), missing);
    assert_eq!(check(&[(group, 0), (types, 0)], false), missing);
    assert_eq!(check(&[(types, 0)], false).len(), 1);
    let untold = check(&[(group, 1)], false);
    assert_eq!(untold[0], "/base/value `base` does not say what it is: Derived");
    assert_eq!(check(&[(group, 0)], true), ["/base/value `base` must not be nil"]);
    assert_eq!(check(&[(group, 1)], true), Vec::<String>::new());
}
