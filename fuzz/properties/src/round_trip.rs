// SPDX-License-Identifier: EUPL-1.2
use fachwerk_mapping::MessageShape;
use fachwerk_message::{ErrorKind, Recorded};
use fachwerk_soap::{Envelope, Package, SoapError, Version};

use crate::codecs::{
    MAPPING, limits, operation, read_json, read_protobuf, record, write_json, write_protobuf, write_soap,
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
    // Not every value that is wrong has a form everywhere.
    let Ok(json) = write_json(message) else { return };
    let from_json = match read_json(shape, &json) {
        Ok(message) => message,
        // `1.5` or `1E9999` of an integer is a number, and no value.
        Err(error) if matches!(error.kind, ErrorKind::Value | ErrorKind::Limit) => return,
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&json)),
    };
    assert_eq!(&from_json, message, "{}", String::from_utf8_lossy(&json));
    let Ok(protobuf) = write_protobuf(&from_json) else { return };
    let from_protobuf = read_protobuf(shape, &protobuf).expect("protobuf that was written is read");
    assert_eq!(&from_protobuf, message, "{}", String::from_utf8_lossy(&json));
    let Ok(soap) = write_soap(shape, Version::Soap12, &from_protobuf) else { return };
    let package = Package::open(None, &soap, &fachwerk_message::Limits::default()).expect("a package");
    let limits = fachwerk_message::Limits { max_depth: 200, ..fachwerk_message::Limits::default() };
    let envelope = Envelope::open_package(&package, &limits).expect("an envelope");
    let again = record(|sink| envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec));
    assert_eq!(
        &again.expect("an envelope that was written is read"),
        message,
        "{}",
        String::from_utf8_lossy(&soap)
    );
}
