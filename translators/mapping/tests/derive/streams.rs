// SPDX-License-Identifier: EUPL-1.2
//! Server-streaming twins: who has one, and what they are called for ever.

use fachwerk_mapping::{Lock, Mapping, NoStream, derive, list_of};

use super::contract;

/// Answers by the name of their operation.
fn service(answers: &[(&str, &str)], more: &str) -> (String, String) {
    let (mut schema, mut messages, mut abstracts, mut bound) =
        (more.to_owned(), String::new(), String::new(), String::new());
    for (name, content) in answers {
        schema.push_str(&format!(
            "<xs:element name=\"{name}\"><xs:complexType/></xs:element>
             <xs:element name=\"{name}Response\"><xs:complexType>{content}</xs:complexType></xs:element>"
        ));
        messages.push_str(&format!(
            "<message name=\"{name}\"><part name=\"p\" element=\"t:{name}\"/></message>
             <message name=\"{name}Response\"><part name=\"p\" element=\"t:{name}Response\"/></message>"
        ));
        abstracts.push_str(&format!("<operation name=\"{name}\"><input message=\"t:{name}\"/><output message=\"t:{name}Response\"/></operation>"));
        bound.push_str(&format!("<operation name=\"{name}\"><s:operation soapAction=\"\"/><input><s:body use=\"literal\"/></input><output><s:body use=\"literal\"/></output></operation>"));
    }
    let definitions = format!(
        "{messages}<portType name=\"P\">{abstracts}</portType>
         <binding name=\"B\" type=\"t:P\"><s:binding transport=\"http://schemas.xmlsoap.org/soap/http\"/>{bound}</binding>"
    );
    (schema, definitions)
}

const TYPES: &str = r#"<xs:complexType name="P"><xs:sequence><xs:element name="n" type="xs:string"/></xs:sequence></xs:complexType>
    <xs:complexType name="Q"><xs:complexContent><xs:extension base="t:P"/></xs:complexContent></xs:complexType>
    <xs:complexType name="Ps"><xs:sequence><xs:element name="p" type="t:P" minOccurs="0" maxOccurs="unbounded" nillable="true"/></xs:sequence></xs:complexType>
    <xs:complexType name="Open"><xs:sequence><xs:element name="p" type="t:P" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
    <xs:complexType name="Wide"><xs:complexContent><xs:extension base="t:Open"/></xs:complexContent></xs:complexType>
    <xs:complexType name="Counted"><xs:sequence><xs:element name="p" type="t:P" maxOccurs="unbounded"/></xs:sequence><xs:attribute name="of" type="xs:int"/></xs:complexType>"#;

fn sequence(content: &str) -> String {
    format!("<xs:sequence>{content}</xs:sequence>")
}

fn derived(answers: &[(&str, &str)], lock: &Lock) -> (Mapping, Lock) {
    let (schema, definitions) = service(answers, TYPES);
    let (mapping, lock, _) = derive(&contract(&schema, &definitions), lock);
    (mapping, lock)
}

#[test]
fn one_list_and_nothing_else_has_a_twin() {
    let list = r#"<xs:element name="x" type="xs:int" maxOccurs="unbounded"/>"#;
    for (content, expected) in [
        (sequence(list), Ok(vec![0])),
        (sequence(r#"<xs:element name="r" type="t:Ps"/>"#), Ok(vec![0, 0])),
        (sequence(r#"<xs:element name="r" type="t:Ps" nillable="true" minOccurs="0"/>"#), Ok(vec![0, 0])),
        (sequence(&list.replace("unbounded", "100")), Err(NoStream::Bounded)),
        (sequence(&format!(r#"{list}<xs:element name="total" type="xs:int"/>"#)), Err(NoStream::Members)),
        (sequence(r#"<xs:element name="r" type="t:Counted"/>"#), Err(NoStream::Members)),
        (format!(r#"{}<xs:attribute name="of" type="xs:int"/>"#, sequence(list)), Err(NoStream::Members)),
        (sequence(r#"<xs:element name="r" type="t:Open"/>"#), Err(NoStream::Variants)),
        (sequence(r#"<xs:element name="r" type="xs:string"/>"#), Err(NoStream::NoList)),
        (sequence(r#"<xs:any maxOccurs="unbounded" processContents="lax"/>"#), Err(NoStream::Items)),
        (r#"<xs:sequence maxOccurs="unbounded"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:sequence>"#.to_owned(), Err(NoStream::Items)),
        (String::new(), Err(NoStream::Members)),
    ] {
        let (mapping, _) = derived(&[("get", &content)], &Lock::new());
        let operation = &mapping.operations[0];
        assert_eq!(list_of(&mapping, operation), expected, "{content}");
        assert_eq!(operation.stream.as_ref().map(|stream| &stream.path), expected.as_ref().ok(), "{content}");
    }
}

#[test]
fn the_item_is_one_of_the_list() {
    let content = sequence(r#"<xs:element name="r" type="t:Ps"/>"#);
    let (mapping, _) = derived(&[("list", &content)], &Lock::new());
    let stream = mapping.operations[0].stream.as_ref().unwrap();
    let item = mapping.structure(stream.item);
    assert_eq!((item.name.as_str(), item.fields.len()), ("ListStreamResponse", 1));
    let field = &item.fields[0];
    assert_eq!((field.name.as_str(), field.array, field.required, field.number), ("p", false, true, 1));
    assert!(field.nillable && field.wrapped, "items that may be nil still may");
}

#[test]
fn names_of_twins_stay_and_take_nobody_elses() {
    let list = sequence(r#"<xs:element name="x" type="t:P" maxOccurs="unbounded"/>"#);
    let one = sequence(r#"<xs:element name="x" type="t:P"/>"#);
    let names = |mapping: &Mapping| {
        let all = mapping.operations.iter().flat_map(|operation| {
            let stream = operation.stream.as_ref();
            let twin =
                stream.map(|s| [&s.rpc_name, &s.rpc_request, &s.rpc_response].map(Clone::clone).join(" "));
            [Some(operation.rpc_name.clone()), twin]
        });
        all.flatten().collect::<Vec<_>>()
    };
    // An operation has the name that a twin would have.
    let (mapping, _) = derived(&[("list", &list), ("listStream", &one)], &Lock::new());
    let second = "ListStream2 ListStream2Request ListStream2Response";
    assert_eq!(names(&mapping), ["List", second, "ListStream"]);
    // It comes later: what callers know stays.
    let (before, lock) = derived(&[("list", &list)], &Lock::new());
    let first = "ListStream ListStreamRequest ListStreamResponse";
    assert_eq!(names(&before), ["List", first]);
    let (mapping, _) = derived(&[("list", &list), ("listStream", &one)], &lock);
    assert_eq!(names(&mapping), ["List", first, "ListStream2"]);
    // The twin goes, and nobody gets its name; it comes back, and has it again.
    let (mapping, lock) = derived(&[("list", &one), ("listStream", &one)], &lock);
    assert_eq!(names(&mapping), ["List", "ListStream2"]);
    let text = lock.to_json();
    let lock = Lock::from_json(text.as_bytes()).unwrap();
    let (mapping, again) = derived(&[("list", &list), ("listStream", &one)], &lock);
    assert_eq!(names(&mapping), ["List", first, "ListStream2"]);
    assert_eq!(again, derived(&[("list", &list), ("listStream", &one)], &again).1);
}
