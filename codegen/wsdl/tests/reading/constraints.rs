// SPDX-License-Identifier: EUPL-1.2
//! Constraints on schemas, rule by rule, in strict reading; a normal reading says nothing of them.

use std::fmt::Write as _;
use std::time::Instant;

use fachwerk_wsdl::{Code, Input, Memory, Options, Outcome, Severity, read};

use crate::document;

fn strict(files: &[(&str, &str)]) -> Outcome {
    let memory: Memory = files.iter().map(|(path, text)| (*path, *text)).collect();
    read(&Input::new(files[0].0, memory), &Options { strict: true, ..Options::default() })
}

/// The rules that a schema with this content violates, by the names in brackets.
fn rules(content: &str) -> Vec<String> {
    let outcome = strict(&[("t.xsd", &document("", content))]);
    let errors = outcome.diagnostics.iter().filter(|d| d.severity > Severity::Note);
    errors
        .map(|d| {
            d.message.rsplit_once('(').map_or(d.message.as_str(), |(_, r)| r.trim_end_matches(')')).to_owned()
        })
        .collect()
}

#[track_caller]
fn valid(content: &str) {
    assert_eq!(rules(content), Vec::<String>::new(), "{content}");
}

#[track_caller]
fn violates(content: &str, rule: &str) {
    let found = rules(content);
    assert!(found.iter().any(|f| f.contains(rule)), "{found:?}\n{content}");
}

fn complex(name: &str, content: &str) -> String {
    format!("<xs:complexType name='{name}'>{content}</xs:complexType>")
}

fn simple(name: &str, base: &str, facets: &str) -> String {
    format!(
        "<xs:simpleType name='{name}'><xs:restriction base='{base}'>{facets}</xs:restriction></xs:simpleType>"
    )
}

/// A type `b` with one content and a restriction of it with another.
fn restriction(base: &str, own: &str) -> String {
    complex("b", base)
        + &complex(
            "r",
            &format!(
                "<xs:complexContent><xs:restriction base='t:b'>{own}</xs:restriction></xs:complexContent>"
            ),
        )
}

#[test]
fn a_normal_reading_is_lenient() {
    let text = document("", "<xs:element name='a' id='1' default='x' type='xs:int'/>");
    let memory: Memory = [("t.xsd", text)].into_iter().collect();
    let outcome = read(&Input::new("t.xsd", memory.clone()), &Options::default());
    assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    let outcome = read(&Input::new("t.xsd", memory), &Options { strict: true, ..Options::default() });
    let found: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code, d.line, d.column)).collect();
    assert_eq!(found, [(Code::ValueInvalid, 2, 1), (Code::SchemaStructure, 2, 22)]);
    assert!(outcome.contract.is_some(), "it is read all the same");
}

#[test]
fn documents_by_themselves() {
    violates("<xs:element name='a'><xs:annotation/><xs:annotation/></xs:element>", "one too many");
    violates("<xs:complexType name='a'><xs:attribute name='b'/><xs:sequence/></xs:complexType>", "too late");
    violates("<xs:group name='a'/>", "needs all or choice or sequence");
    violates("<xs:element name='a' form='qualified'/>", "has no attribute `form` here");
    violates("<xs:element name='a'>text</xs:element>", "has text in it");
    violates("<xs:element name='a' id='x'/><xs:element name='b' id='x'/>", "stands twice in the document");
    violates("<xs:element name='a' type='xs:int' default='1' fixed='1'/>", "src-element.1");
    violates("<xs:simpleType name='a'><xs:list/></xs:simpleType>", "src-simple-type.3");
    violates("<xs:import/>\n<xs:import namespace='urn:t'/>", "src-import.1.1");
    violates("<xs:notation name='n'/>", "src-notation");
    violates(&complex("a", "<xs:sequence minOccurs='3' maxOccurs='2'/>"), "p-props-correct.2.1");
    violates(
        "<xs:element name='a'><xs:unique name='u'><xs:selector xpath='a[1]'/><xs:field xpath='@b'/></xs:unique></xs:element>",
        "XPath subset",
    );
    valid("<xs:annotation><xs:appinfo>text <b xmlns=''/></xs:appinfo></xs:annotation><xs:element name='a'/>");
}

