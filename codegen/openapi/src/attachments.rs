// SPDX-License-Identifier: EUPL-1.2
//! Bodies with attachments behind the message, and attachments alone.

use fachwerk_mapping::{Binaries, Mapping, MessageShape, Operation};

use crate::nodes::{Node, node, reference};
use crate::tree::{Tree, tree};

const REQUEST: &str = "The message first, then its attachments. A binary value of the message that is `cid:` and the name or identifier of a part is the content of that part.";
const ANSWER: &str = "The message first, then its attachments. A binary value of the message that is `cid:` and the identifier of a part is the content of that part.";

/// What a part has that is no message: any bytes.
fn octets(media_type: &str) -> Tree<'_> {
    tree!({ "contentMediaType": media_type })
}

fn parts<'a>(component: &str, description: &'a str) -> Node<'a> {
    node([
        ("type", "object".into()),
        ("description", description.into()),
        ("properties", tree!({ "message": (reference(component)) })),
        ("required", tree!(["message"])),
        ("additionalProperties", octets("application/octet-stream")),
    ])
}

/// Adds the forms of a request body, of which this component is the message.
pub(crate) fn request(operation: &Operation, component: &str, content: &mut Node<'_>) {
    // What is called without SOAP has no place for them.
    let soap = operation.bindings.iter().any(|binding| binding.http.is_none());
    if soap && operation.input.binaries.any() {
        let form = tree!({
            "schema": (parts(component, REQUEST)),
            "encoding": { "message": { "contentType": "application/json" } }
        });
        content.insert("multipart/form-data", form);
    }
}

/// Adds the forms of an answer.
pub(crate) fn answer<'a>(mapping: &'a Mapping, message: &MessageShape, content: &mut Node<'a>) {
    if message.binaries.any() {
        let component = &mapping.structure(message.root).name;
        content.insert("multipart/related", tree!({ "schema": (parts(component, ANSWER)) }));
    }
    if let Binaries::One { media_types } = &message.binaries {
        let types: Vec<String> = media_types
            .iter()
            .flat_map(|types| types.split(','))
            .map(|media| media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
            .filter(|media| media.contains('/') && !media.contains('*'))
            .collect();
        for media in types {
            let schema = node([("contentMediaType", media.clone().into())]);
            content.insert(media, tree!({ "schema": schema }));
        }
        content.insert("application/octet-stream", tree!({ "schema": (octets("application/octet-stream")) }));
    }
}
