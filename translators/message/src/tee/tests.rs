// SPDX-License-Identifier: EUPL-1.2
use fachwerk_contract::schema::WhiteSpace;
use fachwerk_mapping::{
    Family, FamilyId, FamilyKind, JsonForm, Mapping, ProtoForm, Scalar, ScalarFacets, ScalarId, ScalarKind,
    StructId,
};

use super::{Recorded, Recorder};
use crate::{Result, Sink};

const DECIMAL: ScalarId = ScalarId(0);

fn mapping() -> Mapping {
    let decimal = Scalar {
        name: None,
        source: None,
        kind: ScalarKind::Decimal,
        white_space: WhiteSpace::Collapse,
        facets: ScalarFacets::default(),
        json: JsonForm::String,
        proto: ProtoForm::String,
        documentation: None,
        reserved: Vec::new(),
    };
    let family = Family {
        name: String::new(),
        key: String::new(),
        kind: FamilyKind::Type,
        variants: Vec::new(),
        declared: Some(0),
        reserved: Vec::new(),
    };
    Mapping { scalars: vec![decimal], families: vec![family], ..Mapping::default() }
}

fn record(tell: impl FnOnce(&mut Recorder) -> Result<()>) -> Recorded {
    let mut recorder = Recorder::new();
    tell(&mut recorder).unwrap();
    recorder.finish()
}

fn everything(sink: &mut Recorder) -> Result<()> {
    sink.begin_struct(StructId(0), false)?;
    sink.begin_field(0)?;
    sink.attribute("{urn:b}x", "1")?;
    sink.attribute("{urn:a}y", "ü")?;
    sink.end_field()?;
    sink.begin_field(1)?;
    sink.variant(FamilyId(0), 1)?;
    sink.begin_struct(StructId(1), true)?;
    sink.end_struct()?;
    sink.nil()?;
    sink.end_field()?;
    sink.begin_field(2)?;
    sink.scalar(DECIMAL, "1.50")?;
    sink.scalar(DECIMAL, "2")?;
    sink.xml("<a/>")?;
    sink.end_field()?;
    sink.end_struct()
}

#[test]
fn replay_says_the_same_again() {
    let first = record(everything);
    let second = record(|sink| first.replay(sink));
    assert_eq!(first, second);
    assert!(!first.is_empty() && Recorded::default().is_empty());
    assert_eq!(std::mem::size_of::<super::recorded::Event>(), 12);
}

#[test]
fn texts_are_told_apart_by_their_lengths() {
    let ab_c = record(|s| s.attribute("ab", "c"));
    let a_bc = record(|s| s.attribute("a", "bc"));
    assert_ne!(ab_c, a_bc);
}

#[test]
fn equal_messages_have_one_normal_form() {
    let shuffled = record(|sink| {
        sink.begin_struct(StructId(0), false)?;
        sink.begin_field(3)?;
        sink.end_field()?;
        sink.begin_field(2)?;
        sink.scalar(DECIMAL, "1.5")?;
        sink.scalar(DECIMAL, "+2.0")?;
        sink.xml("<a/>")?;
        sink.end_field()?;
        sink.begin_field(1)?;
        sink.variant(FamilyId(0), 1)?;
        sink.begin_struct(StructId(1), true)?;
        sink.end_struct()?;
        sink.variant(FamilyId(0), 0)?;
        sink.nil()?;
        sink.end_field()?;
        sink.begin_field(0)?;
        sink.attribute("{urn:a}y", "ü")?;
        sink.attribute("{urn:b}x", "1")?;
        sink.end_field()?;
        sink.end_struct()
    });
    let mapping = mapping();
    let plain = record(everything);
    assert_ne!(plain, shuffled);
    assert_eq!(plain.normalised(&mapping), shuffled.normalised(&mapping));
    assert_eq!(plain.normalised(&mapping).normalised(&mapping), plain.normalised(&mapping));
    let order = record(|sink| {
        sink.begin_struct(StructId(0), false)?;
        sink.begin_field(2)?;
        sink.scalar(DECIMAL, "2")?;
        sink.scalar(DECIMAL, "1.5")?;
        sink.end_field()?;
        sink.end_struct()
    });
    assert_ne!(order.normalised(&mapping), plain.normalised(&mapping), "items of an array keep their order");
}

#[test]
fn deep_and_broken_messages_are_no_problem() {
    let deep = record(|sink| {
        for _ in 0..100_000 {
            sink.begin_struct(StructId(0), false)?;
            sink.begin_field(0)?;
        }
        Ok(())
    });
    assert!(!deep.normalised(&mapping()).is_empty());
    let stray = record(|sink| {
        sink.end_struct()?;
        sink.end_field()?;
        sink.begin_field(0)?;
        sink.end_struct()
    });
    assert!(!stray.normalised(&mapping()).is_empty());
}
