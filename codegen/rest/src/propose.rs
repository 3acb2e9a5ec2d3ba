// SPDX-License-Identifier: EUPL-1.2
//! Proposals: routes for one operation, the best first.

use fachwerk_contract::service::EffectClass;
use fachwerk_mapping::{Leaf, Mapping, Operation, ParameterIn, Route, RouteParameter};

use crate::action::{Action, collection};
use crate::context::Context;
use crate::identifier::{self, Candidate};
use crate::parameters::{Members, query};
use crate::verb::Verb;

/// More parameters than this are a form, not a query.
const MOST_QUERY: usize = 12;

/// What a read may be about beyond the thing itself: it becomes a path below the thing.
const PARTS: &[&str] = &[
    "objects", "object", "metadata", "meta", "data", "details", "status", "history", "items", "entries",
    "content", "contents", "list", "liste", "info", "daten", "historie", "details", "inhalt", "inhalte",
];

/// First segments of paths that the proxy serves itself.
const RESERVED: &[&str] = &["healthz", "readyz", "openapi", "soap"];

/// What is proposed for an operation.
#[derive(Debug, Default)]
pub(crate) struct Proposal {
    /// The best first; where all are taken, and where there is none, it is the rpc style.
    pub(crate) routes: Vec<Route>,
    /// Why.
    pub(crate) why: Vec<String>,
}

impl Proposal {
    fn none(why: impl Into<String>) -> Self {
        Self { routes: Vec::new(), why: vec![why.into()] }
    }
}

/// Routes for an operation, `prefix` before every path.
pub(crate) fn propose(mapping: &Mapping, operation: &Operation, context: &Context, prefix: &str) -> Proposal {
    let service = &mapping.services[operation.service].name;
    let Some(action) = Action::of(&operation.name, service, &context.noise) else {
        return Proposal::none("no verb is known in its name, nothing it is about, or it does two things");
    };
    if prefix.is_empty() && RESERVED.contains(&action.noun[0].as_str()) {
        return Proposal::none("its path would be one that the proxy serves itself");
    }
    let members = Members::of(mapping, operation, context);
    let candidates = identifier::candidates(mapping, operation, &context.members);
    let identifier = identifier::choose(&candidates, &action.noun, &context.identifiers);
    let owner = owner(&action, &candidates, context);
    let mut why = vec![format!(
        "`{}` is to {}, `{}` is what",
        action.written,
        match action.verb {
            Verb::Read => "read",
            Verb::List => "list",
            Verb::Search => "search",
            Verb::Create => "create",
            Verb::Update => "update",
            Verb::Delete => "delete",
            Verb::Act => "do something with a thing that stays",
        },
        action.noun.join(" ")
    )];
    if !members.headers.is_empty() {
        let names: Vec<String> = members.headers.iter().map(|p| format!("`{}`", p.name)).collect();
        why.push(format!("{}: about the caller or the call, so headers", names.join(", ")));
    }
    // What belongs to another thing is found below it: the certificate of a person.
    let (identifier, below) = match owner {
        Some((candidate, owner)) => (Some((candidate, "is named after what it belongs to")), Some(owner)),
        None => (identifier, None),
    };
    let mut draft = Draft {
        operation,
        below,
        action: &action,
        context,
        members,
        prefix,
        identifier: identifier.map(|(candidate, _)| (candidate.name.as_str(), &candidate.leaf)),
        why,
        routes: Vec::new(),
    };
    draft.propose(identifier.map_or("", |(_, reason)| reason));
    Proposal { routes: draft.routes, why: draft.why }
}

