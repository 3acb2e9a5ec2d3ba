// SPDX-License-Identifier: EUPL-1.2
//! The document's text, piece by piece.
//!
//! Each operation and each component is built, put into text and dropped. Components are named while they are built and
//! stand sorted by name, so their texts are kept until all are there; their trees would take many times as much.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use indexmap::IndexMap;

use crate::document::HEADER;
use crate::nodes::{Node, node};
use crate::schema::Schemas;
use crate::tree::tree;
use crate::tree::yaml::put_node;
use crate::{
    Options, Specification, Warning, components, extensions, faults, generate, head, info, operations,
};

/// Write the OpenAPI document of a facade: the text of [`Document::to_yaml`](crate::Document::to_yaml), without the tree
/// of the whole. What it could not say comes back.
///
/// # Errors
/// Those of `out`.
pub fn write(
    contract: &Contract,
    mapping: &Mapping,
    options: &Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<Vec<Warning>> {
    if options.specification == Specification::OpenApi30 {
        // What a reference allows is known once all components are there.
        let document = generate(contract, mapping, options);
        out.write_all(document.to_yaml().as_bytes())?;
        return Ok(document.warnings);
    }
    let mut schemas = Schemas::new(contract, mapping);
    let mut text = String::from(HEADER);
    put_node(&mut text, &head(mapping, options));
    out.write_all(text.as_bytes())?;
    write_paths(&mut schemas, options, out)?;
    write_components(&mut schemas, out)?;
    text.clear();
    put_node(&mut text, &node([(extensions::KEY, info::extension(contract, &schemas))]));
    out.write_all(text.as_bytes())?;
    Ok(schemas.into_warnings())
}

fn write_paths(schemas: &mut Schemas<'_>, options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = String::new();
    let mut items: IndexMap<&str, IndexMap<String, Range<usize>>> = IndexMap::new();
    operations::each(schemas, options, &mut |path, method, operation| {
        let from = text.len();
        let operation = Node::from_iter([(method.clone().into(), operation.into())]);
        put_node(&mut text, &node([("paths", tree!({ path: operation }))]));
        items.entry(path).or_default().insert(method, from..text.len());
    });
    if items.is_empty() {
        put_node(&mut text, &node([("paths", tree!({}))]));
        return out.write_all(text.as_bytes());
    }
    out.write_all(b"paths:\n")?;
    for methods in items.values() {
        // Each piece begins with `paths:` and the path.
        for (index, range) in methods.values().enumerate() {
            let piece = without_lines(&text[range.clone()], if index == 0 { 1 } else { 2 });
            out.write_all(piece.as_bytes())?;
        }
    }
    Ok(())
}

fn write_components(schemas: &mut Schemas<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = String::new();
    let mut pieces = BTreeMap::new();
    components::each(schemas, &mut |name, schema| {
        let from = text.len();
        let schema = Node::from_iter([(name.clone(), schema.into())]);
        put_node(&mut text, &node([("components", tree!({ "schemas": schema }))]));
        pieces.insert(name, from..text.len());
    });
    out.write_all(b"components:\n  schemas:\n")?;
    for range in pieces.into_values() {
        out.write_all(without_lines(&text[range], 2).as_bytes())?;
    }
    text.clear();
    put_node(&mut text, &node([("components", tree!({ "responses": (faults::shared_responses()) }))]));
    out.write_all(without_lines(&text, 1).as_bytes())
}

/// The text after its first lines.
fn without_lines(text: &str, count: usize) -> &str {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    ends.map(|(at, _)| at + 1).nth(count - 1).map_or("", |from| &text[from..])
}
