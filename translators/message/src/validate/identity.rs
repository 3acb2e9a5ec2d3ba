// SPDX-License-Identifier: EUPL-1.2
//! Identity constraints (XML Schema part 1, section 3.11.4) over the events of a message.
//!
//! What a wildcard lets in is not looked into, nor values whose type the contract leaves open: nothing is said about keys
//! that depend on them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{IdentityKind, Mapping, NameTest, NamespaceId, Path, ScalarId, ScalarKind};

use crate::value::{Patterns, canonical, check, white_space};

/// Bytes of values that are held at a time. A message that needs more is not checked any further.
const MAX_BYTES: usize = 16 << 20;

/// What is found: whether it is a value that is missing, one sentence, and where, if not here.
pub(super) type Problem = (bool, String, Option<String>);

/// The values of all fields, each with its kind.
type Key = Vec<String>;

/// What is open, and what was found in it.
#[derive(Debug)]
pub(super) struct Identities<'m> {
    mapping: &'m Mapping,
    elements: Vec<Element<'m>>,
    scopes: Vec<Scope>,
    targets: Vec<Target>,
    bytes: usize,
    pub(super) problems: Vec<Problem>,
}

/// An element that is open.
#[derive(Debug)]
struct Element<'m> {
    namespace: NamespaceId,
    local: &'m str,
    /// Targets whose field this element is.
    fields: Vec<(usize, usize)>,
    bytes: usize,
}

/// A field of an element that is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Field {
    Missing,
    /// It is there, and has no value yet.
    There,
    Value(String),
    /// What value it has cannot be known.
    Open,
}

/// An element that has a constraint.
#[derive(Debug)]
struct Scope {
    constraint: u32,
    depth: usize,
    /// Keys of the elements that are selected.
    own: HashSet<Key>,
    /// Of a reference: what refers, and where it stands.
    references: Vec<(Key, String)>,
    /// Of a reference: what may be referred to; false where two elements within have the same.
    known: HashMap<Key, bool>,
    /// There may be elements that are not seen.
    open: bool,
}

/// An element that is selected.
#[derive(Debug)]
struct Target {
    scope: usize,
    depth: usize,
    values: Vec<Field>,
}

impl<'m> Identities<'m> {
    /// `None` where there are none.
    pub(super) fn of(mapping: &'m Mapping) -> Option<Self> {
        (!mapping.identities.is_empty()).then(|| Self {
            mapping,
            elements: Vec::new(),
            scopes: Vec::new(),
            targets: Vec::new(),
            bytes: 0,
            problems: Vec::new(),
        })
    }

    /// An element begins.
    pub(super) fn begin(&mut self, namespace: NamespaceId, local: &'m str, constraints: &[u32]) {
        let depth = self.elements.len();
        self.elements.push(Element { namespace, local, fields: Vec::new(), bytes: self.bytes });
        for constraint in constraints {
            self.scopes.push(Scope {
                constraint: *constraint,
                depth,
                own: HashSet::new(),
                references: Vec::new(),
                known: HashMap::new(),
                open: false,
            });
        }
        for (at, scope) in self.scopes.iter().enumerate() {
            let Some(identity) = self.mapping.identities.get(scope.constraint as usize) else { continue };
            if identity.selector.iter().any(|path| self.leads_here(path, scope.depth)) {
                let values = vec![Field::Missing; identity.fields.len()];
                self.targets.push(Target { scope: at, depth, values });
            }
        }
        let mut fields = Vec::new();
        self.fields(|path| path.attribute.is_none(), &mut fields);
        for place in &fields {
            self.set(*place, Field::There);
        }
        if let Some(element) = self.elements.last_mut() {
            element.fields = fields;
        }
    }

    /// The innermost element has content that is not looked into.
    pub(super) fn opaque(&mut self) {
        for scope in &mut self.scopes {
            scope.open = true;
        }
        let fields = self.elements.last_mut().map(|e| std::mem::take(&mut e.fields)).unwrap_or_default();
        for place in fields {
            self.set(place, Field::Open);
        }
    }

    /// The innermost element is nil.
    pub(super) fn nil(&mut self) {
        if let Some(element) = self.elements.last_mut() {
            for (target, field) in std::mem::take(&mut element.fields) {
                if let Some(slot) = self.targets.get_mut(target).and_then(|t| t.values.get_mut(field)) {
                    *slot = Field::Missing;
                }
            }
        }
    }

