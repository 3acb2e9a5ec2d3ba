// SPDX-License-Identifier: EUPL-1.2
//! Operations by what tells their messages apart.

use std::collections::HashMap;

use fachwerk_contract::QName;
use fachwerk_mapping::{FieldKind, Layout, Mapping, MessageRole, MessageShape, Name, OperationId, ValueType};

use crate::{Direction, Match, MatchError};

/// Finds the operation of an envelope. Made once for a mapping.
#[derive(Debug)]
pub struct OperationIndex {
    /// By the body's first child; `None` for an empty body.
    inputs: HashMap<Option<QName>, Vec<OperationId>>,
    outputs: HashMap<Option<QName>, Vec<OperationId>>,
    /// By a child element of the detail.
    faults: HashMap<QName, Vec<(OperationId, usize)>>,
    actions: HashMap<String, Vec<OperationId>>,
}

impl OperationIndex {
    /// The index of a mapping.
    pub fn new(mapping: &Mapping) -> Self {
        let mut index = Self {
            inputs: HashMap::new(),
            outputs: HashMap::new(),
            faults: HashMap::new(),
            actions: HashMap::new(),
        };
        for (at, operation) in mapping.operations.iter().enumerate() {
            let id = OperationId(at as u32);
            for name in first_children(mapping, &operation.input) {
                add(index.inputs.entry(name).or_default(), id);
            }
            for name in operation.output.iter().flat_map(|shape| first_children(mapping, shape)) {
                add(index.outputs.entry(name).or_default(), id);
            }
            for (fault, declared) in operation.faults.iter().enumerate() {
                for name in first_children(mapping, &declared.message).into_iter().flatten() {
                    index.faults.entry(name).or_default().push((id, fault));
                }
            }
            let actions = operation.bindings.iter().filter_map(|binding| binding.soap_action.as_deref());
            for action in actions.filter(|action| !action.is_empty()) {
                add(index.actions.entry(action.to_owned()).or_default(), id);
            }
        }
        index
    }

    /// The operation and message that an envelope is.
    ///
    /// # Errors
    /// None, several, or one by its action and another by its body.
    pub fn find(
        &self,
        mapping: &Mapping,
        known: &Match<'_>,
    ) -> Result<(OperationId, MessageRole), MatchError> {
        let mut found = Err(MatchError::Unknown(described(known)));
        if known.fault.is_none() && known.direction != Direction::Answer {
            found = self.request(mapping, known).map(|id| (id, MessageRole::Input));
        }
        if known.direction != Direction::Request && matches!(found, Err(MatchError::Unknown(_))) {
            found = match &known.fault {
                Some(details) => self.fault(mapping, known, details),
                None => self.output(mapping, known).map(|id| (id, MessageRole::Output)),
            };
        }
        found
    }

    fn request(&self, mapping: &Mapping, known: &Match<'_>) -> Result<OperationId, MatchError> {
        let by_body = filtered(mapping, known, self.inputs.get(&known.body));
        let by_action = filtered(mapping, known, known.action.and_then(|action| self.actions.get(action)));
        let both: Vec<OperationId> = by_body.iter().copied().filter(|id| by_action.contains(id)).collect();
        let chosen = match (by_body.as_slice(), by_action.as_slice()) {
            // The action alone is enough where only requests come into question: reading then says what is wrong.
            ([], action) if known.direction == Direction::Request => action,
            (body, []) => body,
            (_, _) => both.as_slice(),
        };
        match (chosen, by_body.first(), by_action.first()) {
            ([only], _, _) => Ok(*only),
            ([], Some(body), Some(action)) => {
                Err(MatchError::Disagreement { action: label(mapping, *action), body: label(mapping, *body) })
            }
            ([], _, _) => Err(MatchError::Unknown(described(known))),
            (several, _, _) => Err(ambiguous(mapping, several)),
        }
    }

    fn output(&self, mapping: &Mapping, known: &Match<'_>) -> Result<OperationId, MatchError> {
        match filtered(mapping, known, self.outputs.get(&known.body)).as_slice() {
            [only] => Ok(*only),
            [] => Err(MatchError::Unknown(described(known))),
            several => Err(ambiguous(mapping, several)),
        }
    }

    fn fault(
        &self,
        mapping: &Mapping,
        known: &Match<'_>,
        details: &[QName],
    ) -> Result<(OperationId, MessageRole), MatchError> {
        for name in details {
            let found = self.faults.get(name).map_or(&[][..], Vec::as_slice);
            let ids: Vec<OperationId> = found.iter().map(|(id, _)| *id).collect();
            match filtered(mapping, known, Some(&ids)).as_slice() {
                [] => {}
                [only] => {
                    let fault = found.iter().find(|(id, _)| id == only).map_or(0, |(_, fault)| *fault);
                    return Ok((*only, MessageRole::Fault(fault)));
                }
                several => return Err(ambiguous(mapping, several)),
            }
        }
        Err(MatchError::Unknown(described(known)))
    }
}

/// Operations come in order, so one that is there already is the last.
fn add(ids: &mut Vec<OperationId>, id: OperationId) {
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}

/// Candidates of the service that is asked for.
fn filtered(mapping: &Mapping, known: &Match<'_>, candidates: Option<&Vec<OperationId>>) -> Vec<OperationId> {
    let of_service = |id: &OperationId| {
        let operation = mapping.operation(*id);
        known.service.is_none_or(|service| mapping.services[operation.service].name == service)
    };
    candidates.into_iter().flatten().copied().filter(of_service).collect()
}

fn label(mapping: &Mapping, id: OperationId) -> String {
    let operation = mapping.operation(id);
    format!("{}/{}", mapping.services[operation.service].name, operation.name)
}

fn ambiguous(mapping: &Mapping, candidates: &[OperationId]) -> MatchError {
    MatchError::Ambiguous(candidates.iter().map(|id| label(mapping, *id)).collect())
}

/// What an envelope was looked up by.
fn described(known: &Match<'_>) -> String {
    match (&known.fault, &known.body) {
        (Some(details), _) if details.is_empty() => "a fault without detail".to_owned(),
        (Some(details), _) => {
            let names: Vec<String> = details.iter().map(QName::to_string).collect();
            format!("a fault whose detail is {}", names.join(", "))
        }
        (None, Some(body)) => format!("the element {body} in its body"),
        (None, None) => "an empty body".to_owned(),
    }
}

/// Names that the first child of a message's body may have; `None`: the body may be empty.
fn first_children(mapping: &Mapping, shape: &MessageShape) -> Vec<Option<QName>> {
    let expanded = |name: &Name| Some(QName::new(mapping.namespace(name.namespace), name.local.as_str()));
    if let Layout::Direct { element, .. } = &shape.layout {
        return vec![expanded(element)];
    }
    let structure = mapping.structure(shape.root);
    let mut names = Vec::new();
    for (at, field) in structure.fields.iter().enumerate().skip(structure.first_child as usize) {
        if [shape.layout.headers(), shape.attachments].contains(&Some(at as u16)) {
            continue;
        }
        match (&field.kind, field.value) {
            (FieldKind::Element(name), _) => names.push(expanded(name)),
            (FieldKind::Substitution, ValueType::Family(family)) => {
                names.extend(mapping.family(family).variants.iter().map(|variant| expanded(&variant.name)));
            }
            _ => {}
        }
        if field.required {
            return names;
        }
    }
    names.push(None);
    names
}
