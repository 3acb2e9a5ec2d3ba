// SPDX-License-Identifier: EUPL-1.2
//! XML reader and writer over a compiled mapping
