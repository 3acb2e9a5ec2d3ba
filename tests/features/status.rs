// SPDX-License-Identifier: EUPL-1.2
//! The messages that gRPC has for errors, as Google publishes them: what a declared fault is in protobuf.

use prost_reflect::DescriptorPool;

use crate::{Outcome, text};

/// `google/rpc/status.proto` and what of `google/rpc/error_details.proto` is used.
const PROTO: &str = r#"syntax = "proto3";
package google.rpc;
import "google/protobuf/any.proto";
message Status {
  int32 code = 1;
  string message = 2;
  repeated google.protobuf.Any details = 3;
}
message ErrorInfo {
  string reason = 1;
  string domain = 2;
  map<string, string> metadata = 3;
}
message LocalizedMessage {
  string locale = 1;
  string message = 2;
}
"#;

/// Adds them to a pool.
pub(crate) fn add(pool: &mut DescriptorPool) -> Outcome<()> {
    let global = DescriptorPool::global();
    let any = global.get_file_by_name("google/protobuf/any.proto").ok_or("no google.protobuf.Any")?;
    pool.add_file_descriptor_proto(any.file_descriptor_proto().clone()).map_err(text)?;
    let file = protox_parse::parse("google/rpc/status.proto", PROTO).map_err(text)?;
    pool.add_file_descriptor_proto(file).map_err(text)
}
