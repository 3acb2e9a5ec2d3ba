// SPDX-License-Identifier: EUPL-1.2
//! Content models as DTDs write them, over member names.

use fachwerk_mapping::{ContentKind, Field, Particle, ParticleTerm, Struct};

/// The content model; `None` where there are no child elements, and where it is all members in order, each as often as
/// its schema says.
pub(super) fn model(structure: &Struct, particle: &Particle) -> Option<String> {
    if !matches!(structure.content, ContentKind::Elements | ContentKind::Mixed) || is_plain(particle) {
        return None;
    }
    let mut out = String::new();
    if particle.optional {
        group(structure, particle, &mut out);
    } else {
        term(structure, particle, &mut out);
    }
    (!out.is_empty()).then_some(out)
}

fn is_plain(particle: &Particle) -> bool {
    match &particle.term {
        ParticleTerm::Field(_) => !particle.optional,
        ParticleTerm::Sequence(children) => {
            !particle.optional
                && children.iter().all(|c| !c.optional && matches!(c.term, ParticleTerm::Field(_)))
        }
        ParticleTerm::Choice(_) | ParticleTerm::All(_) => false,
    }
}

fn group(structure: &Struct, particle: &Particle, out: &mut String) {
    let single = matches!(particle.term, ParticleTerm::Field(_));
    if !single {
        out.push('(');
    }
    term(structure, particle, out);
    if !single {
        out.push(')');
    }
    if particle.optional {
        out.push('?');
    }
}

fn term(structure: &Struct, particle: &Particle, out: &mut String) {
    let (children, separator) = match &particle.term {
        ParticleTerm::Field(index) => {
            let field = &structure.fields[*index as usize];
            out.push_str(&field.name);
            out.push_str(&occurrences(field));
            return;
        }
        ParticleTerm::Sequence(children) => (children, ", "),
        ParticleTerm::Choice(children) => (children, " | "),
        ParticleTerm::All(children) => (children, " & "),
    };
    for (index, child) in children.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        group(structure, child, out);
    }
}

fn occurrences(field: &Field) -> String {
    match (field.min, field.max) {
        (1, Some(1)) => String::new(),
        (0, Some(1)) => "?".to_owned(),
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (min, None) => format!("{{{min},}}"),
        (min, Some(max)) => format!("{{{min},{max}}}"),
    }
}
