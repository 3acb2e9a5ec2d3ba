// SPDX-License-Identifier: EUPL-1.2
//! The file's text and its descriptor, part by part.
//!
//! Each service, message and enumeration is built, printed, encoded and dropped; their encodings take a fraction of what
//! their descriptors do.

use std::io;

use fachwerk_contract::Contract;
use fachwerk_mapping::Mapping;
use prost::Message as _;
use prost_types::{FileDescriptorProto, SourceCodeInfo};

use crate::Options;
use crate::file::{self, Part};

/// An encoded `FileDescriptorSet`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Descriptor {
    /// Encoded fields of the `FileDescriptorProto`, in the order of their numbers.
    fields: [Vec<u8>; 8],
    /// What could not be named as wanted, one sentence each.
    pub warnings: Vec<String>,
}

/// What stands where in [`Descriptor::fields`].
#[derive(Clone, Copy)]
enum Place {
    Head,
    Messages,
    Enumerations,
    Services,
    Options,
    /// Only what stands before them.
    SourceCodeInfo,
    Locations,
    Syntax,
}

impl Descriptor {
    /// Write the bytes: those of [`Proto::descriptor`](crate::Proto::descriptor).
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let length = self.fields.iter().map(Vec::len).sum();
        out.write_all(&key(1, length))?;
        self.fields.iter().try_for_each(|field| out.write_all(field))
    }

    fn add(&mut self, place: Place, fields: &FileDescriptorProto) {
        fields.encode(&mut self.fields[place as usize]).expect("a vector grows");
    }
}

/// Write the `.proto` file of a mapping: the text that [`generate`](crate::generate) gives. Its descriptor comes back.
///
/// # Errors
/// Those of `out`.
pub fn write(
    contract: &Contract,
    mapping: &Mapping,
    options: &Options,
    out: &mut dyn io::Write,
) -> io::Result<Descriptor> {
    let mut descriptor = Descriptor::default();
    let file = FileDescriptorProto::default;
    descriptor.warnings = file::build(contract, mapping, options, &mut |part, location, text| {
        match part {
            Part::Head(mut head) => {
                let (options, syntax) = (head.options.take(), head.syntax.take());
                descriptor.add(Place::Head, &head);
                descriptor.add(Place::Options, &FileDescriptorProto { options, ..file() });
                descriptor.add(Place::Syntax, &FileDescriptorProto { syntax, ..file() });
            }
            Part::Service(part) => {
                descriptor.add(Place::Services, &FileDescriptorProto { service: vec![part], ..file() });
            }
            Part::Message(part) => {
                descriptor.add(Place::Messages, &FileDescriptorProto { message_type: vec![part], ..file() });
            }
            Part::Enumeration(part) => {
                descriptor.add(Place::Enumerations, &FileDescriptorProto { enum_type: vec![part], ..file() });
            }
        }
        // What is repeated may be encoded piece by piece (protobuf encoding, "Last One Wins").
        let locations = &mut descriptor.fields[Place::Locations as usize];
        SourceCodeInfo { location }.encode(locations).expect("a vector grows");
        out.write_all(text.as_bytes())
    })?;
    let length = descriptor.fields[Place::Locations as usize].len();
    descriptor.fields[Place::SourceCodeInfo as usize] = key(9, length);
    Ok(descriptor)
}

/// Number and length of a field that is a message.
fn key(number: u8, length: usize) -> Vec<u8> {
    const LENGTH_DELIMITED: u8 = 2;
    let mut key = vec![number << 3 | LENGTH_DELIMITED];
    prost::encode_length_delimiter(length, &mut key).expect("a vector grows");
    key
}
