// SPDX-License-Identifier: EUPL-1.2
//! Members as parameters.

use fachwerk_mapping::naming::words;
use fachwerk_mapping::{FieldKind, Leaf, Mapping, Operation, ParameterIn, RouteParameter};

use crate::context::Context;

/// The members of an operation's input, sorted by where they can travel.
#[derive(Debug, Default)]
pub(crate) struct Members {
    /// SOAP headers and members about the caller, as header parameters.
    pub(crate) headers: Vec<RouteParameter>,
    /// The others that can be parameters: top member's name, and everything in it.
    pub(crate) simple: Vec<(String, Vec<Leaf>)>,
    /// Those that cannot, each with the reason.
    pub(crate) body: Vec<(String, &'static str)>,
}

impl Members {
    pub(crate) fn of(mapping: &Mapping, operation: &Operation, context: &Context) -> Self {
        let root = operation.input.root;
        let mut members = Self::default();
        for (index, field) in mapping.structure(root).fields.iter().enumerate() {
            let leaves = mapping.leaves(root, index as u16).filter(|leaves| !leaves.is_empty());
            let Some(leaves) = leaves else {
                members.body.push((field.name.clone(), "is not made of simple values"));
                continue;
            };
            if leaves.iter().any(|leaf| leaf.nillable) {
                members.body.push((field.name.clone(), "may be null, which a URL cannot say"));
                continue;
            }
            let soap_header = operation.input.layout.headers() == Some(index as u16)
                && matches!(field.kind, FieldKind::Group);
            let single = leaves.iter().all(|leaf| !leaf.repeated);
            if single && (soap_header || context.members.contains(&field.name)) {
                for leaf in &leaves {
                    members.headers.push(RouteParameter {
                        name: header_name(&leaf.pointer, soap_header),
                        location: ParameterIn::Header,
                        member: leaf.pointer.clone(),
                    });
                }
            } else if soap_header {
                members.body.push((field.name.clone(), "has headers that repeat"));
            } else {
                members.simple.push((field.name.clone(), leaves));
            }
        }
        members
    }
}

/// `Mandant-ags` for `/headers/Mandant/ags`: names of header fields are of ASCII.
fn header_name(pointer: &str, soap_header: bool) -> String {
    let steps: Vec<&str> = pointer.split('/').skip(if soap_header { 2 } else { 1 }).collect();
    let token =
        |step: &&str| step.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let names: Vec<String> = steps
        .iter()
        .map(|step| if token(step) { (*step).to_owned() } else { words(step).join("-") })
        .collect();
    names.join("-")
}

/// Query parameters for these members: named after the last step, or after all steps where that is not unique.
pub(crate) fn query(members: &[(String, Vec<Leaf>)]) -> Vec<RouteParameter> {
    let leaves: Vec<&Leaf> = members.iter().flat_map(|(_, leaves)| leaves).collect();
    let last = |leaf: &Leaf| unescaped(leaf.pointer.rsplit('/').next().unwrap_or_default());
    leaves
        .iter()
        .map(|leaf| {
            let own = last(leaf);
            let unique = leaves.iter().filter(|other| last(other) == own).count() == 1;
            let all: Vec<String> = leaf.pointer.split('/').skip(1).map(unescaped).collect();
            RouteParameter {
                name: if unique { own } else { all.join(".") },
                location: ParameterIn::Query,
                member: leaf.pointer.clone(),
            }
        })
        .collect()
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
