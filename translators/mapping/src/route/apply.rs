// SPDX-License-Identifier: EUPL-1.2
//! From kept routes to what the proxy and the documents run on.

use std::collections::HashSet;

use super::{Parameter, ParameterIn, Route, Segment, has_body, segments};
use crate::{Lock, Mapping, NO_CONTENT, Operation, OperationId};

/// Methods that an operation can have (RFC 9110, section 9.3; RFC 5789).
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Header fields that a parameter cannot be: HTTP itself needs them, or the proxy gives them a meaning.
const RESERVED_HEADERS: [&str; 16] = [
    "accept",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-request-id",
];

/// Statuses of an answer (RFC 9110, section 15.3). The others promise things that nobody here does: parts, a form that
/// is to be reset, a change on the way.
const ANSWER_STATUSES: [u16; 4] = [200, 201, 202, NO_CONTENT];

/// Why a route cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RouteError(pub String);

impl Mapping {
    /// Give the operations the shape that the lock keeps for them. Those whose route cannot be served keep
    /// `POST /{service}/{operation}` and come back with the reason.
    pub fn apply_routes(&mut self, lock: &Lock) -> Vec<(OperationId, RouteError)> {
        let mut refused = Vec::new();
        for index in 0..self.operations.len() {
            let id = OperationId(index as u32);
            let operation = &self.operations[index];
            let service = &self.services[operation.service];
            let locked = lock.services.get(&service.source.to_string());
            if let Some(route) = locked.and_then(|service| service.routes.get(&operation.key))
                && let Err(error) = self.apply_route(id, route)
            {
                refused.push((id, error));
            }
        }
        refused
    }

    /// Give one operation a shape.
    ///
    /// # Errors
    /// It cannot be served so; nothing is changed then.
    pub fn apply_route(&mut self, id: OperationId, route: &Route) -> Result<(), RouteError> {
        let parameters = self.parameters(id, route)?;
        let operation = &self.operations[id.0 as usize];
        if let Some(unknown) =
            route.faults.keys().find(|name| !operation.faults.iter().any(|f| f.name == **name))
        {
            let known: Vec<String> = operation.faults.iter().map(|f| format!("`{}`", f.name)).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(RouteError(format!("there is no fault `{unknown}`; declared are: {known}")));
        }
        if let Some((name, status)) = route.faults.iter().find(|(_, status)| !(400..=599).contains(*status)) {
            return Err(RouteError(format!("{status} is no status of a fault (`{name}`): 400 to 599")));
        }
        self.says_the_answer(operation, route.status)?;
        let given: HashSet<u16> = parameters.iter().map(|p| p.member[0]).collect();
        let rest = self.structure(operation.input.root).fields.len() > given.len();
        let operation = &mut self.operations[id.0 as usize];
        // A message without members is still a message: it is an empty object.
        operation.body = has_body(&route.method) && (rest || parameters.is_empty());
        operation.method.clone_from(&route.method);
        operation.path.clone_from(&route.path);
        operation.parameters = parameters;
        operation.tags.clone_from(&route.tags);
        operation.status = route.status.unwrap_or(operation.status);
        if let Some(effect) = route.effect {
            operation.effect = effect;
        }
        for fault in &mut operation.faults {
            if let Some(status) = route.faults.get(&fault.name) {
                fault.status = *status;
            }
        }
        Ok(())
    }

    /// The answer arrives whole under a status.
    fn says_the_answer(&self, operation: &Operation, status: Option<u16>) -> Result<(), RouteError> {
        let Some(status) = status else { return Ok(()) };
        if !ANSWER_STATUSES.contains(&status) {
            let known = ANSWER_STATUSES.map(|status| status.to_string()).join(", ");
            return Err(RouteError(format!("{status} is no status of an answer: {known}")));
        }
        let members = operation.output.as_ref().map(|output| &self.structure(output.root).fields);
        if status == NO_CONTENT
            && let Some(first) = members.and_then(|fields| fields.first())
        {
            return Err(RouteError(format!(
                "{status} has no body, and the answer has members (`{}`); take 200, 201 or 202",
                first.name
            )));
        }
        Ok(())
    }

