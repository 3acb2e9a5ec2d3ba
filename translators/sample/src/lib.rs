// SPDX-License-Identifier: EUPL-1.2
//! Random schema-valid messages
