// SPDX-License-Identifier: EUPL-1.2
//! What samples have in them, one feature of XML Schema at a time.

use std::collections::BTreeSet;

use fachwerk_mapping::{FamilyId, Lock, Mapping, ScalarId, StructId, derive};
use fachwerk_message::value::Patterns;
use fachwerk_message::{ErrorKind, PathStyle, Result, Sink, Validate};
use fachwerk_sample::{Options, Sampler};

/// The mapping of a schema (without its `xs:schema` element) whose element `root` is a message.
fn mapping(schema: &str) -> Mapping {
    let wsdl = format!(
        r#"<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
          <w:types><xs:schema targetNamespace="urn:t" elementFormDefault="qualified">{schema}</xs:schema></w:types>
          <w:message name="m"><w:part name="p" element="t:root"/></w:message>
          <w:portType name="P"><w:operation name="o"><w:input message="t:m"/></w:operation></w:portType>
          <w:binding name="B" type="t:P">
            <s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <w:operation name="o"><s:operation soapAction=""/><w:input><s:body use="literal"/></w:input></w:operation>
          </w:binding>
          <w:service name="S"><w:port name="p" binding="t:B"><s:address location="http://x.example/"/></w:port></w:service>
        </w:definitions>"#
    );
    let input =
        fachwerk_wsdl::Input::new("t.wsdl", fachwerk_wsdl::Memory::from_iter([("t.wsdl", wsdl.as_str())]));
    let outcome = fachwerk_wsdl::read(&input, &fachwerk_wsdl::Options::default());
    assert!(!outcome.has_errors(), "{:?}", outcome.diagnostics);
    derive(&outcome.contract.unwrap(), &Lock::new()).0
}

/// A type with one element `v` of a simple type.
fn simple(facets: &str) -> String {
    format!(
        r#"<xs:element name="root"><xs:complexType><xs:sequence>
          <xs:element name="v" maxOccurs="unbounded"><xs:simpleType>{facets}</xs:simpleType></xs:element>
        </xs:sequence></xs:complexType></xs:element>"#
    )
}

/// Writes events down, short: `{` an object, `.name` a member, `=text` a value, `!` nil, `[tag` a variant, `<` XML,
/// `@name` an attribute of a wildcard.
struct Notes<'m> {
    mapping: &'m Mapping,
    open: Vec<StructId>,
    said: Vec<String>,
}

impl Sink for Notes<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.open.push(id);
        self.said.push(if nil { "{!" } else { "{" }.to_owned());
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        self.open.pop();
        self.said.push("}".to_owned());
        Ok(())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        let structure = self.mapping.structure(*self.open.last().unwrap());
        self.said.push(format!(".{}", structure.fields[usize::from(field)].name));
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        Ok(())
    }
    fn scalar(&mut self, _: ScalarId, text: &str) -> Result<()> {
        self.said.push(format!("={text}"));
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        self.said.push("!".to_owned());
        Ok(())
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        self.said.push(format!("[{}", self.mapping.family(family).variants[usize::from(variant)].tag));
        Ok(())
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.said.push(element.to_owned());
        Ok(())
    }
    fn attribute(&mut self, name: &str, _: &str) -> Result<()> {
        self.said.push(format!("@{name}"));
        Ok(())
    }
}

/// What is said in so many samples, each checked.
fn samples(schema: &str, options: &Options, seeds: u64) -> Vec<Vec<String>> {
    let mapping = mapping(schema);
    let patterns = Patterns::new(&mapping);
    let sampler = Sampler::new(&mapping, options);
    let root = mapping.operations[0].input.root;
    (0..seeds)
        .map(|seed| {
            let notes = Notes { mapping: &mapping, open: Vec::new(), said: Vec::new() };
            let mut validate = Validate::new(&mapping, &patterns, PathStyle::JsonPointer, notes);
            sampler.sample(root, seed, &mut validate).unwrap();
            let (notes, findings) = validate.finish().unwrap();
            assert!(findings.is_empty(), "{findings:?} in {:?}", notes.said);
            notes.said
        })
        .collect()
}

fn everything_said(schema: &str) -> BTreeSet<String> {
    samples(schema, &Options::default(), 80).into_iter().flatten().collect()
}

