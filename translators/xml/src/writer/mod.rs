// SPDX-License-Identifier: EUPL-1.2
//! From events to XML.

mod attributes;
mod enclosure;
mod frame;
mod names;

use std::collections::HashSet;

use fachwerk_mapping::{FamilyId, FamilyKind, Field, FieldKind, Mapping, Name, ScalarId, ScalarKind, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};

use crate::escape::{escape_attribute, escape_text};
use crate::fragment::Fragment;
use crate::wildcard::allows;
use frame::{CHILD, End, Frame, Mark};
use names::Tag;

pub use enclosure::{Enclosure, HeaderTags};
pub use names::XmlNames;

/// A sink that writes one object as XML.
///
/// Members are written as they come, with a mark for each; where they did not come in the schema's order, the bytes
/// of the object are put right when it ends. A message in order is written once and never moved.
///
/// The bytes are well-formed whatever the events say: names come from the mapping, values are escaped, fragments are
/// checked, and what XML cannot carry is an error.
#[derive(Debug)]
pub struct XmlWriter<'m> {
    mapping: &'m Mapping,
    names: &'m XmlNames,
    enclosure: Enclosure,
    limits: Limits,
    out: Vec<u8>,
    frames: Vec<Frame<'m>>,
    marks: Vec<Mark>,
    pending: Pending<'m>,
    /// The struct whose namespaces the enclosure declares.
    root: Option<StructId>,
    done: bool,
    /// Prefixes made up so far.
    prefixes: u32,
    /// Attributes that a wildcard allowed on the element at hand.
    attributes: HashSet<String>,
    /// Room to put an object's members in order.
    scratch: Vec<u8>,
    /// Room for a value that is put together.
    text: String,
    declarations: String,
}

/// What `variant` events said about the next value.
#[derive(Debug, Clone, Copy, Default)]
struct Pending<'m> {
    value: Option<ValueType>,
    tag: Option<(&'m Tag, &'m Name)>,
    type_attribute: Option<&'m str>,
}

/// A value as it is about to be written: its tags, what it must be, and its `xsi:type`.
struct Target<'m> {
    field: &'m Field,
    value: ValueType,
    tag: &'m Tag,
    /// Name of the element, where the value has one of its own.
    name: Option<&'m Name>,
    type_attribute: Option<&'m str>,
}

impl<'m> Target<'m> {
    fn new(field: &'m Field, tag: &'m Tag) -> Self {
        let name = match &field.kind {
            FieldKind::Element(name) => Some(name),
            _ => None,
        };
        Self { field, value: field.value, tag, name, type_attribute: None }
    }
}

impl<'m> XmlWriter<'m> {
    /// A writer that appends to `out`.
    pub fn new(
        mapping: &'m Mapping,
        names: &'m XmlNames,
        enclosure: Enclosure,
        limits: &Limits,
        out: Vec<u8>,
    ) -> Self {
        Self {
            mapping,
            names,
            enclosure,
            limits: *limits,
            out,
            frames: Vec::new(),
            marks: Vec::new(),
            pending: Pending::default(),
            root: None,
            done: false,
            prefixes: 0,
            attributes: HashSet::new(),
            scratch: Vec::new(),
            text: String::new(),
            declarations: String::new(),
        }
    }

    /// What was written, once the object is complete.
    pub fn finish(self) -> Result<Vec<u8>> {
        if self.done && self.frames.is_empty() { Ok(self.out) } else { Err(misuse("the message is not complete")) }
    }

    fn push(&mut self, bytes: &str) {
        self.out.extend_from_slice(bytes.as_bytes());
    }

