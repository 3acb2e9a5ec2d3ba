// SPDX-License-Identifier: EUPL-1.2
//! Objects of the table, member by member.

use fachwerk_mapping::{FieldKind, NIL_MEMBER, Struct, StructId, TYPE_MEMBER, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::Reader;
use super::frame::{Array, Frame, Object};

impl<'m, S: Sink> Reader<'m, '_, '_, S> {
    /// Open the object that comes next, where its type alone says what it is.
    pub(super) fn structure(&mut self, id: StructId, nillable: bool) -> Result<()> {
        let structure = self.mapping.structure(id);
        let tag = structure.tagged.then_some(structure.name.as_str());
        self.open(id, tag, nillable)
    }

    /// Open the object that comes next. `tag` is what its `@type` has to say, if it has one.
    pub(super) fn open(&mut self, id: StructId, tag: Option<&'m str>, nillable: bool) -> Result<()> {
        let structure = self.mapping.structure(id);
        if structure.array.is_some() {
            return self.encoded_array(id);
        }
        if self.scan.peek()? != b'{' {
            return Err(self.unexpected("an object"));
        }
        self.descend()?;
        self.scan.expect(b'{', "`{`")?;
        let nil = nillable && self.is_nil(structure);
        self.sink.begin_struct(id, nil)?;
        let seen = self.seen.len();
        self.seen.resize(seen + structure.fields.len().div_ceil(64), 0);
        self.stack.push(Frame::Object(Object {
            id,
            structure,
            seen,
            open: None,
            next: 0,
            tag,
            nillable,
            nil,
            first: true,
            tag_seen: false,
            nil_seen: false,
        }));
        Ok(())
    }

    /// Open the array that comes next, where it is all that an object has.
    fn encoded_array(&mut self, id: StructId) -> Result<()> {
        if self.scan.peek()? != b'[' {
            return Err(self.unexpected("an array"));
        }
        self.descend()?;
        self.scan.expect(b'[', "`[`")?;
        self.sink.begin_struct(id, false)?;
        let Some(items) = self.mapping.structure(id).fields.first() else { return Ok(()) };
        self.sink.begin_field(0)?;
        let (value, nillable) = (items.value, items.nillable);
        self.stack.push(Frame::Array(Array { value, nillable, next: 0, is_object: true }));
        Ok(())
    }

    /// Whether the object just opened says `"@nil": true`. Looks past attributes only: a nil object has nothing else.
    fn is_nil(&mut self, structure: &Struct) -> bool {
        let start = self.scan.pos();
        let nil = self.look_for_nil(structure).unwrap_or(false);
        self.scan.rewind(start);
        nil
    }

    fn look_for_nil(&mut self, structure: &Struct) -> Result<bool> {
        while self.scan.peek()? == b'"' {
            let name = self.scan.name(&mut self.scratch)?;
            let name = name.text(&self.scratch);
            if name == NIL_MEMBER {
                return Ok(self.scan.peek()? == b't');
            }
            let attribute = structure.member(name).is_some_and(|index| is_attribute(structure, index));
            if !attribute && name != TYPE_MEMBER {
                return Ok(false);
            }
            self.scan.skip(&mut self.scratch, &mut ())?;
            if !self.scan.take(b',')? {
                return Ok(false);
            }
        }
        Ok(false)
    }

    /// The next member of the innermost object, or its end.
    pub(super) fn member(&mut self) -> Result<()> {
        let Some(Frame::Object(object)) = self.stack.last_mut() else { return Ok(()) };
        if object.open.take().is_some() {
            self.sink.end_field()?;
        }
        if !self.stepwise && self.leaves()? {
            return self.open_member();
        }
        if self.scan.must_wait() {
            return Ok(());
        }
        let Some(Frame::Object(object)) = self.stack.last_mut() else { return Ok(()) };
        if self.scan.take(b'}')? {
            self.seen.truncate(object.seen);
            self.stack.pop();
            self.depth -= 1;
            return self.sink.end_struct();
        }
        if !object.first {
            self.scan.expect(b',', "`,` or `}`")?;
        }
        object.first = false;
        self.scan.peek()?;
        self.mark = self.scan.pos();
        let name = self.scan.name(&mut self.scratch)?;
        let name = name.text(&self.scratch);
        let structure = object.structure;
        let index = nearby(structure, object.next, name).or_else(|| structure.member(name));
        let Some(index) = index else {
            return match object.tag {
                Some(tag) if name == TYPE_MEMBER && !object.tag_seen => {
                    object.tag_seen = true;
                    self.count()?;
                    self.check_tag(tag)
                }
                _ => self.special_member(),
            };
        };
        let word = &mut self.seen[object.seen + index as usize / 64];
        let bit = 1 << (index % 64);
        if *word & bit != 0 {
            let message = format!("member `{}` stands there twice", structure.fields[index as usize].name);
            self.leaf = Some(name.to_owned());
            return Err(CodecError::at(ErrorKind::Structure, self.mark, message));
        }
        *word |= bit;
        object.open = Some(index);
        object.next = index + 1;
        if object.nil && !is_attribute(structure, index) {
            let message = format!("an object that is nil cannot have the member `{name}`, only attributes");
            return Err(CodecError::at(ErrorKind::Structure, self.mark, message));
        }
        self.count()?;
        self.open_member()
    }

    /// The value of the member that is open comes next.
    fn open_member(&mut self) -> Result<()> {
        let Some(Frame::Object(object)) = self.stack.last_mut() else { return Ok(()) };
        let (structure, Some(index)) = (object.structure, object.open) else { return Ok(()) };
        self.sink.begin_field(index)?;
        let field = &structure.fields[index as usize];
        if field.array && field.value != ValueType::Attributes {
            self.array(field.value, field.nillable)
        } else {
            self.value(field.value, field.nillable)
        }
    }

    /// A member that is neither a field nor the first `@type`.
    #[cold]
    fn special_member(&mut self) -> Result<()> {
        // Read once more: the name may lie in the scratch buffer, which the value needs.
        self.scan.rewind(self.mark);
        let name = self.scan.name(&mut self.scratch)?.text(&self.scratch).to_owned();
        let Some(Frame::Object(object)) = self.stack.last_mut() else { return Ok(()) };
        let message = match name.as_str() {
            NIL_MEMBER if object.nillable && !object.nil_seen => {
                object.nil_seen = true;
                let nil = object.nil;
                self.count()?;
                return self.check_nil(nil);
            }
            NIL_MEMBER if object.nil_seen => "this member stands there twice".to_owned(),
            TYPE_MEMBER if object.tag_seen => "this member stands there twice".to_owned(),
            _ => format!("`{}` has no such member", object.structure.name),
        };
        let twice = matches!(name.as_str(), NIL_MEMBER | TYPE_MEMBER);
        self.leaf = Some(name);
        let error = CodecError::at(ErrorKind::Structure, self.mark, message);
        if twice { Err(error) } else { self.pass_over(error, self.scan.pos()) }
    }

    /// Read the value of `@type`, which has to be `tag`.
    pub(super) fn check_tag(&mut self, tag: &str) -> Result<()> {
        if self.scan.peek()? != b'"' {
            self.leaf = Some(TYPE_MEMBER.to_owned());
            return Err(self.unexpected("a string"));
        }
        let at = self.scan.pos();
        let found = self.scan.string(&mut self.scratch, self.scan.limits.max_name_bytes)?;
        if found.text(&self.scratch) == tag {
            return Ok(());
        }
        self.leaf = Some(TYPE_MEMBER.to_owned());
        Err(CodecError::at(ErrorKind::Structure, at, format!("the type of this object is `{tag}`")))
    }

    /// Read the value of `@nil`. Where it is true and `nil` is not, something stood before it that cannot.
    fn check_nil(&mut self, nil: bool) -> Result<()> {
        let first = self.scan.peek()?;
        let at = self.scan.pos();
        match first {
            b't' => self.scan.literal("true")?,
            b'f' => self.scan.literal("false")?,
            _ => {
                self.leaf = Some(NIL_MEMBER.to_owned());
                return Err(self.unexpected("a boolean"));
            }
        }
        if first == b't' && !nil {
            self.leaf = Some(NIL_MEMBER.to_owned());
            let message = "an object that is nil cannot have members that are no attributes";
            return Err(CodecError::at(ErrorKind::Structure, at, message));
        }
        Ok(())
    }
}

/// The field with this name, if it is one of the next few. Most senders keep the order of the schema and leave out
/// some members: comparing a few names costs less than one lookup.
fn nearby(structure: &Struct, next: u16, name: &str) -> Option<u16> {
    const FEW: usize = 6;
    let fields = structure.fields.get(next as usize..)?;
    let distance = fields.iter().take(FEW).position(|field| field.name == name)?;
    Some(next + distance as u16)
}

fn is_attribute(structure: &Struct, index: u16) -> bool {
    matches!(structure.fields[index as usize].kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_))
}
