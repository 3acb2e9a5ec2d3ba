// SPDX-License-Identifier: EUPL-1.2
//! Several files: import, include, redefine, directories, archives, standard input.

use std::io::Write;

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Content, Term, Variety};
use fachwerk_contract::service::PartContent;
use fachwerk_wsdl::{Code, Input, Limits, Memory, OpenError, Options, Source, SourceError, open, read};

use crate::{
    assert_reported, complex, contract_of, definitions, document, named, particles, read_files, simple, t, xs,
};

const PLAIN: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' elementFormDefault='qualified'>
  <xs:complexType name='C'><xs:sequence><xs:element name='c' type='D'/></xs:sequence></xs:complexType>
  <xs:simpleType name='D'><xs:restriction base='xs:int'/></xs:simpleType></xs:schema>";

#[test]
fn a_chameleon_takes_the_colour_of_whoever_includes_it() {
    let other = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:o'><xs:include schemaLocation='sub/plain.xsd'/></xs:schema>";
    let contract = contract_of(&[
        (
            "t.xsd",
            &document(
                "",
                "<xs:include schemaLocation='sub/plain.xsd'/><xs:import namespace='urn:o' schemaLocation='o.xsd'/><xs:element name='e' type='t:C'/>",
            ),
        ),
        ("o.xsd", other),
        ("sub/plain.xsd", PLAIN),
    ]);
    let Term::Element(element) = &particles(complex(&contract, "C"))[0].term else { panic!() };
    assert_eq!((&element.name, &element.type_ref), (&t("c"), &named(t("D"))));
    assert!(contract.schema.types.contains_key(&QName::new("urn:o", "D")));
    assert_eq!(
        contract.documents.iter().map(|d| d.path.as_str()).collect::<Vec<_>>(),
        ["t.xsd", "sub/plain.xsd", "o.xsd"]
    );
}

