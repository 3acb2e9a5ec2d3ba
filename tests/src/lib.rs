// SPDX-License-Identifier: EUPL-1.2
//! Nothing here: the integration tests are one binary, `it/main.rs`.
