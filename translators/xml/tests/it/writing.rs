// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::{FieldKind, Mapping, StructId, ValueType};
use fachwerk_message::{ErrorKind, Limits, Result, Sink};
use fachwerk_xml::{Enclosure, HeaderTags, XmlNames, XmlWriter};

use crate::schema::everything;
use crate::trace::{content, root, write};

/// The field with this name and what it holds.
fn field(mapping: &Mapping, id: StructId, name: &str) -> (u16, ValueType) {
    let structure = mapping.structure(id);
    let at = structure.member(name).unwrap_or_else(|| panic!("no field {name}"));
    (at, structure.fields[at as usize].value)
}

fn scalar(sink: &mut impl Sink, mapping: &Mapping, id: StructId, name: &str, text: &str) -> Result<()> {
    let (at, value) = field(mapping, id, name);
    let ValueType::Scalar(scalar) = value else { panic!("{name} is no scalar") };
    sink.begin_field(at)?;
    sink.scalar(scalar, text)?;
    sink.end_field()
}

/// One scalar member of the root.
fn one(name: &str, text: &str) -> Result<String> {
    let mapping = everything();
    write(&mapping, |writer, id| {
        writer.begin_struct(id, false)?;
        scalar(writer, &mapping, id, name, text)?;
        writer.end_struct()
    })
}

#[test]
fn names_are_declared_once() {
    let document = one("text", "a<b>&\r\"").unwrap();
    assert_eq!(
        document,
        "<n1:root xmlns:n1=\"urn:test\" xmlns:n2=\"urn:other\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <n1:text>a&lt;b&gt;&amp;&#13;\"</n1:text></n1:root>"
    );
    assert_eq!(content(&one("text", "").unwrap()), "<n1:text/>");
    assert!(one("lang", "de\n\"").unwrap().contains(" xml:lang=\"de&#10;&quot;\"/>"));
}

#[test]
fn qualified_names_bring_their_prefixes() {
    assert_eq!(content(&one("name", "{urn:other}a").unwrap()), "<n1:name>n2:a</n1:name>");
    assert_eq!(content(&one("name", "a").unwrap()), "<n1:name>a</n1:name>");
    assert_eq!(
        content(&one("name", "{urn:x&}a").unwrap()),
        "<n1:name xmlns:q1=\"urn:x&amp;\">q1:a</n1:name>"
    );
    assert_eq!(
        content(&one("names", "{urn:x}a b {urn:y}c {http://www.w3.org/XML/1998/namespace}lang").unwrap()),
        "<n1:names xmlns:q1=\"urn:x\" xmlns:q2=\"urn:y\">q1:a b q2:c xml:lang</n1:names>"
    );
    assert!(one("ref", "{urn:x}a").unwrap().contains(" xmlns:q1=\"urn:x\" n2:ref=\"q1:a\"/>"));
    for wrong in
        ["{urn:x}", "{urn:x", "a:b", "{urn:x}a:b", "1", "{urn:\u{1}}a", "{http://www.w3.org/2000/xmlns/}a"]
    {
        assert_eq!(one("name", wrong).unwrap_err().kind, ErrorKind::Value, "{wrong:?}");
    }
}

#[test]
fn values_that_xml_cannot_carry_are_refused() {
    for text in ["\0", "\u{1B}", "\u{FFFE}"] {
        assert_eq!(one("text", text).unwrap_err().kind, ErrorKind::Value);
        assert_eq!(one("lang", text).unwrap_err().kind, ErrorKind::Value);
    }
}

/// One `xml` value of a member of the root (or of its member `open`).
fn fragment(name: &str, xml: &str) -> Result<String> {
    let mapping = everything();
    write(&mapping, |writer, id| {
        writer.begin_struct(id, false)?;
        if name == "any" {
            let (open, value) = field(&mapping, id, "open");
            let ValueType::Struct(inner) = value else { panic!("open is a struct") };
            writer.begin_field(open)?;
            writer.begin_struct(inner, false)?;
            writer.begin_field(field(&mapping, inner, "any").0)?;
            writer.xml(xml)?;
            writer.end_field()?;
            writer.end_struct()?;
            writer.end_field()?;
        } else {
            writer.begin_field(field(&mapping, id, name).0)?;
            writer.xml(xml)?;
            writer.end_field()?;
        }
        writer.end_struct()
    })
}

