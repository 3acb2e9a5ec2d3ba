// SPDX-License-Identifier: EUPL-1.2
//! XML Schema 1.0, construct by construct.

use fachwerk_contract::QName;
use fachwerk_contract::schema::{
    AttributeTerm, Content, DerivationMethod, NamespaceConstraint, ProcessContents, Term, Type, TypeRef,
    Usage, Variety, WhiteSpace,
};

use crate::{complex, contract_of, document, named, particles, schema, simple, t, xs};

#[test]
fn form_decides_the_names_on_the_wire() {
    let content = "<xs:complexType name='T'><xs:sequence><xs:element name='a'/><xs:element name='b' form='unqualified'/>
        <xs:element name='c' form='qualified'/></xs:sequence><xs:attribute name='d'/><xs:attribute name='e' form='qualified'/></xs:complexType>";
    for (attributes, names) in [
        ("", ["a", "b", "{urn:t}c", "d", "{urn:t}e"]),
        ("elementFormDefault='qualified'", ["{urn:t}a", "b", "{urn:t}c", "d", "{urn:t}e"]),
        ("attributeFormDefault='qualified'", ["a", "b", "{urn:t}c", "{urn:t}d", "{urn:t}e"]),
    ] {
        let contract = contract_of(&[("t.xsd", &document(attributes, content))]);
        let complex = complex(&contract, "T");
        let elements = particles(complex).iter().map(|p| match &p.term {
            Term::Element(e) => e.name.to_string(),
            other => panic!("{other:?}"),
        });
        let attributes = complex.attributes.iter().map(|u| match &u.attribute {
            AttributeTerm::Local(a) => a.name.to_string(),
            AttributeTerm::Ref(_) => panic!(),
        });
        assert_eq!(elements.chain(attributes).collect::<Vec<_>>(), names);
    }
}

#[test]
fn elements_keep_what_they_say() {
    let contract = schema(
        "<xs:element name='head' type='xs:int' abstract='true' block='substitution restriction'/>
         <xs:element name='member' substitutionGroup='t:head' nillable='1' default='7'/>
         <xs:element name='deep' substitutionGroup='t:member' fixed='8'/>
         <xs:element name='free'/>
         <xs:element name='file' type='xs:base64Binary' xmlns:m='http://www.w3.org/2005/05/xmlmime' m:expectedContentTypes='image/png'/>
         <xs:element name='keyed'><xs:complexType/><xs:key name='k'><xs:selector xpath='a'/><xs:field xpath='@b'/><xs:field xpath='c'/></xs:key>
           <xs:keyref name='r' refer='t:k'><xs:selector xpath='d'/><xs:field xpath='e'/></xs:keyref></xs:element>",
    );
    let elements = &contract.schema.elements;
    let head = &elements[&t("head")];
    assert!(head.is_abstract && head.block.substitution && head.block.restriction && !head.block.extension);
    let member = &elements[&t("member")];
    assert_eq!(
        (&member.type_ref, member.nillable, member.default.as_deref()),
        (&named(xs("int")), true, Some("7"))
    );
    assert_eq!(member.substitution_group, Some(t("head")));
    assert_eq!(
        (&elements[&t("deep")].type_ref, elements[&t("deep")].fixed.as_deref()),
        (&named(xs("int")), Some("8"))
    );
    assert_eq!(elements[&t("free")].type_ref, named(xs("anyType")));
    assert_eq!(elements[&t("file")].expected_content_types.as_deref(), Some("image/png"));
    let constraints = &elements[&t("keyed")].identity_constraints;
    assert_eq!((constraints[0].kind.as_str(), constraints[0].fields.len()), ("key", 2));
    assert_eq!(constraints[1].refer, Some(t("k")));
    assert_eq!((head.location.line, head.location.column), (2, 1));
}

