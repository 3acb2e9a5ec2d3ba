// SPDX-License-Identifier: EUPL-1.2
//! The way back to the XML is in the document alone: JSON becomes XML by nothing but `xml` and `x-fachwerk`, and the
//! codec, which knows the contract, reads the same message from it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_message::Limits;
use fachwerk_sample::Sampler;
use fachwerk_soap::Envelope;
use serde_json::{Map, Value};

use crate::facade::{Facade, shared};

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

const SOAP_FAULT: &str = "{http://schemas.xmlsoap.org/soap/envelope/}Fault";

/// Writes XML with a document, and knows nothing else.
pub(crate) struct WayBack<'d> {
    document: &'d Value,
    /// Something lies beside the envelope.
    attachments: Cell<bool>,
}

/// Start tag's namespace declarations and attributes, and what is between the tags.
#[derive(Default)]
struct Content {
    declarations: BTreeSet<String>,
    attributes: String,
    inner: String,
}

impl<'d> WayBack<'d> {
    pub(crate) fn new(document: &'d Value) -> Self {
        Self { document, attachments: Cell::new(false) }
    }

    /// A message of an operation in a SOAP 1.1 envelope. `place` is `input` or `output` of the operation's extension.
    pub(crate) fn envelope(&self, place: &Value, schema: &Value, json: &Value) -> String {
        let object = self.resolve(schema);
        let headers_member = place["headers"].as_str();
        let mut header = String::new();
        if let Some((member, headers)) = headers_member.and_then(|m| Some((m, json.get(m)?))) {
            header = self.object(self.resolve(&object["properties"][member]), headers, None).inner;
        }
        let content = self.object(object, json, headers_member);
        let body = match place["element"].as_str() {
            Some(name) => element(name, &content),
            None => content.inner,
        };
        let soap = "http://schemas.xmlsoap.org/soap/envelope/";
        format!(
            r#"<soap:Envelope xmlns:soap="{soap}"><soap:Header>{header}</soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"#
        )
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(pointer) => {
                let target = self.document.pointer(&pointer[1..]);
                self.resolve(target.unwrap_or_else(|| panic!("{pointer} is not there")))
            }
            None => schema,
        }
    }

    /// The schema of what is not nil.
    fn not_nil(schema: &Value) -> &Value {
        match schema["oneOf"].as_array() {
            Some(list)
                if schema["nullable"] == true || list.last().is_some_and(|last| last["type"] == "null") =>
            {
                &list[0]
            }
            _ => schema,
        }
    }

    /// The members of an object in the order of the document.
    fn object(&self, schema: &Value, json: &Value, leave_out: Option<&str>) -> Content {
        let mut content = Content::default();
        let members = json.as_object().unwrap_or_else(|| panic!("{json} is no object: {schema:#}"));
        let Some(properties) = schema["properties"].as_object() else { return content };
        for (name, property) in properties {
            let Some(value) = members.get(name).filter(|_| Some(name.as_str()) != leave_out) else {
                continue;
            };
            if !name.starts_with('@') {
                self.member(name, property, value, &json["@types"], &mut content);
            }
        }
        content
    }

    fn member(&self, name: &str, property: &Value, value: &Value, types: &Value, content: &mut Content) {
        let extension = &property["x-fachwerk"];
        let repeats = property["type"] == "array" && extension["variety"] != "list";
        let item = if repeats { &property["items"] } else { property };
        let items = match value {
            Value::Array(items) if repeats => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        for (at, value) in items.iter().enumerate() {
            let key = if repeats { format!("{name}/{at}") } else { name.to_owned() };
            let of_type = types[&key].as_str();
            match extension["kind"].as_str() {
                Some("anyAttribute") => {
                    for (name, value) in value.as_object().expect("a map") {
                        attribute(name, value.as_str().expect("a string"), content);
                    }
                }
                Some("any") => content.inner.push_str(value.as_str().expect("XML")),
                Some("text") => {
                    let text = self.text(item, value, &mut content.declarations);
                    content.inner.push_str(&escape(&text));
                }
                Some("group" | "headers") => {
                    content.inner.push_str(&self.object(self.resolve(item), value, None).inner);
                }
                Some("substitution") => content.inner.push_str(&self.substitution(item, value)),
                Some(kind) => panic!("unknown kind {kind}"),
                None => {
                    let xml = &item["xml"];
                    let local = xml["name"].as_str().unwrap_or(name);
                    let name = match xml["namespace"].as_str() {
                        Some(namespace) => format!("{{{namespace}}}{local}"),
                        None => local.to_owned(),
                    };
                    if xml["attribute"] == true {
                        let text = self.text(item, value, &mut content.declarations);
                        attribute(&name, &text, content);
                    } else {
                        content.inner.push_str(&self.element(&name, item, value, of_type));
                    }
                }
            }
        }
    }

    /// `of_type`: a simple type that the element names.
    fn element(&self, name: &str, schema: &Value, value: &Value, of_type: Option<&str>) -> String {
        let with_type = |mut content: Content| {
            if let Some(name) = of_type {
                let (name, declaration) = prefixed(name);
                content.declarations.insert(declaration);
                let _ = write!(content.attributes, r#" xsi:type="{name}""#);
            }
            content
        };
        if value.is_null() {
            return element(name, &with_type(nil()));
        }
        let schema = self.resolve(Self::not_nil(schema));
        if schema["x-fachwerk"]["type"] == "xs:anyType" {
            return value.as_str().expect("XML").to_owned();
        }
        element(name, &with_type(self.content(schema, value)))
    }

    /// What an element holds.
    fn content(&self, schema: &Value, value: &Value) -> Content {
        let Some(object) = value.as_object() else {
            let mut content = Content::default();
            let text = self.text(schema, value, &mut content.declarations);
            content.inner = escape(&text);
            return content;
        };
        if schema["x-fachwerk"]["attachment"] == true {
            self.attachments.set(true);
        }
        let is_nil = object.get("@nil") == Some(&Value::Bool(true));
        let family = &schema["x-fachwerk"];
        let mut content = match object.get("@type").and_then(Value::as_str) {
            Some(tag) if family["kind"] == "type" => {
                let mut content = self.object(self.variant(schema, tag), value, None);
                if family["declared"] != tag {
                    let name = family["variants"][tag].as_str().expect("a type");
                    let (prefix, declaration) = prefixed(name);
                    content.declarations.insert(declaration);
                    let _ = write!(content.attributes, r#" xsi:type="{prefix}""#);
                }
                content
            }
            None if family["kind"] == "type" => {
                let declared = family["declared"].as_str().expect("a type that needs no @type");
                self.object(self.variant(schema, declared), value, None)
            }
            _ => self.object(schema, value, None),
        };
        if is_nil {
            content.attributes.push_str(&nil().attributes);
            content.inner.clear();
        }
        content
    }

    fn variant<'a>(&'a self, family: &'a Value, tag: &str) -> &'a Value {
        let pointer = family["discriminator"]["mapping"][tag].as_str();
        let pointer = pointer.or_else(|| family["x-fachwerk"]["components"][tag].as_str());
        let pointer = pointer.unwrap_or_else(|| panic!("{tag} is no variant: {family:#}"));
        self.document.pointer(&pointer[1..]).unwrap_or_else(|| panic!("{pointer} is not there"))
    }

    /// An element of a substitution group.
    fn substitution(&self, schema: &Value, value: &Value) -> String {
        let family = self.resolve(schema);
        let tag = value["@type"].as_str().expect("@type");
        let name = family["x-fachwerk"]["variants"][tag].as_str().expect("an element");
        let mut variant = self.variant(family, tag);
        if let Some(list) = variant["oneOf"].as_array() {
            // An object, or one that is nil.
            variant = self.resolve(&list[0]);
        }
        match variant["allOf"].as_array() {
            Some(parts) => self.element(name, &parts[0], value, None),
            None => self.element(name, &variant["properties"]["value"], &value["value"], None),
        }
    }

    /// The text of a value; `declarations` gets those of prefixes in it.
    fn text(&self, schema: &Value, value: &Value, declarations: &mut BTreeSet<String>) -> String {
        let schema = self.resolve(Self::not_nil(schema));
        match value {
            Value::Array(items) => {
                let item = &schema["items"];
                items.iter().map(|value| self.text(item, value, declarations)).collect::<Vec<_>>().join(" ")
            }
            Value::String(text) => {
                let extension = &schema["x-fachwerk"];
                if [&extension["type"], &extension["base"]]
                    .into_iter()
                    .any(|t| t == "xs:QName" || t == "xs:NOTATION")
                {
                    let (prefix, declaration) = prefixed(text);
                    declarations.insert(declaration);
                    return prefix;
                }
                text.clone()
            }
            other => other.to_string(),
        }
    }
}

fn nil() -> Content {
    Content { attributes: r#" xsi:nil="true""#.to_owned(), ..Content::default() }
}

/// `{namespace}local` taken apart.
fn split(name: &str) -> (&str, &str) {
    name.strip_prefix('{').and_then(|rest| rest.rsplit_once('}')).unwrap_or(("", name))
}

/// A qualified name, and the declaration that it needs. The prefix tells the namespace, so that two do not meet.
fn prefixed(name: &str) -> (String, String) {
    if let Some(local) = name.strip_prefix("xs:") {
        return (format!("xs:{local}"), r#" xmlns:xs="http://www.w3.org/2001/XMLSchema""#.to_owned());
    }
    let (namespace, local) = split(name);
    if namespace.is_empty() {
        return (local.to_owned(), String::new());
    }
    let hash = namespace.bytes().fold(0_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    (format!("q{hash:x}:{local}"), format!(r#" xmlns:q{hash:x}="{}""#, escape(namespace)))
}

fn attribute(name: &str, value: &str, content: &mut Content) {
    let (namespace, local) = split(name);
    let value = escape(value);
    let _ = match namespace {
        "" => write!(content.attributes, r#" {local}="{value}""#),
        XML_NAMESPACE => write!(content.attributes, r#" xml:{local}="{value}""#),
        _ => {
            let (name, declaration) = prefixed(name);
            content.declarations.insert(declaration);
            write!(content.attributes, r#" {name}="{value}""#)
        }
    };
}

fn element(name: &str, content: &Content) -> String {
    let (namespace, local) = split(name);
    // No default namespace: unprefixed names in values have none.
    let (tag, declaration) =
        if namespace.is_empty() { (local.to_owned(), String::new()) } else { prefixed(name) };
    let mut declarations = content.declarations.clone();
    declarations.insert(declaration);
    if content.attributes.contains(" xsi:") {
        declarations.insert(r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#.to_owned());
    }
    let declarations: String = declarations.into_iter().collect();
    format!("<{tag}{declarations}{}>{}</{tag}>", content.attributes, content.inner)
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// The operations of a document with their extensions.
pub(crate) fn operations(document: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .values()
        .flat_map(|item| item.as_object().expect("a path item").values())
        .filter_map(Value::as_object)
}

/// Samples of all messages go to XML by the document and come back by the codec as they were.
pub(crate) fn check(facade: &Facade, document: &Value, seeds: std::ops::Range<u64>, most: usize) {
    let mapping = &facade.mapping;
    let back = WayBack::new(document);
    let names = Arc::new(JsonNames::new(mapping));
    let sampler = Sampler::new(mapping, &fachwerk_sample::Options::default());
    for (operation, described) in mapping.operations.iter().zip(operations(document)).take(most) {
        let request = &described["requestBody"]["content"]["application/json"]["schema"];
        let answer = described["responses"].get("200").map(|r| &r["content"]["application/json"]["schema"]);
        let messages =
            [(Some(&operation.input), "input", Some(request)), (operation.output.as_ref(), "output", answer)];
        for (message, place, schema) in messages {
            let (Some(message), Some(schema)) = (message, schema) else { continue };
            let layout = &described["x-fachwerk"][place];
            if layout["encoded"] == true || layout.get("attachments").is_some() {
                // The rules of SOAP encoding, and parts beside the envelope, are a chapter of their own.
                continue;
            }
            if layout["element"] == SOAP_FAULT {
                // A test of some SOAP stack declares it as a message; no envelope can hold it as one.
                continue;
            }
            for seed in seeds.clone() {
                let mut writer = JsonWriter::with_names(mapping, names.clone(), Vec::new());
                if sampler.sample(message.root, seed, &mut writer).is_err() {
                    // A type that no message can have.
                    continue;
                }
                let bytes = writer.finish().unwrap();
                let json: Value = serde_json::from_slice(&bytes).unwrap();
                let xml = back.envelope(&described["x-fachwerk"][place], schema, &json);
                if back.attachments.take() {
                    continue;
                }
                let mut again = JsonWriter::with_names(mapping, names.clone(), Vec::new());
                Envelope::open(xml.as_bytes(), &Limits::default())
                    .and_then(|envelope| envelope.read(mapping, message, &mut again))
                    .unwrap_or_else(|e| panic!("{} {place} {seed}: {e}\n{xml}\n{json:#}", operation.name));
                let again: Value = serde_json::from_slice(&again.finish().unwrap()).unwrap();
                assert_eq!(again, json, "{} {place} {seed}\n{xml}", operation.name);
            }
        }
    }
}

#[test]
fn the_samples_way_back_is_in_its_document() {
    let facade = Facade::open(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl"),
    );
    // As anybody would read it: from the text.
    let document: Value = serde_saphyr::from_str(&facade.document().to_yaml()).unwrap();
    check(&facade, &document, 0..50, usize::MAX);
}

#[test]
fn real_services_way_back_is_in_their_documents() {
    for file in ["data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl", "data/xta2-v3/XTA.wsdl"] {
        if let Some(path) = shared(file) {
            let facade = Facade::open(&path);
            check(&facade, facade.document().value(), 0..5, usize::MAX);
        }
    }
}

/// Every kind of place that XML Schema has, in one message.
#[test]
fn the_way_back_knows_every_kind_of_place() {
    let xsd = r###"<xs:element name="head" type="xs:anyType" abstract="true"/>
        <xs:element name="number" type="xs:int" substitutionGroup="t:head" nillable="true"/>
        <xs:element name="plain" type="t:Plain" substitutionGroup="t:head"/>
        <xs:element name="names" type="t:Names" substitutionGroup="t:head"/>
        <xs:complexType name="Plain"><xs:sequence><xs:element name="a" type="xs:int" form="unqualified"/></xs:sequence></xs:complexType>
        <xs:simpleType name="Names"><xs:list itemType="xs:QName"/></xs:simpleType>
        <xs:complexType name="Base"><xs:sequence><xs:element name="b" type="xs:date" nillable="true"/></xs:sequence><xs:attribute name="id"/></xs:complexType>
        <xs:complexType name="Derived"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="c" type="xs:double"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
        <xs:complexType name="Text"><xs:simpleContent><xs:extension base="xs:QName"><xs:attribute ref="t:lang"/></xs:extension></xs:simpleContent></xs:complexType>
        <xs:attribute name="lang" type="xs:language"/>
        <xs:element name="root"><xs:complexType><xs:sequence>
          <xs:element ref="t:head" minOccurs="0" maxOccurs="3"/>
          <xs:element name="family" type="t:Base" maxOccurs="unbounded" nillable="true"/>
          <xs:choice maxOccurs="unbounded"><xs:element name="x" type="xs:string"/><xs:element name="y" type="t:Text"/></xs:choice>
          <xs:element name="list" form="unqualified"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:element>
          <xs:element name="lists" type="t:Names" form="unqualified" maxOccurs="2"/>
          <xs:element name="mixed" minOccurs="0"><xs:complexType mixed="true"><xs:sequence><xs:element name="m" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
          <xs:element name="anything" type="xs:anyType" minOccurs="0"/>
          <xs:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="2"/></xs:sequence>
          <xs:attribute name="q" type="xs:QName"/><xs:attribute name="list" type="xs:NMTOKENS"/>
          <xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType></xs:element>"###;
    let facade = Facade::of_schema(xsd);
    check(&facade, facade.document().value(), 0..300, usize::MAX);
    let old = facade.document_30();
    check(&facade, &without_lowering(old.value()), 0..300, usize::MAX);
}

/// OpenAPI 3.0.3 says the same in other words; the few that matter here are put back.
fn without_lowering(value: &Value) -> Value {
    match value {
        Value::Object(node) => {
            let mut node: Map<String, Value> =
                node.iter().map(|(key, value)| (key.clone(), without_lowering(value))).collect();
            // `allOf` of one reference beside other keywords is the reference.
            let only = match node.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
                Some([only]) if only.get("$ref").is_some() => Some(only["$ref"].clone()),
                _ => None,
            };
            if let Some(reference) = only {
                node.shift_remove("allOf");
                node.insert("$ref".to_owned(), reference);
            }
            Value::Object(node)
        }
        Value::Array(list) => list.iter().map(without_lowering).collect(),
        other => other.clone(),
    }
}
