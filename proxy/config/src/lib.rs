// SPDX-License-Identifier: EUPL-1.2
//! Configuration: raw, checked, compiled
