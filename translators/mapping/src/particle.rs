// SPDX-License-Identifier: EUPL-1.2
//! The constraint on which fields of a struct may stand together.

/// A node of the content model after normalisation. Groups occur at most once here; a group that repeats is a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particle {
    /// The whole node may be missing (for a field: its own `min` says so, and this is false).
    pub optional: bool,
    /// What stands here.
    pub term: ParticleTerm,
}

/// What a [`Particle`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParticleTerm {
    /// A field, by index in its struct; occurrences are [`Field::min`](crate::Field::min) and `max`.
    Field(u16),
    /// All, in this order.
    Sequence(Vec<Particle>),
    /// Exactly one.
    Choice(Vec<Particle>),
    /// All, in any order.
    All(Vec<Particle>),
}

impl Particle {
    /// An empty sequence.
    pub fn empty() -> Self {
        Self { optional: false, term: ParticleTerm::Sequence(Vec::new()) }
    }

    /// The fields below this node in schema order.
    pub fn fields(&self) -> Vec<u16> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect(&self, found: &mut Vec<u16>) {
        match &self.term {
            ParticleTerm::Field(index) => found.push(*index),
            ParticleTerm::Sequence(children)
            | ParticleTerm::Choice(children)
            | ParticleTerm::All(children) => {
                for child in children {
                    child.collect(found);
                }
            }
        }
    }
}
