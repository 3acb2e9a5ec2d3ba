// SPDX-License-Identifier: EUPL-1.2
//! The events.

use fachwerk_mapping::{FamilyId, FieldKind, ScalarId, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};

use super::frame::{End, Frame};
use super::{XmlWriter, misuse};
use crate::escape::{escape_attribute, escape_text};
use crate::fragment::Fragment;
use crate::wildcard::allows;

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
        let target = self.target(false)?;
        if target.value != ValueType::Struct(id) {
            return Err(misuse("an object of another type"));
        }
        let frame = match target.field.kind {
            FieldKind::Group if !nil => Frame::item(id, self.out.len(), self.marks.len()),
            FieldKind::Element(_) | FieldKind::Substitution => {
                if !self.references && self.mapping.structure(id).attachment {
                    let message = "an attachment, where nothing can stand beside the document";
                    return Err(CodecError::new(ErrorKind::Unsupported, message));
                }
                self.start_tag(&target);
                if nil {
                    self.push(" xsi:nil=\"true\"");
                }
                let count_at = self.array_type(id);
                Frame::element(id, End::Tag(&target.tag.end), nil, self.out.len(), self.marks.len())
                    .counted_at(count_at)
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
        if self.item(id, text)? {
            return Ok(());
        }
        let target = self.target(false)?;
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

    fn member(&mut self, field: u16, id: ScalarId, text: &str) -> Result<()> {
        if self.element(field, id, text)? {
            return Ok(());
        }
        self.begin_member(field)?;
        self.scalar(id, text)?;
        self.end_member()
    }

    fn nil(&mut self) -> Result<()> {
        let target = self.target(true)?;
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
        let wrong = || misuse("an alternative that is none");
        let mut target = match self.pending.take() {
            Some(target) => target,
            None => self.open_member().ok_or_else(wrong)?,
        };
        loop {
            let ValueType::Family(expected) = target.value else { return Err(wrong()) };
            let found = self.mapping.family(expected);
            if expected == family {
                if variant as usize >= found.variants.len() {
                    return Err(wrong());
                }
                target.choose(self.names, (expected, found), variant);
                break;
            }
            // The alternative of a family that is itself the declared alternative of another.
            let declared = found.declared.ok_or_else(wrong)?;
            target.choose(self.names, (expected, found), declared);
        }
        self.pending = Some(target);
        Ok(())
    }

    fn xml(&mut self, element: &str) -> Result<()> {
        let target = self.target(false)?;
        if target.value != ValueType::Xml {
            return Err(misuse("XML where none can be"));
        }
        let limits =
            Limits { max_depth: self.limits.max_depth.saturating_sub(self.frames.len()), ..self.limits };
        let fragment = Fragment::check(element, &limits)?;
        let allowed = match (&target.field.kind, target.name) {
            (FieldKind::Any(wildcard), _) => allows(wildcard, &fragment.namespace),
            // Names of items say nothing, and accessors are in no namespace (SOAP 1.1, section 5).
            (FieldKind::Element(_), _) if self.in_array() => true,
            (FieldKind::Element(_), Some(name)) if self.names.is_encoded => fragment.local == name.local,
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
