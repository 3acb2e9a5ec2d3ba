// SPDX-License-Identifier: EUPL-1.2
//! The parameters of one operation, compiled.

use fachwerk_mapping::{
    Mapping, Operation, Parameter, ParameterIn, ScalarId, ScalarKind, Segment, StructId, ValueType, segments,
};

/// The parameters of one operation, compiled.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    pub(crate) list: Vec<Parameter>,
    /// Parameter index of each template in the path, from the left.
    pub(crate) templates: Vec<usize>,
    /// Members to put back, in schema order.
    pub(crate) nodes: Vec<Node>,
    /// By field of the message's object: the first of its parameters.
    pub(crate) owned: Vec<Option<usize>>,
}

/// A member to put back.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// A simple value, or several.
    Leaf { field: u16, parameter: usize, array: bool },
    /// An object whose parts are parameters.
    Object { field: u16, id: StructId, required: bool, children: Vec<Node> },
}

impl Parameters {
    /// Compile the parameters of an operation.
    pub fn new(mapping: &Mapping, operation: &Operation) -> Self {
        let list = operation.parameters.clone();
        let path = segments(&operation.path).unwrap_or_default();
        let templates = path
            .iter()
            .filter_map(|segment| match segment {
                Segment::Template(name) => {
                    list.iter().position(|p| p.location == ParameterIn::Path && p.name == *name)
                }
                Segment::Literal(_) => None,
            })
            .collect();
        let root = operation.input.root;
        let mut owned = vec![None; mapping.structure(root).fields.len()];
        for (index, parameter) in list.iter().enumerate() {
            let slot = &mut owned[usize::from(parameter.member[0])];
            *slot = slot.or(Some(index));
        }
        let mut order: Vec<(usize, &[u16])> =
            list.iter().enumerate().map(|(index, p)| (index, p.member.as_slice())).collect();
        order.sort_by_key(|(_, member)| *member);
        let nodes = nodes(mapping, root, &order);
        Self { list, templates, nodes, owned }
    }

    /// Whether the whole message is in the body.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The parameters, in the order of the operation.
    pub fn list(&self) -> &[Parameter] {
        &self.list
    }

    /// The parameter that tells the value at a JSON Pointer, or at one below it.
    pub fn at(&self, pointer: &str) -> Option<&Parameter> {
        self.list.iter().find(|parameter| {
            pointer
                .strip_prefix(parameter.pointer.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// Type of one value: of an item, where the type is a list.
pub(crate) fn item(mapping: &Mapping, scalar: ScalarId) -> (ScalarId, bool) {
    match mapping.scalar(scalar).kind {
        ScalarKind::List(item) => (item, true),
        _ => (scalar, false),
    }
}

/// `members`: indices of parameters with what is left of their paths, sorted.
fn nodes(mapping: &Mapping, id: StructId, members: &[(usize, &[u16])]) -> Vec<Node> {
    let structure = mapping.structure(id);
    let mut found = Vec::new();
    let mut rest = members;
    while let Some((parameter, [field, below @ ..])) = rest.first() {
        let same = rest.iter().take_while(|(_, member)| member.first() == Some(field)).count();
        let (own, others) = rest.split_at(same);
        rest = others;
        let declared = &structure.fields[usize::from(*field)];
        match (below, declared.value) {
            ([_, ..], ValueType::Struct(inner)) => {
                let below: Vec<(usize, &[u16])> =
                    own.iter().map(|(index, member)| (*index, member.get(1..).unwrap_or_default())).collect();
                let children = nodes(mapping, inner, &below);
                found.push(Node::Object { field: *field, id: inner, required: declared.required, children });
            }
            _ => found.push(Node::Leaf { field: *field, parameter: *parameter, array: declared.array }),
        }
    }
    found
}
