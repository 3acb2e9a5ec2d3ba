// SPDX-License-Identifier: EUPL-1.2
//! Messages of twins whose attachments come in chunks.
//!
//! ```proto
//! message GetChunkedResponse {
//!   message Chunk { string id = 1; string content_type = 2; bytes content = 3; }
//!   oneof part { GetResponse message = 1; Chunk chunk = 2; }
//! }
//! ```

use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::{DescriptorProto, FieldDescriptorProto, OneofDescriptorProto};

use crate::comments::tag;
use crate::file::File;

impl File<'_> {
    /// A message that is a piece of another one and its attachments.
    pub(crate) fn piece(&mut self, position: i32, name: &str, message: &str) -> DescriptorProto {
        let path = |rest: &[i32]| [&[tag::MESSAGE, position], rest].concat();
        self.comments.add(&path(&[]), ["The message comes first, then the chunks of its attachments."]);
        self.comments.add(
            &path(&[tag::NESTED, 0]),
            ["Some content of an attachment. All chunks of one attachment come one after the other."],
        );
        self.comments
            .add(&path(&[tag::NESTED, 0, tag::FIELD, 0]), ["What the message calls it, after `cid:`."]);
        self.comments.add(
            &path(&[tag::NESTED, 0, tag::FIELD, 1]),
            ["Media type, in its first chunk; application/octet-stream where it is missing."],
        );
        let field = |name: &str, number: i32, kind: Type| FieldDescriptorProto {
            name: Some(name.to_owned()),
            number: Some(number),
            label: Some(Label::Optional as i32),
            r#type: Some(kind as i32),
            json_name: Some(fachwerk_mapping::naming::lower_camel(name)),
            ..FieldDescriptorProto::default()
        };
        let part = |name: &str, number: i32, of: String| FieldDescriptorProto {
            type_name: Some(of),
            oneof_index: Some(0),
            ..field(name, number, Type::Message)
        };
        let chunk = DescriptorProto {
            name: Some("Chunk".to_owned()),
            field: vec![
                field("id", 1, Type::String),
                field("content_type", 2, Type::String),
                field("content", 3, Type::Bytes),
            ],
            ..DescriptorProto::default()
        };
        let fields = vec![
            part("message", 1, self.full_name(message)),
            part("chunk", 2, format!("{}.Chunk", self.full_name(name))),
        ];
        DescriptorProto {
            name: Some(name.to_owned()),
            field: fields,
            nested_type: vec![chunk],
            oneof_decl: vec![OneofDescriptorProto { name: Some("part".to_owned()), options: None }],
            ..DescriptorProto::default()
        }
    }
}
