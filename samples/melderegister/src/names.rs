// SPDX-License-Identifier: EUPL-1.2
//! Namespace names.

/// SOAP 1.1 envelope.
pub(crate) const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// SOAP 1.2 envelope.
pub(crate) const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
/// Messages of the register.
pub(crate) const MR: &str = "https://fachwerk.example/ns/melderegister/1";
/// Base types.
pub(crate) const BT: &str = "https://fachwerk.example/ns/basistypen/1";
/// XML Schema.
pub(crate) const XS: &str = "http://www.w3.org/2001/XMLSchema";
/// XML Schema attributes in instances.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The service itself: prefix of every SOAPAction.
pub(crate) const SERVICE: &str = "https://fachwerk.example/ns/melderegister/dienst/1";
