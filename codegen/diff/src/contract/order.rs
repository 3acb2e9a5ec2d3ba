// SPDX-License-Identifier: EUPL-1.2
//! Which members may stand together, and in which order.

use std::collections::HashSet;

use fachwerk_mapping::{Particle, ParticleTerm, Struct};

/// How the content models of two structs relate, looking only at the members that both have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Same,
    /// Only the order in which the elements follow each other.
    Moved,
    /// Choices and groups.
    Regrouped,
}

pub(super) fn compare(old: &Struct, new: &Struct) -> Order {
    let shared: HashSet<&str> = old
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .filter(|name| new.member(name).is_some())
        .collect();
    let shape = |of: &Struct, keep_order| render(of, &of.particle, &shared, keep_order);
    if shape(old, true) == shape(new, true) {
        Order::Same
    } else if shape(old, false) == shape(new, false) {
        Order::Moved
    } else {
        Order::Regrouped
    }
}

/// A content model as text; `None` where nothing of it is left. Occurrences of single members are not part of it.
fn render(of: &Struct, particle: &Particle, shared: &HashSet<&str>, keep_order: bool) -> Option<String> {
    let (children, mark, sorted) = match &particle.term {
        ParticleTerm::Field(field) => {
            let name = &of.fields[usize::from(*field)].name;
            return shared.contains(name.as_str()).then(|| name.clone());
        }
        ParticleTerm::Sequence(children) => (children, ',', !keep_order),
        ParticleTerm::Choice(children) => (children, '|', true),
        ParticleTerm::All(children) => (children, if keep_order { '&' } else { ',' }, true),
    };
    let mut parts: Vec<String> =
        children.iter().filter_map(|child| render(of, child, shared, keep_order)).collect();
    if parts.len() < 2 {
        return parts.pop();
    }
    if sorted {
        parts.sort();
    }
    // A sequence in a sequence is the same as its members, unless all of them may be missing together.
    let joined = parts.join(&mark.to_string());
    Some(if particle.optional { format!("({joined})?") } else { format!("({joined})") })
}
