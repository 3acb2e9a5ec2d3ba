// SPDX-License-Identifier: EUPL-1.2
use crate::codecs::{MAPPING, limits, operation, read_protobuf, record, write_protobuf};

/// The protobuf reader: what it takes survives the writer.
pub fn protobuf(data: &[u8]) {
    for shape in [&operation().input, &operation().faults[0].message] {
        let read = record(|sink| fachwerk_protobuf::read(&MAPPING, shape.root, data, &limits(), sink));
        let Ok(read) = read else { continue };
        let Ok(written) = write_protobuf(&read) else { continue };
        let again = read_protobuf(shape, &written).expect("what was written is read");
        assert_eq!(again, read);
    }
}