#[test]
fn references_and_names() {
    violates("<xs:element name='a' xmlns:o='urn:o' type='o:x'/>", "src-resolve.4");
    violates(&(simple("a", "xs:int", "") + &complex("a", "")), "sch-props-correct.2");
    violates("<xs:element name='a' type='xs:timeDuration'/>", "src-resolve");
    violates(
        "<xs:element name='a'><xs:keyref name='k' refer='t:no'><xs:selector xpath='.'/><xs:field xpath='@b'/></xs:keyref></xs:element>",
        "src-resolve",
    );
}

#[test]
fn simple_types() {
    violates(&simple("a", "xs:int", "<xs:length value='1'/>"), "cos-applicable-facets");
    violates(&simple("a", "xs:int", "<xs:enumeration value='x'/>"), "enumeration-valid-restriction");
    violates(
        &simple("a", "xs:int", "<xs:minInclusive value='5'/><xs:maxExclusive value='4'/>"),
        "minInclusive-less",
    );
    violates(&simple("a", "xs:string", "<xs:pattern value='('/>"), "pattern-valid");
    violates(
        &simple("a", "xs:string", "<xs:length value='1'/><xs:minLength value='1'/>"),
        "length-minLength",
    );
    violates(
        &(simple("a", "xs:int", "<xs:maxInclusive value='5'/>")
            + &simple("b", "t:a", "<xs:maxInclusive value='6'/>")),
        "maxInclusive-valid-restriction",
    );
    violates(
        &(simple("a", "xs:string", "<xs:maxLength value='5' fixed='true'/>")
            + &simple("b", "t:a", "<xs:maxLength value='4'/>")),
        "st-restrict-facets",
    );
    violates(
        "<xs:simpleType name='a'><xs:list itemType='xs:IDREFS'/></xs:simpleType>",
        "cos-st-restricts.2.1",
    );
    violates(
        "<xs:simpleType name='a' final='union'><xs:restriction base='xs:int'/></xs:simpleType><xs:simpleType name='b'><xs:union memberTypes='t:a'/></xs:simpleType>",
        "cos-st-restricts.3.3.1",
    );
    violates("<xs:attribute name='a' type='xs:NOTATION'/>", "enumeration-required-notation");
    valid(
        &("<xs:notation name='jpeg' public='image/jpeg'/>".to_owned()
            + &simple("a", "xs:NOTATION", "<xs:enumeration value='t:jpeg'/>")
            + &simple("b", "xs:decimal", "<xs:minExclusive value='0'/><xs:fractionDigits value='2'/>")
            + &simple("c", "t:b", "<xs:minExclusive value='0'/><xs:maxInclusive value='1e0' id='x'/>")
                .replace("1e0", "1.0")),
    );
}

#[test]
fn values() {
    violates("<xs:element name='a' type='xs:date' fixed='2026-02-30'/>", "e-props-correct.2");
    violates("<xs:attribute name='a' type='xs:boolean' default='yes'/>", "a-props-correct.2");
    violates("<xs:element name='a' type='xs:ID' default='x'/>", "e-props-correct.5");
    violates(
        &complex("c", "<xs:attribute ref='t:a' fixed='2'/>")
            .replace("<xs:complexType", "<xs:attribute name='a' type='xs:int' fixed='1'/><xs:complexType"),
        "au-props-correct.2",
    );
    valid(
        "<xs:attribute name='a' type='xs:int' fixed='1'/><xs:complexType name='c'><xs:attribute ref='t:a' fixed='+1'/></xs:complexType>",
    );
}