/// All values of 60 messages with one simple type.
fn values(facets: &str) -> BTreeSet<String> {
    let said = samples(&simple(facets), &Options::default(), 60).into_iter().flatten();
    said.filter_map(|word| word.strip_prefix('=').map(str::to_owned)).collect()
}

fn error(schema: &str) -> String {
    let mapping = mapping(schema);
    let root = mapping.operations[0].input.root;
    let mut discard = fachwerk_message::Discard;
    let error = fachwerk_sample::sample(&mapping, root, 1, &Options::default(), &mut discard).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
    error.message.clone()
}

#[test]
fn optional_parts_choices_nil_and_repetitions_all_happen() {
    let said = everything_said(
        r###"<xs:element name="root"><xs:complexType>
          <xs:sequence>
            <xs:element name="optional" type="xs:boolean" minOccurs="0"/>
            <xs:choice><xs:element name="left" type="xs:int"/><xs:element name="right" type="xs:int" nillable="true"/></xs:choice>
            <xs:sequence minOccurs="0"><xs:element name="both1" type="xs:int"/><xs:element name="both2" type="xs:int"/></xs:sequence>
            <xs:any namespace="##other" processContents="lax" minOccurs="0"/>
          </xs:sequence>
          <xs:attribute name="always" type="xs:int" use="required"/>
          <xs:anyAttribute namespace="##other" processContents="skip"/>
        </xs:complexType></xs:element>"###,
    );
    for word in
        [".optional", ".left", ".right", "!", ".both1", ".always", ".any", "@{urn:fachwerk:sample}sample1"]
    {
        assert!(said.contains(word), "{word}");
    }
    for form in ["=true", "=false", "=1", "=0"] {
        assert!(said.contains(form), "{form}");
    }
}

#[test]
fn alternatives_all_happen() {
    let said = everything_said(
        r#"<xs:element name="root"><xs:complexType><xs:sequence>
          <xs:element name="form" type="t:Form" maxOccurs="3"/><xs:element ref="t:head"/>
        </xs:sequence></xs:complexType></xs:element>
        <xs:complexType name="Form" abstract="true"/>
        <xs:complexType name="Circle"><xs:complexContent><xs:extension base="t:Form"/></xs:complexContent></xs:complexType>
        <xs:complexType name="Square"><xs:complexContent><xs:extension base="t:Form"/></xs:complexContent></xs:complexType>
        <xs:element name="head" type="t:Form" abstract="true"/>
        <xs:element name="one" type="t:Circle" substitutionGroup="t:head"/>
        <xs:element name="two" type="t:Form" substitutionGroup="t:head"/>"#,
    );
    for word in ["[Circle", "[Square", "[one", "[two"] {
        assert!(said.contains(word), "{word} in {said:?}");
    }
}

