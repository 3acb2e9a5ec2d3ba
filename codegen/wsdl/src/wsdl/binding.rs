// SPDX-License-Identifier: EUPL-1.2
//! `wsdl:binding` (WSDL 1.1, sections 2.5 and 3 to 5; binding extension for SOAP 1.2).
//!
//! Of an HTTP binding the verb stands in [`Binding::transport`], too.

use fachwerk_contract::QName;
use fachwerk_contract::service::{
    Binding, BindingOperation, BoundFault, BoundMessage, Header, HttpRequest, HttpSerialization, MimePart,
    Protocol, Style, Use,
};

use super::reader::Reader;
use crate::Code;
use crate::names::{HTTP, MIME, SOAP11, SOAP12, WSDL};
use crate::tree::Node;

impl<'a> Reader<'a> {
    pub(super) fn binding(&mut self, node: Node<'a>) {
        let Some(name) = self.fresh_name(node, "binding") else { return };
        let Some(interface) = self.reference(node, "type") else { return };
        let declared = node.children().find_map(protocol_of);
        let Some((protocol, extension)) = declared.or_else(|| self.protocol_of_operations(node)) else {
            let other = node.children().find(|c| c.namespace() != WSDL && c.local() == "binding");
            let which =
                other.map_or("no protocol that is known".to_owned(), |c| format!("`{}`", c.namespace()));
            self.skip_binding(node, name, &which, "ports");
            return;
        };
        let style = extension.and_then(|e| self.style(e)).unwrap_or_default();
        let transport = extension
            .and_then(|e| e.attribute(if protocol == Protocol::Http { "verb" } else { "transport" }));
        let mut operations = Vec::new();
        let mut names = Vec::new();
        for child in node.children() {
            if child.is(WSDL, "operation") {
                if let Some((mut operation, key)) = self.bound_operation(child, protocol, style) {
                    if protocol == Protocol::Http {
                        http_request(child, transport.unwrap_or_default().trim(), &mut operation);
                    }
                    operations.push(operation);
                    names.push(key);
                }
            } else if child.namespace() != WSDL {
                if protocol_of(child).is_none() {
                    self.extension(child);
                }
            } else if child.local() != "documentation" {
                self.unexpected(child, "binding");
            }
        }
        if operations.is_empty() && protocol != Protocol::Http {
            self.definitions.without_operations.insert(name.clone(), style);
        }
        self.definitions.bound_names.push(names);
        self.definitions.bindings.push(Binding {
            name,
            interface,
            protocol,
            transport: transport.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned),
            operations,
            documentation: Self::documentation(node),
            location: self.document.location(node),
        });
    }

    /// The protocol of a binding that does not say it, by what its operations and their messages say.
    fn protocol_of_operations(&mut self, node: Node<'a>) -> Option<(Protocol, Option<Node<'a>>)> {
        let own = |node: &Node<'a>| node.namespace() == WSDL;
        let operations = node.children().filter(|c| c.is(WSDL, "operation"));
        let messages = operations.clone().flat_map(Node::children).filter(own).flat_map(Node::children);
        let namespaces = operations.flat_map(Node::children).chain(messages).map(Node::namespace);
        let (protocol, version) = namespaces.into_iter().find_map(|namespace| match namespace {
            SOAP11 => Some((Protocol::Soap11, "1.1")),
            SOAP12 => Some((Protocol::Soap12, "1.2")),
            _ => None,
        })?;
        let name = node.attribute("name").unwrap_or_default();
        let message =
            format!("the binding `{name}` has no `soap:binding`; its operations are for SOAP {version}");
        self.report(node, Code::ProtocolAssumed, message, "add `soap:binding`; SOAP over HTTP is assumed");
        Some((protocol, None))
    }

    /// A binding of another protocol.
    pub(in crate::wsdl) fn skip_binding(&mut self, node: Node<'a>, name: QName, which: &str, ports: &str) {
        let message = format!("the binding `{}` is for {which}; it is skipped with its {ports}", name.local);
        let advice = "SOAP 1.1, SOAP 1.2 and HTTP bindings are read";
        self.report(node, Code::UnsupportedBinding, message, advice);
        self.definitions.skipped_bindings.insert(name);
        self.definitions.foreign = true;
    }

    #[expect(clippy::type_complexity, reason = "the names of input and output, as they are compared")]
    fn bound_operation(
        &mut self,
        node: Node<'a>,
        protocol: Protocol,
        style: Style,
    ) -> Option<(BindingOperation, (Option<String>, Option<String>))> {
        let name = self.required(node, "name")?.to_owned();
        let extension = node.children().find(|c| is_extension(*c, protocol) && c.local() == "operation");
        let (style, soap_action) = match extension {
            Some(extension) if protocol != Protocol::Http => {
                (self.style(extension).unwrap_or(style), extension.attribute("soapAction"))
            }
            _ => (style, None),
        };
        let mut input = None;
        let mut output = None;
        let mut key = (None, None);
        let mut faults = Vec::new();
        for child in node.children() {
            if child.namespace() != WSDL {
                if !is_extension(child, protocol) {
                    self.extension(child);
                }
                continue;
            }
            match child.local() {
                "input" => {
                    key.0 = child.attribute("name").map(str::to_owned);
                    input = Some(self.bound_message(child, protocol));
                }
                "output" => {
                    key.1 = child.attribute("name").map(str::to_owned);
                    output = Some(self.bound_message(child, protocol));
                }
                "fault" => faults.extend(self.bound_fault(child, protocol)),
                "documentation" => {}
                _ => self.unexpected(child, "operation"),
            }
        }
        let operation = BindingOperation {
            name,
            soap_action: soap_action.map(|a| a.trim().to_owned()),
            style,
            input,
            output,
            faults,
            documentation: Self::documentation(node),
            location: self.document.location(node),
        };
        Some((operation, key))
    }

    /// `wsdl:input` or `wsdl:output`: body, headers and attachments, directly or in MIME parts.
    fn bound_message(&mut self, node: Node<'a>, protocol: Protocol) -> BoundMessage {
        let mut message = BoundMessage::default();
        for child in node.children() {
            if child.is(MIME, "multipartRelated") {
                for part in child.children().filter(|c| c.is(MIME, "part")) {
                    for content in part.children() {
                        self.message_extension(content, protocol, &mut message);
                    }
                }
            } else {
                self.message_extension(child, protocol, &mut message);
            }
        }
        message
    }

    fn message_extension(&mut self, node: Node<'a>, protocol: Protocol, message: &mut BoundMessage) {
        if is_extension(node, protocol) {
            match node.local() {
                "body" => {
                    message.body_use = self.use_of(node);
                    message.namespace = node.attribute("namespace").map(|n| n.trim().to_owned());
                    message.parts = node
                        .attribute("parts")
                        .map(|p| p.split_ascii_whitespace().map(str::to_owned).collect());
                }
                "header" => message.headers.extend(self.header(node)),
                _ => {}
            }
        } else if node.namespace() == MIME && matches!(node.local(), "content" | "mimeXml") {
            let part = node.attribute("part").unwrap_or_default().to_owned();
            let media = node.attribute("type").map(str::trim).filter(|t| !t.is_empty());
            let media = media.or(if node.local() == "mimeXml" { Some("text/xml") } else { None });
            // the same part several times: alternatives (section 5.3)
            let index = message.mime_parts.iter().position(|p| p.part == part).unwrap_or_else(|| {
                message.mime_parts.push(MimePart { part, types: Vec::new() });
                message.mime_parts.len() - 1
            });
            message.mime_parts[index].types.extend(media.map(str::to_owned));
        } else if node.namespace() != WSDL {
            self.extension(node);
        }
    }

    fn header(&mut self, node: Node<'a>) -> Option<Header> {
        let message = self.reference(node, "message")?;
        let part = self.required(node, "part")?.to_owned();
        let mut faults = Vec::new();
        for child in node.children().filter(|c| c.local() == "headerfault") {
            if let (Some(message), Some(part)) =
                (self.reference(child, "message"), self.required(child, "part"))
            {
                faults.push((message, part.to_owned()));
            }
        }
        let required = node.attribute_in(WSDL, "required").is_some_and(|r| matches!(r.trim(), "true" | "1"));
        let namespace = node.attribute("namespace").map(|n| n.trim().to_owned());
        Some(Header { message, part, header_use: self.use_of(node), namespace, required, faults })
    }

    fn bound_fault(&mut self, node: Node<'a>, protocol: Protocol) -> Option<BoundFault> {
        let extension = node.children().find(|c| is_extension(*c, protocol) && c.local() == "fault");
        let name = node.attribute("name").or_else(|| extension.and_then(|e| e.attribute("name")));
        let Some(name) = name.map(str::trim).filter(|n| !n.is_empty()) else {
            self.required(node, "name");
            return None;
        };
        Some(BoundFault {
            name: name.to_owned(),
            fault_use: extension.map_or(Use::Literal, |e| self.use_of(e)),
        })
    }

    fn use_of(&mut self, node: Node<'a>) -> Use {
        match node.attribute("use").map(str::trim) {
            None | Some("literal") => Use::Literal,
            Some("encoded") => Use::Encoded,
            Some(value) => {
                let message = format!("`use` is `{value}`");
                let at = node.attribute_offset("use");
                self.report_at(
                    at,
                    Code::BadDefinitionValue,
                    message,
                    "write `literal` or `encoded`; it is read as literal",
                );
                Use::Literal
            }
        }
    }

    fn style(&mut self, node: Node<'a>) -> Option<Style> {
        match node.attribute("style").map(str::trim) {
            None => None,
            Some("document") => Some(Style::Document),
            Some("rpc") => Some(Style::Rpc),
            Some(value) => {
                let message = format!("`style` is `{value}`");
                let at = node.attribute_offset("style");
                self.report_at(
                    at,
                    Code::BadDefinitionValue,
                    message,
                    "write `document` or `rpc`; it is ignored",
                );
                None
            }
        }
    }
}

