// SPDX-License-Identifier: EUPL-1.2
//! The routes of all operations, so that none is in the way of another.

use std::collections::HashMap;

use fachwerk_mapping::{Lock, Mapping, OperationId, ParameterIn, RestStyle, Route, Segment, segments};
use serde_saphyr::Spanned;

use crate::context::Context;
use crate::mistake::{NULL, OPERATION, ROUTE, TWICE};
use crate::propose::{Proposal, propose};
use crate::rename::{at, find};
use crate::{Mistake, Override, Overrides};

/// What came out.
#[derive(Debug, Default)]
pub struct Plan {
    /// By operation: the route to keep. Without one it is `POST /{service}/{operation}`.
    pub routes: Vec<Option<Route>>,
    /// By operation: why it is so, in short sentences.
    pub why: Vec<Vec<String>>,
    /// What is wrong with the overrides, errors and warnings.
    pub mistakes: Vec<Mistake>,
}

/// Give every operation of the mapping its route. `kept` is the lock of an earlier generation: what was proposed then
/// stays. The mapping is changed accordingly.
pub fn plan(mapping: &mut Mapping, style: RestStyle, overrides: &Overrides, kept: &Lock) -> Plan {
    let count = mapping.operations.len();
    let mut plan = Plan { routes: vec![None; count], why: vec![Vec::new(); count], mistakes: Vec::new() };
    if style == RestStyle::Rpc && overrides.operations.is_empty() {
        return plan;
    }
    let mut given: HashMap<usize, &Spanned<Override>> = HashMap::new();
    for (key, spanned) in &overrides.operations {
        match find(mapping, key) {
            Ok(id) => {
                if given.insert(id.0 as usize, spanned).is_some() {
                    let message = format!("`{key}` is an operation that is there already");
                    plan.mistakes
                        .push(Mistake { message, ..at(spanned, "say everything about it in one place") });
                }
            }
            Err(matches) => plan.mistakes.push(unknown(mapping, key, spanned, matches)),
        }
    }
    let mut planner =
        Planner { mapping, style, kept, taken: Taken::default(), contexts: HashMap::new(), plan };
    // Decisions first, then what callers know already, then what is new.
    let shaped = |over: &Override| over.method.is_some() || over.path.is_some() || over.parameters.is_some();
    for index in 0..count {
        if let Some(spanned) = given.get(&index).filter(|spanned| shaped(&spanned.value)) {
            planner.decided(index, spanned);
        }
    }
    let undecided: Vec<usize> =
        (0..count).filter(|index| !given.get(index).is_some_and(|spanned| shaped(&spanned.value))).collect();
    let mut waiting = Vec::new();
    for index in undecided {
        let over = given.get(&index).copied();
        if !planner.keep(index, over) {
            waiting.push((index, over));
        }
    }
    for (index, over) in waiting {
        planner.proposed(index, over);
    }
    planner.plan.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    planner.plan
}

fn unknown(mapping: &Mapping, key: &str, spanned: &Spanned<Override>, matches: usize) -> Mistake {
    if matches > 0 {
        let message = format!("`{key}` means {matches} operations");
        return Mistake {
            code: OPERATION,
            message,
            ..at(spanned, "write `SERVICE/NAME`, for overloads `NAME(INPUT)`")
        };
    }
    const MOST: usize = 12;
    let mut names: Vec<String> = mapping.operations.iter().take(MOST).map(|o| o.source.clone()).collect();
    if mapping.operations.len() > MOST {
        names.push("…".to_owned());
    }
    let message = format!("there is no operation `{key}`");
    Mistake { code: OPERATION, message, ..at(spanned, &format!("the WSDL has {}", names.join(", "))) }
}

struct Planner<'a> {
    mapping: &'a mut Mapping,
    style: RestStyle,
    kept: &'a Lock,
    taken: Taken,
    contexts: HashMap<usize, Context>,
    plan: Plan,
}

