// SPDX-License-Identifier: EUPL-1.2
//! What people decided, now or earlier.

use fachwerk_mapping::{Lock, RestStyle};
use fachwerk_openapi::Specification;

/// A file that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name, for remarks and for the copy that is kept.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// What people decided about a facade, now or earlier.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// The lock of an earlier generation, if there was one.
    pub lock: Option<Lock>,
    /// How the REST facade is shaped; none: as the overrides say, or as it was.
    pub style: Option<RestStyle>,
    /// Which OpenAPI the document follows.
    pub specification: Specification,
    /// Overrides of single operations.
    pub overrides: Option<Written>,
    /// OpenAPI Overlays, in the order in which they are applied.
    pub overlays: Vec<Written>,
}
