// SPDX-License-Identifier: EUPL-1.2
//! Callers that speak JSON.

pub(crate) mod negotiate;
