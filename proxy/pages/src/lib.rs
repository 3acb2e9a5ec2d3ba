// SPDX-License-Identifier: EUPL-1.2
//! What a person sees in a browser: the list of facades with everything to download, and a console for each.
//!
//! Nothing is fetched from anywhere else: the console is Swagger UI, which is in the binary. What the crate deliberately
//! does not know: HTTP, contracts. It turns names and paths into documents.

mod assets;
mod escape;
mod index;

pub use assets::{ASSETS, Asset, asset};
pub use index::{Facade, Link, Operation, console, index};

/// The policy (Content Security Policy level 3) under which these pages work: nothing from elsewhere, no inline script.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                          connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Where everything but the list is served. No path of a facade begins like this.
pub const PREFIX: &str = "/-/";