#[test]
fn fragments_are_checked() {
    let good = fragment("any", " <a xmlns='urn:any'><b/></a> ").unwrap();
    assert_eq!(content(&good), "<n1:open><a xmlns='urn:any'><b/></a></n1:open>");
    assert!(fragment("anything", "<x:anything xmlns:x='urn:test' c='1'/>").is_ok());
    let kind = |name: &str, xml: &str| fragment(name, xml).map_err(|e| e.kind);
    assert_eq!(kind("any", "<a xmlns='urn:test'/>"), Err(ErrorKind::Structure));
    assert_eq!(kind("any", "<a/>"), Err(ErrorKind::Structure));
    assert_eq!(kind("anything", "<x:other xmlns:x='urn:test'/>"), Err(ErrorKind::Structure));
    assert_eq!(kind("anything", "<anything/>"), Err(ErrorKind::Structure));
    assert_eq!(kind("any", "<n2:a/>"), Err(ErrorKind::Syntax));
    assert_eq!(kind("any", "<a xmlns='u'/></n1:open><evil/>"), Err(ErrorKind::Syntax));
    assert_eq!(kind("any", "<!DOCTYPE a><a xmlns='u'/>"), Err(ErrorKind::Forbidden));
    assert_eq!(kind("any", "<a xmlns='u'>&e;</a>"), Err(ErrorKind::Forbidden));
    assert_eq!(kind("any", "<a xmlns='u'><?p?></a>"), Err(ErrorKind::Forbidden));
    let deep = format!("<a xmlns='u'>{}{}</a>", "<b>".repeat(100), "</b>".repeat(100));
    assert_eq!(kind("any", &deep), Err(ErrorKind::Limit));
    // The values of a message are not repeated in errors.
    assert!(!fragment("any", "<a xmlns='u'>secret&").unwrap_err().message.contains("secret"));
}

/// Attributes that the wildcard of `open` gets.
fn attributes(attributes: &[(&str, &str)]) -> Result<String> {
    let mapping = everything();
    write(&mapping, |writer, id| {
        writer.begin_struct(id, false)?;
        let (open, value) = field(&mapping, id, "open");
        let ValueType::Struct(inner) = value else { panic!("open is a struct") };
        writer.begin_field(open)?;
        writer.begin_struct(inner, false)?;
        let any = mapping.structure(inner).any_attribute_field().expect("a wildcard");
        writer.begin_field(any)?;
        for (name, value) in attributes {
            writer.attribute(name, value)?;
        }
        writer.end_field()?;
        writer.end_struct()?;
        writer.end_field()?;
        writer.end_struct()
    })
}