impl Planner<'_> {
    /// An operation whose shape somebody decided.
    fn decided(&mut self, index: usize, spanned: &Spanned<Override>) {
        let over = &spanned.value;
        let base = match self.kept_route(index) {
            Some(route) => route,
            None => self.propose(index).routes.into_iter().next().unwrap_or_else(|| self.rpc(index)),
        };
        let context = self.context(index);
        let operation = &self.mapping.operations[index];
        let mut route = over.shape(self.mapping, operation, &context, &base);
        over.facts(&mut route);
        self.nullable(index, &route, spanned);
        if let Err(message) = self.taken.free(&route, false) {
            let advice = "give one of them another method or path";
            let name = &self.mapping.operations[index].name;
            let message = format!("`{name}`: {message}");
            self.plan.mistakes.push(Mistake { code: TWICE, message, ..at(spanned, advice) });
            return;
        }
        match self.mapping.apply_route(OperationId(index as u32), &route) {
            Ok(()) => {
                let name = self.mapping.operations[index].name.clone();
                self.taken.take(&route, &name);
                self.plan.why[index].push("decided in overrides.yaml".to_owned());
                self.plan.routes[index] = Some(route);
            }
            Err(error) => self.refused(index, spanned, &error.to_string()),
        }
    }

    /// An operation that callers know already: whether it could stay as it was.
    fn keep(&mut self, index: usize, over: Option<&Spanned<Override>>) -> bool {
        let Some(mut route) = self.kept_route(index) else { return false };
        if let Some(spanned) = over {
            spanned.value.facts(&mut route);
        }
        if self.taken.free(&route, false).is_err() {
            return false;
        }
        match self.mapping.apply_route(OperationId(index as u32), &route) {
            Ok(()) => {
                let name = self.mapping.operations[index].name.clone();
                self.taken.take(&route, &name);
                self.plan.why[index].push("as it was given out before, kept in fachwerk.lock".to_owned());
                let plain = route == self.rpc(index);
                self.plan.routes[index] = (!plain).then_some(route);
                true
            }
            // A fault or an effect that cannot be is told with the proposal.
            Err(_) => false,
        }
    }

    /// An operation that nobody knows yet.
    fn proposed(&mut self, index: usize, over: Option<&Spanned<Override>>) {
        let id = OperationId(index as u32);
        let proposal = match self.style {
            RestStyle::Resource => self.propose(index),
            RestStyle::Rpc => Proposal::default(),
        };
        self.plan.why[index] = proposal.why;
        let rpc = self.rpc(index);
        for candidate in proposal.routes.into_iter().chain([rpc]) {
            let is_rpc = candidate.path == self.rpc(index).path && candidate.parameters.is_empty();
            let mut route = match self.taken.free(&candidate, true) {
                Ok(route) => route,
                Err(message) if is_rpc => {
                    let mistake = Mistake {
                        code: TWICE,
                        error: true,
                        line: over.map_or(0, |o| u32::try_from(o.referenced.line()).unwrap_or(0)),
                        column: 0,
                        message,
                        advice: "the path /{service}/{operation} of an operation must stay free for it"
                            .to_owned(),
                    };
                    self.plan.mistakes.push(mistake);
                    return;
                }
                Err(message) => {
                    self.plan.why[index].push(message);
                    continue;
                }
            };
            if let Some(spanned) = over {
                spanned.value.facts(&mut route);
            }
            match self.mapping.apply_route(id, &route) {
                Ok(()) => {
                    let name = self.mapping.operations[index].name.clone();
                    self.taken.take(&route, &name);
                    if is_rpc && self.style == RestStyle::Resource {
                        self.plan.why[index].push("so it stays a POST of the whole message".to_owned());
                    }
                    let plain = is_rpc && route == self.rpc(index);
                    self.plan.routes[index] = (!plain).then_some(route);
                    return;
                }
                Err(error) => match over {
                    Some(spanned) if is_rpc => return self.refused(index, spanned, &error.to_string()),
                    _ => self.plan.why[index].push(format!("not {} {}: {error}", route.method, route.path)),
                },
            }
        }
    }

    fn refused(&mut self, index: usize, spanned: &Spanned<Override>, why: &str) {
        let message = format!("`{}`: {why}", self.mapping.operations[index].name);
        let advice = "correct it, or leave it out to have it proposed";
        self.plan.mistakes.push(Mistake { code: ROUTE, message, ..at(spanned, advice) });
    }

    /// A parameter says less than a body where null is a value.
    fn nullable(&mut self, index: usize, route: &Route, spanned: &Spanned<Override>) {
        let root = self.mapping.operations[index].input.root;
        for parameter in &route.parameters {
            if self.mapping.leaf(root, &parameter.member).is_ok_and(|leaf| leaf.nillable) {
                let message = format!(
                    "`{}`: member `{}` may be null, which the parameter `{}` cannot say",
                    self.mapping.operations[index].name, parameter.member, parameter.name
                );
                let advice = "leave it in the body if callers need null";
                self.plan.mistakes.push(Mistake { code: NULL, error: false, message, ..at(spanned, advice) });
            }
        }
    }

    fn propose(&mut self, index: usize) -> Proposal {
        if self.style == RestStyle::Rpc {
            return Proposal::default();
        }
        let service = self.mapping.operations[index].service;
        let context = self.context(index);
        let with_operations = self.mapping.services.iter().filter(|s| !s.operations.is_empty()).count();
        let prefix = if with_operations > 1 {
            let words = fachwerk_mapping::naming::words(&self.mapping.services[service].name);
            format!("/{}", words.join("-").to_ascii_lowercase())
        } else {
            String::new()
        };
        let proposal = propose(self.mapping, &self.mapping.operations[index], &context, &prefix);
        self.contexts.insert(service, context);
        proposal
    }

    /// What the service's operations have in common; to be put back, or made again when needed.
    fn context(&mut self, index: usize) -> Context {
        let service = self.mapping.operations[index].service;
        self.contexts.remove(&service).unwrap_or_else(|| Context::of(self.mapping, service))
    }

    fn kept_route(&self, index: usize) -> Option<Route> {
        let operation = &self.mapping.operations[index];
        let service = self.mapping.services[operation.service].source.to_string();
        self.kept
            .services
            .get(&service)?
            .routes
            .get(&operation.key)
            .filter(|route| !route.overridden)
            .cloned()
    }

    fn rpc(&self, index: usize) -> Route {
        let operation = &self.mapping.operations[index];
        let service = &self.mapping.services[operation.service].name;
        Route {
            method: "POST".to_owned(),
            path: format!("/{service}/{}", operation.name),
            ..Route::default()
        }
    }
}

