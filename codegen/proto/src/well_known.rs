// SPDX-License-Identifier: EUPL-1.2
//! Descriptors of protobuf's own files; prost-types has the types, but not their descriptors.

use prost_types::{DescriptorProto, FileDescriptorProto, FileOptions};

/// Path of the file that has `google.protobuf.Empty`.
pub(crate) const EMPTY_FILE: &str = "google/protobuf/empty.proto";
/// The answer of one-way operations.
pub(crate) const EMPTY: &str = ".google.protobuf.Empty";

/// Descriptor of `google/protobuf/empty.proto`.
pub(crate) fn empty() -> FileDescriptorProto {
    FileDescriptorProto {
        name: Some(EMPTY_FILE.to_owned()),
        package: Some("google.protobuf".to_owned()),
        message_type: vec![DescriptorProto { name: Some("Empty".to_owned()), ..DescriptorProto::default() }],
        options: Some(FileOptions {
            java_package: Some("com.google.protobuf".to_owned()),
            java_outer_classname: Some("EmptyProto".to_owned()),
            java_multiple_files: Some(true),
            go_package: Some("google.golang.org/protobuf/types/known/emptypb".to_owned()),
            cc_enable_arenas: Some(true),
            objc_class_prefix: Some("GPB".to_owned()),
            csharp_namespace: Some("Google.Protobuf.WellKnownTypes".to_owned()),
            ..FileOptions::default()
        }),
        syntax: Some("proto3".to_owned()),
        ..FileDescriptorProto::default()
    }
}
