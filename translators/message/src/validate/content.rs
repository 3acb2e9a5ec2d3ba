// SPDX-License-Identifier: EUPL-1.2
//! Whether the fields of a struct may stand together.

use fachwerk_mapping::{ContentKind, Field, FieldKind, Mapping, Particle, ParticleTerm, Struct, ValueType};

use crate::ErrorKind;

/// Nesting of repeated groups up to which an occurrence that may be empty is recognised.
const MAX_GROUP_DEPTH: usize = 32;

/// What is wrong with a struct as a whole.
pub(super) type Problem = (ErrorKind, String);

/// Checks how often each field of one struct has occurred.
pub(super) struct Occurrences<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) structure: &'a Struct,
    /// By field; whatever is beyond the end has not occurred.
    pub(super) counts: &'a [u32],
    /// Whether the object is nil.
    pub(super) nil: bool,
    pub(super) problems: Vec<Problem>,
}

impl Occurrences<'_> {
    /// Everything that is wrong.
    pub(super) fn check(mut self) -> Vec<Problem> {
        let structure = self.structure;
        let first_child = usize::from(structure.first_child).min(structure.fields.len());
        for (index, field) in structure.fields.iter().enumerate().take(first_child) {
            if !matches!(field.kind, FieldKind::AnyAttribute(_)) {
                self.field(index as u16, true);
            }
        }
        if self.nil {
            if (first_child..structure.fields.len()).any(|index| self.count(index as u16) > 0) {
                self.problem(ErrorKind::Structure, "it is nil and has content all the same".to_owned());
            }
        } else if structure.content != ContentKind::Empty {
            self.particle(&structure.particle, true);
        }
        self.problems
    }

    fn problem(&mut self, kind: ErrorKind, message: String) {
        self.problems.push((kind, message));
    }

    fn count(&self, field: u16) -> u32 {
        self.counts.get(usize::from(field)).copied().unwrap_or(0)
    }

    /// `must`: everything around it is there.
    fn field(&mut self, index: u16, must: bool) {
        let Some(field) = self.structure.fields.get(usize::from(index)) else { return };
        let count = self.count(index);
        let name = &field.name;
        if count == 0 {
            let needed = field.min > 0 || has_required_headers(self.mapping, field);
            if must && needed && !may_be_empty(self.mapping, field, MAX_GROUP_DEPTH) {
                self.problem(ErrorKind::Missing, format!("`{name}` is missing"));
            }
        } else if count < field.min && !may_be_empty(self.mapping, field, MAX_GROUP_DEPTH) {
            self.problem(ErrorKind::Structure, format!("`{name}` has less than {} items", field.min));
        } else if field.max.is_some_and(|max| count > max) {
            let message = match field.max {
                Some(1) | None => format!("`{name}` is there more than once"),
                Some(max) => format!("`{name}` has more than {max} items"),
            };
            self.problem(ErrorKind::Structure, message);
        }
    }

    fn particle(&mut self, particle: &Particle, must: bool) {
        match &particle.term {
            ParticleTerm::Field(index) => self.field(*index, must),
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                if (must && !particle.optional) || children.iter().any(|child| self.present(child)) {
                    for child in children {
                        self.particle(child, true);
                    }
                }
            }
            ParticleTerm::Choice(children) => {
                let mut present = children.iter().filter(|child| self.present(child));
                match (present.next(), present.next()) {
                    (Some(only), None) => self.particle(only, true),
                    (Some(_), Some(_)) => {
                        let names = self.alternatives(children, true);
                        self.problem(ErrorKind::Structure, format!("only one of {names} may be there"));
                    }
                    (None, _) => {
                        let needed = must && !particle.optional && !children.is_empty();
                        if needed && !children.iter().any(|child| self.emptiable(child)) {
                            let names = self.alternatives(children, false);
                            self.problem(ErrorKind::Missing, format!("one of {names} is missing"));
                        }
                    }
                }
            }
        }
    }

    fn present(&self, particle: &Particle) -> bool {
        match &particle.term {
            ParticleTerm::Field(index) => self.count(*index) > 0,
            ParticleTerm::Sequence(children)
            | ParticleTerm::Choice(children)
            | ParticleTerm::All(children) => children.iter().any(|child| self.present(child)),
        }
    }

    fn emptiable(&self, particle: &Particle) -> bool {
        emptiable(self.mapping, self.structure, particle, MAX_GROUP_DEPTH)
    }

    /// Names of the branches of a choice, each by its first field.
    fn alternatives(&self, branches: &[Particle], only_present: bool) -> String {
        const MOST: usize = 8;
        let mut names = Vec::new();
        for branch in branches.iter().filter(|branch| !only_present || self.present(branch)) {
            let fields = branch.fields();
            let first = fields.iter().find(|index| !only_present || self.count(**index) > 0);
            if let Some(field) = first.and_then(|index| self.structure.fields.get(usize::from(*index))) {
                names.push(format!("`{}`", field.name));
            }
        }
        if names.len() > MOST {
            names.truncate(MOST);
            names.push("…".to_owned());
        }
        names.join(", ")
    }
}

/// Whether the field is the headers of a message, which have no occurrences of their own, and one is required.
fn has_required_headers(mapping: &Mapping, field: &Field) -> bool {
    match (&field.kind, field.value) {
        (FieldKind::Group, ValueType::Struct(id)) if !field.array => {
            mapping.structs.get(id.0 as usize).is_some_and(|s| s.fields.iter().any(|header| header.required))
        }
        _ => false,
    }
}

/// Whether a value of this field need not show: it is an occurrence of a group whose parts are all optional.
fn may_be_empty(mapping: &Mapping, field: &Field, depth: usize) -> bool {
    match (&field.kind, field.value, depth.checked_sub(1)) {
        (FieldKind::Group, ValueType::Struct(item), Some(depth)) => {
            mapping.structs.get(item.0 as usize).is_some_and(|s| emptiable(mapping, s, &s.particle, depth))
        }
        _ => false,
    }
}

fn emptiable(mapping: &Mapping, structure: &Struct, particle: &Particle, depth: usize) -> bool {
    particle.optional
        || match &particle.term {
            ParticleTerm::Field(index) => structure
                .fields
                .get(usize::from(*index))
                .is_some_and(|field| field.min == 0 || may_be_empty(mapping, field, depth)),
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
                children.iter().all(|child| emptiable(mapping, structure, child, depth))
            }
            ParticleTerm::Choice(children) => {
                children.is_empty()
                    || children.iter().any(|child| emptiable(mapping, structure, child, depth))
            }
        }
}
