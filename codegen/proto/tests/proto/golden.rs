// SPDX-License-Identifier: EUPL-1.2
//! The generated file of the sample, for people to look at. `UPDATE_EXPECT=1` writes it anew.

use std::path::Path;

use fachwerk_mapping::{Lock, derive};
use fachwerk_proto::{Options, generate};

use crate::real::melderegister;

#[test]
fn melderegister_stays_as_it_is() {
    let contract = melderegister();
    let (mapping, _, _) = derive(&contract, &Lock::new());
    let proto = generate(&contract, &mapping, &Options::default());
    assert!(proto.warnings.is_empty(), "{:?}", proto.warnings);
    let text = &proto.files[0].1;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/melderegister.proto");
    if std::env::var("UPDATE_EXPECT").as_deref() == Ok("1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (left, right)) in expected.lines().zip(text.lines()).enumerate() {
        assert_eq!(left, right, "line {}; UPDATE_EXPECT=1 accepts it", number + 1);
    }
    assert!(expected == *text, "the length differs; UPDATE_EXPECT=1 accepts it");
}
