// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI 3.1 from a mapping
