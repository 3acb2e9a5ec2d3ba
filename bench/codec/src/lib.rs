// SPDX-License-Identifier: EUPL-1.2
//! One contract, its messages at any size, and the ways between their forms that the proxy goes: what the benchmarks
//! of this crate measure.

use std::fmt::Write as _;
use std::sync::Arc;

use fachwerk_json::{JsonNames, JsonWriter};
use fachwerk_mapping::{Lock, Mapping, MessageShape};
use fachwerk_message::{Limits, Result, Sink};
use fachwerk_protobuf::ProtobufWriter;
use fachwerk_soap::{Envelope, Package, SoapError, Version, write_message};
use fachwerk_wsdl::{Input, Memory, Options};
use fachwerk_xml::XmlNames;

const WSDL: &str = include_str!("../orders.wsdl");

/// The tables of the contract, made once.
#[derive(Debug)]
pub struct Tables {
    mapping: Mapping,
    xml: XmlNames,
    json: Arc<JsonNames>,
    limits: Limits,
}

impl Default for Tables {
    fn default() -> Self {
        let files = Memory::from_iter([("orders.wsdl", WSDL)]);
        let outcome = fachwerk_wsdl::read(&Input::new("orders.wsdl", files), &Options::default());
        let mapping = fachwerk_mapping::derive(&outcome.contract.expect("a contract"), &Lock::default()).0;
        let limits = Limits { max_bytes: 1 << 30, max_nodes: 1 << 30, ..Limits::default() };
        Self { xml: XmlNames::new(&mapping), json: Arc::new(JsonNames::new(&mapping)), mapping, limits }
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

    /// An envelope as JSON.
    pub fn xml_to_json(&self, xml: &[u8]) -> Result<Vec<u8>> {
        let mut writer =
            JsonWriter::with_names(&self.mapping, Arc::clone(&self.json), Vec::with_capacity(xml.len()));
        self.from_xml(xml, &mut writer)?;
        writer.finish()
    }

    /// An envelope as protobuf.
    pub fn xml_to_protobuf(&self, xml: &[u8]) -> Result<Vec<u8>> {
        let mut writer = ProtobufWriter::new(&self.mapping, Vec::with_capacity(xml.len()));
        self.from_xml(xml, &mut writer)?;
        writer.finish()
    }

    /// JSON as an envelope.
    pub fn json_to_xml(&self, json: &[u8]) -> Result<Vec<u8>> {
        write_message(&self.mapping, &self.xml, self.shape(), Version::Soap11, &self.limits, |sink| {
            fachwerk_json::read(&self.mapping, self.shape().root, json, &self.limits, sink)
        })
    }

    /// JSON as protobuf.
    pub fn json_to_protobuf(&self, json: &[u8]) -> Result<Vec<u8>> {
        let mut writer = ProtobufWriter::new(&self.mapping, Vec::with_capacity(json.len()));
        fachwerk_json::read(&self.mapping, self.shape().root, json, &self.limits, &mut writer)?;
        writer.finish()
    }

    /// protobuf as an envelope.
    pub fn protobuf_to_xml(&self, protobuf: &[u8]) -> Result<Vec<u8>> {
        write_message(&self.mapping, &self.xml, self.shape(), Version::Soap11, &self.limits, |sink| {
            fachwerk_protobuf::read(&self.mapping, self.shape().root, protobuf, &self.limits, sink)
        })
    }
}

/// An envelope of about so many bytes, as services write them: prefixes, attributes, entities, German.
pub fn envelope(bytes: usize) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap:Envelope \
         xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:o=\"urn:orders\"><soap:Body><o:PlaceOrder><o:OrderNumber>4711-2026</o:OrderNumber>\
         <o:Placed>2026-11-12T08:15:30+01:00</o:Placed><o:Customer id=\"815\"><o:Name>Jürgen Öhler &amp; \
         Söhne</o:Name><o:Street>Am Alten Markt 12</o:Street><o:City>Hückeswagen</o:City></o:Customer>",
    );
    let end = "</o:PlaceOrder></soap:Body></soap:Envelope>";
    let mut line = 0;
    while out.len() + end.len() < bytes {
        line += 1;
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
    out + end
}