    /// The member that is open and what its next value must be.
    fn target(&mut self) -> Result<Target<'m>> {
        let frame = self.frames.last().ok_or_else(|| misuse("a value outside an object"))?;
        let at = frame.field.ok_or_else(|| misuse("a value outside a member"))?;
        let structure = self.mapping.structure(frame.structure);
        let (Some(field), Some(tag)) = (
            structure.fields.get(at as usize),
            self.names.fields.get(frame.structure.0 as usize).and_then(|tags| tags.get(at as usize)),
        ) else {
            return Err(misuse("a member that its object does not have"));
        };
        let mut target = Target::new(field, tag);
        let pending = std::mem::take(&mut self.pending);
        if let Some(value) = pending.value {
            target.value = value;
            if let Some((tag, name)) = pending.tag {
                target.tag = tag;
                target.name = Some(name);
            }
            target.type_attribute = pending.type_attribute;
        }
        // A family without a variant means the declared one.
        while let ValueType::Family(id) = target.value {
            let family = self.mapping.family(id);
            let Some(declared) = family.declared else {
                return Err(CodecError::new(
                    ErrorKind::Structure,
                    format!("`{}` has an abstract type, so its value must say which type it is", field.name),
                ));
            };
            let variant = &family.variants[declared as usize];
            target.value = variant.value;
            if family.kind == FamilyKind::Substitution {
                target.tag = &self.names.variants[id.0 as usize][declared as usize].tag;
                target.name = Some(&variant.name);
            }
        }
        Ok(target)
    }

    /// Write a value's start tag up to its name and `xsi:type`.
    fn start_tag(&mut self, target: &Target<'m>) {
        self.push(&target.tag.start);
        if let Some(type_attribute) = target.type_attribute {
            self.push(type_attribute);
        }
    }

    fn text_of(&mut self, id: ScalarId, text: &str) -> Result<bool> {
        self.declarations.clear();
        let Some(scalar) = self.mapping.scalars.get(id.0 as usize) else { return Err(misuse("an unknown type")) };
        let qualified = match scalar.kind {
            ScalarKind::QName => true,
            ScalarKind::List(item) => self.mapping.scalar(item).kind == ScalarKind::QName,
            _ => false,
        };
        if qualified {
            self.qualify(text)?;
        }
        Ok(qualified)
    }

    /// Text of an object with simple content, or a run of text between elements.
    fn text_member(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let qualified = self.text_of(id, text)?;
        if !self.declarations.is_empty() {
            // Declarations belong to the start tag, so they get a mark of their own.
            let start = self.out.len();
            self.out.extend_from_slice(self.declarations.as_bytes());
            let end = self.out.len();
            if let Some(mark) = self.marks.pop() {
                self.marks.push(Mark { key: 1, start, end });
                self.marks.push(mark);
            }
        }
        if !text.is_empty() {
            self.open_content();
        }
        if let Some(mark) = self.marks.last_mut() {
            mark.start = self.out.len();
        }
        if qualified {
            self.out.extend_from_slice(self.text.as_bytes());
            return Ok(());
        }
        escape_text(text, &mut self.out)
    }
}

