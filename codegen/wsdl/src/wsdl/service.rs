// SPDX-License-Identifier: EUPL-1.2
//! `wsdl:service` (WSDL 1.1, sections 2.6 and 2.7).

use fachwerk_contract::service::{Port, Service};

use super::reader::Reader;
use crate::names::{HTTP, SOAP11, SOAP12, WSDL};
use crate::tree::Node;

impl<'a> Reader<'a> {
    pub(super) fn service(&mut self, node: Node<'a>) {
        self.service_of(node, |namespace| namespace == WSDL, "port", Self::port);
    }

    /// A service whose children of its own language are read as ports, each by `port`.
    pub(in crate::wsdl) fn service_of(
        &mut self,
        node: Node<'a>,
        is_own: impl Fn(&str) -> bool,
        local: &str,
        port: impl Fn(&mut Self, Node<'a>) -> Option<Port>,
    ) {
        let Some(name) = self.fresh_name(node, "service") else { return };
        let mut ports = Vec::new();
        for child in node.children() {
            if !is_own(child.namespace()) {
                self.extension(child);
            } else if child.local() == local {
                ports.extend(port(self, child));
            } else if child.local() != "documentation" {
                self.unexpected(child, "service");
            }
        }
        let documentation = Self::documentation(node);
        let location = self.document.location(node);
        self.definitions.services.push(Service { name, documentation, ports, location });
    }

    fn port(&mut self, node: Node<'a>) -> Option<Port> {
        let name = self.required(node, "name")?.to_owned();
        let binding = self.reference(node, "binding")?;
        let mut address = None;
        for child in node.children() {
            if matches!(child.namespace(), SOAP11 | SOAP12 | HTTP) && child.local() == "address" {
                address = child.attribute("location").map(|l| l.trim().to_owned());
            } else if child.namespace() != WSDL {
                self.extension(child);
            }
        }
        Some(Port { name, binding, address, location: self.document.location(node) })
    }
}
