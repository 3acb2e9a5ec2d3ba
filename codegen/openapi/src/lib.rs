// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI 3.1 or 3.0.3 from a contract and its mapping.
//!
//! [`generate`] gives one [`Document`] that describes the REST facade: one operation with its
//! method, path and parameters, one component for each object, family and named simple type, problem details (RFC 9457) for whatever goes wrong. Schemas are JSON
//! Schema 2020-12; for OpenAPI 3.0.3 they are put into its older words at the end. Where the words of OpenAPI do not reach, `x-fachwerk` extensions say what is missing, so that the
//! document alone tells a machine how to get back to the XML; they are described in [`extensions`].
//!
//! The shape of answers to faults is laid down in [`faults`]; the proxy builds what is described there.
//!
//! The crate does no I/O and has no clock: the same contract gives the same bytes. It knows neither WSDL nor the codecs;
//! examples are handed in.

mod components;
mod constraints;
mod document;
pub mod extensions;
pub mod faults;
mod info;
mod nodes;
mod operations;
mod options;
mod overlay;
mod parameters;
mod reach;
mod schema;
mod text;
mod version30;
mod warnings;
mod xml;

pub use document::Document;
pub use options::{Options, Specification};
pub use overlay::{Overlay, OverlayError, Unmatched};
pub use warnings::Warning;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use serde_json::{Map, Value, json};

use schema::Schemas;

/// The OpenAPI document of a facade.
///
/// What could not be said in it comes back as [`Document::warnings`]; it is said in `x-fachwerk` instead, or left to the
/// proxy's validation.
pub fn generate(contract: &Contract, mapping: &Mapping, options: &Options<'_>) -> Document {
    let mut schemas = Schemas::new(contract, mapping);
    let paths = operations::paths(&mut schemas, options);
    let components = components::components(&mut schemas);
    let mut root = Map::new();
    root.insert("openapi".to_owned(), json!(options.specification.version()));
    root.insert("info".to_owned(), info::info(mapping, options));
    root.insert("servers".to_owned(), info::servers(options));
    // The facade asks for nothing by itself; what the proxy in front of it asks for is the operator's decision.
    root.insert("security".to_owned(), json!([]));
    root.insert("tags".to_owned(), info::tags(mapping));
    root.insert("paths".to_owned(), Value::Object(paths));
    root.insert("components".to_owned(), components);
    root.insert(extensions::KEY.to_owned(), info::extension(contract, &schemas));
    if options.specification == Specification::OpenApi30 {
        version30::lower(&mut root);
    }
    Document::new(Value::Object(root), schemas.into_warnings())
}
