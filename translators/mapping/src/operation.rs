// SPDX-License-Identifier: EUPL-1.2
//! Operations as callers see them, and how their messages lie in a SOAP envelope.

use fachwerk_contract::QName;
use fachwerk_contract::service::{EffectClass, Pattern, Protocol, Style, Use};

use crate::{Binaries, Chunked, ListStream, Name, OperationId, Parameter, StructId};

/// A service of the facade.
#[derive(Debug, Clone)]
pub struct Service {
    /// Facade name: path segment, unique.
    pub name: String,
    /// protobuf name: Pascal case, ends with `Service`, unique among everything in the package.
    pub rpc_name: String,
    /// The WSDL service.
    pub source: QName,
    /// Documentation.
    pub documentation: Option<String>,
    /// Its operations in document order.
    pub operations: Vec<OperationId>,
}

/// An operation of the facade.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Facade name, unique within its service.
    pub name: String,
    /// Stable key within its service, the same as in the lock.
    pub key: String,
    /// The WSDL operation's name.
    pub source: String,
    /// Index into [`Mapping::services`](crate::Mapping::services).
    pub service: usize,
    /// Documentation.
    pub documentation: Option<String>,
    /// Exchange pattern.
    pub pattern: Pattern,
    /// Effect class.
    pub effect: EffectClass,
    /// REST path with templates; `/{service}/{operation}` where nobody says otherwise.
    pub path: String,
    /// HTTP method of the REST facade.
    pub method: String,
    /// Members of the input that travel outside the body.
    pub parameters: Vec<Parameter>,
    /// Whether a REST request has a body: for the members that are no parameters.
    pub body: bool,
    /// HTTP status of its answer: [`ANSWER_STATUS`], or [`ONE_WAY_STATUS`] where there is none, unless somebody says
    /// otherwise. [`NO_CONTENT`] has no body.
    pub status: u16,
    /// Tags in the OpenAPI document; none: the service's name.
    pub tags: Vec<String>,
    /// protobuf method name (Pascal case).
    pub rpc_name: String,
    /// protobuf message of the request, of this method alone: it has the fields of the input's object.
    pub rpc_request: String,
    /// protobuf message of the response, of this method alone: it has the fields of the output's object, or none.
    pub rpc_response: String,
    /// The server-streaming twin, where the answer is one list.
    pub stream: Option<ListStream>,
    /// The twin whose attachments come in chunks, where there are any.
    pub chunked: Option<Chunked>,
    /// Ways to reach it, in document order; the first is the default.
    pub bindings: Vec<OperationBinding>,
    /// Input.
    pub input: MessageShape,
    /// Output; `None` for one-way operations.
    pub output: Option<MessageShape>,
    /// Declared faults.
    pub faults: Vec<Fault>,
}

impl Operation {
    /// Places of binary values in the output.
    pub fn output_binaries(&self) -> &Binaries {
        self.output.as_ref().map_or(&Binaries::None, |output| &output.binaries)
    }

    /// All its messages: input, output, faults.
    pub fn messages(&self) -> impl Iterator<Item = &MessageShape> {
        let faults = self.faults.iter().map(|fault| &fault.message);
        std::iter::once(&self.input).chain(&self.output).chain(faults)
    }

    /// The shape of one of its messages. `fault:NAME` is found by [`Fault::name`].
    pub fn message(&self, role: &MessageRole) -> Option<&MessageShape> {
        match role {
            MessageRole::Input => Some(&self.input),
            MessageRole::Output => self.output.as_ref(),
            MessageRole::Fault(index) => self.faults.get(*index).map(|f| &f.message),
        }
    }
}

/// Which message of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageRole {
    /// What the caller sends.
    Input,
    /// What the service answers.
    Output,
    /// A declared fault, by index into [`Operation::faults`].
    Fault(usize),
}