#[test]
fn complex_types() {
    let extension = |base: &str, own: &str| {
        format!("<xs:complexContent><xs:extension base='{base}'>{own}</xs:extension></xs:complexContent>")
    };
    let element = "<xs:sequence><xs:element name='x' type='xs:int'/></xs:sequence>";
    violates(&complex("a", &extension("xs:int", "")), "src-ct.1");
    violates(
        &(complex("b", "<xs:all><xs:element name='x'/></xs:all>")
            + &complex("a", &extension("t:b", element))),
        "cos-all-limited",
    );
    violates(
        &(complex("b", "<xs:attribute name='x'/>")
            + &complex("a", &extension("t:b", "<xs:attribute name='x'/>"))),
        "ct-props-correct",
    );
    violates(
        "<xs:complexType name='b' final='extension'/><xs:complexType name='a'><xs:complexContent><xs:extension base='t:b'/></xs:complexContent></xs:complexType>",
        "cos-ct-extends.1.1",
    );
    violates(
        &complex("a", "<xs:simpleContent><xs:restriction base='xs:int'/></xs:simpleContent>"),
        "src-ct.2",
    );
    violates(
        &(complex("a", "<xs:sequence><xs:group ref='t:g'/></xs:sequence>")
            + "<xs:group name='g'><xs:all><xs:element name='x'/></xs:all></xs:group>"),
        "cos-all-limited",
    );
    violates(
        &complex(
            "a",
            "<xs:sequence><xs:element name='x' type='xs:int'/><xs:element name='y'/><xs:element name='x' type='xs:string'/></xs:sequence>",
        ),
        "cos-element-consistent",
    );
    // simple content may be extended by attributes the long way
    valid(
        &(complex("b", "<xs:simpleContent><xs:extension base='xs:int'/></xs:simpleContent>")
            + &complex("a", &extension("t:b", "<xs:attribute name='x'/>"))),
    );
}

#[test]
fn substitution_groups() {
    violates(
        "<xs:element name='h' type='xs:int'/><xs:element name='m' type='xs:string' substitutionGroup='t:h'/>",
        "e-props-correct.4",
    );
    violates(
        "<xs:element name='h' type='xs:int' final='restriction'/><xs:element name='m' type='xs:short' substitutionGroup='t:h'/>",
        "e-props-correct.4",
    );
    valid(
        "<xs:element name='h' type='xs:int'/><xs:element name='m' substitutionGroup='t:h'/><xs:element name='n' type='xs:byte' substitutionGroup='t:m'/>",
    );
}

#[test]
fn unique_particle_attribution() {
    let model = |content: &str| complex("a", content);
    let one = |min: u32, max: &str| format!("<xs:element name='x' minOccurs='{min}' maxOccurs='{max}'/>");
    violates(&model(&format!("<xs:sequence>{}{}</xs:sequence>", one(0, "1"), one(1, "1"))), "cos-nonambig");
    violates(&model(&format!("<xs:sequence>{}{}</xs:sequence>", one(2, "3"), one(1, "1"))), "cos-nonambig");
    violates(&model(&format!("<xs:choice>{}{}</xs:choice>", one(1, "1"), one(1, "1"))), "cos-nonambig");
    violates(
        &model(&format!("<xs:sequence><xs:any minOccurs='0'/>{}</xs:sequence>", one(1, "1"))),
        "cos-nonambig",
    );
    violates(
        &model(&format!(
            "<xs:sequence><xs:sequence maxOccurs='unbounded'>{}<xs:element name='y' minOccurs='0'/></xs:sequence>{}</xs:sequence>",
            one(1, "1"),
            one(1, "1")
        )),
        "cos-nonambig",
    );
    valid(&model(&format!("<xs:sequence>{}{}</xs:sequence>", one(2, "2"), one(1, "1"))));
    valid(&model(&format!("<xs:sequence maxOccurs='unbounded'>{}</xs:sequence>", one(0, "unbounded"))));
    valid(&model(&format!(
        "<xs:sequence>{}<xs:any namespace='##other' minOccurs='0'/></xs:sequence>",
        one(0, "1").replace("/>", " form='qualified'/>")
    )));
    violates(
        &("<xs:element name='h'/><xs:element name='m' substitutionGroup='t:h'/>".to_owned()
            + &model("<xs:choice><xs:element ref='t:h'/><xs:element ref='t:m'/></xs:choice>")),
        "cos-nonambig",
    );
    valid(
        &("<xs:element name='h' block='substitution'/><xs:element name='m' substitutionGroup='t:h'/>"
            .to_owned()
            + &model("<xs:choice><xs:element ref='t:h'/><xs:element ref='t:m'/></xs:choice>")),
    );
}

