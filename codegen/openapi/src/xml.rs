// SPDX-License-Identifier: EUPL-1.2
//! `xml` objects (OpenAPI, XML Object), and prefixes for namespaces.

use std::borrow::Cow;
use std::collections::HashMap;

use fachwerk_mapping::{Layout, Mapping, Name, NamespaceId, StructId};

use crate::nodes::{Node, put};

/// Prefixes that everybody uses for these namespaces.
const USUAL: &[(&str, &str)] = &[
    ("http://www.w3.org/XML/1998/namespace", "xml"),
    ("http://www.w3.org/2001/XMLSchema", "xs"),
    ("http://www.w3.org/2001/XMLSchema-instance", "xsi"),
    ("http://www.w3.org/1999/xlink", "xlink"),
    ("http://www.w3.org/2005/08/addressing", "wsa"),
    ("http://www.w3.org/2000/09/xmldsig#", "ds"),
    ("http://www.w3.org/2001/04/xmlenc#", "xenc"),
    ("http://www.w3.org/2005/05/xmlmime", "xmime"),
    ("http://schemas.xmlsoap.org/soap/encoding/", "soapenc"),
    ("http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd", "wsse"),
    ("http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd", "wsu"),
];

/// One prefix a namespace, the same in the whole document.
#[derive(Debug)]
pub(crate) struct Prefixes(Vec<String>);

impl Prefixes {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        let mut numbered = 0;
        let mut prefix = |namespace: &String| {
            if namespace.is_empty() {
                return String::new();
            }
            if let Some((_, usual)) = USUAL.iter().find(|(name, _)| name == namespace) {
                return (*usual).to_owned();
            }
            numbered += 1;
            format!("ns{numbered}")
        };
        Self(mapping.namespaces.iter().map(&mut prefix).collect())
    }

    /// Prefix to namespace name.
    pub(crate) fn table<'a>(&self, mapping: &'a Mapping) -> Node<'a> {
        let pairs = self.0.iter().zip(&mapping.namespaces).filter(|(prefix, _)| !prefix.is_empty());
        pairs.map(|(prefix, namespace)| (Cow::Owned(prefix.clone()), namespace.into())).collect()
    }

    fn of(&self, namespace: NamespaceId) -> Option<&str> {
        self.0.get(namespace.0 as usize).map(String::as_str).filter(|prefix| !prefix.is_empty())
    }

    /// How a member looks in XML; `None` where its name says it all.
    ///
    /// An element needs no prefix, since a default namespace can be declared on it; an attribute does (Namespaces in
    /// XML 1.0, section 6.2).
    pub(crate) fn member<'a>(
        &self,
        mapping: &'a Mapping,
        member: &str,
        name: &'a Name,
        attribute: bool,
    ) -> Option<Node<'a>> {
        let mut xml = Node::new();
        put(&mut xml, "name", (name.local != member).then_some(name.local.as_str()));
        let namespace = mapping.namespace(name.namespace);
        put(&mut xml, "namespace", (!namespace.is_empty()).then_some(namespace));
        put(&mut xml, "prefix", self.of(name.namespace).filter(|_| attribute).map(str::to_owned));
        put(&mut xml, "attribute", attribute.then_some(true));
        (!xml.is_empty()).then_some(xml)
    }

    /// The element that an object is the content of, as a message.
    pub(crate) fn root<'a>(&self, mapping: &'a Mapping, name: &'a Name) -> Node<'a> {
        let mut xml = Node::new();
        xml.insert("name", &name.local);
        let namespace = mapping.namespace(name.namespace);
        put(&mut xml, "namespace", (!namespace.is_empty()).then_some(namespace));
        put(&mut xml, "prefix", self.of(name.namespace).map(str::to_owned));
        xml
    }
}

/// The element of each object that messages have under one name only.
pub(crate) fn roots(mapping: &Mapping) -> HashMap<StructId, &Name> {
    let mut found: HashMap<StructId, Option<&Name>> = HashMap::new();
    let messages = mapping.operations.iter().flat_map(|operation| {
        let faults = operation.faults.iter().map(|fault| &fault.message);
        std::iter::once(&operation.input).chain(&operation.output).chain(faults)
    });
    for message in messages {
        if let Layout::Direct { element, .. } = &message.layout {
            let known = found.entry(message.root).or_insert(Some(element));
            if known.is_some_and(|known| known != element) {
                *known = None;
            }
        }
    }
    found.into_iter().filter_map(|(id, name)| Some((id, name?))).collect()
}