#[test]
fn particles_nest_and_occur() {
    let contract = schema(
        "<xs:group name='G'><xs:choice><xs:element name='x'/><xs:element name='y'/></xs:choice></xs:group>
         <xs:element name='e'/>
         <xs:complexType name='T'><xs:sequence maxOccurs='unbounded'>
           <xs:choice minOccurs='0'><xs:element ref='t:e' maxOccurs='3'/><xs:group ref='t:G' minOccurs='2' maxOccurs='2'/></xs:choice>
           <xs:element name='gone' minOccurs='0' maxOccurs='0'/>
           <xs:any namespace='##other' processContents='lax' minOccurs='0'/>
         </xs:sequence></xs:complexType>
         <xs:complexType name='A'><xs:all><xs:element name='a'/></xs:all></xs:complexType>
         <xs:complexType name='Nothing'><xs:sequence/></xs:complexType>",
    );
    let Content::Elements(top) = &complex(&contract, "T").content else { panic!() };
    assert_eq!((top.min, top.max), (1, None));
    let inner = particles(complex(&contract, "T"));
    assert_eq!(inner.len(), 2, "an element that may not occur is no particle");
    let Term::Choice(branches) = &inner[0].term else { panic!() };
    assert_eq!((inner[0].min, branches[0].max), (0, Some(3)));
    assert_eq!(branches[0].term, Term::ElementRef(t("e")));
    assert_eq!((&branches[1].term, branches[1].min, branches[1].max), (&Term::GroupRef(t("G")), 2, Some(2)));
    let Term::Any(any) = &inner[1].term else { panic!() };
    assert_eq!(
        (&any.namespaces, any.process),
        (&NamespaceConstraint::Not("urn:t".into()), ProcessContents::Lax)
    );
    assert!(
        matches!(&complex(&contract, "A").content, Content::Elements(p) if matches!(p.term, Term::All(_)))
    );
    assert_eq!(complex(&contract, "Nothing").content, Content::Empty);
    assert!(matches!(contract.schema.groups[&t("G")].particle.term, Term::Choice(_)));
}