#[test]
fn restrictions() {
    let sequence = |content: &str| format!("<xs:sequence>{content}</xs:sequence>");
    let element = |name: &str, min: u32, max: u32| {
        format!("<xs:element name='{name}' type='xs:int' minOccurs='{min}' maxOccurs='{max}'/>")
    };
    let (x, y) = (element("x", 1, 1), element("y", 0, 5));
    let base = sequence(&format!("{x}{y}"));
    valid(&restriction(&base, &sequence(&x)));
    valid(&restriction(&base, &sequence(&format!("{x}{}", element("y", 1, 2)))));
    violates(&restriction(&base, &sequence(&y)), "derivation-ok-restriction.5");
    violates(
        &restriction(&base, &sequence(&format!("{x}{}", element("y", 0, 6)))),
        "derivation-ok-restriction.5",
    );
    violates(
        &restriction(&base, &sequence(&format!("{x}{}", x.replace("'x'", "'z'")))),
        "derivation-ok-restriction.5",
    );
    violates(
        &restriction(&base, &sequence(&x.replace("xs:int", "xs:string"))),
        "derivation-ok-restriction.5",
    );
    valid(&restriction(&base, &sequence(&x.replace("xs:int", "xs:short"))));
    valid(&restriction(
        &sequence("<xs:any namespace='##local' processContents='lax' maxOccurs='9'/>"),
        &base,
    ));
    violates(
        &restriction(&sequence("<xs:any namespace='##other' maxOccurs='9'/>"), &base),
        "derivation-ok-restriction.5",
    );
    let choice = format!("<xs:choice>{x}{}</xs:choice>", element("y", 1, 1));
    valid(&restriction(&choice, &format!("<xs:choice>{x}</xs:choice>")));
    violates(&restriction(&choice, &sequence(&format!("{x}{y}"))), "derivation-ok-restriction.5");
    valid(&restriction(
        &format!("<xs:all>{x}{}</xs:all>", element("y", 0, 1)),
        &sequence(&format!("{}{x}", element("y", 1, 1))),
    ));

    let attribute = |extra: &str| format!("<xs:attribute name='a' type='xs:int' {extra}/>");
    valid(&restriction(&attribute(""), &attribute("use='required'")));
    valid(&restriction(&attribute(""), &attribute("use='prohibited'")));
    violates(&restriction(&attribute("use='required'"), &attribute("")), "derivation-ok-restriction.2.1.1");
    violates(
        &restriction(&attribute("use='required'"), &attribute("use='prohibited'")),
        "derivation-ok-restriction.3",
    );
    violates(&restriction(&attribute("fixed='1'"), &attribute("")), "derivation-ok-restriction.2.1.3");
    violates(&restriction("", &attribute("")), "derivation-ok-restriction.2.2");
    violates(&restriction("", "<xs:anyAttribute/>"), "derivation-ok-restriction.4");
    valid(&restriction("<xs:anyAttribute/>", "<xs:anyAttribute namespace='##other'/>"));
}

