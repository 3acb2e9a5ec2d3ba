// SPDX-License-Identifier: EUPL-1.2
//! `xsi:type` on elements of simple types, which is said beside the values, before them or after.

use fachwerk_contract::QName;
use fachwerk_mapping::{Struct, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result};

use super::attributes::expanded;
use super::frame::{CHILD, Frame};
use super::{XmlWriter, misuse};

/// A value and the type that it is named to be of.
#[derive(Debug)]
pub(super) struct Named {
    /// How many objects are open.
    depth: usize,
    field: u16,
    index: u32,
    /// ` xsi:type="…"`, with what has to be declared for it.
    attribute: String,
}

impl XmlWriter<'_> {
    /// A member of [`TypeNames`](fachwerk_mapping::FieldKind::TypeNames).
    pub(super) fn type_name(&mut self, structure: &Struct, key: &str, name: &str) -> Result<()> {
        let (field, index) = structure.type_name_key(key).ok_or_else(|| {
            let message = format!("`{}` has no simple member `{key}`", structure.name);
            CodecError::new(ErrorKind::Structure, message)
        })?;
        let ValueType::Scalar(scalar) = structure.fields[usize::from(field)].value else {
            return Err(CodecError::new(ErrorKind::Structure, format!("`{key}` is no simple value")));
        };
        let found = expanded(name).map(|(namespace, local)| QName::new(namespace, local));
        let named = found.filter(|named| self.mapping.may_be_named(scalar, named)).ok_or_else(|| {
            let message = format!("`{key}` is named to be of a type that is not derived from its own");
            CodecError::new(ErrorKind::Structure, message)
        })?;
        if self.mapping.reads_otherwise(scalar, &named) {
            let message = format!("`{key}` is named to be of a type whose values are names with a prefix");
            return Err(CodecError::new(ErrorKind::Unsupported, message));
        }
        let depth = self.frames.len();
        let many = self.type_names.iter().rev().take_while(|named| named.depth == depth).count();
        if many >= self.limits.max_attributes {
            let message = format!("more than {many} members of one object are named to be of a type");
            return Err(CodecError::new(ErrorKind::Limit, message));
        }
        self.declarations.clear();
        self.qualify(name)?;
        let attribute = format!("{} xsi:type=\"{}\"", self.declarations, self.text);
        self.type_names.push(Named { depth, field, index, attribute });
        Ok(())
    }

    /// Put the types of an object's values, the frame of which was `depth` deep, into their start tags.
    #[cold]
    pub(super) fn write_type_names(&mut self, frame: &Frame<'_>, depth: usize) -> Result<()> {
        let first = self.type_names.partition_point(|named| named.depth < depth);
        let mut named: Vec<Named> = self.type_names.drain(first..).collect();
        named.sort_by_key(|named| (named.field, named.index));
        for named in named.iter().rev() {
            let key = CHILD + u32::from(named.field);
            let marks = self.marks.get(frame.marks..).ok_or_else(|| misuse("marks"))?;
            let mark = marks.iter().position(|mark| mark.key == key).map(|at| frame.marks + at);
            let place = mark.and_then(|at| {
                let (start, end) = (self.marks[at].start, self.marks[at].end);
                Some((at, place(&self.out, start, end, named.index)?))
            });
            let Some((at, (from, to))) = place else {
                let field = &self.mapping.structure(frame.structure).fields[usize::from(named.field)];
                let message = format!("`{}` is named to be of a type and is not there", field.name);
                return Err(CodecError::new(ErrorKind::Structure, message));
            };
            self.out.splice(from..to, named.attribute.bytes());
            let shift = |at: usize| at + named.attribute.len() - (to - from);
            self.marks[at].end = shift(self.marks[at].end);
            for mark in self.marks.iter_mut().skip(at + 1) {
                mark.start = shift(mark.start);
                mark.end = shift(mark.end);
            }
        }
        Ok(())
    }
}

/// Where in the start tag of one of several simple elements its type goes: at the end of its name, or what stands there
/// about its declared type.
fn place(out: &[u8], start: usize, end: usize, index: u32) -> Option<(usize, usize)> {
    let written = out.get(start..end)?;
    let mut starts = memchr::memchr_iter(b'<', written).filter(|at| written.get(at + 1) != Some(&b'/'));
    let tag = starts.nth(index as usize)?;
    let name = tag + memchr::memchr3(b' ', b'/', b'>', written.get(tag..)?)?;
    const DECLARED: &[u8] = b" xsi:type=\"";
    let length = match written.get(name..)?.strip_prefix(DECLARED) {
        Some(rest) => DECLARED.len() + memchr::memchr(b'"', rest)? + 1,
        None => 0,
    };
    Some((start + name, start + name + length))
}