/// The other thing that the identifier of an operation names, where exactly one does.
fn owner<'a>(
    action: &Action,
    candidates: &'a [Candidate],
    context: &'a Context,
) -> Option<(&'a Candidate, &'a Vec<String>)> {
    let own = |candidate: &&Candidate| identifier::is_named_after(&candidate.name, &action.noun);
    if candidates.iter().any(|candidate| own(&candidate)) {
        return None;
    }
    let mut found = candidates
        .iter()
        .filter_map(|candidate| Some((candidate, identifier::owner(&candidate.name, &context.nouns)?)))
        .filter(|(_, owner)| **owner != action.noun);
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

struct Draft<'a> {
    /// The thing that the identifier names, where it is another one.
    below: Option<&'a Vec<String>>,
    operation: &'a Operation,
    action: &'a Action,
    context: &'a Context,
    members: Members,
    prefix: &'a str,
    identifier: Option<(&'a str, &'a Leaf)>,
    why: Vec<String>,
    routes: Vec<Route>,
}

impl Draft<'_> {
    fn propose(&mut self, reason: &str) {
        let collection = self.action.collection();
        let kebab = |words: &[String]| words.join("-");
        match self.action.verb {
            Verb::Create | Verb::List | Verb::Search if self.below.is_some() => {
                self.identified(reason);
                let path = self.thing_path();
                if self.action.verb == Verb::Create {
                    self.with_body("POST", &path, true);
                } else {
                    self.safe("GET", &path, true);
                    self.with_body("POST", &format!("{path}/search"), true);
                }
            }
            Verb::Read if self.identifier.is_some() => {
                self.identified(reason);
                let path = self.read_path();
                self.safe("GET", &path, true);
            }
            Verb::Read => {
                let path = format!("/{}", kebab(&self.action.noun));
                self.safe("GET", &path, false);
                self.why_not("no member names one thing");
            }
            Verb::List | Verb::Search => {
                let path = format!("/{collection}");
                self.safe("GET", &path, false);
                if self.action.verb == Verb::Search {
                    self.with_body("POST", &format!("/{collection}/search"), false);
                }
            }
            Verb::Create => {
                if let Some((kind, thing)) = self.kind_of_known() {
                    self.with_body("POST", &format!("/{thing}/{kind}"), false);
                }
                if self.action.qualifier.is_empty() {
                    self.with_body("POST", &format!("/{collection}"), false);
                } else {
                    let qualifier = kebab(&self.action.qualifier);
                    self.with_body("POST", &format!("/{collection}/{qualifier}"), false);
                }
            }
            Verb::Update | Verb::Delete | Verb::Act if self.identifier.is_none() => {
                self.why_not("no member names the one thing it is about");
            }
            Verb::Update => {
                self.identified(reason);
                let path = self.thing_path();
                self.with_body("PUT", &path, true);
            }
            Verb::Delete => {
                self.identified(reason);
                let path = self.thing_path();
                self.safe("DELETE", &path, true);
                self.with_body("POST", &format!("{path}/delete"), true);
            }
            Verb::Act => {
                self.identified(reason);
                let verb = self.action.written.to_ascii_lowercase().replace(" … ", "-");
                let path = format!("{}/{verb}", self.thing_path());
                self.with_body("POST", &path, true);
            }
        }
    }

    fn identifier_name(&self) -> &str {
        self.identifier.map_or("id", |(name, _)| name)
    }

    fn identified(&mut self, reason: &str) {
        if let Some((name, _)) = self.identifier {
            self.why.push(format!("`{name}` {reason}: path"));
        }
    }

    fn why_not(&mut self, why: &str) {
        self.why.push(why.to_owned());
    }

    /// `/files/{id}`, with what else the name says below it.
    fn thing_path(&self) -> String {
        let path = match self.below {
            None => format!("/{}/{{{}}}", self.action.collection(), self.identifier_name()),
            Some(owner) => {
                // Whose it is need not be said twice.
                let noun = self.action.noun.strip_prefix(owner.as_slice()).unwrap_or(&self.action.noun);
                let owner = collection(owner, self.action.language);
                // One of its own, or all of them.
                let one = matches!(self.action.verb, Verb::Read | Verb::Update | Verb::Delete | Verb::Act);
                let noun = if one { noun.join("-") } else { collection(noun, self.action.language) };
                format!("/{owner}/{{{}}}/{noun}", self.identifier_name())
            }
        };
        if self.action.qualifier.is_empty() {
            path
        } else {
            format!("{path}/{}", self.action.qualifier.join("-"))
        }
    }

    /// `/files/{id}`, or `/files/{id}/meta-data` where files are known.
    fn read_path(&self) -> String {
        let noun = &self.action.noun;
        let known = (1..noun.len()).rev().find(|length| {
            self.context.nouns.contains(&noun[..*length])
                && noun[*length..].iter().all(|word| PARTS.contains(&word.as_str()))
        });
        match known {
            Some(length) if self.action.qualifier.is_empty() && self.below.is_none() => {
                let thing = collection(&noun[..length], self.action.language);
                format!("/{thing}/{{{}}}/{}", self.identifier_name(), noun[length..].join("-"))
            }
            _ => self.thing_path(),
        }
    }

    /// `complete` and `files`, where the noun is `complete file` and files are known.
    fn kind_of_known(&self) -> Option<(String, String)> {
        let noun = &self.action.noun;
        let known = (1..noun.len()).find(|start| self.context.nouns.contains(&noun[*start..]))?;
        if self.context.nouns.contains(noun) || !self.action.qualifier.is_empty() {
            return None;
        }
        Some((noun[..known].join("-"), collection(&noun[known..], self.action.language)))
    }

    /// A method without a body: everything has to be a parameter.
    fn safe(&mut self, method: &str, path: &str, with_identifier: bool) {
        let method_is_read = method == "GET";
        if self.operation.output.is_none() && method_is_read {
            return self.why_not("it has no answer, so there is nothing to GET");
        }
        let effect = self.operation.effect;
        if method_is_read && !matches!(effect, EffectClass::Unknown | EffectClass::Read) {
            return self.why_not("its effect class is not read, so it is not called by GET");
        }
        if let Some((name, reason)) = self.members.body.first() {
            return self.why.push(format!("no {method}: `{name}` {reason}"));
        }
        let rest = self.rest(with_identifier);
        let query = query(&rest);
        if query.len() > MOST_QUERY {
            return self.why.push(format!("no {method}: {} query parameters are too many", query.len()));
        }
        if !query.is_empty() {
            let names: Vec<String> = query.iter().map(|p| format!("`{}`", p.name)).collect();
            self.why.push(format!("{}: query", names.join(", ")));
        }
        if method_is_read && effect == EffectClass::Unknown {
            self.why.push(
                "GET because of its name alone: if it changes anything, set `method: POST` in overrides.yaml"
                    .to_owned(),
            );
        }
        self.route(method, path, with_identifier, query);
    }

    /// A method with a body for what is left.
    fn with_body(&mut self, method: &str, path: &str, with_identifier: bool) {
        self.route(method, path, with_identifier, Vec::new());
    }

    /// The members that are neither headers nor the identifier.
    fn rest(&self, with_identifier: bool) -> Vec<(String, Vec<Leaf>)> {
        let identifier = self.identifier.filter(|_| with_identifier).map(|(name, _)| name);
        self.members.simple.iter().filter(|(name, _)| Some(name.as_str()) != identifier).cloned().collect()
    }

    fn route(&mut self, method: &str, path: &str, with_identifier: bool, query: Vec<RouteParameter>) {
        let mut parameters = Vec::new();
        if let Some((name, leaf)) = self.identifier.filter(|_| with_identifier) {
            parameters.push(RouteParameter {
                name: name.to_owned(),
                location: ParameterIn::Path,
                member: leaf.pointer.clone(),
            });
        }
        parameters.extend(query);
        parameters.extend(self.members.headers.iter().cloned());
        let path = format!("{}{path}", self.prefix);
        self.routes.push(Route { method: method.to_owned(), path, parameters, ..Route::default() });
    }
}
