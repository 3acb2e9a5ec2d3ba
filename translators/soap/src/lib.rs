// SPDX-License-Identifier: EUPL-1.2
//! SOAP 1.1 and 1.2 envelopes, faults and operation matching
