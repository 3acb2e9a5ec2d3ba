// SPDX-License-Identifier: EUPL-1.2
//! One contract, its messages at any size, and the ways between their forms that the proxy goes: what the benchmarks
//! of this crate measure, beside what [`others`] do.

pub mod others;
mod streamed;

use std::fmt::Write as _;
use std::sync::Arc;

use fachwerk_contract::Contract;
use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Lock, Mapping, MessageShape};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Limits, PathStyle, Result, Sink, Validate};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{Envelope, EnvelopeWriter, Package, SoapError, Version};
use fachwerk_wsdl::{Input, Memory, Options};
use fachwerk_xml::XmlNames;

pub use streamed::Streamed;

const WSDL: &str = include_str!("../orders.wsdl");

/// From one form to another. XML is an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "their names say it")]
pub enum Way {
    XmlToJson,
    JsonToXml,
    XmlToProtobuf,
    ProtobufToXml,
    JsonToProtobuf,
    ProtobufToJson,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 6] = [
        Self::XmlToJson,
        Self::JsonToXml,
        Self::XmlToProtobuf,
        Self::ProtobufToXml,
        Self::JsonToProtobuf,
        Self::ProtobufToJson,
    ];

    /// What to call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::XmlToJson => "XML to JSON",
            Self::JsonToXml => "JSON to XML",
            Self::XmlToProtobuf => "XML to protobuf",
            Self::ProtobufToXml => "protobuf to XML",
            Self::JsonToProtobuf => "JSON to protobuf",
            Self::ProtobufToJson => "protobuf to JSON",
        }
    }
}

/// A form that messages are read from.
#[derive(Debug, Clone, Copy)]
enum Form {
    Xml,
    Json,
    Protobuf,
}

/// The tables of the contract, made once.
#[derive(Debug)]
pub struct Tables {
    contract: Contract,
    mapping: Mapping,
    xml: XmlNames,
    json: Arc<JsonNames>,
    patterns: Patterns,
    limits: Limits,
}

impl Default for Tables {
    fn default() -> Self {
        let files = Memory::from_iter([("orders.wsdl", WSDL)]);
        let outcome = fachwerk_wsdl::read(&Input::new("orders.wsdl", files), &Options::default());
        let contract = outcome.contract.expect("a contract");
        let mapping = fachwerk_mapping::derive(&contract, &Lock::default()).0;
        let limits = Limits { max_bytes: 1 << 30, max_nodes: 1 << 30, ..Limits::default() };
        Self {
            xml: XmlNames::new(&mapping),
            json: Arc::new(JsonNames::new(&mapping)),
            patterns: Patterns::new(&mapping),
            contract,
            mapping,
            limits,
        }
    }
}

impl Tables {
    fn shape(&self) -> &MessageShape {
        &self.mapping.operations[0].input
    }

    /// Read an envelope.
    pub fn from_xml<S: Sink>(&self, xml: &[u8], sink: &mut S) -> Result<()> {
        let package = Package::open(Some("text/xml; charset=utf-8"), xml, &self.limits)
            .map_err(SoapError::into_codec)?;
        Envelope::open_package(&package, &self.limits)
            .and_then(|envelope| envelope.read(&self.mapping, self.shape(), sink))
            .map_err(SoapError::into_codec)
    }

    fn read<S: Sink>(&self, form: Form, bytes: &[u8], sink: &mut S) -> Result<()> {
        let root = self.shape().root;
        match form {
            Form::Xml => self.from_xml(bytes, sink),
            Form::Json => fachwerk_json::read(&self.mapping, root, bytes, &self.limits, sink),
            Form::Protobuf => fachwerk_protobuf::read(&self.mapping, root, bytes, &self.limits, sink),
        }
    }

    fn pass<S: Sink>(&self, form: Form, bytes: &[u8], mut sink: S, validated: bool) -> Result<S> {
        if !validated {
            self.read(form, bytes, &mut sink)?;
            return Ok(sink);
        }
        let style = if matches!(form, Form::Xml) { PathStyle::XPath } else { PathStyle::JsonPointer };
        let mut validate = Validate::new(&self.mapping, &self.patterns, style, sink);
        self.read(form, bytes, &mut validate)?;
        validate.accept()
    }