    fn parameters(&self, id: OperationId, route: &Route) -> Result<Vec<Parameter>, RouteError> {
        let fail = |message: String| Err(RouteError(message));
        if !METHODS.contains(&route.method.as_str()) {
            return fail(format!("`{}` is none of {}", route.method, METHODS.join(", ")));
        }
        let path =
            segments(&route.path).map_err(|what| RouteError(format!("the path `{}` {what}", route.path)))?;
        let root = self.operation(id).input.root;
        let mut parameters: Vec<Parameter> = Vec::with_capacity(route.parameters.len());
        for kept in &route.parameters {
            let (name, location) = (&kept.name, kept.location);
            let leaf = self
                .leaf(root, &kept.member)
                .map_err(|error| RouteError(format!("member `{}` {error}", kept.member)))?;
            if name.is_empty() {
                return fail(format!("the parameter of member `{}` has no name", kept.member));
            }
            let same =
                |other: &&Parameter| other.location == location && same_name(location, &other.name, name);
            if parameters.iter().find(same).is_some() {
                return fail(format!("there are two {} parameters `{name}`", location.as_str()));
            }
            if parameters.iter().any(|other| other.member == leaf.member) {
                return fail(format!("member `{}` is told by two parameters", kept.member));
            }
            match location {
                ParameterIn::Path if leaf.repeated || !leaf.required => {
                    return fail(format!(
                        "`{{{name}}}` stands for a member that may be missing or repeated; a segment of a path is always there, once"
                    ));
                }
                ParameterIn::Path if !path.contains(&Segment::Template(name)) => {
                    return fail(format!("the path has no template `{{{name}}}`"));
                }
                ParameterIn::Header if !is_header_name(name) => {
                    return fail(format!("`{name}` is no name of a header that a parameter can have"));
                }
                ParameterIn::Header if leaf.repeated => {
                    return fail(format!(
                        "header `{name}` stands for a member that may be repeated; take the query"
                    ));
                }
                _ => {}
            }
            parameters.push(Parameter {
                name: name.clone(),
                location,
                member: leaf.member,
                pointer: leaf.pointer,
                scalar: leaf.scalar,
                repeated: leaf.repeated,
                required: leaf.required,
            });
        }
        for segment in &path {
            if let Segment::Template(name) = segment
                && !parameters.iter().any(|p| p.location == ParameterIn::Path && p.name == *name)
            {
                return fail(format!("no member is named for `{{{name}}}` in the path"));
            }
        }
        self.nothing_is_lost(id, route, &parameters)?;
        Ok(parameters)
    }

    /// Every member is either wholly in the body or wholly told by parameters.
    fn nothing_is_lost(
        &self,
        id: OperationId,
        route: &Route,
        parameters: &[Parameter],
    ) -> Result<(), RouteError> {
        let root = self.operation(id).input.root;
        for (index, field) in self.structure(root).fields.iter().enumerate() {
            let index = index as u16;
            let given: Vec<&Parameter> = parameters.iter().filter(|p| p.member[0] == index).collect();
            if given.is_empty() {
                if !has_body(&route.method) {
                    return Err(RouteError(format!(
                        "a {} request has no body, and member `{}` is no parameter",
                        route.method, field.name
                    )));
                }
                continue;
            }
            let Some(leaves) = self.leaves(root, index) else {
                return Err(RouteError(format!(
                    "member `{}` has parts that no parameter can carry, so that all of it has to stay in the body",
                    field.name
                )));
            };
            if let Some(missing) = leaves.iter().find(|leaf| !given.iter().any(|p| p.member == leaf.member)) {
                return Err(RouteError(format!(
                    "member `{}` is told by parameters, but `{}` is not among them",
                    field.name, missing.pointer
                )));
            }
        }
        Ok(())
    }
}

fn same_name(location: ParameterIn, one: &str, other: &str) -> bool {
    if location == ParameterIn::Header { one.eq_ignore_ascii_case(other) } else { one == other }
}

/// A token (RFC 9110, section 5.1) that is not reserved.
fn is_header_name(name: &str) -> bool {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    name.bytes().all(token) && !RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str())
}
