// SPDX-License-Identifier: EUPL-1.2
//! What an override makes of a route.

use fachwerk_mapping::{Mapping, Operation, ParameterIn, Route, RouteParameter, Segment, has_body, segments};

use crate::Override;
use crate::context::Context;
use crate::parameters::{Members, query};

impl Override {
    /// Method, path and parameters: what is said, and for what is not said what follows from it.
    pub(crate) fn shape(
        &self,
        mapping: &Mapping,
        operation: &Operation,
        context: &Context,
        base: &Route,
    ) -> Route {
        let method = self.method.clone().unwrap_or_else(|| base.method.clone());
        let path = self.path.clone().unwrap_or_else(|| base.path.clone());
        let parameters = match &self.parameters {
            Some(given) => given
                .iter()
                .map(|parameter| RouteParameter {
                    name: parameter.name.clone(),
                    location: parameter.location,
                    member: parameter.member.clone().unwrap_or_else(|| top(&parameter.name)),
                })
                .collect(),
            None => follow(mapping, operation, context, base, (&method, &path)),
        };
        Route { method, path, parameters, overridden: true, ..Route::default() }
    }

    /// What is said beside the shape.
    pub(crate) fn facts(&self, route: &mut Route) {
        if let Some(tags) = &self.tags {
            route.tags.clone_from(tags);
        }
        if let Some(faults) = &self.faults {
            route.faults.clone_from(faults);
        }
        route.status = self.status.or(route.status);
        route.effect = self.effect.or(route.effect);
    }
}

/// Parameters for a method and a path: templates are members of their names, headers stay, and where there is no body
/// the rest goes into the query.
fn follow(
    mapping: &Mapping,
    operation: &Operation,
    context: &Context,
    base: &Route,
    (method, path): (&str, &str),
) -> Vec<RouteParameter> {
    let mut parameters = Vec::new();
    for segment in segments(path).unwrap_or_default() {
        if let Segment::Template(name) = segment {
            let known = base.parameters.iter().find(|p| p.name == name);
            let member = known.map_or_else(|| top(name), |p| p.member.clone());
            parameters.push(RouteParameter { name: name.to_owned(), location: ParameterIn::Path, member });
        }
    }
    let members = Members::of(mapping, operation, context);
    let based = base.parameters.iter().any(|p| p.location == ParameterIn::Header);
    let mut headers = if based || !has_body(method) { members.headers } else { Vec::new() };
    headers.retain(|header| !parameters.iter().any(|p| p.member == header.member));
    if !has_body(method) {
        let root = operation.input.root;
        let told = |pointer: &str| parameters.iter().chain(&headers).any(|p| p.member == pointer);
        // Also what may be null: somebody wants this method.
        let rest: Vec<_> = mapping
            .structure(root)
            .fields
            .iter()
            .enumerate()
            .filter_map(|(index, field)| Some((field.name.clone(), mapping.leaves(root, index as u16)?)))
            .filter(|(_, leaves)| !leaves.iter().any(|leaf| told(&leaf.pointer)))
            .collect();
        parameters.extend(query(&rest));
    }
    parameters.extend(headers);
    parameters
}

/// JSON Pointer of a member of the message's object.
fn top(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