impl Sink for XmlWriter<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        if self.frames.len() >= self.limits.max_depth {
            return Err(CodecError::new(
                ErrorKind::Limit,
                format!("objects are nested more than {} deep", self.limits.max_depth),
            ));
        }
        if self.frames.is_empty() {
            return self.begin_root(id, nil);
        }
        let target = self.target()?;
        if target.value != ValueType::Struct(id) {
            return Err(misuse("an object of another type"));
        }
        let frame = match target.field.kind {
            FieldKind::Group if !nil => Frame::item(id, self.out.len(), self.marks.len()),
            FieldKind::Element(_) | FieldKind::Substitution => {
                self.start_tag(&target);
                if nil {
                    self.push(" xsi:nil=\"true\"");
                }
                Frame::element(id, End::Tag(&target.tag.end), nil, self.out.len(), self.marks.len())
            }
            _ => return Err(misuse("an object where none can be")),
        };
        self.frames.push(frame);
        Ok(())
    }

    fn end_struct(&mut self) -> Result<()> {
        self.end_frame()
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.begin_member(field)
    }

    fn end_field(&mut self) -> Result<()> {
        self.end_member()
    }

    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let target = self.target()?;
        if target.value != ValueType::Scalar(id) {
            return Err(misuse("a simple value of another type"));
        }
        match target.field.kind {
            FieldKind::Attribute(_) => {
                let qualified = self.text_of(id, text)?;
                self.out.extend_from_slice(self.declarations.as_bytes());
                self.push(&target.tag.start);
                escape_attribute(if qualified { &self.text } else { text }, &mut self.out)?;
                self.push(&target.tag.end);
            }
            FieldKind::Text => self.text_member(id, text)?,
            FieldKind::Element(_) | FieldKind::Substitution => {
                let qualified = self.text_of(id, text)?;
                self.start_tag(&target);
                self.out.extend_from_slice(self.declarations.as_bytes());
                if text.is_empty() {
                    self.push("/>");
                } else {
                    self.out.push(b'>');
                    escape_text(if qualified { &self.text } else { text }, &mut self.out)?;
                    self.push(&target.tag.end);
                }
            }
            _ => return Err(misuse("a simple value where none can be")),
        }
        Ok(())
    }

    fn nil(&mut self) -> Result<()> {
        // `nil` needs no variant, not even where the declared type is abstract.
        let abstract_type = self.pending.value.is_none();
        let target = match self.target() {
            Ok(target) => target,
            Err(error) if abstract_type => self.untyped().ok_or(error)?,
            Err(error) => return Err(error),
        };
        match target.field.kind {
            FieldKind::Element(_) | FieldKind::Substitution => {
                self.start_tag(&target);
                self.push(" xsi:nil=\"true\"/>");
                Ok(())
            }
            _ => Err(misuse("nil where it cannot be")),
        }
    }

    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        let expected = match self.pending.value {
            Some(value) => Some(value),
            None => self.current_field().map(|field| field.value),
        };
        let found = self.mapping.families.get(family.0 as usize);
        let chosen = found.and_then(|found| found.variants.get(variant as usize));
        let (Some(found), Some(chosen), true) = (found, chosen, expected == Some(ValueType::Family(family))) else {
            return Err(misuse("an alternative that is none"));
        };
        let names = &self.names.variants[family.0 as usize][variant as usize];
        self.pending.value = Some(chosen.value);
        match found.kind {
            FamilyKind::Substitution => self.pending.tag = Some((&names.tag, &chosen.name)),
            FamilyKind::Type if found.declared != Some(variant) => {
                self.pending.type_attribute = Some(&names.type_attribute);
            }
            FamilyKind::Type => {}
        }
        Ok(())
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        let target = self.target()?;
        if target.value != ValueType::Xml {
            return Err(misuse("XML where none can be"));
        }
        let limits = Limits { max_depth: self.limits.max_depth.saturating_sub(self.frames.len()), ..self.limits };
        let fragment = Fragment::check(element, &limits)?;
        let allowed = match (&target.field.kind, target.name) {
            (FieldKind::Any(wildcard), _) => allows(wildcard, &fragment.namespace),
            (FieldKind::Element(_) | FieldKind::Substitution, Some(name)) => {
                fragment.local == name.local && fragment.namespace == self.mapping.namespace(name.namespace)
            }
            _ => return Err(misuse("XML where none can be")),
        };
        if !allowed {
            return Err(CodecError::new(
                ErrorKind::Structure,
                format!(
                    "`{}`: element `{}` of namespace `{}` is not allowed here",
                    target.field.name, fragment.local, fragment.namespace
                ),
            ));
        }
        self.out.extend_from_slice(fragment.element.as_bytes());
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.wild_attribute(name, value)
    }
}

/// The events do not follow the grammar of [`Sink`], or are of another mapping.
fn misuse(what: &str) -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, format!("events against their rules: {what}"))
}

const _: () = assert!(CHILD > u16::MAX as u32 + 1, "keys of attributes stay below those of children");
