// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::MessageShape;
use fachwerk_message::{CodecError, ErrorKind, Recorded, Result};
use fachwerk_soap::Version;

use crate::codecs::MAPPING;
use crate::codecs::{
    is_valid, limits, operation, read_json, read_protobuf, read_soap, record, write_json, write_protobuf,
    write_soap,
};
use crate::texts::Texts;

/// From JSON to XML and back to JSON: a message that the contract takes is the same after each step.
pub fn json_xml(data: &[u8]) {
    for shape in shapes() {
        let read = record(|sink| fachwerk_json::read(&MAPPING, shape.root, data, &limits(), sink));
        if let Ok(message) = read {
            through(shape, &message, |message| read_json(shape, &write_json(message)?));
        }
    }
}

/// From protobuf to XML and back to protobuf, likewise.
pub fn protobuf_xml(data: &[u8]) {
    for shape in shapes() {
        let read = record(|sink| fachwerk_protobuf::read(&MAPPING, shape.root, data, &limits(), sink));
        if let Ok(message) = read {
            through(shape, &message, |message| read_protobuf(shape, &write_protobuf(message)?));
        }
    }
}

fn shapes() -> impl Iterator<Item = &'static MessageShape> {
    [Some(&operation().input), operation().output.as_ref()].into_iter().flatten()
}

fn through(shape: &MessageShape, message: &Recorded, again: impl Fn(&Recorded) -> Result<Recorded>) {
    let is_valid = is_valid(message);
    for version in [Version::Soap11, Version::Soap12] {
        let soap = match write_soap(shape, version, message) {
            Ok(soap) => soap,
            Err(error) => {
                assert!(!is_valid || is_about_open_content(&error), "{error} of {message:?}");
                return;
            }
        };
        let shown = || String::from_utf8_lossy(&soap).into_owned();
        match read_soap(shape, &soap) {
            Ok(found) => {
                let is_same = |found: &Recorded| {
                    found == message
                        // Texts of mixed content that stand side by side are one, and what stands for any element may
                        // have got declarations of prefixes; then that is how it stays.
                        || texts(found) == texts(message)
                            && write_soap(shape, version, found)
                                .and_then(|soap| read_soap(shape, &soap))
                                .is_ok_and(|again| &again == found)
                };
                assert!(!is_valid || is_same(&found), "{found:?} of {message:?} in {}", shown());
                match again(&found) {
                    Ok(last) => assert!(!is_valid || last == found, "{last:?} of {found:?}"),
                    Err(error) => assert!(!is_valid, "{error} of {message:?}"),
                }
            }
            Err(error) => assert!(!is_valid, "{error} of {message:?} in {}", shown()),
        }
    }
}

/// What stands for any element has to be well-formed, and what stands for any attribute has to have a name of XML: only a
/// writer of XML looks at that.
fn is_about_open_content(error: &CodecError) -> bool {
    matches!(error.kind, ErrorKind::Syntax | ErrorKind::Forbidden)
        || error.message.contains("has a name that is not of the form")
}

/// All text of a message in its order, without that of elements that are kept as they are.
fn texts(message: &Recorded) -> String {
    let mut texts = Texts::default();
    message.replay(&mut texts).expect("a sink that takes all");
    texts.0.concat()
}
