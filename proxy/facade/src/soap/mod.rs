// SPDX-License-Identifier: EUPL-1.2
//! Callers that speak SOAP.

pub(crate) mod wsdl;
