// SPDX-License-Identifier: EUPL-1.2
//! proto3 files and descriptors from a mapping.
//!
//! [`generate`] builds one `FileDescriptorProto` from a [`Mapping`] and prints the `.proto` text from that
//! descriptor, so what a caller compiles and what reflection serves cannot disagree; [`write`](fn@write) does so part by
//! part, without the whole of either in memory. Documentation of the contract
//! becomes comments in both. `fachwerk-protobuf` reads and writes the messages that are described here.
//!
//! Names follow the [Buf style guide](https://buf.build/docs/best-practices/style-guide/): the files pass `buf lint`
//! with all of its standard rules.
//!
//! The crate writes no files, and knows neither protobuf's wire format nor gRPC's transport.
//!
//! ```
//! use fachwerk_contract::Contract;
//! use fachwerk_mapping::{Lock, derive};
//!
//! let contract = Contract::default();
//! let (mapping, _, _) = derive(&contract, &Lock::new());
//! let proto = fachwerk_proto::generate(&contract, &mapping, &fachwerk_proto::Options::default());
//! assert!(proto.files[0].1.contains("syntax = \"proto3\";"));
//! ```

#![expect(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "descriptors count in i32 what tables bounded at build time count in usize and u32"
)]

mod buf;
mod chunked;
mod comments;
mod enums;
mod facts;
mod file;
mod messages;
mod names;
mod resolve;
mod services;
mod text;
mod write;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use prost_types::{FileDescriptorProto, FileDescriptorSet, SourceCodeInfo};

use file::Part;

pub use enums::used as used_enumerations;
pub use facts::of_field as field_facts;
pub use names::service_name;
pub use write::{Descriptor, write};

/// What the integrator may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// `option go_package`: the import path that protoc-gen-go asks for.
    pub go_package: Option<String>,
    /// `option java_package`, if not the package itself.
    pub java_package: Option<String>,
}

/// The protobuf half of a facade.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proto {
    /// Path and text of each file: the `.proto` first, then `buf.yaml`.
    pub files: Vec<(String, String)>,
    /// The same as descriptors: what a reflection service needs.
    pub descriptor: FileDescriptorSet,
    /// What could not be named as wanted, one sentence each.
    pub warnings: Vec<String>,
}

/// Generate the `.proto` file of a mapping, and its descriptor. Deterministic.
///
/// `contract` is what the mapping was derived from; the file's first comment names its documents.
pub fn generate(contract: &Contract, mapping: &Mapping, options: &Options) -> Proto {
    let (mut file, mut text, mut location) = (FileDescriptorProto::default(), String::new(), Vec::new());
    let built = file::build(contract, mapping, options, &mut |part, comments, printed| {
        match part {
            Part::Head(head) => file = head,
            Part::Service(service) => file.service.push(service),
            Part::Message(message) => file.message_type.push(message),
            Part::Enumeration(enumeration) => file.enum_type.push(enumeration),
        }
        location.extend(comments);
        text.push_str(printed);
        Ok(())
    });
    let warnings = built.expect("memory takes every part");
    file.source_code_info = Some(SourceCodeInfo { location });
    let path = file.name().to_owned();
    let descriptor = FileDescriptorSet { file: vec![file] };
    let (configuration, buf) = CONFIGURATION;
    let files = vec![(path, text), (configuration.to_owned(), buf.to_owned())];
    Proto { files, descriptor, warnings }
}

/// Path of the `.proto` file of a mapping.
pub fn path(mapping: &Mapping) -> String {
    names::file_path(&mapping.package)
}

/// Path and text of the file beside it, which configures Buf.
pub const CONFIGURATION: (&str, &str) = ("buf.yaml", buf::CONFIGURATION);
