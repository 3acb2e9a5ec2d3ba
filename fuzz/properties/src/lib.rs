// SPDX-License-Identifier: EUPL-1.2
//! What must hold for any bytes. Each function is the body of a fuzz target of the same name in `fuzz/targets`; the
//! tests replay `fuzz/corpus` and random changes of it, so that every check of the workspace runs them too.
//!
//! None of them says what bytes mean: only that readers end with a result, and that what one of them accepts survives
//! being written and read again.

mod beside;
mod codecs;
mod envelope;
mod json;
mod list;
mod parameters;
mod pieces;
mod protobuf;
mod round_trip;
mod texts;
mod through_xml;
mod wsdl;
mod xml;

pub use beside::{http_binding, package};
pub use envelope::soap;
pub use json::json;
pub use list::list;
pub use parameters::parameters;
pub use pieces::pieces;
pub use protobuf::protobuf;
pub use round_trip::round_trip;
pub use through_xml::{json_xml, protobuf_xml};
pub use wsdl::wsdl;
pub use xml::xml;

/// The body of a target.
pub type Target = fn(&[u8]);

/// Every target by name.
pub const TARGETS: [(&str, Target); 13] = [
    ("http_binding", http_binding),
    ("json", json),
    ("json_xml", json_xml),
    ("list", list),
    ("package", package),
    ("parameters", parameters),
    ("pieces", pieces),
    ("protobuf", protobuf),
    ("protobuf_xml", protobuf_xml),
    ("round_trip", round_trip),
    ("soap", soap),
    ("wsdl", wsdl),
    ("xml", xml),
];
