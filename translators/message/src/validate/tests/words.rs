// SPDX-License-Identifier: EUPL-1.2
//! Messages in short.

use fachwerk_mapping::{Mapping, StructId, ValueType};

use crate::{Result, Sink};

/// A message in words: `name=value` a scalar, `name=nil`, `name{` … `}` an object, `[Tag` its type, `@n=v` an
/// attribute of a wildcard, `name<…>` an element.
pub(super) fn tell<S: Sink>(mapping: &Mapping, words: &str, sink: &mut S) -> Result<()> {
    let root = mapping.structs.iter().position(|s| s.name == "Root").unwrap();
    sink.begin_struct(StructId(root as u32), false)?;
    // The open objects, each with its open member.
    let mut open: Vec<(StructId, Option<u16>)> = vec![(StructId(root as u32), None)];
    let mut tag = None;
    for word in words.split(' ').filter(|w| !w.is_empty()) {
        let (id, member) = *open.last().unwrap();
        if word == "}" {
            if member.is_some() {
                sink.end_field()?;
            }
            sink.end_struct()?;
            open.pop();
            continue;
        }
        if let Some(wanted) = word.strip_prefix('[') {
            tag = Some(wanted);
            continue;
        }
        let structure = mapping.structure(id);
        let (name, value) = word.split_at(word.find(['=', '{', '<', '@']).unwrap());
        let index = structure.member(name).unwrap_or_else(|| panic!("{name} in {}", structure.name));
        let field = &structure.fields[usize::from(index)];
        // Values of the same member follow one another.
        if member != Some(index) {
            if member.is_some() {
                sink.end_field()?;
            }
            sink.begin_field(index)?;
            open.last_mut().unwrap().1 = Some(index);
        }
        if let (Some(tag), ValueType::Family(family)) = (tag.take(), field.value) {
            sink.variant(family, mapping.family(family).by_tag(tag).unwrap())?;
        }
        match (value, field.value) {
            ("=nil", _) => sink.nil()?,
            ("{" | "{nil", value) => {
                let id = match value {
                    ValueType::Struct(id) => id,
                    ValueType::Family(family) => match mapping.family(family).variants[0].value {
                        ValueType::Struct(id) => id,
                        other => panic!("{other:?}"),
                    },
                    other => panic!("{other:?}"),
                };
                sink.begin_struct(id, word.ends_with("{nil"))?;
                open.push((id, None));
            }
            (text, ValueType::Scalar(id)) => sink.scalar(id, &text[1..])?,
            (text, ValueType::Attributes) => {
                let (name, value) = text[1..].split_once('=').unwrap();
                sink.attribute(name, value)?;
            }
            (text, _) => sink.xml(text)?,
        }
    }
    assert_eq!(open.len(), 1, "{words}");
    if open[0].1.is_some() {
        sink.end_field()?;
    }
    sink.end_struct()
}