#[test]
fn wild_attributes_are_checked() {
    let written =
        attributes(&[("a", "1"), ("{urn:other}b", "<"), ("{urn:new}c", "3"), ("{urn:new}d", "4")]).unwrap();
    assert_eq!(
        content(&written),
        "<n1:open a=\"1\" n2:b=\"&lt;\" xmlns:q1=\"urn:new\" q1:c=\"3\" xmlns:q2=\"urn:new\" q2:d=\"4\"/>"
    );
    assert!(
        content(&attributes(&[("{http://www.w3.org/XML/1998/namespace}lang", "de")]).unwrap())
            .contains(" xml:lang=")
    );
    for wrong in [
        &[("a", "1"), ("a", "2")][..],
        &[("id", "1")],
        &[("xmlns", "urn:x")],
        &[("{http://www.w3.org/2000/xmlns/}p", "urn:x")],
        &[("{http://www.w3.org/2001/XMLSchema-instance}nil", "true")],
    ] {
        assert_eq!(attributes(wrong).map_err(|e| e.kind), Err(ErrorKind::Structure), "{wrong:?}");
    }
    for wrong in ["", "a b", "a:b", "{urn:x}", "a='1' b"] {
        assert_eq!(attributes(&[(wrong, "1")]).map_err(|e| e.kind), Err(ErrorKind::Value), "{wrong:?}");
    }
    let many: Vec<(String, &str)> = (0..300).map(|i| (format!("a{i}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(attributes(&many).map_err(|e| e.kind), Err(ErrorKind::Limit));
}

#[test]
fn late_members_are_put_in_order() {
    let mapping = everything();
    let written = write(&mapping, |writer, id| {
        writer.begin_struct(id, false)?;
        scalar(writer, &mapping, id, "number", "2")?;
        scalar(writer, &mapping, id, "version", "1")?;
        let (money, value) = field(&mapping, id, "money");
        let ValueType::Struct(inner) = value else { panic!("money is a struct") };
        writer.begin_field(money)?;
        writer.begin_struct(inner, false)?;
        scalar(writer, &mapping, inner, "value", "3")?;
        scalar(writer, &mapping, inner, "currency", "EUR")?;
        writer.end_struct()?;
        writer.end_field()?;
        let (qualified, value) = field(&mapping, id, "qualified");
        let ValueType::Struct(inner) = value else { panic!("qualified is a struct") };
        writer.begin_field(qualified)?;
        writer.begin_struct(inner, false)?;
        scalar(writer, &mapping, inner, "value", "{urn:v}v")?;
        scalar(writer, &mapping, inner, "kind", "{urn:k}k")?;
        writer.end_struct()?;
        writer.end_field()?;
        scalar(writer, &mapping, id, "text", "1")?;
        writer.end_struct()
    });
    let written = written.unwrap();
    assert!(written.contains(" version=\"1\">"), "{written}");
    assert_eq!(
        content(&written),
        "<n1:text>1</n1:text><n1:number>2</n1:number><n1:money currency=\"EUR\">3</n1:money>\
         <n1:qualified xmlns:q1=\"urn:v\" xmlns:q2=\"urn:k\" kind=\"q2:k\">q1:v</n1:qualified>"
    );
}

#[test]
fn headers_stand_before_the_element() {
    let mapping = everything();
    let names = XmlNames::new(&mapping);
    let id = root(&mapping).1;
    // Any group that is no array serves as headers; here one of the struct's own is used as if it were.
    let group =
        mapping.structure(id).fields.iter().position(|f| matches!(f.kind, FieldKind::Group)).unwrap() as u16;
    let ValueType::Struct(item) = mapping.structure(id).fields[group as usize].value else {
        panic!("a struct")
    };
    let run = |late: bool| {
        let enclosure = Enclosure {
            start: b"<Body><e".to_vec(),
            end: b"</e>".to_vec(),
            after: b"</Body>".to_vec(),
            headers: Some(HeaderTags { field: group, start: "<Header>", end: "</Header>" }),
        };
        let mut writer =
            XmlWriter::new(&mapping, &names, enclosure, &Limits::default(), b"<Envelope>".to_vec());
        writer.begin_struct(id, false).unwrap();
        let headers = |writer: &mut XmlWriter<'_>| {
            writer.begin_field(group).unwrap();
            writer.begin_struct(item, false).unwrap();
            scalar(writer, &mapping, item, "key", "k").unwrap();
            writer.end_struct().unwrap();
            writer.end_field().unwrap();
        };
        if !late {
            headers(&mut writer);
        }
        scalar(&mut writer, &mapping, id, "version", "1").unwrap();
        scalar(&mut writer, &mapping, id, "text", "t").unwrap();
        if late {
            headers(&mut writer);
        }
        writer.end_struct().unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    };
    let expected = "<Envelope><Header><n1:key>k</n1:key></Header>\
                    <Body><e version=\"1\"><n1:text>t</n1:text></e></Body>";
    assert_eq!(run(false), expected);
    assert_eq!(run(true), expected);
}

#[test]
fn events_against_the_rules_are_refused() {
    let mapping = everything();
    let (text, value) = field(&mapping, root(&mapping).1, "text");
    let ValueType::Scalar(string) = value else { panic!("a scalar") };
    type Events = fn(&mut XmlWriter<'_>, StructId, u16, fachwerk_mapping::ScalarId) -> Result<()>;
    let cases: &[Events] = &[
        |_, _, _, _| Ok(()),
        |w, id, _, _| w.begin_struct(id, false),
        |w, _, _, _| w.end_struct(),
        |w, _, text, _| w.begin_field(text),
        |w, _, _, _| w.begin_struct(StructId(9999), false),
        |w, id, _, _| w.begin_struct(id, false).and_then(|()| w.begin_field(9999)),
        |w, id, _, _| w.begin_struct(id, false).and_then(|()| w.end_field()),
        |w, id, _, s| w.begin_struct(id, false).and_then(|()| w.scalar(s, "")),
        |w, id, text, _| {
            w.begin_struct(id, false).and_then(|()| w.begin_field(text)).and_then(|()| w.end_struct())
        },
        |w, id, text, _| {
            w.begin_struct(id, false).and_then(|()| w.begin_field(text)).and_then(|()| w.begin_field(text))
        },
        |w, id, text, _| {
            w.begin_struct(id, false)
                .and_then(|()| w.begin_field(text))
                .and_then(|()| w.begin_struct(id, false))
        },
        |w, id, text, _| {
            w.begin_struct(id, false)
                .and_then(|()| w.begin_field(text))
                .and_then(|()| w.scalar(fachwerk_mapping::ScalarId(9999), ""))
        },
        |w, id, text, _| {
            w.begin_struct(id, false)
                .and_then(|()| w.begin_field(text))
                .and_then(|()| w.variant(fachwerk_mapping::FamilyId(0), 0))
        },
        |w, id, text, _| {
            w.begin_struct(id, false).and_then(|()| w.begin_field(text)).and_then(|()| w.xml("<a/>"))
        },
        |w, id, text, _| {
            w.begin_struct(id, false).and_then(|()| w.begin_field(text)).and_then(|()| w.attribute("a", ""))
        },
        |w, id, _, _| {
            w.begin_struct(id, false).and_then(|()| w.end_struct()).and_then(|()| w.begin_struct(id, false))
        },
    ];
    for (at, events) in cases.iter().enumerate() {
        let result = write(&mapping, |writer, id| events(writer, id, text, string));
        assert_eq!(result.map_err(|e| e.kind), Err(ErrorKind::Structure), "case {at}");
    }
}
