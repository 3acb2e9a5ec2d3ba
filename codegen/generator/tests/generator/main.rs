// SPDX-License-Identifier: EUPL-1.2
//! What a generation writes.

mod schema;
