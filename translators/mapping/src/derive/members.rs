// SPDX-License-Identifier: EUPL-1.2
//! Fields while a struct is being built: first all that it has, then names and numbers for them.

use std::collections::HashMap;

use fachwerk_contract::QName;

use super::Builder;
use crate::lock::LockedField;
use crate::naming::{Names, lower_camel, snake};
use crate::{ContentKind, Field, FieldKind, Particle, ParticleTerm, ScalarKind, StructId, ValueType};

/// A field without its final names.
pub(super) struct Draft {
    /// Key in the lock, made unique by [`Members::push`].
    pub(super) key: String,
    /// JSON name, before it is made unique.
    pub(super) wanted: String,
    pub(super) kind: FieldKind,
    pub(super) value: ValueType,
    pub(super) min: u32,
    pub(super) max: Option<u32>,
    pub(super) required: bool,
    pub(super) nillable: bool,
    pub(super) default: Option<String>,
    pub(super) fixed: Option<String>,
    pub(super) content_types: Option<String>,
    pub(super) documentation: Option<String>,
}

impl Draft {
    /// An optional field that occurs once.
    pub(super) fn plain(key: &str, wanted: &str, kind: FieldKind, value: ValueType) -> Self {
        Self {
            key: key.to_owned(),
            wanted: wanted.to_owned(),
            kind,
            value,
            min: 0,
            max: Some(1),
            required: false,
            nillable: false,
            default: None,
            fixed: None,
            content_types: None,
            documentation: None,
        }
    }
}

/// The fields of one struct under construction.
pub(super) struct Members {
    pub(super) id: StructId,
    drafts: Vec<Draft>,
    keys: HashMap<String, u32>,
    groups: u32,
}

impl Members {
    pub(super) fn new(id: StructId) -> Self {
        Self { id, drafts: Vec::new(), keys: HashMap::new(), groups: 0 }
    }