    /// The fields of targets that are what is open, as far as elements go.
    fn fields(&self, wanted: impl Fn(&Path) -> bool, found: &mut Vec<(usize, usize)>) {
        for (at, target) in self.targets.iter().enumerate() {
            let scope = self.scopes.get(target.scope);
            let identity = scope.and_then(|s| self.mapping.identities.get(s.constraint as usize));
            for (field, paths) in identity.iter().flat_map(|identity| identity.fields.iter().enumerate()) {
                if paths.iter().any(|path| wanted(path) && self.leads_here(path, target.depth)) {
                    found.push((at, field));
                }
            }
        }
    }

    /// Whether a path from the element at `depth` leads to the innermost one.
    fn leads_here(&self, path: &Path, depth: usize) -> bool {
        let Some(below) = self.elements.get(depth + 1..) else { return false };
        let skipped = match below.len().checked_sub(path.steps.len()) {
            Some(0) => 0,
            Some(more) if path.anywhere => more,
            _ => return false,
        };
        below[skipped..].iter().zip(&path.steps).all(|(element, test)| {
            let namespace = self.mapping.namespaces.get(element.namespace.0 as usize);
            test.fits(namespace.map_or("", String::as_str), element.local)
        })
    }

    /// The innermost element has this value.
    pub(super) fn value(&mut self, patterns: &Patterns, id: ScalarId, text: &str) {
        let Some(element) = self.elements.last_mut() else { return };
        if element.fields.is_empty() {
            return;
        }
        let fields = std::mem::take(&mut element.fields);
        let value = value(self.mapping, patterns, id, text).map_or(Field::Open, Field::Value);
        for place in fields {
            self.set(place, value.clone());
        }
    }

    /// The innermost element has this attribute.
    pub(super) fn attribute(&mut self, namespace: &str, local: &str, value: impl FnOnce() -> Option<String>) {
        if self.targets.is_empty() {
            return;
        }
        let mut fields = Vec::new();
        let fits = |test: &NameTest| test.fits(namespace, local);
        self.fields(|path| path.attribute.as_ref().is_some_and(fits), &mut fields);
        if !fields.is_empty() {
            let value = value().map_or(Field::Open, Field::Value);
            for place in fields {
                self.set(place, value.clone());
            }
        }
    }

    /// Whether an attribute could be a field.
    pub(super) fn selects(&self) -> bool {
        !self.targets.is_empty()
    }

    fn set(&mut self, (target, field): (usize, usize), value: Field) {
        let Some(target) = self.targets.get_mut(target) else { return };
        let Some(slot) = target.values.get_mut(field) else { return };
        match (&*slot, &value) {
            (Field::Missing, Field::There | Field::Open) | (Field::There, Field::Open) => *slot = value,
            (Field::Missing | Field::There, Field::Value(text)) => {
                self.bytes += text.len();
                *slot = if self.bytes > MAX_BYTES { Field::Open } else { value };
            }
            _ => {
                let scope = self.scopes.get(target.scope);
                let identity = scope.and_then(|scope| self.mapping.identities.get(scope.constraint as usize));
                let name = identity.map_or("", |identity| identity.name.local.as_str());
                let message = format!("a field of the identity constraint `{name}` is there more than once");
                self.problems.push((false, message, None));
            }
        }
    }

