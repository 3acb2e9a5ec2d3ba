// SPDX-License-Identifier: EUPL-1.2
//! Values that are one of several: derived types and substitution groups.

use fachwerk_mapping::{Family, FamilyId, FamilyKind, TYPE_MEMBER, VALUE_MEMBER, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::Reader;
use super::frame::{Frame, Wrapped};

impl<S: Sink> Reader<'_, '_, '_, S> {
    /// Open the object that comes next, as the alternative that its `@type` names.
    pub(super) fn family(&mut self, id: FamilyId, nillable: bool) -> Result<()> {
        if self.scan.peek()? != b'{' {
            return Err(self.unexpected("an object"));
        }
        let family = self.mapping.family(id);
        let index = self.variant(family)?;
        let variant = &family.variants[index as usize];
        self.sink.variant(id, index)?;
        match (family.kind, variant.value) {
            (FamilyKind::Type, ValueType::Struct(id)) => self.open(id, Some(&variant.tag), nillable),
            (FamilyKind::Substitution, ValueType::Struct(id)) if self.mapping.structure(id).is_object() => {
                self.open(id, Some(&variant.tag), nillable || variant.nillable)
            }
            _ => {
                self.descend()?;
                self.scan.expect(b'{', "`{`")?;
                self.stack.push(Frame::Wrapped(Wrapped {
                    variant,
                    open: false,
                    first: true,
                    tag_seen: false,
                    value_seen: false,
                }));
                Ok(())
            }
        }
    }

    /// Which alternative the object that begins here is.
    fn variant(&mut self, family: &Family) -> Result<u16> {
        let at = self.scan.pos();
        let Some(tag) = self.tags.find(&mut self.scan, &mut self.scratch)? else {
            return family.declared.ok_or_else(|| {
                let message =
                    format!("member `{TYPE_MEMBER}` is missing: it says which of {} this is", tags(family));
                CodecError::at(ErrorKind::Missing, at, message)
            });
        };
        self.scan.rewind(tag);
        let found = if self.scan.peek()? == b'"' {
            let text = self.scan.string(&mut self.scratch, self.scan.limits.max_name_bytes)?;
            family.by_tag(text.text(&self.scratch))
        } else {
            None
        };
        self.scan.rewind(at);
        found.ok_or_else(|| {
            self.leaf = Some(TYPE_MEMBER.to_owned());
            CodecError::at(ErrorKind::Structure, tag, format!("the type has to be one of {}", tags(family)))
        })
    }

    /// The next member of `{"@type": tag, "value": …}`, or its end.
    pub(super) fn wrapped_member(&mut self) -> Result<()> {
        let Some(Frame::Wrapped(wrapped)) = self.stack.last_mut() else { return Ok(()) };
        wrapped.open = false;
        if self.scan.take(b'}')? {
            if !wrapped.value_seen {
                let message = format!("member `{VALUE_MEMBER}` is missing");
                return Err(self.scan.error(ErrorKind::Missing, message));
            }
            self.stack.pop();
            self.depth -= 1;
            return Ok(());
        }
        if !wrapped.first {
            self.scan.expect(b',', "`,` or `}`")?;
        }
        wrapped.first = false;
        self.scan.peek()?;
        self.mark = self.scan.pos();
        let name = self.scan.name(&mut self.scratch)?;
        let variant = wrapped.variant;
        match name.text(&self.scratch) {
            TYPE_MEMBER if !wrapped.tag_seen => {
                wrapped.tag_seen = true;
                self.count()?;
                self.check_tag(&variant.tag)
            }
            VALUE_MEMBER if !wrapped.value_seen => {
                wrapped.value_seen = true;
                wrapped.open = true;
                self.count()?;
                self.value(variant.value, variant.nillable)
            }
            name => {
                let message = if matches!(name, TYPE_MEMBER | VALUE_MEMBER) {
                    "this member stands there twice".to_owned()
                } else {
                    format!("`{}` has no such member, only `{TYPE_MEMBER}` and `{VALUE_MEMBER}`", variant.tag)
                };
                self.leaf = Some(name.to_owned());
                Err(CodecError::at(ErrorKind::Structure, self.mark, message))
            }
        }
    }
}

/// The alternatives, for an error; a long list is cut.
fn tags(family: &Family) -> String {
    const MANY: usize = 8;
    let mut text: Vec<String> = family.variants.iter().take(MANY).map(|v| format!("`{}`", v.tag)).collect();
    if family.variants.len() > MANY {
        text.push(format!("{} more", family.variants.len() - MANY));
    }
    text.join(", ")
}
