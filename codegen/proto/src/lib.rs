// SPDX-License-Identifier: EUPL-1.2
//! proto3 text and descriptors from a mapping
