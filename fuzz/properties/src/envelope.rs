// SPDX-License-Identifier: EUPL-1.2
use fachwerk_message::Recorded;
use fachwerk_soap::{Envelope, Match, OperationIndex, Package, SoapError};

use crate::codecs::{MAPPING, limits, operation, plain_fault, record, write_fault, write_soap};

/// Media types that a transport may say.
const MEDIA_TYPES: [Option<&str>; 5] = [
    None,
    Some("text/xml"),
    Some("text/xml; charset=iso-8859-1"),
    Some("multipart/related; boundary=b; start=\"<a>\""),
    Some("multipart/related"),
];

/// Envelopes and packages: everything that can be asked of one has an answer, and the message in it survives being
/// written and read again. Up to the first line feed, one byte says what the transport says.
pub fn soap(data: &[u8]) {
    let (media, bytes) = match data {
        [choice @ b'0'..=b'4', b'\n', rest @ ..] => (MEDIA_TYPES[usize::from(choice - b'0')], rest),
        _ => (None, data),
    };
    let limits = limits();
    let Ok(package) = Package::open(media, bytes, &limits) else { return };
    let Ok(mut envelope) = Envelope::open_package(&package, &limits) else { return };
    let headers: Vec<_> = envelope.headers().iter().map(|block| block.name.clone()).collect();
    for name in headers {
        let _ = envelope.header_text(&name);
        envelope.understand(name);
    }
    let _ = Match::of(&envelope).map(|seen| OperationIndex::new(&MAPPING).find(&MAPPING, &seen));
    let version = envelope.version();
    let operation = operation();
    if envelope.is_fault() {
        let _ = (envelope.fault(), envelope.detail_xml(), envelope.match_fault(&MAPPING, operation));
        let shape = &operation.faults[0].message;
        let read = record(|sink| envelope.read_detail(&MAPPING, shape, sink).map_err(SoapError::into_codec));
        let Ok(read) = read else { return };
        let Ok(written) = write_fault(shape, version, &plain_fault(), &read) else { return };
        again(&written, &read, |envelope| {
            record(|sink| envelope.read_detail(&MAPPING, shape, sink).map_err(SoapError::into_codec))
        });
        return;
    }
    for shape in [Some(&operation.input), operation.output.as_ref()].into_iter().flatten() {
        let read = |envelope: &Envelope<'_>| {
            record(|sink| envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec))
        };
        let Ok(message) = read(&envelope) else { continue };
        let Ok(written) = write_soap(shape, version, &message) else { continue };
        again(&written, &message, read);
    }
}

fn again(
    written: &[u8],
    expected: &Recorded,
    read: impl FnOnce(&Envelope<'_>) -> fachwerk_message::Result<Recorded>,
) {
    let limits = fachwerk_message::Limits { max_depth: 200, ..fachwerk_message::Limits::default() };
    let shown = || String::from_utf8_lossy(written).into_owned();
    let package = Package::open(None, written, &limits).expect("what was written is a package");
    let envelope =
        Envelope::open_package(&package, &limits).unwrap_or_else(|error| panic!("{error}: {}", shown()));
    let found = read(&envelope).unwrap_or_else(|error| panic!("{error}: {}", shown()));
    assert_eq!(&found, expected, "{}", shown());
}
