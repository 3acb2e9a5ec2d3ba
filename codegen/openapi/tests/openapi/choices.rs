// SPDX-License-Identifier: EUPL-1.2
//! Which members may stand together: the schema against the content model itself, over random models.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::facade::{Facade, validator};

/// A content model in which every element occurs at most once and has a name of its own.
#[derive(Debug, Clone)]
struct Model {
    optional: bool,
    term: Term,
}

#[derive(Debug, Clone)]
enum Term {
    Element(char),
    Sequence(Vec<Model>),
    Choice(Vec<Model>),
}

impl Model {
    fn elements(&self, found: &mut BTreeSet<char>) {
        match &self.term {
            Term::Element(name) => {
                found.insert(*name);
            }
            Term::Sequence(children) | Term::Choice(children) => {
                for child in children {
                    child.elements(found);
                }
            }
        }
    }

    /// Whether exactly these elements may be there.
    fn accepts(&self, present: &BTreeSet<char>) -> bool {
        let mut own = BTreeSet::new();
        self.elements(&mut own);
        let mine: BTreeSet<char> = present & &own;
        if self.optional && mine.is_empty() {
            return true;
        }
        match &self.term {
            Term::Element(name) => mine.contains(name),
            Term::Sequence(children) => children.iter().all(|c| c.accepts(&mine)),
            Term::Choice(children) => children.iter().any(|c| {
                let mut theirs = BTreeSet::new();
                c.elements(&mut theirs);
                mine.is_subset(&theirs) && c.accepts(&mine)
            }),
        }
    }

    fn xsd(&self) -> String {
        let min = if self.optional { r#" minOccurs="0""# } else { "" };
        let group = |tag: &str, children: &[Self]| {
            let inner: String = children.iter().map(Self::xsd).collect();
            format!("<xs:{tag}{min}>{inner}</xs:{tag}>")
        };
        match &self.term {
            Term::Element(name) => format!(r#"<xs:element name="{name}" type="xs:string"{min}/>"#),
            Term::Sequence(children) => group("sequence", children),
            Term::Choice(children) => group("choice", children),
        }
    }

    /// Give the elements names in order.
    fn named(mut self, next: &mut u8) -> Self {
        match &mut self.term {
            Term::Element(name) => {
                *name = char::from(b'a' + *next);
                *next += 1;
            }
            Term::Sequence(children) | Term::Choice(children) => {
                *children = std::mem::take(children).into_iter().map(|c| c.named(next)).collect();
            }
        }
        self
    }
}

fn model() -> impl Strategy<Value = Model> {
    let leaf = any::<bool>().prop_map(|optional| Model { optional, term: Term::Element('?') });
    let tree = leaf.prop_recursive(3, 8, 4, |inner| {
        (any::<bool>(), any::<bool>(), proptest::collection::vec(inner, 1..4)).prop_map(
            |(optional, choice, children)| Model {
                optional,
                term: if choice { Term::Choice(children) } else { Term::Sequence(children) },
            },
        )
    });
    proptest::collection::vec(tree, 1..4)
        .prop_map(|children| Model { optional: false, term: Term::Sequence(children) }.named(&mut 0))
        .prop_filter("few enough elements to try all subsets", |model| {
            let mut all = BTreeSet::new();
            model.elements(&mut all);
            all.len() <= 8
        })
}

fn check(model: &Model) -> Result<(), TestCaseError> {
    let xsd =
        format!(r#"<xs:element name="root"><xs:complexType>{}</xs:complexType></xs:element>"#, model.xsd());
    let document = Facade::of_schema(&xsd).document();
    let schema = &document.value()["components"]["schemas"]["Root"];
    let incomplete = schema["x-fachwerk"]["incomplete"] == json!(true);
    prop_assert_eq!(incomplete, !document.warnings.is_empty());
    let validator = validator(document.value(), "Root");
    let mut all = BTreeSet::new();
    model.elements(&mut all);
    let all: Vec<char> = all.into_iter().collect();
    for subset in 0..1_u32 << all.len() {
        let present: BTreeSet<char> =
            all.iter().enumerate().filter(|(i, _)| subset >> i & 1 == 1).map(|(_, c)| *c).collect();
        let instance: Map<String, Value> = present.iter().map(|c| (c.to_string(), json!(""))).collect();
        let (said, meant) = (validator.is_valid(&Value::Object(instance)), model.accepts(&present));
        // What is left out may allow too much, never too little.
        prop_assert!(
            said == meant || (incomplete && said),
            "{present:?}: schema {said}, model {meant}\n{schema:#}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn schemas_say_what_content_models_say(model in model()) {
        check(&model)?;
    }
}

fn root(content: &str) -> Value {
    let xsd = format!(r#"<xs:element name="root"><xs:complexType>{content}</xs:complexType></xs:element>"#);
    Facade::of_schema(&xsd).document().value()["components"]["schemas"]["Root"].clone()
}

#[test]
fn simple_choices_read_simply() {
    let one = root(
        r#"<xs:choice><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice>"#,
    );
    assert_eq!(one["oneOf"], json!([{ "required": ["a"] }, { "required": ["b"] }]));
    assert_eq!(one["x-fachwerk"]["content"], "a | b");
    let optional = root(
        r#"<xs:sequence><xs:choice minOccurs="0"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice></xs:sequence>"#,
    );
    assert_eq!(
        optional["oneOf"],
        json!([
            { "required": ["a"] },
            { "required": ["b"] },
            { "not": { "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] } },
        ])
    );
    assert_eq!(optional["x-fachwerk"]["content"], "(a | b)?");
    let group = root(
        r#"<xs:sequence><xs:sequence minOccurs="0"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/><xs:element name="c" type="xs:int"/></xs:sequence><xs:element name="d" type="xs:int" maxOccurs="5"/></xs:sequence>"#,
    );
    assert_eq!(group["dependentRequired"], json!({ "a": ["c"], "b": ["a", "c"], "c": ["a"] }));
    assert_eq!(group["required"], json!(["d"]));
    assert_eq!(group["x-fachwerk"]["content"], "(a, b?, c)?, d{1,5}");
}

/// Generators lose enumerations that stand inside an object with `oneOf`.
#[test]
fn constants_beside_choices_are_components() {
    let xsd = r#"<xs:element name="root"><xs:complexType>
        <xs:choice><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice>
        <xs:attribute name="version" type="xs:token" fixed="1"/></xs:complexType></xs:element>"#;
    let document = Facade::of_schema(xsd).document();
    let schemas = &document.value()["components"]["schemas"];
    let version = &schemas["Root"]["properties"]["version"];
    assert_eq!(version["$ref"], "#/components/schemas/RootVersion");
    assert_eq!(version["x-fachwerk"]["type"], "xs:token");
    assert_eq!(schemas["RootVersion"], json!({ "type": "string", "const": "1" }));
}
