// SPDX-License-Identifier: EUPL-1.2
//! What others do with the same messages, to see figures beside figures. None of them checks as much: quick-xml gives
//! events without namespaces, `Value` and `DynamicMessage` are read and written in their own form and never reach
//! another.

use prost_reflect::prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};

use crate::Tables;

/// All events of an XML document, none of them used.
pub fn quick_xml_events(xml: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_str(std::str::from_utf8(xml).expect("UTF-8"));
    let mut count = 0;
    while !matches!(reader.read_event().expect("well-formed"), quick_xml::events::Event::Eof) {
        count += 1;
    }
    count
}

/// A JSON text as a tree, and out again.
pub fn serde_json_value(json: &[u8]) -> Vec<u8> {
    let value: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    serde_json::to_vec(&value).expect("JSON")
}

/// The descriptor of the message that is measured.
pub fn descriptor(tables: &Tables) -> MessageDescriptor {
    let options = fachwerk_proto::Options::default();
    let proto = fachwerk_proto::generate(&tables.contract, &tables.mapping, &options);
    let pool = DescriptorPool::from_file_descriptor_set(proto.descriptor).expect("descriptors");
    let name = format!("{}.{}", tables.mapping.package, tables.mapping.operations[0].rpc_request);
    pool.get_message_by_name(&name).expect("the request")
}

/// A protobuf message as a tree, and out again.
pub fn dynamic_message(descriptor: &MessageDescriptor, protobuf: &[u8]) -> Vec<u8> {
    DynamicMessage::decode(descriptor.clone(), protobuf).expect("protobuf").encode_to_vec()
}
