// SPDX-License-Identifier: EUPL-1.2
//! The contract: what a WSDL and its schemas say, as one plain, serialisable model.
//!
//! Everything else — OpenAPI, .proto, the compiled mapping, the codecs — is read off a [`Contract`]. It keeps
//! the words of the specifications (WSDL 1.1, XML Schema 1.0 part 1 and 2) and decides nothing about JSON,
//! protobuf or REST: those decisions live in `fachwerk-mapping`.
//!
//! The crate knows no file system, no network, no clock. Two contracts built from the same input are equal and
//! serialise to the same bytes: every collection is either in document order or sorted by name.
//!
//! ```
//! let contract = fachwerk_contract::Contract::default();
//! let text = contract.to_json();
//! assert_eq!(fachwerk_contract::Contract::from_json(text.as_bytes()).unwrap(), contract);
//! ```

mod addressing;
mod name;
pub mod schema;
mod serialise;
pub mod service;
mod source;

pub use addressing::default_fault_action;
pub use name::QName;
pub use serialise::{ContractError, FORMAT_VERSION};
pub use source::{Location, SourceDocument};

use serde::{Deserialize, Serialize};

/// Services, messages and types of one WSDL with everything it imports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// The files this contract was read from; [`Location::document`] is an index into it.
    pub documents: Vec<SourceDocument>,
    /// `wsdl:service` elements in document order.
    pub services: Vec<service::Service>,
    /// `wsdl:binding` elements in document order.
    pub bindings: Vec<service::Binding>,
    /// `wsdl:portType` (WSDL 2.0: `interface`) elements in document order.
    pub interfaces: Vec<service::Interface>,
    /// `wsdl:message` elements in document order.
    pub messages: Vec<service::Message>,
    /// All schema components, of all namespaces.
    pub schema: schema::Schema,
    /// What policies (WS-Policy, WS-SecurityPolicy) ask of a caller, as read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<service::Policy>,
}

impl Contract {
    /// The message with this name.
    pub fn message(&self, name: &QName) -> Option<&service::Message> {
        self.messages.iter().find(|m| m.name == *name)
    }

    /// The binding with this name.
    pub fn binding(&self, name: &QName) -> Option<&service::Binding> {
        self.bindings.iter().find(|b| b.name == *name)
    }

    /// The interface (port type) with this name.
    pub fn interface(&self, name: &QName) -> Option<&service::Interface> {
        self.interfaces.iter().find(|i| i.name == *name)
    }
}
