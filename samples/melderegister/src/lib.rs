// SPDX-License-Identifier: EUPL-1.2
//! A municipal register behind SOAP: the legacy service of the samples
