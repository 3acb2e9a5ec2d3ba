// SPDX-License-Identifier: EUPL-1.2
//! Protobuf reader and writer over a compiled mapping
