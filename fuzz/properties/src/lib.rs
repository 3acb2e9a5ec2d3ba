// SPDX-License-Identifier: EUPL-1.2
//! What must hold for any bytes. Each function is the body of a fuzz target of the same name in `fuzz/targets`; the
//! tests replay `fuzz/corpus` and random changes of it, so that every check of the workspace runs them too.
//!
//! None of them says what bytes mean: only that readers end with a result, and that what one of them accepts survives
//! being written and read again.

mod codecs;
mod envelope;
mod json;
mod protobuf;
mod round_trip;
mod wsdl;
mod xml;

pub use envelope::soap;
pub use json::json;
pub use protobuf::protobuf;
pub use round_trip::round_trip;
pub use wsdl::wsdl;
pub use xml::xml;

/// The body of a target.
pub type Target = fn(&[u8]);

/// Every target by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("json", json),
    ("protobuf", protobuf),
    ("round_trip", round_trip),
    ("soap", soap),
    ("wsdl", wsdl),
    ("xml", xml),
];