/// Where and how the input of an HTTP binding's operation is sent (section 4).
fn http_request(node: Node<'_>, verb: &str, operation: &mut BindingOperation) {
    let location = node.children().find(|c| c.is(HTTP, "operation")).and_then(|c| c.attribute("location"));
    let input = node.children().filter(|c| c.is(WSDL, "input")).flat_map(Node::children);
    let serialization = input.filter(|c| c.namespace() == HTTP).find_map(|c| match c.local() {
        "urlEncoded" => Some(HttpSerialization::UrlEncoded),
        "urlReplacement" => Some(HttpSerialization::UrlReplacement),
        _ => None,
    });
    operation.input.get_or_insert_default().http = Some(HttpRequest {
        method: verb.to_ascii_uppercase(),
        location: location.unwrap_or_default().trim().to_owned(),
        serialization: serialization.unwrap_or(HttpSerialization::Body),
    });
}

fn protocol_of(node: Node<'_>) -> Option<(Protocol, Option<Node<'_>>)> {
    let protocol = match node.namespace() {
        SOAP11 => Protocol::Soap11,
        SOAP12 => Protocol::Soap12,
        HTTP => Protocol::Http,
        _ => return None,
    };
    (node.local() == "binding").then_some((protocol, Some(node)))
}

/// Whether an extension element belongs to the binding's protocol. SOAP 1.1 elements in a SOAP 1.2 binding, and the
/// other way round, are a mistake that is made often and never misleads.
fn is_extension(node: Node<'_>, protocol: Protocol) -> bool {
    match protocol {
        Protocol::Soap11 | Protocol::Soap12 => matches!(node.namespace(), SOAP11 | SOAP12),
        Protocol::Http => node.namespace() == HTTP,
    }
}
