// SPDX-License-Identifier: EUPL-1.2
//! The operations of the service.

use crate::names;

/// An operation of the port type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `suchePerson`: search, paged.
    Search,
    /// `lesePerson`: read one record.
    Read,
    /// `meldeUmzug`: register a move.
    Relocate,
    /// `holeBescheinigung`: certificate as PDF.
    Certify,
    /// `benachrichtige`: one-way notification.
    Notify,
}

impl Operation {
    /// All operations in the order of the WSDL.
    pub const ALL: [Self; 5] = [Self::Search, Self::Read, Self::Relocate, Self::Certify, Self::Notify];

    /// Name in the WSDL, which is also the local name of the request element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Search => "suchePerson",
            Self::Read => "lesePerson",
            Self::Relocate => "meldeUmzug",
            Self::Certify => "holeBescheinigung",
            Self::Notify => "benachrichtige",
        }
    }

    /// The operation of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// The value SOAPAction must have.
    pub fn soap_action(self) -> String {
        format!("{}/{}", names::SERVICE, self.name())
    }
}