    pub(super) fn has_key(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Key of the next group's item struct.
    pub(super) fn group_key(&mut self, parent: &str, group: Option<&QName>) -> String {
        self.groups += 1;
        match group {
            Some(name) => format!("{parent}/#group{} {name}", self.groups),
            None => format!("{parent}/#items{}", self.groups),
        }
    }

    /// Add a field; its index.
    pub(super) fn push(&mut self, mut draft: Draft) -> u16 {
        let count = self.keys.entry(draft.key.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            draft.key = format!("{}#{count}", draft.key);
        }
        self.drafts.push(draft);
        (self.drafts.len() - 1) as u16
    }
}

impl Builder<'_> {
    /// Give the fields their names and numbers and put them into the struct.
    pub(super) fn seal(&mut self, members: Members, (content, particle): (ContentKind, Particle)) {
        let id = members.id;
        let key = self.mapping.structure(id).key.clone();
        let locked = self.old.structs.get(&key).map(|s| &s.fields);
        let known = |draft: &Draft| locked.and_then(|fields| fields.get(&draft.key));

        let mut json = Names::default();
        let mut proto = Names::default();
        let mut next = 1;
        for field in locked.into_iter().flat_map(|fields| fields.values()) {
            json.reserve(&field.json);
            proto.reserve(&lower_camel(&field.proto));
            next = next.max(field.number + 1);
        }
        // Elements have the first claim on a name, attributes give way.
        let is_attribute = |d: &Draft| matches!(d.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_));
        let mut names: Vec<Option<(String, String)>> = members.drafts.iter().map(|_| None).collect();
        for attributes in [false, true] {
            for (draft, slot) in members.drafts.iter().zip(&mut names) {
                if is_attribute(draft) != attributes {
                    continue;
                }
                *slot = Some(match known(draft) {
                    Some(field) => (field.json.clone(), field.proto.clone()),
                    None => {
                        let mut wanted = draft.wanted.clone();
                        if attributes && !json.is_free(&wanted) {
                            wanted.push_str("Attribute");
                        }
                        (json.take(&wanted), take_proto(&mut proto, &wanted))
                    }
                });
            }
        }
        let mut fields = Vec::with_capacity(members.drafts.len());
        let mut used = Vec::with_capacity(members.drafts.len());
        for (draft, names) in members.drafts.into_iter().zip(names) {
            let (name, proto_name) = names.expect("both rounds together name every field");
            let number = match known(&draft) {
                Some(field) => field.number,
                None => {
                    // Numbers that protobuf keeps for itself.
                    if (19_000..20_000).contains(&next) {
                        next = 20_000;
                    }
                    next += 1;
                    next - 1
                }
            };
            self.lock.structs.entry(key.clone()).or_default().fields.insert(
                draft.key.clone(),
                LockedField { json: name.clone(), proto: proto_name.clone(), number },
            );
            used.push(draft.key.clone());
            let array = draft.max != Some(1);
            let list = match draft.value {
                ValueType::Scalar(scalar) => matches!(self.mapping.scalar(scalar).kind, ScalarKind::List(_)),
                _ => false,
            };
            let wrapped = draft.nillable || (list && (array || !draft.required));
            fields.push(Field {
                name,
                proto_name,
                number,
                kind: draft.kind,
                value: draft.value,
                min: draft.min,
                max: draft.max,
                array,
                required: draft.required,
                nillable: draft.nillable,
                wrapped,
                oneof: None,
                default: draft.default,
                fixed: draft.fixed,
                content_types: draft.content_types,
                documentation: draft.documentation,
            });
        }
        let reserved = locked
            .into_iter()
            .flatten()
            .filter(|(key, _)| !used.contains(key))
            .map(|(_, field)| (field.number, field.proto.clone()))
            .collect();
        let mut oneofs = Vec::new();
        let mut oneof_names = Names::default();
        for field in &fields {
            oneof_names.reserve(&field.proto_name);
        }
        assign_oneofs(&particle, &mut fields, &mut oneofs, &mut oneof_names);
        let first_child = fields
            .iter()
            .position(|f| !matches!(f.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_)))
            .unwrap_or(fields.len()) as u16;
        let slot = &mut self.mapping.structs[id.0 as usize];
        slot.content = content;
        slot.first_child = first_child;
        slot.fields = fields;
        slot.particle = particle;
        slot.oneofs = oneofs;
        slot.reserved = reserved;
    }
}

/// A free protobuf field name; protoc holds names apart by their JSON form, so that is what must be free.
pub(super) fn take_proto(taken: &mut Names, wanted: &str) -> String {
    let base = snake(wanted);
    let mut name = base.clone();
    let mut number = 2;
    while !taken.is_free(&lower_camel(&name)) {
        name = format!("{base}_{number}");
        number += 1;
    }
    taken.reserve(&lower_camel(&name));
    name
}

/// A choice of single fields is a `oneof`.
fn assign_oneofs(particle: &Particle, fields: &mut [Field], oneofs: &mut Vec<String>, names: &mut Names) {
    match &particle.term {
        ParticleTerm::Field(_) => {}
        ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
            for child in children {
                assign_oneofs(child, fields, oneofs, names);
            }
        }
        ParticleTerm::Choice(children) => {
            let single: Option<Vec<u16>> = children
                .iter()
                .map(|c| match c.term {
                    ParticleTerm::Field(f)
                        if !fields[f as usize].array && !is_plain_list(&fields[f as usize]) =>
                    {
                        Some(f)
                    }
                    _ => None,
                })
                .collect();
            match single {
                Some(members) if members.len() > 1 => {
                    let index = oneofs.len() as u16;
                    oneofs.push(names.take_with("choice", "_"));
                    for member in members {
                        fields[member as usize].oneof = Some(index);
                    }
                }
                _ => {
                    for child in children {
                        assign_oneofs(child, fields, oneofs, names);
                    }
                }
            }
        }
    }
}

/// `repeated` fields cannot stand in a `oneof`; a list in a choice is never required, so it is always wrapped.
fn is_plain_list(field: &Field) -> bool {
    matches!(field.value, ValueType::Attributes)
}