/// One binding of an operation at one port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationBinding {
    /// Port name.
    pub port: String,
    /// Wire protocol.
    pub protocol: Protocol,
    /// SOAP action.
    pub soap_action: Option<String>,
    /// Document or rpc.
    pub style: Style,
    /// Literal or encoded.
    pub body_use: Use,
    /// Binary values travel beside the envelope (MTOM), because a policy of the binding asks for it.
    pub mtom: bool,
    /// Address as written in the WSDL.
    pub address: Option<String>,
    /// How the request is made where there is no SOAP.
    pub http: Option<HttpBinding>,
}

/// How an operation of an HTTP binding is called (WSDL 1.1, section 4; WSDL 2.0 part 2, section 6). Its answer is an XML
/// document, whose element is that of the output's [`Layout`]: of [`Layout::Fields`] the one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpBinding {
    /// HTTP method.
    pub method: String,
    /// Relative to the address.
    pub location: String,
    /// `(part)` or `{part}` in the location are replaced by values of the input.
    pub has_templates: bool,
    /// Where the rest of the input goes.
    pub input: HttpInput,
}

/// Where the members of an input that are not in the location go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpInput {
    /// Into the query, `name=value`.
    Query,
    /// Into a body like a query (`application/x-www-form-urlencoded`).
    Form,
    /// The input is an XML document of this media type.
    Xml(String),
    /// There is nothing.
    Nothing,
}

/// HTTP status of an answer where nobody says otherwise (RFC 9110, section 15.3.1).
pub const ANSWER_STATUS: u16 = 200;

/// HTTP status of operations without an answer where nobody says otherwise: the message was taken, and what comes of it
/// is not known (RFC 9110, section 15.3.3).
pub const ONE_WAY_STATUS: u16 = 202;

/// The status of an answer that has no body (RFC 9110, section 15.3.5).
pub const NO_CONTENT: u16 = 204;

/// HTTP status of a declared fault where nobody says otherwise: the request was understood and not fulfilled (RFC 9110,
/// section 15.5.21).
pub const FAULT_STATUS: u16 = 422;

/// A declared fault.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Fault name in the WSDL.
    pub name: String,
    /// HTTP status of the problem that it becomes.
    pub status: u16,
    /// Shape of the detail element's content.
    pub message: MessageShape,
    /// Documentation.
    pub documentation: Option<String>,
}

/// A message: the object callers see, and its place in the envelope.
#[derive(Debug, Clone)]
pub struct MessageShape {
    /// The object.
    pub root: StructId,
    /// Where it stands.
    pub layout: Layout,
    /// It is written by the rules of SOAP encoding (`use="encoded"`): accessors in no namespace and in any order,
    /// types on every element, values that several accessors refer to.
    pub encoded: bool,
    /// Field index of the attachments, of kind [`FieldKind::Group`](crate::FieldKind::Group), never an array: they lie
    /// beside the envelope.
    pub attachments: Option<u16>,
    /// Identity constraints of the element that the object is the content of.
    pub identities: Vec<u32>,
    /// Places of binary values in it, where it is an input or output.
    pub binaries: Binaries,
}

/// How a message's object lies in a SOAP envelope: `headers`, where given, is the index of a field of kind
/// [`FieldKind::Group`](crate::FieldKind::Group), never an array, whose struct's fields are header blocks; it lies in
/// the envelope's header. All other fields lie in the body (for faults: in the detail element).
#[derive(Debug, Clone)]
pub enum Layout {
    /// The object is the content of one child element of the body: document/literal with one complex part, and rpc,
    /// whose wrapper this is. With headers the object is a struct of its own that has the part's fields and
    /// `headers` before its content fields.
    Direct {
        /// The body's child.
        element: Name,
        /// Field index of the headers.
        headers: Option<u16>,
    },
    /// Each field of the object is a child element of the body.
    Fields {
        /// Field index of the headers.
        headers: Option<u16>,
    },
}

impl Layout {
    /// Field index of the headers.
    pub fn headers(&self) -> Option<u16> {
        match self {
            Self::Direct { headers, .. } | Self::Fields { headers } => *headers,
        }
    }
}