#[test]
fn imports_may_form_a_circle() {
    let contract = contract_of(&[
        ("t.xsd", &document("xmlns:o='urn:o'", "<xs:import namespace='urn:o' schemaLocation='o.xsd'/><xs:element name='e' type='o:T'/><xs:element name='f'/>")),
        ("o.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:o' xmlns:t='urn:t'>
          <xs:import namespace='urn:t' schemaLocation='./t.xsd'/><xs:include schemaLocation='o.xsd'/>
          <xs:complexType name='T'><xs:sequence><xs:element ref='t:f'/></xs:sequence></xs:complexType></xs:schema>"),
    ]);
    assert_eq!(contract.documents.len(), 2);
}

#[test]
fn redefinitions_keep_the_old_component_beside_the_new_one() {
    let base = document(
        "",
        "<xs:complexType name='C'><xs:sequence><xs:element name='a'/></xs:sequence></xs:complexType>
      <xs:simpleType name='S'><xs:restriction base='xs:string'/></xs:simpleType>
      <xs:group name='G'><xs:sequence><xs:element name='g'/></xs:sequence></xs:group>
      <xs:group name='H'><xs:sequence><xs:element name='h' minOccurs='0'/></xs:sequence></xs:group>
      <xs:attributeGroup name='A'><xs:attribute name='x'/></xs:attributeGroup>
      <xs:element name='e' type='t:C'/>",
    );
    let once = document("", "<xs:redefine schemaLocation='base.xsd'>
      <xs:complexType name='C'><xs:complexContent><xs:extension base='t:C'><xs:sequence><xs:element name='b'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
      <xs:simpleType name='S'><xs:restriction base='t:S'><xs:maxLength value='3'/></xs:restriction></xs:simpleType>
      <xs:group name='G'><xs:sequence><xs:group ref='t:G'/><xs:element name='more'/></xs:sequence></xs:group>
      <xs:group name='H'><xs:sequence/></xs:group>
      <xs:attributeGroup name='A'><xs:attributeGroup ref='t:A'/><xs:attribute name='y'/></xs:attributeGroup></xs:redefine>");
    let twice = document("", "<xs:redefine schemaLocation='once.xsd'>
      <xs:simpleType name='S'><xs:restriction base='t:S'><xs:minLength value='1'/></xs:restriction></xs:simpleType></xs:redefine>");
    let contract = contract_of(&[("twice.xsd", &twice), ("once.xsd", &once), ("base.xsd", &base)]);
    assert_eq!(contract.schema.elements[&t("e")].type_ref, named(t("C")));
    assert_eq!(complex(&contract, "C").derivation.as_ref().unwrap().base, t("C~base"));
    assert_eq!(particles(complex(&contract, "C~base")).len(), 1);
    let base_of = |name| match &simple(&contract, name).variety {
        Variety::Restriction { base, .. } => base.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(base_of("S"), named(t("S~base~base")));
    assert_eq!(base_of("S~base~base"), named(t("S~base")));
    let groups = &contract.schema.groups;
    assert!(
        matches!(&groups[&t("G")].particle.term, Term::Sequence(p) if p[0].term == Term::GroupRef(t("G~base")))
    );
    assert!(groups.contains_key(&t("G~base")) && !groups.contains_key(&t("H~base")));
    assert_eq!(contract.schema.attribute_groups[&t("A")].attribute_groups, [t("A~base")]);
    assert_ne!(complex(&contract, "C").content, Content::Empty);
}

#[test]
fn wsdl_imports_and_inline_schemas() {
    let contract = contract_of(&[
        (
            "a/main.wsdl",
            &definitions(
                "<import namespace='urn:t' location='../b/abstract.wsdl'/>
           <types><xs:schema targetNamespace='urn:t'><xs:element name='x' type='t:X'/></xs:schema>
             <xs:schema targetNamespace='urn:t'><xs:include schemaLocation='x.xsd'/></xs:schema></types>
           <binding name='B' type='t:P'><soap:binding/><operation name='o'/></binding>
           <service name='S'><port name='p' binding='t:B'/></service>",
            ),
        ),
        (
            "b/abstract.wsdl",
            &definitions(
                "<message name='m'><part name='p' element='t:x'/></message>
           <portType name='P'><operation name='o'><input message='t:m'/></operation></portType>",
            ),
        ),
        ("a/x.xsd", &document("", "<xs:complexType name='X'/>")),
    ]);
    assert_eq!(contract.services[0].ports.len(), 1);
    assert!(contract.bindings[0].operations[0].input.is_some());
    assert!(contract.schema.types.contains_key(&t("X")));
}

#[test]
fn a_dangling_import_costs_only_what_depends_on_it() {
    let outcome = read_files(&[("a.wsdl", &definitions("<types><xs:schema targetNamespace='urn:t' xmlns:o='urn:o'>
<xs:import namespace='urn:o' schemaLocation='gone.xsd'/>
<xs:element name='bad' type='t:Bad'/><xs:element name='good' type='xs:int'/>
<xs:complexType name='Bad'><xs:sequence><xs:element ref='o:lost'/></xs:sequence></xs:complexType></xs:schema></types>
<message name='bad'><part name='p' element='t:bad'/></message><message name='good'><part name='p' element='t:good'/></message>
<portType name='P'>
<operation name='one'><input message='t:good'/><output message='t:bad'/></operation>
<operation name='two'><input message='t:good'/><fault name='f' message='t:bad'/></operation></portType>
<binding name='B' type='t:P'><soap:binding/><operation name='one'/><operation name='two'><fault name='f'><soap:fault name='f'/></fault></operation></binding>
<service name='S'><port name='p' binding='t:B'/></service>"))]);
    assert_reported(
        &outcome,
        &[
            (Code::ImportNotFound, "a.wsdl", 3, 30),
            (Code::Undeclared, "a.wsdl", 5, 1),
            (Code::ReadAsAnything, "a.wsdl", 5, 1),
        ],
    );
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.interfaces[0].operations.len(), 2);
    assert_eq!(contract.bindings[0].operations[1].faults.len(), 1);
    let lost = &contract.schema.elements[&QName::new("urn:o", "lost")];
    assert_eq!(lost.type_ref, named(xs("anyType")));
}

#[test]
fn what_is_of_a_missing_type_takes_anything() {
    let outcome = read_files(&[("a.wsdl", &definitions("<types><xs:schema targetNamespace='urn:t' xmlns:o='urn:o'>
<xs:element name='plain' type='o:Lost' default='1'/>
<xs:complexType name='Child'><xs:complexContent><xs:extension base='o:Lost'><xs:sequence/></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name='Grandchild'><xs:complexContent><xs:extension base='t:Child'/></xs:complexContent></xs:complexType>
<xs:element name='derived' type='t:Grandchild'/>
<xs:element name='holder'><xs:complexType><xs:sequence><xs:element name='in'><xs:complexType><xs:group ref='o:g'/></xs:complexType></xs:element></xs:sequence>
<xs:attribute name='at' type='o:Lost'/></xs:complexType></xs:element>
<xs:element name='member' substitutionGroup='o:head' type='xs:int'/></xs:schema></types>
<message name='m'><part name='p' type='o:Lost' xmlns:o='urn:o'/><part name='q' element='q:x' xmlns:q='urn:q'/></message>
<portType name='P'><operation name='o'><input message='t:m'/></operation></portType>"))]);
    assert_reported(
        &outcome,
        &[
            (Code::Undeclared, "a.wsdl", 3, 1),
            (Code::ReadAsAnything, "a.wsdl", 3, 1),
            (Code::ComponentLeftOut, "a.wsdl", 4, 1),
            (Code::ComponentLeftOut, "a.wsdl", 5, 1),
            (Code::ReadAsAnything, "a.wsdl", 6, 1),
            (Code::ReadAsAnything, "a.wsdl", 7, 56),
            (Code::Undeclared, "a.wsdl", 7, 78),
            (Code::ReadAsAnything, "a.wsdl", 8, 1),
            (Code::Undeclared, "a.wsdl", 9, 1),
            (Code::ReadAsAnything, "a.wsdl", 9, 1),
            (Code::Undeclared, "a.wsdl", 10, 1),
            (Code::ReadAsAnything, "a.wsdl", 10, 1),
            (Code::ReadAsAnything, "a.wsdl", 10, 1),
        ],
    );
    let contract = outcome.contract.unwrap();
    assert_eq!(contract.interfaces[0].operations.len(), 1);
    assert!(contract.schema.types.is_empty());
    for name in ["plain", "derived"] {
        assert_eq!(contract.schema.elements[&t(name)].type_ref, named(xs("anyType")), "{name}");
    }
    assert!(contract.schema.elements[&t("plain")].default.is_none());
    let head = QName::new("urn:o", "head");
    assert_eq!(contract.schema.elements[&t("member")].substitution_group.as_ref(), Some(&head));
    assert!(contract.schema.elements.contains_key(&head));
    assert_eq!(contract.messages[0].parts[0].content, PartContent::Type(xs("anyType")));
}

#[test]
fn remote_locations_are_for_the_source() {
    struct Web(Memory);
    impl Source for Web {
        fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
            self.0.read(path, limit)
        }
        fn catalog(&self, location: Option<&str>, _: Option<&str>) -> Option<String> {
            (location == Some("urn:catalogued")).then(|| "http://example.org/x/y.xsd".to_owned())
        }
        fn fetch(&self, url: &str, _: usize) -> Result<Option<Vec<u8>>, SourceError> {
            self.read(url, 1 << 20)
        }
    }
    let files = || {
        Web(Memory::from_iter([
            ("a.xsd", document("", "<xs:include schemaLocation='urn:catalogued'/>")),
            ("http://example.org/x/y.xsd", document("", "<xs:include schemaLocation='../z.xsd'/>")),
            ("http://example.org/z.xsd", document("", "<xs:element name='z'/>")),
        ]))
    };
    let outcome = read(&Input::new("a.xsd", files()), &Options::default());
    assert_reported(&outcome, &[(Code::RemoteLocation, "a.xsd", 2, 13)]);
    let outcome = read(&Input::new("a.xsd", files()), &Options { allow_network: true, ..Options::default() });
    assert_reported(&outcome, &[]);
    assert!(outcome.contract.unwrap().schema.elements.contains_key(&t("z")));
}

#[test]
fn directories_and_archives_are_one_contract() {
    let files = [
        (
            "one/a.wsdl",
            definitions("<import namespace='urn:t' location='../two/b.wsdl'/><message name='a'/>"),
        ),
        (
            "two/b.wsdl",
            definitions(
                "<message name='b'/><types><xs:schema><xs:include schemaLocation='my%20types.xsd'/></xs:schema></types>",
            ),
        ),
        ("two/c.WSDL", definitions("<message name='c'/>")),
        (
            "two/my types.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='e'/></xs:schema>"
                .to_owned(),
        ),
    ];
    let directory = tempfile::tempdir().unwrap();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(directory.path().join("all.zip")).unwrap());
    for (path, text) in &files {
        let full = directory.path().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
        archive.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let limits = Limits::default();
    let bytes = std::fs::read(directory.path().join("all.zip")).unwrap();
    let inputs = [
        open(directory.path(), &limits).unwrap(),
        open(&directory.path().join("all.zip"), &limits).unwrap(),
        Input::from_bytes(bytes, &limits).unwrap(),
    ];
    let contracts: Vec<_> =
        inputs.iter().map(|input| read(input, &Options::default()).contract.unwrap()).collect();
    assert_eq!(
        contracts[0].messages.iter().map(|m| m.name.local.as_str()).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(contracts[0].schema.elements.len(), 1);
    assert!(contracts.windows(2).all(|pair| pair[0] == pair[1]));

    let file = read(&open(&directory.path().join("one/a.wsdl"), &limits).unwrap(), &Options::default());
    assert_eq!(file.contract.unwrap().documents[1].path, "../two/b.wsdl");
    let stdin = Input::from_bytes(files[2].1.clone().into_bytes(), &limits).unwrap();
    assert_eq!(read(&stdin, &Options::default()).contract.unwrap().documents[0].path, "-");
    std::fs::create_dir(directory.path().join("empty")).unwrap();
    assert!(matches!(open(&directory.path().join("empty"), &limits), Err(OpenError::NoWsdl(_))));
    assert!(matches!(open(&directory.path().join("none"), &limits), Err(OpenError::Unreadable { .. })));
}

#[test]
fn copies_of_a_component_are_one() {
    let copy = document("", "<xs:element   name='e' type='xs:int'/>");
    let other = document("", "<xs:element name='e' type='xs:string'/>");
    let main = document(
        "",
        "<xs:include schemaLocation='copy.xsd'/><xs:include schemaLocation='other.xsd'/>\n<xs:element name='e' type='xs:int'/>",
    );
    let outcome = read_files(&[("t.xsd", &main), ("copy.xsd", &copy), ("other.xsd", &other)]);
    assert_reported(&outcome, &[(Code::DuplicateComponent, "other.xsd", 2, 1)]);
}

#[test]
fn the_schema_for_schemas_does_not_redefine_what_is_built_in() {
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='http://www.w3.org/2001/XMLSchema'>
<xs:simpleType name='decimal'><xs:restriction base='xs:anySimpleType'/></xs:simpleType>
<xs:simpleType name='allNNI'><xs:restriction base='xs:decimal'/></xs:simpleType></xs:schema>";
    let outcome = read_files(&[("t.xsd", schema)]);
    assert_reported(&outcome, &[]);
    let types = outcome.contract.unwrap().schema.types;
    assert_eq!(types.keys().collect::<Vec<_>>(), [&xs("allNNI")]);
}
