// SPDX-License-Identifier: EUPL-1.2
//! Which members can travel outside the body.

use crate::{Field, FieldKind, Mapping, ScalarId, ScalarKind, StructId, ValueType};

/// A member that a parameter can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Field indices from the message's object.
    pub member: Vec<u16>,
    /// JSON Pointer (RFC 6901).
    pub pointer: String,
    /// Type of the value, or of one item.
    pub scalar: ScalarId,
    /// Array or list.
    pub repeated: bool,
    /// There in every valid message.
    pub required: bool,
    /// `null` is a value of it, which a parameter cannot say.
    pub nillable: bool,
}

/// Why a member cannot be a parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MemberError {
    /// Not a JSON Pointer.
    #[error("is no JSON Pointer: it begins with `/` and names members, such as `/kriterien/name`")]
    Pointer,
    /// No such member.
    #[error("names no member: `{object}` has {known}")]
    Unknown {
        /// The object that was looked into.
        object: String,
        /// Its members.
        known: String,
    },
    /// Something that is not a simple value, or is several objects.
    #[error("is no simple value or array of simple values")]
    NotSimple,
}

impl Mapping {
    /// The member that a JSON Pointer means, if a parameter can carry it.
    ///
    /// # Errors
    /// There is no such member, or it is not made of simple values.
    pub fn leaf(&self, root: StructId, pointer: &str) -> Result<Leaf, MemberError> {
        let rest = pointer.strip_prefix('/').ok_or(MemberError::Pointer)?;
        let steps: Vec<String> =
            rest.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
        let mut structure = self.structure(root);
        let mut member = Vec::new();
        let mut required = true;
        for (position, step) in steps.iter().enumerate() {
            let index = structure.member(step).ok_or_else(|| MemberError::Unknown {
                object: structure.name.clone(),
                known: known(structure.fields.iter().map(|f| f.name.as_str())),
            })?;
            member.push(index);
            let field = &structure.fields[index as usize];
            required &= field.required;
            if position + 1 == steps.len() {
                let (scalar, repeated) = self.simple(field).ok_or(MemberError::NotSimple)?;
                let (pointer, nillable) = (pointer.to_owned(), field.nillable);
                return Ok(Leaf { member, pointer, scalar, repeated, required, nillable });
            }
            let inner = Self::single_object(field).ok_or(MemberError::NotSimple)?;
            structure = self.structure(inner);
        }
        Err(MemberError::Pointer)
    }

    /// All simple values below a field, in schema order; `None` where something below it is not one: then the field
    /// cannot travel outside the body.
    pub fn leaves(&self, root: StructId, index: u16) -> Option<Vec<Leaf>> {
        let field = &self.structure(root).fields[index as usize];
        let mut found = Vec::new();
        let mut path = vec![index];
        let mut pointer = format!("/{}", escaped(&field.name));
        let below = Walk { mapping: self, depth: 0 };
        below.collect(field, field.required, &mut path, &mut pointer, &mut found).then_some(found)
    }

    /// Type of a field's value, and whether there may be several.
    fn simple(&self, field: &Field) -> Option<(ScalarId, bool)> {
        let ValueType::Scalar(scalar) = field.value else { return None };
        let list = matches!(self.scalar(scalar).kind, ScalarKind::List(_));
        // An array of lists would need a second way to repeat.
        (!(list && field.array)).then_some((scalar, list || field.array))
    }

    /// The object of a field that holds exactly one, always of the same type.
    fn single_object(field: &Field) -> Option<StructId> {
        match field.value {
            ValueType::Struct(id) if !field.array => Some(id),
            _ => None,
        }
    }
}

/// Objects below this depth stay in the body: nobody wants them in a query, and recursive types end here.
const MAX_DEPTH: usize = 3;

#[derive(Clone, Copy)]
struct Walk<'m> {
    mapping: &'m Mapping,
    depth: usize,
}

impl Walk<'_> {
    fn collect(
        self,
        field: &Field,
        required: bool,
        path: &mut Vec<u16>,
        pointer: &mut String,
        found: &mut Vec<Leaf>,
    ) -> bool {
        // No caller has to say it, and none can outside the body.
        if matches!(field.kind, FieldKind::TypeNames) {
            return true;
        }
        if let Some((scalar, repeated)) = self.mapping.simple(field) {
            let (member, pointer) = (path.clone(), pointer.clone());
            found.push(Leaf { member, pointer, scalar, repeated, required, nillable: field.nillable });
            return true;
        }
        let Some(id) = Mapping::single_object(field) else { return false };
        let structure = self.mapping.structure(id);
        // Whether an optional object is there must show in its parts; so must nil.
        let headers = matches!(field.kind, FieldKind::Group);
        let shows = field.required || headers || structure.fields.iter().any(|inner| inner.required);
        if self.depth == MAX_DEPTH || field.nillable || !shows || structure.fields.is_empty() {
            return false;
        }
        let inside = Walk { depth: self.depth + 1, ..self };
        for (index, inner) in structure.fields.iter().enumerate() {
            let length = pointer.len();
            pointer.push('/');
            pointer.push_str(&escaped(&inner.name));
            path.push(index as u16);
            let fine = inside.collect(inner, required && inner.required, path, pointer, found);
            path.pop();
            pointer.truncate(length);
            if !fine {
                return false;
            }
        }
        true
    }
}

/// A member name as a step of a JSON Pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A few names, for a message.
fn known<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 8;
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return "no member".to_owned();
    }
    if names.len() > MOST {
        names.truncate(MOST);
        names.push("…".to_owned());
    }
    names.join(", ")
}