/// Methods and paths that are taken.
#[derive(Debug, Default)]
struct Taken {
    /// By path with nameless templates: the path as it is written, and by method who has it.
    paths: HashMap<String, (String, HashMap<String, String>)>,
}

impl Taken {
    /// The route, if nobody has its place. Templates of one path have one name: `rename` takes the name that is there.
    fn free(&self, route: &Route, rename: bool) -> Result<Route, String> {
        let Some((written, methods)) = self.paths.get(&nameless(&route.path)) else {
            return Ok(route.clone());
        };
        if let Some(other) = methods.get(&route.method) {
            return Err(format!("{} {} is taken by `{other}`", route.method, route.path));
        }
        if *written == route.path {
            return Ok(route.clone());
        }
        if !rename {
            return Err(format!("{} is another operation's {written} with other names in it", route.path));
        }
        let mut renamed = route.clone();
        let (old, new) = (segments(&route.path)?, segments(written)?);
        for (old, new) in old.iter().zip(&new) {
            if let (Segment::Template(old), Segment::Template(new)) = (old, new) {
                let parameter =
                    renamed.parameters.iter_mut().find(|p| p.location == ParameterIn::Path && p.name == *old);
                if let Some(parameter) = parameter {
                    (*new).clone_into(&mut parameter.name);
                }
            }
        }
        renamed.path.clone_from(written);
        Ok(renamed)
    }

    fn take(&mut self, route: &Route, operation: &str) {
        let (_, methods) =
            self.paths.entry(nameless(&route.path)).or_insert_with(|| (route.path.clone(), HashMap::new()));
        methods.insert(route.method.clone(), operation.to_owned());
    }
}

fn nameless(path: &str) -> String {
    let segments = segments(path).unwrap_or_default();
    let names: Vec<&str> = segments
        .iter()
        .map(|segment| match segment {
            Segment::Literal(text) => *text,
            Segment::Template(_) => "{}",
        })
        .collect();
    names.join("/")
}
