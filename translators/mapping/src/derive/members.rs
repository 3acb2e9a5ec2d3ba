// SPDX-License-Identifier: EUPL-1.2
//! Fields while a struct is being built: first all that it has, then names and numbers for them.

use std::collections::{BTreeMap, HashMap, HashSet};

use fachwerk_contract::QName;

use super::Builder;
use crate::by_key::ByKey;
use crate::lock::{LockedField, LockedStruct};
use crate::naming::{Names, accessor_of, field_name, lower_camel};
use crate::{
    ContentKind, Field, FieldKind, Particle, ParticleTerm, ScalarKind, StructId, TYPES_MEMBER, ValueType,
};

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
    pub(super) identities: Vec<u32>,
    pub(super) content_types: Option<String>,
    pub(super) documentation: Option<String>,
}

impl Draft {
    /// An optional field that occurs once.
    pub(super) fn plain(key: impl Into<String>, wanted: &str, kind: FieldKind, value: ValueType) -> Self {
        Self {
            key: key.into(),
            wanted: wanted.to_owned(),
            kind,
            value,
            min: 0,
            max: Some(1),
            required: false,
            nillable: false,
            default: None,
            fixed: None,
            identities: Vec::new(),
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
    groups: HashSet<String>,
}

impl Members {
    pub(super) fn new(id: StructId) -> Self {
        Self { id, drafts: Vec::new(), keys: HashMap::new(), groups: HashSet::new() }
    }

    pub(super) fn has_key(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Index of the field with this key.
    pub(super) fn index_of(&self, key: &str) -> Option<u16> {
        self.drafts.iter().position(|draft| draft.key == key).map(|index| index as u16)
    }

    /// Key of a repeated group's field; behind the parent's key it is the key of its item struct. A group without a
    /// name is the group of the lock that has the most of its elements, whatever their order is now.
    pub(super) fn group_key(
        &mut self,
        parent: &str,
        group: Option<&QName>,
        elements: &[String],
        locked: &BTreeMap<String, LockedStruct>,
    ) -> String {
        let base = group.map_or_else(|| "#items".to_owned(), |name| format!("#group {name}"));
        let numbered = |number: u32| if number == 1 { base.clone() } else { format!("{base}#{number}") };
        let mut best = None;
        let mut number = 1;
        let free = loop {
            let key = numbered(number);
            let Some(known) = locked.get(&format!("{parent}/{key}")) else {
                if self.groups.contains(&key) {
                    number += 1;
                    continue;
                }
                break key;
            };
            number += 1;
            let shared = elements.iter().filter(|e| known.fields.contains_key(e)).count();
            if shared > best.as_ref().map_or(0, |(most, _)| *most) && !self.groups.contains(&key) {
                best = Some((shared, key));
            }
        };
        let key = best.map_or(free, |(_, key)| key);
        self.groups.insert(key.clone());
        key
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
    pub(super) fn seal(&mut self, mut members: Members, (content, particle): (ContentKind, Particle)) {
        let id = members.id;
        let key = self.mapping.structure(id).key.clone();
        let named = |draft: &Draft| self.mapping.keeps_type_name(&draft.kind, draft.value);
        let type_names = members.drafts.iter().any(named).then(|| {
            let draft = Draft::plain("#types", TYPES_MEMBER, FieldKind::TypeNames, ValueType::Attributes);
            members.push(draft)
        });
        let locked = self.old.structs.get(&key).map(|s| &s.fields);
        let known = |draft: &Draft| locked.and_then(|fields| fields.get(&draft.key));

        let mut json = Names::default();
        let mut proto = Names::default();
        let mut next = 1;
        for field in locked.into_iter().flat_map(ByKey::values) {
            json.reserve(&field.json);
            proto.reserve(&lower_camel(&field.proto));
            next = next.max(field.number + 1);
        }
        let accessors = Accessors::of(&members.drafts, locked);
        // Elements have the first claim on a name, attributes give way.
        let is_attribute = |d: &Draft| {
            matches!(d.kind, FieldKind::Attribute(_) | FieldKind::AnyAttribute(_) | FieldKind::TypeNames)
        };
        let mut names: Vec<Option<(String, String)>> = members.drafts.iter().map(|_| None).collect();
        for attributes in [false, true] {
            for (draft, slot) in members.drafts.iter_mut().zip(&mut names) {
                if is_attribute(draft) != attributes {
                    continue;
                }
                *slot = Some(match known(draft) {
                    Some(field) => (field.json.clone(), field.proto.clone()),
                    None => {
                        let mut wanted = std::mem::take(&mut draft.wanted);
                        if attributes && !json.is_free(&wanted) {
                            wanted.push_str("Attribute");
                        }
                        let base = match draft.kind {
                            FieldKind::TypeNames => "simple_types".to_owned(),
                            _ => field_name(&wanted),
                        };
                        let clash = accessors.as_ref().is_some_and(|a| a.clash(&base));
                        (json.take_owned(wanted), free_proto(&mut proto, base, clash))
                    }
                });
            }
        }
        let mut fields = Vec::with_capacity(members.drafts.len());
        let mut keys = Vec::with_capacity(members.drafts.len());
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
            keys.push(draft.key);
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
                identities: draft.identities,
                content_types: draft.content_types,
                documentation: draft.documentation,
            });
        }
        let used = locked.map(|_| keys.iter().map(String::as_str).collect::<HashSet<_>>());
        let reserved = locked
            .into_iter()
            .flat_map(ByKey::iter)
            .filter(|(key, _)| used.as_ref().is_none_or(|used| !used.contains(key.as_str())))
            .map(|(_, field)| (field.number, field.proto.clone()))
            .collect();
        let kept: Vec<Option<&str>> =
            keys.iter().map(|key| locked.and_then(|l| l.get(key)).and_then(|f| f.oneof.as_deref())).collect();
        let mut oneofs = Oneofs { names: Vec::new(), taken: Names::default(), kept };
        for name in locked.into_iter().flat_map(ByKey::values).filter_map(|f| f.oneof.as_deref()) {
            oneofs.taken.reserve(name);
        }
        if has_choice(&particle) {
            for field in &fields {
                oneofs.taken.reserve(&field.proto_name);
            }
            oneofs.assign(&particle, &mut fields);
        }
        let oneofs = oneofs.names;
        self.lock.structs.entry(key).or_default().fields.extend(keys.into_iter().zip(&fields).map(
            |(key, field)| {
                let locked = LockedField {
                    json: field.name.clone(),
                    proto: field.proto_name.clone(),
                    number: field.number,
                    oneof: field.oneof.map(|index| oneofs[index as usize].clone()),
                };
                (key, locked)
            },
        ));
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
        slot.type_names = type_names;
    }
}

/// A free protobuf field name; protoc holds names apart by their JSON form, so that is what must be free.
pub(super) fn take_proto(taken: &mut Names, wanted: &str) -> String {
    free_proto(taken, field_name(wanted), false)
}

/// `base`, or `base` with a number: where it is taken, or another field's accessor `clash`es with it.
fn free_proto(taken: &mut Names, base: String, clash: bool) -> String {
    if !clash && taken.reserve_if_free(lower_camel(&base)) {
        return base;
    }
    let mut number = 2;
    loop {
        let name = format!("{base}_{number}");
        if taken.reserve_if_free(lower_camel(&name)) {
            return name;
        }
        number += 1;
    }
}

/// Names of fields where one may be an accessor of another in generated code.
struct Accessors {
    /// Wanted and known names, and whether they repeat.
    names: HashMap<String, bool>,
    known: HashSet<String>,
}

impl Accessors {
    /// `None` in the usual case that nothing looks like an accessor.
    fn of(drafts: &[Draft], locked: Option<&ByKey<LockedField>>) -> Option<Self> {
        let like = |name: &str| {
            let begins = |with: &str| name.get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with));
            ["add", "clear", "has", "mutable", "release"].into_iter().any(begins) || name.ends_with("ize")
        };
        let known = || locked.into_iter().flat_map(ByKey::values).map(|field| field.proto.as_str());
        if !drafts.iter().any(|d| like(&d.wanted)) && !known().any(like) {
            return None;
        }
        let mut names: HashMap<String, bool> =
            drafts.iter().map(|d| (field_name(&d.wanted), d.max != Some(1))).collect();
        for name in known() {
            names.entry(name.to_owned()).or_insert(true);
        }
        names
            .keys()
            .any(|name| accessor_of(name).is_some())
            .then(|| Self { known: known().map(str::to_owned).collect(), names })
    }

    /// Whether a new field with this name would meet an accessor. The accessor-like name gives way, unless callers
    /// know it already.
    fn clash(&self, name: &str) -> bool {
        let meets = |accessor: &str, field: &str, repeated: bool| {
            accessor_of(accessor)
                .is_some_and(|(of, needs_repeated)| of == field && (repeated || !needs_repeated))
        };
        let own = accessor_of(name).is_some_and(|(field, _)| {
            self.names.get(field).is_some_and(|repeated| meets(name, field, *repeated))
        });
        let repeated = self.names.get(name).copied().unwrap_or(false);
        own || self.known.iter().any(|known| meets(known, name, repeated))
    }
}