    /// The innermost element ends. `path` says where it stands.
    pub(super) fn end(&mut self, path: impl Fn() -> String) {
        let Some(element) = self.elements.pop() else { return };
        let depth = self.elements.len();
        while self.targets.last().is_some_and(|target| target.depth == depth) {
            if let Some(target) = self.targets.pop() {
                self.selected(target, &path);
            }
        }
        let first = self.scopes.partition_point(|scope| scope.depth < depth);
        if first == self.scopes.len() {
            return;
        }
        let mut ended = self.scopes.split_off(first);
        for at in 0..ended.len() {
            if self.kind(&ended[at]) != Some(IdentityKind::Key)
                && self.kind(&ended[at]) != Some(IdentityKind::Unique)
            {
                continue;
            }
            let (constraint, own) = (ended[at].constraint, std::mem::take(&mut ended[at].own));
            let open = ended[at].open;
            let (identities, refers) = (&self.mapping.identities, IdentityKind::Keyref(Some(constraint)));
            let referring = |scope: &&mut Scope| {
                identities.get(scope.constraint as usize).is_some_and(|identity| identity.kind == refers)
            };
            // What the element itself has goes before what those within it have.
            for scope in ended.iter_mut().filter(referring) {
                scope.known.extend(own.iter().map(|key| (key.clone(), true)));
                scope.open |= open;
            }
            for scope in self.scopes.iter_mut().filter(referring) {
                scope.open |= open;
                for key in &own {
                    match scope.known.entry(key.clone()) {
                        Entry::Occupied(mut known) => *known.get_mut() = false,
                        Entry::Vacant(unknown) => {
                            unknown.insert(true);
                        }
                    }
                }
            }
        }
        for scope in ended.iter().filter(|scope| !scope.open) {
            let Some(identity) = self.mapping.identities.get(scope.constraint as usize) else { continue };
            let IdentityKind::Keyref(Some(key)) = identity.kind else { continue };
            let Some(key) = self.mapping.identities.get(key as usize) else { continue };
            for (_, place) in scope.references.iter().filter(|(k, _)| scope.known.get(k) != Some(&true)) {
                let (name, key) = (&identity.name.local, &key.name.local);
                let message = format!("the reference `{name}` is to no element of the key `{key}`");
                self.problems.push((false, message, Some(place.clone())));
            }
        }
        // Unless somebody around refers to it, nothing of it is held any more.
        if self.scopes.is_empty() {
            self.bytes = element.bytes;
        }
    }

    fn kind(&self, scope: &Scope) -> Option<IdentityKind> {
        self.mapping.identities.get(scope.constraint as usize).map(|identity| identity.kind)
    }

    /// An element that is selected ends.
    fn selected(&mut self, target: Target, path: &impl Fn() -> String) {
        let Some(scope) = self.scopes.get_mut(target.scope) else { return };
        let Some(identity) = self.mapping.identities.get(scope.constraint as usize) else { return };
        let name = &identity.name.local;
        if target.values.contains(&Field::There) {
            let message = format!("a field of the identity constraint `{name}` is no simple value");
            self.problems.push((false, message, None));
            return;
        }
        if target.values.contains(&Field::Open) {
            scope.open = true;
            return;
        }
        let values = target.values.into_iter().map(|field| match field {
            Field::Value(value) => Some(value),
            _ => None,
        });
        let Some(key) = values.collect::<Option<Key>>() else {
            if identity.kind == IdentityKind::Key {
                let message = format!("a field of the key `{name}` is missing");
                self.problems.push((true, message, None));
            }
            return;
        };
        match identity.kind {
            IdentityKind::Keyref(_) => scope.references.push((key, path())),
            kind => {
                if !scope.own.insert(key) {
                    let what = if kind == IdentityKind::Key { "key" } else { "unique" };
                    let message = format!("another element has the same values for `{name}` ({what})");
                    self.problems.push((false, message, None));
                }
            }
        }
    }
}

/// A value so that equal ones of any types, and only those, are the same text; `None` where its type is left open.
pub(super) fn value(mapping: &Mapping, patterns: &Patterns, id: ScalarId, text: &str) -> Option<String> {
    let scalar = mapping.scalars.get(id.0 as usize)?;
    if scalar.source.as_ref().is_some_and(|name| name.namespace == XSD && name.local == "anySimpleType") {
        return None;
    }
    let space = match &scalar.kind {
        ScalarKind::Union(members) => {
            let fits = |member: &&ScalarId| {
                let own = white_space(mapping.scalar(**member), text);
                check(mapping, patterns, **member, &own).is_ok()
            };
            return members.iter().find(fits).and_then(|member| value(mapping, patterns, *member, text));
        }
        ScalarKind::Integer | ScalarKind::Decimal => "decimal".to_owned(),
        ScalarKind::List(item) => {
            format!("list of {:?}", mapping.scalars.get(item.0 as usize).map(|s| &s.kind))
        }
        kind => format!("{kind:?}"),
    };
    let text = white_space(scalar, text);
    Some(format!("{space} {}", canonical(mapping, id, &text)))
}