#[test]
fn recursion_ends() {
    let schema = |inner: &str| {
        format!(
            r#"<xs:element name="root" type="t:Node"/>
            <xs:complexType name="Node"><xs:sequence>{inner}</xs:sequence></xs:complexType>"#
        )
    };
    let options = Options { max_depth: 4, optional_probability: 1.0, ..Options::default() };
    let optional = schema(r#"<xs:element name="n" type="t:Node" minOccurs="0" maxOccurs="2"/>"#);
    let by_nil = schema(r#"<xs:element name="n" type="t:Node" nillable="true"/>"#);
    let by_choice = schema(
        r#"<xs:choice><xs:element name="n" type="t:Node"/><xs:element name="leaf" type="xs:int"/></xs:choice>"#,
    );
    for schema in [optional, by_nil, by_choice] {
        for said in samples(&schema, &options, 20) {
            let depth = said.iter().scan(0, |open, word| {
                *open += i32::from(word == "{") - i32::from(word == "}");
                Some(*open)
            });
            assert!(depth.max().unwrap() <= 4, "{said:?}");
        }
    }
    assert!(
        error(&schema(r#"<xs:element name="n" type="t:Node"/>"#)).contains("requires itself without end")
    );
}

#[test]
fn references_refer() {
    let schema = r#"<xs:element name="root"><xs:complexType>
          <xs:sequence>
            <xs:element name="see" type="xs:IDREF" minOccurs="0" maxOccurs="3"/>
            <xs:element name="item" minOccurs="0" maxOccurs="4"><xs:complexType><xs:attribute name="id" type="xs:ID" use="required"/></xs:complexType></xs:element>
          </xs:sequence>
          <xs:attribute name="all" type="xs:IDREFS"/>
        </xs:complexType></xs:element>"#;
    let mut referred = 0;
    for said in samples(schema, &Options::default(), 60) {
        let mut ids = BTreeSet::new();
        let mut references = Vec::new();
        let mut member = "";
        for word in &said {
            match word.strip_prefix('=') {
                None => member = word,
                Some(id) if member == ".id" => assert!(ids.insert(id), "{id} twice"),
                Some(list) => references.extend(list.split(' ')),
            }
        }
        referred += references.len();
        assert!(references.iter().all(|r| ids.contains(r)), "{said:?}");
    }
    assert!(referred > 20);
    let hopeless = r#"<xs:element name="root"><xs:complexType><xs:attribute name="r" type="xs:IDREF" use="required"/></xs:complexType></xs:element>"#;
    assert!(error(hopeless).contains("requires an xs:IDREF and has no xs:ID"));
    let entity = r#"<xs:element name="root"><xs:complexType><xs:attribute name="r" type="xs:ENTITY" use="required"/></xs:complexType></xs:element>"#;
    assert!(error(entity).contains("xs:ENTITY"));
}

#[test]
fn strict_wildcards_hold_declared_elements_or_are_left_out_or_refused() {
    let schema = |min: u32, namespace: &str| {
        format!(
            r#"<xs:element name="root"><xs:complexType><xs:sequence>
                 <xs:any minOccurs="{min}" namespace="{namespace}"/>
               </xs:sequence></xs:complexType></xs:element>"#
        )
    };
    assert!(everything_said(&schema(0, "##any")).contains(".any"));
    // Nothing is declared there, so nothing may stand there.
    assert!(!everything_said(&schema(0, "urn:other")).contains(".any"));
    assert!(error(&schema(1, "urn:other")).contains("strict wildcard"));
}

#[test]
fn mixed_content_alternates() {
    let mut seen = BTreeSet::new();
    for said in samples(
        r#"<xs:element name="root"><xs:complexType mixed="true"><xs:sequence>
          <xs:element name="b" type="xs:int"/><xs:element name="i" type="xs:int"/>
        </xs:sequence></xs:complexType></xs:element>"#,
        &Options::default(),
        40,
    ) {
        let pieces: Vec<&str> =
            said.iter().filter(|w| w.starts_with('.') && *w != ".content").map(String::as_str).collect();
        let elements: Vec<&str> = pieces.iter().copied().filter(|p| *p != ".text").collect();
        assert_eq!(elements, [".b", ".i"]);
        assert!(!pieces.windows(2).any(|pair| pair == [".text", ".text"]), "{pieces:?}");
        seen.insert(pieces.concat());
    }
    assert!(seen.len() > 3, "{seen:?}");
}

#[test]
fn occurrences_of_groups_are_told_apart() {
    // After `b` the next occurrence has to begin with `a`; after `a` alone it could not be told from the same one.
    for said in samples(
        r#"<xs:element name="root"><xs:complexType><xs:sequence minOccurs="2" maxOccurs="5">
          <xs:element name="a" type="xs:boolean" minOccurs="0"/><xs:element name="b" type="xs:boolean" minOccurs="0"/>
        </xs:sequence></xs:complexType></xs:element>"#,
        &Options::default(),
        60,
    ) {
        let members: Vec<&str> =
            said.iter().filter(|w| matches!(w.as_str(), ".a" | ".b" | "{")).map(String::as_str).collect();
        assert!(!members.windows(3).any(|w| w == [".a", "{", ".b"]), "{members:?}");
        // The first two begin the message and its first occurrence.
        assert!(!members[1..].windows(2).any(|w| w == ["{", "{"]), "an occurrence without elements");
    }
}

#[test]
fn values_meet_their_facets() {
    let restriction =
        |base: &str, facets: &str| format!(r#"<xs:restriction base="xs:{base}">{facets}</xs:restriction>"#);
    for (base, facets, at_least) in [
        ("string", r#"<xs:pattern value="MR[0-9]{8}"/>"#, 50),
        ("string", r#"<xs:pattern value="[A-Z]*"/><xs:length value="10"/>"#, 50),
        ("token", r#"<xs:minLength value="3"/><xs:maxLength value="4"/>"#, 30),
        ("string", r#"<xs:enumeration value="a"/><xs:enumeration value=" b "/>"#, 2),
        (
            "decimal",
            r#"<xs:totalDigits value="5"/><xs:fractionDigits value="2"/><xs:minInclusive value="0"/>"#,
            30,
        ),
        ("decimal", r#"<xs:minExclusive value="0"/><xs:maxExclusive value="0.01"/>"#, 10),
        ("unsignedLong", r#"<xs:minInclusive value="18446744073709551000"/>"#, 30),
        ("int", r#"<xs:pattern value="0|[1-9][0-9]{2}"/>"#, 30),
        ("float", r#"<xs:pattern value="...[Ee].."/>"#, 20),
        ("date", r#"<xs:minInclusive value="2024-01-01"/><xs:maxInclusive value="2024-12-31"/>"#, 30),
        ("dateTime", r#"<xs:pattern value=".*Z"/>"#, 20),
        ("duration", r#"<xs:minInclusive value="P1D"/><xs:maxInclusive value="P10Y"/>"#, 10),
        ("hexBinary", r#"<xs:length value="3"/>"#, 50),
        ("base64Binary", r#"<xs:maxLength value="2"/>"#, 30),
        ("anyURI", r#"<xs:maxLength value="12"/>"#, 3),
        ("NMTOKENS", r#"<xs:maxLength value="2"/>"#, 50),
        ("language", "", 30),
        ("gMonthDay", "", 50),
        ("QName", "", 3),
    ] {
        let found = values(&restriction(base, facets));
        assert!(found.len() >= at_least, "{base} {facets}: {found:?}");
    }
    let union = values(r#"<xs:union memberTypes="xs:int xs:date"/>"#);
    assert!(union.iter().any(|v| v.contains(':')) && union.iter().any(|v| v.parse::<i32>().is_ok()));
    let list = values(r#"<xs:list itemType="xs:date"/>"#);
    assert!(list.contains("") && list.iter().any(|v| v.split(' ').count() > 2));
    let impossible = restriction("int", r#"<xs:pattern value="[a-z]"/>"#);
    assert!(error(&simple(&impossible)).contains("no value was found that meets all its facets"));
    let unknown = restriction("string", r#"<xs:pattern value="\d+(?=x)"/>"#);
    assert!(error(&simple(&unknown)).contains("cannot be sampled"));
}

#[test]
fn unusual_values_come_only_where_asked_for() {
    let plain = Options { unusual: false, ..Options::default() };
    let schema = simple(r#"<xs:restriction base="xs:string"/>"#);
    let odd = |options: &Options| {
        let said: String = samples(&schema, options, 40).concat().concat();
        ["<", "&", "]]>", "😀", "e\u{301}", "\t", "\r"].map(|sign| said.contains(sign))
    };
    assert_eq!(odd(&Options::default()), [true; 7]);
    assert_eq!(odd(&plain), [false; 7]);
    let integers = simple(r#"<xs:restriction base="xs:integer"/>"#);
    let said: Vec<String> = samples(&integers, &plain, 40).concat();
    assert!(
        said.iter().filter_map(|w| w.strip_prefix('=')).all(|v| v == v.parse::<i128>().unwrap().to_string())
    );
}

#[test]
fn examples_are_short_typical_and_all_alike() {
    let schema = r###"<xs:element name="root" type="t:Root"/>
        <xs:complexType name="Root"><xs:sequence>
          <xs:element name="name" type="xs:string" minOccurs="0"/>
          <xs:element name="date" type="xs:date" maxOccurs="unbounded"/>
          <xs:choice><xs:element name="first" type="xs:boolean"/><xs:element name="second" type="xs:int"/></xs:choice>
          <xs:element name="again" type="t:Root" minOccurs="0" nillable="true"/>
          <xs:element name="code"><xs:simpleType><xs:restriction base="xs:string"><xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:element>
          <xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence>
          <xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType>"###;
    let said = samples(schema, &Options::example(), 5);
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]));
    let one = said[0].concat();
    assert!(one.starts_with("{.name=text.date=2024-05-17.first=true"), "{one}");
    assert!(one.contains(".code=te"), "{one}");
    for unwanted in ["!", ".any", ".second", "@"] {
        assert!(!one.contains(unwanted), "{unwanted} in {one}");
    }
    assert!(said[0].len() < 60, "{one}");
}
