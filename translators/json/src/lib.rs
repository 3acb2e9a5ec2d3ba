// SPDX-License-Identifier: EUPL-1.2
//! JSON reader and writer over a compiled mapping
