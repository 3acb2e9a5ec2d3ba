// SPDX-License-Identifier: EUPL-1.2
//! XML catalogs: what they find, in which order, and what they may not do.

use std::path::Path;

use fachwerk_wsdl::{Catalog, Code, Input, Limits, Memory, OpenError, Options, Outcome, open, read};

use crate::{assert_reported, document, t};

/// A directory with catalogs and schemas; `urn:t` is the namespace of all schemas.
fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let content = if content.starts_with('<') {
            (*content).to_owned()
        } else {
            document("", content.trim_start_matches('='))
        };
        std::fs::write(path, content).unwrap();
    }
    directory
}

fn catalog(entries: &str) -> String {
    format!("<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>{entries}</catalog>")
}

/// Read a schema that includes each of these locations, with the catalogs of a directory.
fn including(locations: &[&str], directory: &Path, catalogs: &[&str]) -> Outcome {
    let paths: Vec<_> = catalogs.iter().map(|name| directory.join(name)).collect();
    let catalog = Catalog::open(&paths, &Limits::default()).unwrap();
    let includes: String = locations.iter().map(|l| format!("<xs:include schemaLocation='{l}'/>")).collect();
    let input = Input::new("a.xsd", Memory::from_iter([("a.xsd", document("", &includes))]));
    read(&input.with_catalog(catalog), &Options::default())
}

fn elements(outcome: &Outcome) -> Vec<String> {
    let contract = outcome.contract.as_ref().unwrap();
    contract.schema.elements.keys().map(|name| name.local.clone()).collect()
}

#[test]
fn each_kind_of_entry() {
    let main = "<!DOCTYPE catalog PUBLIC '-//OASIS//DTD Entity Resolution XML Catalog V1.0//EN' 'http://www.oasis-open.org/committees/entity/release/1.0/catalog.dtd'>".to_owned()
        + &catalog(
        "<system systemId='http://x/system.xsd' uri='s/one.xsd'/>
<uri name='urn:two' uri='s/two.xsd'/>
<group xml:base='s/deep/'><rewriteURI uriStartString='http://x/deep/' rewritePrefix='r/'/></group>
<rewriteSystem systemIdStartString='http://x/' rewritePrefix='nowhere/'/>
<uriSuffix uriSuffix='/five.xsd' uri='s/five.xsd'/>
<nextCatalog catalog='more/next.xml'/><nextCatalog catalog='catalog.xml'/>
<delegateURI uriStartString='http://delegated/' catalog='more/delegate.xml'/>",
    );
    let directory = directory(&[
        ("catalog.xml", &main),
        (
            "more/next.xml",
            &catalog(
                "<uri name='http://next/six.xsd' uri='../s/six.xsd'/><uri name='http://delegated/seven.xsd' uri='../s/one.xsd'/>",
            ),
        ),
        ("more/delegate.xml", &catalog("<uri name='http://delegated/seven.xsd' uri='../s/seven.xsd'/>")),
        // a catalogued file refers to its neighbours
        ("s/one.xsd", "=<xs:element name='one'/><xs:include schemaLocation='../s/neighbour.xsd'/>"),
        ("s/neighbour.xsd", "=<xs:element name='neighbour'/>"),
        ("s/two.xsd", "=<xs:element name='two'/>"),
        ("s/deep/r/three/three.xsd", "=<xs:element name='three'/>"),
        ("s/five.xsd", "=<xs:element name='five'/>"),
        ("s/six.xsd", "=<xs:element name='six'/>"),
        ("s/seven.xsd", "=<xs:element name='seven'/>"),
    ]);
    let locations = [
        "http://x/system.xsd",
        "urn:two",
        "http://x/deep/three/three.xsd",
        "http://five/five.xsd",
        "http://next/six.xsd",
        "http://delegated/seven.xsd",
    ];
    let outcome = including(&locations, directory.path(), &["catalog.xml"]);
    assert_reported(&outcome, &[]);
    assert_eq!(elements(&outcome), ["one", "neighbour", "two", "three", "five", "six", "seven"]);
    // the same on every machine
    let paths: Vec<&str> =
        outcome.contract.as_ref().unwrap().documents.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(paths[..3], ["a.xsd", "@catalog/s/one.xsd", "@catalog/s/neighbour.xsd"]);
}