#[test]
fn wildcards_resolve_their_namespaces() {
    let contract = schema(
        "<xs:complexType name='T'><xs:sequence><xs:any/><xs:any namespace='##targetNamespace ##local urn:x' processContents='skip'/></xs:sequence>
         <xs:anyAttribute namespace='##local'/></xs:complexType>",
    );
    let complex = complex(&contract, "T");
    let namespaces = |index: usize| match &particles(complex)[index].term {
        Term::Any(any) => any.namespaces.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(namespaces(0), NamespaceConstraint::Any);
    assert_eq!(
        namespaces(1),
        NamespaceConstraint::OneOf(vec!["urn:t".into(), String::new(), "urn:x".into()])
    );
    let any = complex.any_attribute.as_ref().unwrap();
    assert_eq!(
        (&any.namespaces, any.process),
        (&NamespaceConstraint::OneOf(vec![String::new()]), ProcessContents::Strict)
    );
}

#[test]
fn attributes_and_their_groups() {
    let contract = schema(
        "<xs:attribute name='g' type='xs:int' default='1'/>
         <xs:attributeGroup name='A'><xs:attribute ref='t:g' use='required' fixed='2'/><xs:attributeGroup ref='t:B'/><xs:anyAttribute/></xs:attributeGroup>
         <xs:attributeGroup name='B'><xs:attribute name='b'><xs:simpleType><xs:restriction base='xs:string'/></xs:simpleType></xs:attribute></xs:attributeGroup>
         <xs:complexType name='T'><xs:attribute name='c' default='d'/><xs:attribute name='p' use='prohibited'/><xs:attributeGroup ref='t:A'/></xs:complexType>",
    );
    assert_eq!(contract.schema.attributes[&t("g")].default.as_deref(), Some("1"));
    let group = &contract.schema.attribute_groups[&t("A")];
    assert_eq!(
        (group.attributes[0].usage, group.attributes[0].fixed.as_deref()),
        (Usage::Required, Some("2"))
    );
    assert_eq!((&group.attribute_groups[..], group.any_attribute.is_some()), (&[t("B")][..], true));
    let complex = complex(&contract, "T");
    assert_eq!(
        (complex.attributes[0].default.as_deref(), complex.attributes[1].usage),
        (Some("d"), Usage::Prohibited)
    );
    let AttributeTerm::Local(c) = &complex.attributes[0].attribute else { panic!() };
    assert_eq!(c.type_ref, named(xs("anySimpleType")));
    assert_eq!(complex.attribute_groups, [t("A")]);
}

#[test]
fn complex_types_derive() {
    let contract = schema(
        "<xs:complexType name='Base' abstract='true' block='#all' final='extension' mixed='true'><xs:sequence><xs:element name='a' minOccurs='0'/></xs:sequence></xs:complexType>
         <xs:complexType name='More'><xs:complexContent mixed='true'><xs:extension base='t:Base'><xs:sequence><xs:element name='b'/></xs:sequence><xs:attribute name='c'/></xs:extension></xs:complexContent></xs:complexType>
         <xs:complexType name='Less'><xs:complexContent><xs:restriction base='t:Base'><xs:sequence/></xs:restriction></xs:complexContent></xs:complexType>
         <xs:complexType name='Plain'><xs:complexContent><xs:restriction base='xs:anyType'><xs:sequence><xs:element name='x'/></xs:sequence></xs:restriction></xs:complexContent></xs:complexType>",
    );
    let base = complex(&contract, "Base");
    assert!(
        base.is_abstract
            && base.mixed
            && base.block.extension
            && base.block.restriction
            && !base.block.substitution
    );
    assert!(base.r#final.extension && !base.r#final.restriction);
    let more = complex(&contract, "More");
    let derivation = more.derivation.as_ref().unwrap();
    assert_eq!(
        (derivation.method, &derivation.base, more.mixed),
        (DerivationMethod::Extension, &t("Base"), true)
    );
    assert_eq!((particles(more).len(), more.attributes.len()), (1, 1));
    let less = complex(&contract, "Less");
    assert_eq!(less.derivation.as_ref().unwrap().method, DerivationMethod::Restriction);
    assert_eq!((&less.content, complex(&contract, "Plain").derivation.is_none()), (&Content::Empty, true));
}

#[test]
fn simple_content_knows_its_text() {
    let contract = schema(
        "<xs:complexType name='Amount'><xs:simpleContent><xs:extension base='xs:decimal'><xs:attribute name='currency'/></xs:extension></xs:simpleContent></xs:complexType>
         <xs:complexType name='Small'><xs:simpleContent><xs:restriction base='t:Amount'><xs:maxInclusive value='9'/><xs:attribute name='currency' use='required'/></xs:restriction></xs:simpleContent></xs:complexType>
         <xs:complexType name='Wide'><xs:simpleContent><xs:extension base='t:Amount'/></xs:simpleContent></xs:complexType>
         <xs:complexType name='Own'><xs:simpleContent><xs:restriction base='t:Amount'><xs:simpleType><xs:restriction base='xs:decimal'/></xs:simpleType></xs:restriction></xs:simpleContent></xs:complexType>",
    );
    let text = |name: &str| match &complex(&contract, name).content {
        Content::Simple { type_ref, facets } => (type_ref.clone(), facets.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(text("Amount").0, Some(named(xs("decimal"))));
    assert_eq!((text("Small").0, text("Small").1.max_inclusive.as_deref()), (None, Some("9")));
    assert_eq!(text("Wide").0, None);
    assert!(matches!(text("Own").0, Some(TypeRef::Anonymous(_))));
    assert_eq!(complex(&contract, "Small").attributes.len(), 1);
}

#[test]
fn simple_types_and_facets() {
    let contract = schema(
        "<xs:simpleType name='Code' final='#all'><xs:annotation><xs:documentation>
            A code.
              Indented.
          </xs:documentation></xs:annotation><xs:restriction base='xs:string'>
           <xs:length value='1'/><xs:minLength value='2'/><xs:maxLength value=' 3 '/><xs:pattern value='[A-Z]'/><xs:pattern value='\\d'/>
           <xs:enumeration value='A'><xs:annotation><xs:documentation>First</xs:documentation></xs:annotation></xs:enumeration><xs:enumeration value='B'/>
           <xs:whiteSpace value='collapse'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Number'><xs:restriction base='xs:decimal'><xs:minInclusive value='1'/><xs:maxExclusive value='2'/><xs:minExclusive value='0'/><xs:maxInclusive value='9'/>
           <xs:totalDigits value='5'/><xs:fractionDigits value='2'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Codes'><xs:list itemType='t:Code'/></xs:simpleType>
         <xs:simpleType name='Either'><xs:union memberTypes='t:Code xs:int'><xs:simpleType><xs:list><xs:simpleType><xs:restriction base='xs:date'/></xs:simpleType></xs:list></xs:simpleType></xs:union></xs:simpleType>",
    );
    let code = simple(&contract, "Code");
    assert_eq!(code.documentation.as_deref(), Some("A code.\n  Indented."));
    assert!(code.r#final.restriction);
    let Variety::Restriction { base, facets } = &code.variety else { panic!() };
    assert_eq!(
        (base, facets.length, facets.min_length, facets.max_length),
        (&named(xs("string")), Some(1), Some(2), Some(3))
    );
    assert_eq!(
        (&facets.patterns[..], facets.white_space),
        (&["[A-Z]".to_owned(), "\\d".to_owned()][..], Some(WhiteSpace::Collapse))
    );
    assert_eq!(
        (facets.enumeration[0].documentation.as_deref(), facets.enumeration.len()),
        (Some("First"), 2)
    );
    let Variety::Restriction { facets, .. } = &simple(&contract, "Number").variety else { panic!() };
    assert_eq!(
        (facets.total_digits, facets.fraction_digits, facets.max_exclusive.as_deref()),
        (Some(5), Some(2), Some("2"))
    );
    assert!(
        matches!(&simple(&contract, "Codes").variety, Variety::List { item } if *item == named(t("Code")))
    );
    let Variety::Union { members } = &simple(&contract, "Either").variety else { panic!() };
    assert_eq!((members.len(), &members[0]), (3, &named(t("Code"))));
}

#[test]
fn enumerations_of_qnames_are_expanded() {
    let contract = schema(
        "<xs:simpleType name='Direct'><xs:restriction base='xs:QName'><xs:enumeration value='t:a'/><xs:enumeration value='b'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Later'><xs:restriction base='t:Names'><xs:enumeration value='t:c'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Names'><xs:restriction base='xs:QName'/></xs:simpleType>
         <xs:simpleType name='Text'><xs:restriction base='t:Strings'><xs:enumeration value='t:d'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='Strings'><xs:restriction base='xs:string'/></xs:simpleType>",
    );
    let values = |name: &str| match &simple(&contract, name).variety {
        Variety::Restriction { facets, .. } => {
            facets.enumeration.iter().map(|e| e.value.clone()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(values("Direct"), ["{urn:t}a", "b"]);
    assert_eq!(values("Later"), ["{urn:t}c"]);
    assert_eq!(values("Text"), ["t:d"]);
}

#[test]
fn soap_arrays() {
    let contract = schema(
        "<xs:complexType name='Ints' xmlns:e='http://schemas.xmlsoap.org/soap/encoding/' xmlns:w='http://schemas.xmlsoap.org/wsdl/'><xs:complexContent><xs:restriction base='e:Array'>
           <xs:attribute ref='e:arrayType' w:arrayType='t:Item[,][2]'/></xs:restriction></xs:complexContent></xs:complexType>
         <xs:complexType name='Item'/>",
    );
    let attribute = &complex(&contract, "Ints").attributes[0];
    assert_eq!(attribute.array_type.as_deref(), Some("{urn:t}Item[,][2]"));
    let encoding = "http://schemas.xmlsoap.org/soap/encoding/";
    assert!(contract.schema.types.contains_key(&QName::new(encoding, "Array")));
    assert!(
        !contract.schema.types.contains_key(&QName::new(encoding, "string")),
        "what nobody needs stays away"
    );
}

#[test]
fn well_known_namespaces_need_no_files() {
    let contract = schema(
        "<xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='http://www.w3.org/2001/xml.xsd'/>
         <xs:import namespace='http://www.w3.org/2005/08/addressing'/>
         <xs:import namespace='http://www.w3.org/2000/09/xmldsig#' schemaLocation='not-here.xsd'/>
         <xs:complexType name='T'><xs:sequence>
           <xs:element xmlns:a='http://www.w3.org/2005/08/addressing' ref='a:EndpointReference'/>
           <xs:element xmlns:d='http://www.w3.org/2000/09/xmldsig#' ref='d:Signature'/>
           <xs:element name='file' xmlns:s='http://ws-i.org/profiles/basic/1.1/xsd' type='s:swaRef'/>
           <xs:element name='data' xmlns:m='http://www.w3.org/2005/05/xmlmime' type='m:base64Binary'/>
           <xs:element ref='xs:schema'/></xs:sequence><xs:attribute ref='xml:lang'/></xs:complexType>",
    );
    assert_eq!(particles(complex(&contract, "T")).len(), 5);
    assert!(contract.schema.attributes.keys().any(|name| name.local == "lang"));
    assert!(contract.documents.iter().any(|d| d.path == "http://www.w3.org/XML/1998/namespace"));
}

#[test]
fn old_namespaces_are_read_as_new_ones() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/1999/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'><xs:element name='a' type='xs:timeInstant'/></xs:schema>";
    let contract = contract_of(&[("t.xsd", text)]);
    assert_eq!(contract.schema.elements[&t("a")].type_ref, named(xs("dateTime")));
}

#[test]
fn anonymous_types_stand_where_they_are_used() {
    let contract = schema(
        "<xs:element name='e'><xs:complexType><xs:sequence><xs:element name='f'><xs:simpleType><xs:restriction base='xs:int'/></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>",
    );
    let TypeRef::Anonymous(outer) = &contract.schema.elements[&t("e")].type_ref else { panic!() };
    let Type::Complex(outer) = &**outer else { panic!() };
    let Term::Element(inner) = &particles(outer)[0].term else { panic!() };
    assert!(
        matches!(&inner.type_ref, TypeRef::Anonymous(definition) if matches!(**definition, Type::Simple(_)))
    );
}

#[test]
fn media_types_of_elements_and_of_their_types() {
    let contract = schema(
        "<xs:simpleType name='Photo' x:expectedContentTypes='image/png' xmlns:x='http://www.w3.org/2005/05/xmlmime'><xs:restriction base='xs:base64Binary'/></xs:simpleType>
<xs:element name='a' type='t:Photo'/><xs:element name='b' type='t:Photo' x:expectedContentTypes='image/gif' xmlns:x='http://www.w3.org/2004/11/xmlmime'/>
<xs:complexType name='C'><xs:sequence><xs:element name='c' type='t:Photo'/></xs:sequence></xs:complexType>",
    );
    let of = |name: &str| contract.schema.elements[&t(name)].expected_content_types.as_deref();
    assert_eq!((of("a"), of("b")), (Some("image/png"), Some("image/gif")));
    let Term::Element(inner) = &particles(complex(&contract, "C"))[0].term else { panic!("an element") };
    assert_eq!(inner.expected_content_types.as_deref(), Some("image/png"));
}

#[test]
fn media_types_of_types_without_a_name() {
    let contract = schema(
        "<xs:element name='a' xmlns:x='http://www.w3.org/2005/05/xmlmime'><xs:simpleType x:expectedContentTypes=' image/png'><xs:restriction base='xs:base64Binary'/></xs:simpleType></xs:element>
<xs:element name='b' xmlns:x='http://www.w3.org/2005/05/xmlmime'><xs:complexType x:expectedContentTypes='image/*'><xs:simpleContent><xs:extension base='xs:base64Binary'/></xs:simpleContent></xs:complexType></xs:element>",
    );
    let of = |name: &str| contract.schema.elements[&t(name)].expected_content_types.as_deref();
    assert_eq!((of("a"), of("b")), (Some("image/png"), Some("image/*")));
}
