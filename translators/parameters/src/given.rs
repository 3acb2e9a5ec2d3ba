// SPDX-License-Identifier: EUPL-1.2
//! The values that a request gives, and the request that gives them.

use fachwerk_mapping::{Mapping, Operation, ParameterIn, ScalarKind, Segment, segments};
use fachwerk_message::{Result, Sink};

use crate::plan::Node;
use crate::{Parameters, percent};

/// The values of an operation's parameters: by parameter, each as often as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    pub(crate) values: Vec<Vec<String>>,
}

impl Given {
    /// Values in the order of [`Parameters::list`].
    pub fn values(&self) -> &[Vec<String>] {
        &self.values
    }

    /// Path and query of a request that gives these values. `None` where a segment of the path would be empty: such a
    /// value cannot be said in a path.
    pub fn target(&self, operation: &Operation) -> Option<String> {
        let mut target = String::new();
        for segment in segments(&operation.path).ok()? {
            target.push('/');
            match segment {
                Segment::Literal(text) => target.push_str(&percent::encode_segment(text)),
                Segment::Template(name) => {
                    let index = operation
                        .parameters
                        .iter()
                        .position(|p| p.location == ParameterIn::Path && p.name == name)?;
                    let value = self.values.get(index)?.first().filter(|value| !value.is_empty())?;
                    target.push_str(&percent::encode_segment(value));
                }
            }
        }
        let mut separator = '?';
        for (parameter, values) in operation.parameters.iter().zip(&self.values) {
            if parameter.location != ParameterIn::Query {
                continue;
            }
            for value in values {
                target.push(separator);
                target.push_str(&percent::encode_segment(&parameter.name));
                target.push('=');
                target.push_str(&percent::encode_segment(value));
                separator = '&';
            }
        }
        Some(target)
    }

    /// Header fields of a request that gives these values.
    pub fn headers(&self, operation: &Operation) -> Vec<(String, String)> {
        let headers = operation.parameters.iter().zip(&self.values);
        headers
            .filter(|(parameter, _)| parameter.location == ParameterIn::Header)
            .flat_map(|(parameter, values)| {
                values.iter().map(|value| (parameter.name.clone(), percent::encode_header(value)))
            })
            .collect()
    }

    /// Push the members into an object that is open.
    pub(crate) fn push<S: Sink>(
        &self,
        mapping: &Mapping,
        parameters: &Parameters,
        sink: &mut S,
    ) -> Result<()> {
        parameters.nodes.iter().try_for_each(|node| self.node(mapping, parameters, node, sink))
    }

    fn node<S: Sink>(
        &self,
        mapping: &Mapping,
        parameters: &Parameters,
        node: &Node,
        sink: &mut S,
    ) -> Result<()> {
        match node {
            Node::Object { field, id, required, children } => {
                if !required && !children.iter().any(|child| self.tells(child)) {
                    return Ok(());
                }
                sink.begin_field(*field)?;
                sink.begin_struct(*id, false)?;
                children.iter().try_for_each(|child| self.node(mapping, parameters, child, sink))?;
                sink.end_struct()?;
                sink.end_field()
            }
            Node::Leaf { field, parameter, array } => {
                let values = self.of(*parameter);
                if values.is_empty() {
                    return Ok(());
                }
                let scalar = parameters.list[*parameter].scalar;
                sink.begin_field(*field)?;
                if *array {
                    values.iter().try_for_each(|value| sink.scalar(scalar, value))?;
                } else if matches!(mapping.scalar(scalar).kind, ScalarKind::List(_)) {
                    sink.scalar(scalar, &values.join(" "))?;
                } else if let Some(value) = values.first() {
                    sink.scalar(scalar, value)?;
                }
                sink.end_field()
            }
        }
    }

    fn of(&self, parameter: usize) -> &[String] {
        self.values.get(parameter).map_or(&[], Vec::as_slice)
    }

    /// Whether the request says anything of this member.
    fn tells(&self, node: &Node) -> bool {
        match node {
            Node::Leaf { parameter, .. } => !self.of(*parameter).is_empty(),
            Node::Object { children, .. } => children.iter().any(|child| self.tells(child)),
        }
    }
}
