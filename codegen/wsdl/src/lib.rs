// SPDX-License-Identifier: EUPL-1.2
//! WSDL and XSD files to a contract
