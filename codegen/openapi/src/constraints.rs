// SPDX-License-Identifier: EUPL-1.2
//! Content models as constraints on which members may stand together.
//!
//! What is always required is said by `required`. A choice becomes a list of alternatives, each with members that it
//! requires and members that it excludes; an optional group of single members becomes `dependentRequired`.

use std::collections::BTreeSet;

use fachwerk_mapping::{Particle, ParticleTerm, Struct};

use crate::nodes::{Node, node};
use crate::tree::{Tree, tree};

/// Choices with more combinations than this are left out: nobody could read them, and no generator understands them.
const MAX_ALTERNATIVES: usize = 16;

/// Choices between single members are easy to read, however many there are; but not without end.
const MAX_SINGLES: usize = 256;

/// Constraints of one object.
#[derive(Debug, Default)]
pub(crate) struct Constraints<'a> {
    /// `dependentRequired`.
    pub(crate) dependent: Node<'a>,
    /// One schema a choice; all have to hold.
    pub(crate) choices: Vec<Node<'a>>,
    /// Something was left out.
    pub(crate) incomplete: bool,
}

impl<'a> Constraints<'a> {
    /// Of an object with this content model, which is its own or a part of it.
    pub(crate) fn of(structure: &'a Struct, particle: &Particle) -> Self {
        let mut constraints = Self::default();
        constraints.walk(structure, particle);
        constraints
    }

    fn walk(&mut self, structure: &'a Struct, particle: &Particle) {
        match &particle.term {
            ParticleTerm::Field(_) => {}
            ParticleTerm::Sequence(children) | ParticleTerm::All(children) if !particle.optional => {
                for child in children {
                    self.walk(structure, child);
                }
            }
            ParticleTerm::Sequence(_) | ParticleTerm::All(_) if is_plain(particle) => {
                self.depend(structure, &particle.fields());
            }
            _ => match alternatives(structure, particle) {
                Some(alternatives) if is_simple(&alternatives) || alternatives.len() <= MAX_ALTERNATIVES => {
                    self.choices.extend(render(structure, &alternatives));
                }
                _ => self.incomplete = true,
            },
        }
    }

    /// If one of these members is there, so are all that the group requires.
    fn depend(&mut self, structure: &'a Struct, fields: &[u16]) {
        for field in fields {
            let others: Vec<&str> = fields
                .iter()
                .filter(|other| *other != field && structure.fields[**other as usize].min > 0)
                .map(|other| name(structure, *other))
                .collect();
            if !others.is_empty() {
                self.dependent.insert(name(structure, *field), others);
            }
        }
    }
}

/// A group whose members are all single fields, each optional by itself only.
fn is_plain(particle: &Particle) -> bool {
    match &particle.term {
        ParticleTerm::Field(_) => true,
        ParticleTerm::Choice(_) => false,
        ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
            children.iter().all(|child| !child.optional && is_plain(child))
        }
    }
}

fn name(structure: &Struct, field: u16) -> &str {
    &structure.fields[field as usize].name
}

/// One way to fill a particle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Alternative {
    required: BTreeSet<u16>,
    excluded: BTreeSet<u16>,
}

impl Alternative {
    fn merged(&self, other: &Self) -> Self {
        Self { required: &self.required | &other.required, excluded: &self.excluded | &other.excluded }
    }

    /// Nothing can be an instance of both.
    fn excludes(&self, other: &Self) -> bool {
        !self.required.is_disjoint(&other.excluded) || !other.required.is_disjoint(&self.excluded)
    }
}

/// All ways to fill a particle; `None` where there are too many.
fn alternatives(structure: &Struct, particle: &Particle) -> Option<Vec<Alternative>> {
    let mut found = match &particle.term {
        ParticleTerm::Field(field) => {
            let required = structure.fields[*field as usize].min > 0;
            let required = if required { BTreeSet::from([*field]) } else { BTreeSet::new() };
            vec![Alternative { required, excluded: BTreeSet::new() }]
        }
        ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
            let mut product = vec![Alternative::default()];
            for child in children {
                let right = alternatives(structure, child)?;
                product = product.iter().flat_map(|a| right.iter().map(|b| a.merged(b))).collect();
                if product.len() > MAX_ALTERNATIVES {
                    return None;
                }
            }
            product
        }
        ParticleTerm::Choice(children) => {
            let all: BTreeSet<u16> = particle.fields().into_iter().collect();
            let mut sum = Vec::new();
            for child in children {
                let own: BTreeSet<u16> = child.fields().into_iter().collect();
                let others = Alternative { required: BTreeSet::new(), excluded: &all - &own };
                sum.extend(alternatives(structure, child)?.iter().map(|a| a.merged(&others)));
                if sum.len() > MAX_SINGLES {
                    return None;
                }
            }
            sum
        }
    };
    // An alternative that requires nothing already stands for the absence of the whole.
    if particle.optional && found.iter().all(|a| !a.required.is_empty()) {
        let excluded = particle.fields().into_iter().collect();
        found.push(Alternative { required: BTreeSet::new(), excluded });
    }
    (found.len() <= MAX_SINGLES).then_some(found)
}

/// Whether each alternative is one member, or none: then `oneOf` itself keeps the others out.
fn is_simple(alternatives: &[Alternative]) -> bool {
    let singles: BTreeSet<u16> = alternatives
        .iter()
        .filter(|a| a.required.len() == 1)
        .flat_map(|a| a.required.iter().copied())
        .collect();
    alternatives.iter().all(|a| match a.required.len() {
        0 => a.excluded == singles,
        1 => a.excluded.is_subset(&singles),
        _ => false,
    })
}

/// The schema that allows exactly these alternatives; `None` where it would allow anything.
fn render<'a>(structure: &'a Struct, alternatives: &[Alternative]) -> Option<Node<'a>> {
    if alternatives.len() < 2 && alternatives.iter().all(|a| a.required.is_empty() && a.excluded.is_empty()) {
        return None;
    }
    let simple = is_simple(alternatives);
    let list: Vec<Tree<'a>> = alternatives
        .iter()
        .map(|alternative| {
            let mut node = Node::new();
            if !alternative.required.is_empty() {
                let names: Vec<&str> = alternative.required.iter().map(|f| name(structure, *f)).collect();
                node.insert("required", names);
            }
            if !alternative.excluded.is_empty() && (!simple || alternative.required.is_empty()) {
                let mut each: Vec<Tree<'a>> = alternative
                    .excluded
                    .iter()
                    .map(|f| tree!({ "required": [(name(structure, *f))] }))
                    .collect();
                let not = if each.len() == 1 { each.remove(0) } else { tree!({ "anyOf": each }) };
                node.insert("not", not);
            }
            Tree::Node(node)
        })
        .collect();
    let exclusive = alternatives
        .iter()
        .enumerate()
        .all(|(index, a)| alternatives[index + 1..].iter().all(|b| a.excludes(b)));
    let keyword = if exclusive { "oneOf" } else { "anyOf" };
    Some(node([(keyword, Tree::List(list))]))
}