fn has_choice(particle: &Particle) -> bool {
    match &particle.term {
        ParticleTerm::Field(_) => false,
        ParticleTerm::Choice(_) => true,
        ParticleTerm::Sequence(children) | ParticleTerm::All(children) => children.iter().any(has_choice),
    }
}

/// `oneof`s of a struct while they are named.
struct Oneofs<'l> {
    names: Vec<String>,
    taken: Names,
    /// Name of the `oneof` that each field is known in.
    kept: Vec<Option<&'l str>>,
}

impl Oneofs<'_> {
    /// A choice of single fields is a `oneof`.
    fn assign(&mut self, particle: &Particle, fields: &mut [Field]) {
        match &particle.term {
            ParticleTerm::Field(_) => {}
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                for child in children {
                    self.assign(child, fields);
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
                        let known = members.iter().filter_map(|f| self.kept[*f as usize]);
                        let known = known.into_iter().find(|name| !self.names.iter().any(|n| n == name));
                        let name = known.map_or_else(|| self.taken.take_with("choice", "_"), str::to_owned);
                        let index = self.names.len() as u16;
                        self.names.push(name);
                        for member in members {
                            fields[member as usize].oneof = Some(index);
                        }
                    }
                    _ => {
                        for child in children {
                            self.assign(child, fields);
                        }
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