#[test]
fn redefinitions() {
    let base = document(
        "",
        "<xs:complexType name='c'/><xs:group name='g'><xs:sequence><xs:element name='x'/></xs:sequence></xs:group>",
    );
    let check = |content: &str| {
        let text = document("", &format!("<xs:redefine schemaLocation='b.xsd'>{content}</xs:redefine>"));
        let outcome = strict(&[("t.xsd", &text), ("b.xsd", &base)]);
        outcome.diagnostics.iter().map(|d| (d.code, d.message.clone())).collect::<Vec<_>>()
    };
    let extended = "<xs:complexType name='c'><xs:complexContent><xs:extension base='t:c'/></xs:complexContent></xs:complexType>";
    assert_eq!(check(extended), []);
    assert_eq!(check(&extended.replace("t:c", "xs:anyType"))[0].0, Code::RedefinitionInvalid);
    assert_eq!(
        check(
            "<xs:group name='g'><xs:sequence><xs:group ref='t:g'/><xs:element name='y'/></xs:sequence></xs:group>"
        ),
        []
    );
    assert_eq!(
        check("<xs:group name='g'><xs:sequence><xs:element name='y'/></xs:sequence></xs:group>")[0].0,
        Code::RedefinitionInvalid
    );
    assert_eq!(check(&format!("{extended}{extended}"))[0].0, Code::RedefinitionInvalid);
}

#[test]
fn includes_of_another_namespace() {
    let text = document("", "<xs:include schemaLocation='o.xsd'/>");
    let other = document("", "").replace("'urn:t'", "'urn:o'");
    let outcome = strict(&[("t.xsd", &text), ("o.xsd", &other)]);
    let found: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code, d.severity)).collect();
    assert_eq!(found, [(Code::NamespaceMismatch, Severity::Error)]);
}

/// Groups that refer to the next one twice: 2 to the power of 40 particles when written out.
fn doubling(steps: usize) -> String {
    let mut content = String::new();
    for step in 0..steps {
        write!(
            content,
            "<xs:group name='g{step}'><xs:sequence><xs:group ref='t:g{}'/><xs:group ref='t:g{}'/></xs:sequence></xs:group>",
            step + 1,
            step + 1
        )
        .unwrap();
    }
    content
        + &format!("<xs:group name='g{steps}'><xs:sequence><xs:element name='x'/></xs:sequence></xs:group>")
}

#[test]
fn hostile_models_are_not_looked_at_for_long() {
    let started = Instant::now();
    let own = "<xs:group ref='t:g0'/>";
    let content = doubling(40) + &restriction(own, own);
    let found = rules(&content);
    assert!(found.iter().any(|r| r.contains("cos-nonambig")), "{found:?}");
    // occurrences are numbers, not copies
    valid(&complex(
        "a",
        "<xs:sequence minOccurs='4000000' maxOccurs='4000000000'><xs:element name='x' maxOccurs='99999999999999999999'/></xs:sequence>",
    ));
    let deep = |open: &str, close: &str, n: usize| {
        format!("{}<xs:element name='x'/>{}", open.repeat(n), close.repeat(n))
    };
    valid(&complex("a", &deep("<xs:sequence>", "</xs:sequence>", 200)));
    // the same group many times over, with what asks for its range: a default of mixed content, an extension
    let mixed = "<xs:complexType name='m' mixed='true'><xs:group ref='t:g0'/></xs:complexType>";
    let extended = complex(
        "e",
        "<xs:complexContent><xs:extension base='t:b'><xs:sequence><xs:group ref='t:g0'/></xs:sequence></xs:extension></xs:complexContent>",
    );
    let found = rules(
        &(doubling(60)
            + mixed
            + "<xs:element name='d' type='t:m' default='x'/>"
            + &complex("b", own)
            + &extended),
    );
    assert!(found.iter().any(|r| r.contains("e-props-correct.2")), "{found:?}");
    // many alternatives, each an alternative of the base
    let many: String = (0..3_000).map(|n| format!("<xs:element name='x{n}'/>")).collect();
    let choice = format!("<xs:choice maxOccurs='unbounded'>{many}</xs:choice>");
    valid(&restriction(&choice, &choice));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
