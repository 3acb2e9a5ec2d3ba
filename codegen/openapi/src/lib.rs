// SPDX-License-Identifier: EUPL-1.2
//! OpenAPI 3.1 or 3.0.3 from a contract and its mapping.
//!
//! [`write`](fn@write) writes the document, [`generate`] gives it as a tree. It describes the REST facade: one operation with its
//! method, path and parameters, one component for each object, family and named simple type, problem details (RFC 9457) for whatever goes wrong. Schemas are JSON
//! Schema 2020-12; for OpenAPI 3.0.3 they are put into its older words at the end. Where the words of OpenAPI do not reach, `x-fachwerk` extensions say what is missing, so that the
//! document alone tells a machine how to get back to the XML; they are described in [`extensions`].
//!
//! The shape of answers to faults is laid down in [`faults`]; the proxy builds what is described there.
//!
//! The crate does no I/O and has no clock: the same contract gives the same bytes. It knows neither WSDL nor the codecs;
//! examples are handed in.

mod attachments;
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
mod tree;
mod version30;
mod warnings;
mod write;
mod xml;

pub use document::Document;
pub use options::{Options, Specification};
pub use overlay::{Overlay, OverlayError, Unmatched};
pub use warnings::Warning;
pub use write::write;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use serde_json::{Map, Value, json};

use operations::Operations;
use schema::Schemas;
use tree::{Node, Tree, tree};

/// The OpenAPI document of a facade as a tree, to be looked at or changed. [`write`](fn@write) gives the same text
/// without it.
///
/// What could not be said in it comes back as [`Document::warnings`]; it is said in `x-fachwerk` instead, or left to the
/// proxy's validation.
pub fn generate(contract: &Contract, mapping: &Mapping, options: &Options<'_>) -> Document {
    let mut schemas = Schemas::new(contract, mapping);
    let mut paths = Map::new();
    let mut operations = Operations::default();
    while let Some((path, method, operation)) = operations.next(&mut schemas, options) {
        let item = paths.entry(path).or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(item) = item {
            item.insert(method, value(&operation.into()));
        }
    }
    let mut components = std::collections::BTreeMap::new();
    components::each(&mut schemas, &mut |name, schema| {
        components.insert(name.into_owned(), value(&schema.into()));
    });
    let components: Map<String, Value> = components.into_iter().collect();
    let mut root = Map::new();
    for (key, member) in head(mapping, options) {
        root.insert(key.into_owned(), value(&member));
    }
    root.insert("paths".to_owned(), Value::Object(paths));
    root.insert(
        "components".to_owned(),
        json!({ "schemas": components, "responses": value(&faults::shared_responses()) }),
    );
    root.insert(extensions::KEY.to_owned(), value(&info::extension(contract, &schemas)));
    if options.specification == Specification::OpenApi30 {
        version30::lower(&mut root);
    }
    Document::new(Value::Object(root), schemas.into_warnings())
}

/// What stands before the paths.
fn head<'a>(mapping: &'a Mapping, options: &Options<'a>) -> Node<'a> {
    let mut head = Node::with_capacity(5);
    head.push("openapi", options.specification.version());
    head.push("info", info::info(mapping, options));
    head.push("servers", info::servers(options));
    // The facade asks for nothing by itself; what the proxy in front of it asks for is the operator's decision.
    head.push("security", tree!([]));
    head.push("tags", info::tags(mapping));
    head
}

fn value(tree: &Tree<'_>) -> Value {
    serde_json::to_value(tree).expect("a tree always has a JSON form")
}
