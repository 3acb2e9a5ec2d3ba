// SPDX-License-Identifier: EUPL-1.2
//! What wildcards let in, held against global declarations; keys of elements.

use std::collections::BTreeMap;

use fachwerk_contract::schema::{AttributeTerm, Element, IdentityConstraint, NamespaceConstraint, Term};
use fachwerk_contract::{Contract, QName};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Declarations, Discard, Finding, Limits, PathStyle, Validate};
use fachwerk_xml::Globals;
use proptest::prelude::*;

use crate::schema::{Builder, NS, anonymous, attribute, elements, local, ns, term, wildcard, xs};

fn globals() -> Globals {
    let mut contract = Contract::default();
    let any = term(Term::Any(wildcard(NamespaceConstraint::Any)), 0, 0);
    let counted = anonymous(elements(vec![local("n", xs("int"), 1, 1), any]));
    for (name, type_ref) in [("count", xs("int")), ("counted", counted)] {
        contract.schema.elements.insert(ns(name), crate::schema::element(ns(name), type_ref));
    }
    if let AttributeTerm::Local(level) = attribute(ns("level"), xs("int")).attribute {
        contract.schema.attributes.insert(ns("level"), level);
    }
    Globals::new(&contract, &Limits::default())
}

fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {} {}", f.kind.code(), f.path, f.message)).collect()
}

#[test]
fn what_is_declared_is_held_against_its_declaration() {
    let globals = globals();
    let of = |element: &str| shown(&globals.element(element, 10));
    let count = |value: &str| format!("<count xmlns='{NS}'>{value}</count>");
    assert!(of(&count("7")).is_empty());
    assert_eq!(of(&count("x")), ["FW-2005 /count `count` is no valid xs:integer"]);
    // Nobody has declared it.
    assert!(of("<count>x</count>").is_empty() && of(&format!("<other xmlns='{NS}'/>")).is_empty());
    let found = of(&format!("<counted xmlns='{NS}'><m/></counted>"));
    assert!(found.iter().any(|f| f.starts_with("FW-2006 /counted `n` is missing")), "{found:?}");
    // Within what another wildcard lets in.
    let found = of(&format!("<counted xmlns='{NS}'><n>1</n><count>x</count></counted>"));
    assert!(found.len() == 1 && found[0].contains("within `/count`: `count` is no valid"), "{found:?}");
    let nested = format!("<counted xmlns='{NS}'><n>1</n>").repeat(60) + &"</counted>".repeat(60);
    assert!(of(&nested).is_empty(), "as deep as it is looked into");
}

#[test]
fn attributes_are_held_against_their_declarations() {
    let globals = globals();
    assert_eq!(globals.attribute(NS, "level", " 3 "), None);
    assert!(globals.attribute(NS, "level", "x").is_some_and(|message| message.contains("no valid")));
    assert_eq!(globals.attribute("", "level", "x"), None);
}

/// A list of items with an `id` (key) and a `next` (reference to it), and a `tag` (unique).
fn keyed() -> Builder {
    let constraint = |kind: &str, name: &str, field: &str, refer: Option<&str>| IdentityConstraint {
        kind: kind.to_owned(),
        name: ns(name),
        selector: "p:item".to_owned(),
        fields: vec![field.to_owned()],
        refer: refer.map(ns),
        namespaces: BTreeMap::from([("p".to_owned(), NS.to_owned())]),
    };
    let mut item = elements(vec![local("id", xs("decimal"), 0, 1), local("next", xs("integer"), 0, 1)]);
    item.attributes.push(attribute(QName::new("", "tag"), xs("token")));
    let list = Element {
        identity_constraints: vec![
            constraint("key", "K", "p:id", None),
            constraint("keyref", "R", "p:next", Some("K")),
            constraint("unique", "U", "@tag", None),
        ],
        ..crate::schema::element(ns("list"), anonymous(elements(vec![local("item", anonymous(item), 0, 0)])))
    };
    Builder::default().element(list)
}

fn findings(items: &[(Option<String>, Option<String>, Option<String>)]) -> Vec<String> {
    let mapping = keyed().root(elements(vec![term(Term::ElementRef(ns("list")), 1, 1)]));
    let patterns = Patterns::new(&mapping);
    let mut xml = format!("<p:root xmlns:p='{NS}'><p:list>");
    for (id, next, tag) in items {
        let tag = tag.as_ref().map_or(String::new(), |tag| format!(" tag='{tag}'"));
        xml.push_str(&format!("<p:item{tag}>"));
        for (name, value) in [("id", id), ("next", next)] {
            if let Some(value) = value {
                xml.push_str(&format!("<p:{name}>{value}</p:{name}>"));
            }
        }
        xml.push_str("</p:item>");
    }
    xml.push_str("</p:list></p:root>");
    let root = mapping.operations[0].input.root;
    let name = fachwerk_mapping::Name {
        namespace: mapping.namespace_id(NS).expect("the namespace"),
        local: "root".to_owned(),
    };
    let mut validate = Validate::new(&mapping, &patterns, PathStyle::XPath, Discard);
    fachwerk_xml::read_document(&mapping, xml.as_bytes(), &Limits::default(), &name, root, &mut validate)
        .unwrap_or_else(|error| panic!("{xml}: {error}"));
    shown(&validate.finish().expect("all of it was read").1)
}

fn item(id: &str, next: &str, tag: &str) -> (Option<String>, Option<String>, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (some(id), some(next), some(tag))
}

#[test]
fn keys_references_and_unique_values() {
    assert!(findings(&[item("1", "2", "a"), item("2", "", ""), item("3", "1", "b")]).is_empty());
    // Equal is what has the same value, not the same letters.
    let found = findings(&[item("1", "", ""), item("1.0", "", "")]);
    assert!(found.len() == 1 && found[0].starts_with("FW-2005 /list/item[2] "), "{found:?}");
    let found = findings(&[item("1", "", ""), item("", "", "")]);
    assert!(found.len() == 1 && found[0].starts_with("FW-2006 /list/item[2] "), "{found:?}");
    let found = findings(&[item("1", "2", ""), item("3", "+01", "")]);
    assert!(found.len() == 1 && found[0].starts_with("FW-2005 /list/item[1] "), "{found:?}");
    let found = findings(&[item("1", "", "a"), item("2", "", " a ")]);
    assert!(found.len() == 1 && found[0].contains("`U`"), "{found:?}");
}

proptest! {
    /// As many findings as a look over all pairs has.
    #[test]
    fn as_many_are_found_as_there_are(
        items in prop::collection::vec((prop::option::of(0..6u8), prop::option::of(0..6u8), prop::option::of(0..6u8)), 0..8)
    ) {
        let mut expected = 0;
        for (at, (id, next, tag)) in items.iter().enumerate() {
            let before = &items[..at];
            expected += usize::from(match id {
                None => true,
                id => before.iter().any(|(other, ..)| other == id),
            });
            expected += usize::from(next.is_some() && !items.iter().any(|(other, ..)| other == next));
            expected += usize::from(tag.is_some() && before.iter().any(|(.., other)| other == tag));
        }
        let text = |value: &Option<u8>| value.map(|value| value.to_string());
        let items: Vec<_> = items.iter().map(|(id, next, tag)| (text(id), text(next), text(tag))).collect();
        let found = findings(&items);
        prop_assert_eq!(found.len(), expected, "{:?}", found);
    }
}
