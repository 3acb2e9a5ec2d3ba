// SPDX-License-Identifier: EUPL-1.2
//! The WSDL half of the contract (WSDL 1.1, W3C Note 15 March 2001; WSDL 2.0 is mapped onto the same words).

use serde::{Deserialize, Serialize};

use crate::{Location, QName};

/// `wsdl:service`: a named set of ports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Name in the definitions' target namespace.
    pub name: QName,
    /// `wsdl:documentation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Ports in document order.
    pub ports: Vec<Port>,
    /// Where it is declared.
    pub location: Location,
}

/// `wsdl:port`: a binding at an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Port {
    /// Port name.
    pub name: String,
    /// The binding it offers.
    pub binding: QName,
    /// `soap:address/@location` as written, which may be a placeholder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// The wire protocol of a binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// SOAP 1.1 (WSDL 1.1 section 3).
    Soap11,
    /// SOAP 1.2 (WSDL 1.1 binding extension for SOAP 1.2).
    Soap12,
    /// HTTP GET/POST binding (WSDL 1.1 section 4).
    Http,
}

/// `soap:binding/@style`, `soap:operation/@style`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Parts are the body's children.
    #[default]
    Document,
    /// Parts are wrapped in an element named after the operation.
    Rpc,
}

/// `soap:body/@use`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// The schema describes the wire.
    #[default]
    Literal,
    /// SOAP encoding (SOAP 1.1 section 5).
    Encoded,
}

/// `wsdl:binding`: how an interface's operations travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Binding name.
    pub name: QName,
    /// The port type bound.
    pub interface: QName,
    /// Wire protocol.
    pub protocol: Protocol,
    /// `soap:binding/@transport`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
    /// Bound operations in document order.
    pub operations: Vec<BindingOperation>,
    /// Documentation of the binding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// `wsdl:binding/wsdl:operation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BindingOperation {
    /// Operation name in the interface.
    pub name: String,
    /// `soap:operation/@soapAction`; `None` where not given, which SOAP 1.1 tells from the empty one. `None` in an HTTP
    /// binding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soap_action: Option<String>,
    /// Style after the defaults of the binding are applied.
    pub style: Style,
    /// How the input travels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<BoundMessage>,
    /// How the output travels; `None` for one-way operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<BoundMessage>,
    /// `soap:fault` by fault name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<BoundFault>,
    /// Documentation of the bound operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// How one message of an operation travels: `soap:body`, `soap:header`, `mime:multipartRelated`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundMessage {
    /// `soap:body/@use`.
    #[serde(default)]
    pub body_use: Use,
    /// `soap:body/@namespace`: namespace of the rpc wrapper element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `soap:body/@parts`; `None` means all parts that are not headers or attachments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<String>>,
    /// `soap:header` in document order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    /// MIME parts beside the envelope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mime_parts: Vec<MimePart>,
    /// Of an input in an HTTP binding: where and how it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<HttpRequest>,
}

/// How an HTTP binding sends an input (WSDL 1.1 section 4; WSDL 2.0 part 2 section 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpRequest {
    /// `http:binding/@verb`, `whttp:method`.
    pub method: String,
    /// `http:operation/@location`, `whttp:location`, as written: relative to the port's address, with its templates.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// Where the parts go.
    pub serialization: HttpSerialization,
}

/// Where the parts of an input in an HTTP binding go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HttpSerialization {
    /// `http:urlEncoded` (WSDL 1.1 section 4.5): into the query.
    UrlEncoded,
    /// `http:urlReplacement` (WSDL 1.1 section 4.6), `{name}` templates of WSDL 2.0: into the location.
    UrlReplacement,
    /// Into the body, in the media types of [`BoundMessage::mime_parts`].
    Body,
}

/// `soap:header`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The message that holds the part.
    pub message: QName,
    /// The part's name.
    pub part: String,
    /// Literal or encoded.
    #[serde(default)]
    pub header_use: Use,
    /// `soap:header/@namespace`: namespace of a header block whose part has a type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `wsdl:required="true"` on the header.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// `soap:headerfault`: message and part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<(QName, String)>,
}

/// `mime:content`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MimePart {
    /// The message part.
    pub part: String,
    /// Alternative media types.
    pub types: Vec<String>,
}

/// `soap:fault`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundFault {
    /// Fault name in the interface's operation.
    pub name: String,
    /// Literal or encoded.
    #[serde(default)]
    pub fault_use: Use,
}

/// `wsdl:portType`: abstract operations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interface {
    /// Name.
    pub name: QName,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Operations in document order; names may repeat (overloading).
    pub operations: Vec<Operation>,
    /// Where it is declared.
    pub location: Location,
}

/// What an operation does to the world. Never assumed: `unknown` until a person says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectClass {
    /// Nobody has said; treated as a write.
    #[default]
    Unknown,
    /// Changes nothing.
    Read,
    /// Changes something; repeating it changes nothing more.
    Idempotent,
    /// Has a twin that only validates.
    DryRun,
    /// Changes something each time.
    Write,
}

/// Message exchange pattern (WSDL 1.1 section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// Input, then output.
    #[default]
    RequestResponse,
    /// Input only.
    OneWay,
    /// Output, then input.
    SolicitResponse,
    /// Output only.
    Notification,
}

/// `wsdl:portType/wsdl:operation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Name; overloads differ by the names of their messages.
    pub name: String,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Exchange pattern.
    pub pattern: Pattern,
    /// Input message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<MessageRef>,
    /// Output message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<MessageRef>,
    /// Declared faults in document order; the `name` is the fault's name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<MessageRef>,
    /// `parameterOrder`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameter_order: Vec<String>,
    /// Effect class.
    #[serde(default)]
    pub effect: EffectClass,
    /// Where it is declared.
    pub location: Location,
}

/// `wsdl:input`, `wsdl:output`, `wsdl:fault` of an abstract operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageRef {
    /// `@name`, or the default of WSDL 1.1 section 2.4.5.
    pub name: String,
    /// The message.
    pub message: QName,
    /// `wsam:Action` or `wsaw:Action`; what stands in their place where it is missing is told by
    /// [`Interface::input_action`] and its like. Faults of WSDL 2.0 have their default here (WS-Addressing 1.0 - Metadata,
    /// section 4.4.2), which is that of the interface that declares them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
}

/// `wsdl:message`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Name.
    pub name: QName,
    /// Parts in document order.
    pub parts: Vec<Part>,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// `wsdl:part`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Part name.
    pub name: String,
    /// What it holds.
    pub content: PartContent,
    /// Documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
}

/// `wsdl:part/@element` or `@type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartContent {
    /// A global element.
    Element(QName),
    /// A type (rpc, or the sole body part of a document binding).
    Type(QName),
}

/// One policy assertion that a caller has to meet, as read from WS-Policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Binding, port, operation or message it is attached to, as a path of names.
    pub subject: String,
    /// Assertion names, nested by order of appearance.
    pub assertions: Vec<QName>,
    /// Those of them that say `wsp:Optional`, or extensions that are not `wsdl:required`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<QName>,
    /// Where a choice is given (`wsp:ExactlyOne` of several): the assertions of each alternative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Vec<QName>>,
    /// Where it is declared.
    pub location: Location,
}
