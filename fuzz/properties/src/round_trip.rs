// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::MessageShape;
use fachwerk_message::{Recorded, Result};
use fachwerk_soap::{Envelope, Package, SoapError, Version};

use crate::codecs::{
    MAPPING, is_valid, limits, operation, read_json, read_protobuf, read_soap, record, write_json,
    write_protobuf, write_soap,
};

/// From XML to JSON, to protobuf and back to XML: a message that the contract takes is the same after each step.
pub fn round_trip(data: &[u8]) {
    let limits = limits();
    let Ok(package) = Package::open(Some("text/xml"), data, &limits) else { return };
    let Ok(envelope) = Envelope::open_package(&package, &limits) else { return };
    for shape in [Some(&operation().input), operation().output.as_ref()].into_iter().flatten() {
        let read = record(|sink| envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec));
        if let Ok(message) = read {
            through(shape, &message);
        }
    }
}

fn through(shape: &MessageShape, message: &Recorded) {
    // `1.5` of an integer, or nothing where something is required, is no message, and need not have a form everywhere.
    let is_valid = is_valid(message);
    let step = |what: &str, result: Result<Recorded>| match result {
        Ok(found) => {
            assert!(!is_valid || &found == message, "{what}: {found:?} of {message:?}");
            Some(found)
        }
        Err(error) => {
            assert!(!is_valid, "{what}: {error} of {message:?}");
            None
        }
    };
    let json = write_json(message).and_then(|json| read_json(shape, &json));
    let Some(from_json) = step("JSON", json) else { return };
    let protobuf = write_protobuf(&from_json).and_then(|protobuf| read_protobuf(shape, &protobuf));
    let Some(from_protobuf) = step("protobuf", protobuf) else { return };
    step("XML", write_soap(shape, Version::Soap12, &from_protobuf).and_then(|soap| read_soap(shape, &soap)));
}