#[test]
fn several_catalogs_are_asked_in_order() {
    let directory = directory(&[
        ("a/catalog.xml", &catalog("<uri name='urn:x' uri='x.xsd'/>")),
        ("a/x.xsd", "=<xs:element name='first'/>"),
        ("b/catalog.xml", &catalog("<uri name='urn:x' uri='x.xsd'/><uri name='urn:y' uri='../c/y.xsd'/>")),
        ("b/x.xsd", "=<xs:element name='second'/>"),
        ("c/y.xsd", "=<xs:element name='outside'/>"),
    ]);
    let outcome = including(&["urn:x", "urn:y"], directory.path(), &["a/catalog.xml", "b/catalog.xml"]);
    assert_reported(&outcome, &[]);
    assert_eq!(elements(&outcome), ["first", "outside"]);
    let documents = &outcome.contract.as_ref().unwrap().documents;
    assert_eq!(documents[2].path, "@catalog3/y.xsd");
}

#[test]
fn namespaces_without_a_location() {
    let directory = directory(&[
        ("catalog.xml", &catalog("<uri name='urn:t' uri='t.xsd'/><public publicId='urn:u' uri='u.xsd'/>")),
        ("t.xsd", "=<xs:element name='found'/><xs:import namespace='urn:u'/>"),
        (
            "u.xsd",
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:u'><xs:element name='u'/></xs:schema>",
        ),
    ]);
    let read_with = |text: &str| {
        let catalog = Catalog::open(&[directory.path().join("catalog.xml")], &Limits::default()).unwrap();
        let input = Input::new("m.xsd", Memory::from_iter([("m.xsd", text)]));
        read(&input.with_catalog(catalog), &Options::default())
    };
    for import in
        ["<xs:import namespace='urn:t'/>", "<xs:import namespace='urn:t' schemaLocation='gone.xsd'/>"]
    {
        let outcome = read_with(&format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:m'>{import}</xs:schema>"
        ));
        assert_reported(&outcome, &[]);
        let contract = outcome.contract.unwrap();
        assert!(contract.schema.elements.contains_key(&t("found")), "{import}");
        assert_eq!(contract.schema.elements.len(), 2);
    }
}

#[test]
fn what_a_catalog_may_not_do() {
    let directory = directory(&[
        (
            "catalog.xml",
            &catalog(
                "<rewriteURI uriStartString='http://x/' rewritePrefix='s/'/><uri name='urn:web' uri='http://127.0.0.1:1/x.xsd'/>",
            ),
        ),
        ("secret.xsd", "=<xs:element name='secret'/>"),
        ("s/fine.xsd", "=<xs:element name='fine'/>"),
    ]);
    let outcome = including(&["http://x/../secret.xsd", "urn:web"], directory.path(), &["catalog.xml"]);
    assert_reported(
        &outcome,
        &[(Code::RemoteLocation, "a.xsd", 2, 13), (Code::RemoteLocation, "a.xsd", 2, 66)],
    );
    for (name, content, said) in [
        ("none.xml", None, "there is no such file"),
        ("html.xml", Some("<html/>"), "the root element is `html`"),
        ("broken.xml", Some("<catalog>\n<a></catalog>"), "line 2 column 4"),
        (
            "bomb.xml",
            Some(
                "<!DOCTYPE c [<!ENTITY a 'b'>]><catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>&a;</catalog>",
            ),
            "a reference to the entity `a`",
        ),
        (
            "lost.xml",
            Some(
                "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'><nextCatalog catalog='gone.xml'/></catalog>",
            ),
            "gone.xml",
        ),
    ] {
        let path = directory.path().join(name);
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let error = Catalog::open(&[&path], &Limits::default()).unwrap_err();
        assert!(matches!(error, OpenError::Catalog { .. }), "{error}");
        assert!(error.to_string().starts_with("FW-1014") && error.to_string().contains(said), "{error}");
    }
    // a directory keeps its own files where the catalog says nothing
    std::fs::write(
        directory.path().join("own.xsd"),
        document("", "<xs:include schemaLocation='s/fine.xsd'/>"),
    )
    .unwrap();
    let catalog = Catalog::open(&[directory.path().join("catalog.xml")], &Limits::default()).unwrap();
    let input = open(&directory.path().join("own.xsd"), &Limits::default()).unwrap().with_catalog(catalog);
    assert_eq!(elements(&read(&input, &Options::default())), ["fine"]);
}
