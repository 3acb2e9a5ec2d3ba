// SPDX-License-Identifier: EUPL-1.2
use serde::de::IgnoredAny;

use crate::codecs::{MAPPING, limits, operation, read_json, record, write_json};

/// The JSON reader: it takes nothing that another parser refuses, and what it takes survives the writer.
pub fn json(data: &[u8]) {
    for shape in [&operation().input, &operation().faults[0].message] {
        let read = record(|sink| fachwerk_json::read(&MAPPING, shape.root, data, &limits(), sink));
        let Ok(read) = read else { continue };
        if let Err(error) = serde_json::from_slice::<IgnoredAny>(data) {
            assert!(error.to_string().starts_with("recursion limit"), "{error}");
        }
        // Values that their types do not allow have a form in JSON as well, but not all of them.
        let Ok(written) = write_json(&read) else { continue };
        let again = read_json(shape, &written).expect("what was written is read");
        assert_eq!(again, read, "{}", String::from_utf8_lossy(&written));
    }
}
