// SPDX-License-Identifier: EUPL-1.2
//! One call from an input to every generated file