    fn go(&self, way: Way, bytes: &[u8], validated: bool) -> Result<Vec<u8>> {
        let form = match way {
            Way::XmlToJson | Way::XmlToProtobuf => Form::Xml,
            Way::JsonToXml | Way::JsonToProtobuf => Form::Json,
            Way::ProtobufToXml | Way::ProtobufToJson => Form::Protobuf,
        };
        match way {
            Way::XmlToJson | Way::ProtobufToJson => {
                let out = Vec::with_capacity(bytes.len());
                let writer = JsonWriter::with_names(&self.mapping, Arc::clone(&self.json), out);
                self.pass(form, bytes, writer, validated)?.finish()
            }
            Way::XmlToProtobuf | Way::JsonToProtobuf => {
                let writer = ProtobufWriter::new(&self.mapping, Vec::with_capacity(bytes.len()));
                self.pass(form, bytes, writer, validated)?.finish()
            }
            Way::JsonToXml | Way::ProtobufToXml => {
                let (shape, version) = (self.shape(), Version::Soap11);
                let writer = EnvelopeWriter::new(&self.mapping, &self.xml, shape, version, &self.limits)
                    .of_about(bytes.len() * 2);
                self.pass(form, bytes, writer, validated)?.finish()
            }
        }
    }

    /// One way, values as they come.
    pub fn convert(&self, way: Way, bytes: &[u8]) -> Result<Vec<u8>> {
        self.go(way, bytes, false)
    }

    /// One way, everything checked against the contract.
    pub fn validate(&self, way: Way, bytes: &[u8]) -> Result<Vec<u8>> {
        self.go(way, bytes, true)
    }
}

/// The same message as [`envelope`], as JSON whose members stand the wrong way round.
pub fn reordered(bytes: usize) -> String {
    let mut items = Vec::new();
    for line in 1..=lines(bytes) {
        items.push(format!(
            "{{\"Note\":[\"bitte sorgfältig verpacken\"],\"Delivery\":\"2026-11-{:02}\",\"Price\":\"{}.50\",\
             \"Quantity\":{},\"Description\":\"Schraube M8 mit Mutter, größer\",\"Sku\":\"A-{line:06}\",\
             \"line\":{line}}}",
            line % 28 + 1,
            line % 400,
            line % 90 + 1,
        ));
    }
    format!(
        "{{\"Item\":[{}],\"Customer\":{{\"City\":\"Hückeswagen\",\"Street\":\"Am Alten Markt 12\",\
         \"Name\":\"Jürgen Öhler & Söhne\",\"id\":815}},\"Placed\":\"2026-11-12T08:15:30+01:00\",\
         \"OrderNumber\":\"4711-2026\"}}",
        items.join(",")
    )
}

/// How many items an envelope of so many bytes has.
fn lines(bytes: usize) -> usize {
    envelope(bytes).matches("<o:Item ").count()
}

/// The beginning of an envelope, up to its items.
const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope \
     xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
     xmlns:o=\"urn:orders\"><soap:Body><o:PlaceOrder><o:OrderNumber>4711-2026</o:OrderNumber>\
     <o:Placed>2026-11-12T08:15:30+01:00</o:Placed><o:Customer id=\"815\"><o:Name>Jürgen Öhler &amp; \
     Söhne</o:Name><o:Street>Am Alten Markt 12</o:Street><o:City>Hückeswagen</o:City></o:Customer>";
/// And its end.
const END: &str = "</o:PlaceOrder></soap:Body></soap:Envelope>";

/// An envelope of about so many bytes, as services write them: prefixes, attributes, entities, German.
pub fn envelope(bytes: usize) -> String {
    let mut out = String::from(BEGIN);
    let mut line = 0;
    while out.len() + END.len() < bytes {
        line += 1;
        item(line, &mut out);
    }
    out + END
}

fn item(line: u64, out: &mut String) {
    let _ = write!(
        out,
        "<o:Item line=\"{line}\"><o:Sku>A-{line:06}</o:Sku><o:Description>Schraube M8 mit Mutter, \
         größer</o:Description><o:Quantity>{}</o:Quantity><o:Price>{}.50</o:Price><o:Delivery>2026-11-{:02}\
         </o:Delivery><o:Note>bitte sorgfältig verpacken</o:Note></o:Item>",
        line % 90 + 1,
        line % 400,
        line % 28 + 1
    );
}
