// SPDX-License-Identifier: EUPL-1.2
//! A decision in words.

use fachwerk_config::Check;
use fachwerk_contract::service::{EffectClass, Protocol};
use fachwerk_edge::OnDisconnect;
use fachwerk_mapping::OperationId;
use fachwerk_observe::Caller;
use fachwerk_parameters::percent;
use http::Method;
use http::request::Parts;

use super::Served;
use super::snapshot::{GrpcMethod, MethodKind, Snapshot, Target};
use crate::attachments::{self, Sends};
use crate::journal::Entry;
use crate::outcome::ProblemKind;
use crate::{rest, soap};

/// What would become of a request, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Stable code of the problem, if the request would be refused from its head alone.
    pub refused: Option<&'static str>,
    /// Facts about the decision, each with its name, in the order in which they come about.
    pub facts: Vec<(&'static str, String)>,
}

impl Explanation {
    fn say(&mut self, name: &'static str, fact: impl Into<String>) {
        self.facts.push((name, fact.into()));
    }

    /// How it begins: who calls, and whether that is the end of it.
    fn begin(entry: &Entry) -> Self {
        let mut explanation = Self::default();
        explanation.say("caller", caller(entry.caller));
        explanation
    }

    fn refusal(&mut self, entry: &Entry, grpc: bool) {
        let facts = entry.facts();
        if let Some(kind) = facts.problem {
            self.refused = Some(kind.code());
            self.say("refused", refusal(kind, grpc));
            if let Some(detail) = &facts.detail {
                self.say("because", detail.clone());
            }
        }
    }

    fn operation(&mut self, served: &Served, operation: OperationId) {
        let way = served.way(operation);
        self.say("operation", format!("{} of service {}", way.operation, way.service));
        self.say("contract", served.config.contract.display().to_string());
    }

    fn effect(&mut self, served: &Served, operation: OperationId) {
        let mapped = served.facade.mapping().operation(operation);
        let way = served.way(operation);
        let gone = match way.on_disconnect {
            OnDisconnect::Cancel => "given up when its caller goes away",
            OnDisconnect::RunToEnd => "carried to its end when its caller goes away",
        };
        let again = if way.repeatable { "may be sent twice" } else { "never sent twice" };
        self.say("effect", format!("{}: {gone}, {again}", effect(mapped.effect)));
    }

    fn backend(&mut self, served: &Served) {
        let backend = &served.config.backend;
        self.say(
            "backend",
            format!("{} (connect {:?}, answer {:?})", backend.url, backend.connect_timeout, backend.timeout),
        );
    }

    fn translated(&mut self, served: &Served, operation: OperationId, form: &str, kind: MethodKind) {
        let config = &served.config;
        let mapped = served.facade.mapping().operation(operation);
        let wire = &mapped.bindings[served.binding(operation)];
        let backend = protocol(wire.protocol);
        let many = match kind {
            MethodKind::Unary => "",
            MethodKind::List => ", item by item",
            MethodKind::Chunked => ", attachments in chunks",
        };
        self.say("lane", format!("translate: {form} to {backend}, and the answer back{many}"));
        if let Some(action) = &wire.soap_action {
            self.say("action", action.clone());
        }
        self.backend(served);
        self.say(
            "limits",
            format!(
                "request {} bytes, answer {} bytes",
                config.limits.max_bytes, config.backend.max_response
            ),
        );
        self.say(
            "validation",
            format!(
                "request: {}, answer: {}",
                check(served.checks(operation).request),
                check(served.checks(operation).response)
            ),
        );
    }
}

/// A call of gRPC.
pub(super) fn rpc(snapshot: &Snapshot, head: &Parts, entry: &Entry) -> Explanation {
    let mut explanation = Explanation::begin(entry);
    if let Some(GrpcMethod { served, operation, kind }) = snapshot.method(head.uri.path()) {
        explanation.operation(served, *operation);
        if entry.facts().problem.is_none() {
            explanation.translated(served, *operation, "protobuf", *kind);
            explanation.effect(served, *operation);
        }
    } else if snapshot.builtin.at(head.uri.path()).is_some() {
        explanation.say("lane", "answered here: reflection or health");
    }
    explanation.refusal(entry, true);
    explanation
}

/// A call of REST or SOAP, or of what is there without a backend.
pub(super) fn plain(snapshot: &Snapshot, head: &Parts, entry: &Entry) -> Explanation {
    let mut explanation = Explanation::begin(entry);
    let path = percent::canonical_path(head.uri.path());
    let found = path.as_deref().and_then(|path| snapshot.at(path));
    let refused = entry.facts().problem.is_some();
    match found.as_ref().map(|found| found.value) {
        Some(Target::Operations(ways)) => {
            if let Some((served, operation)) = rest::way(ways, &head.method) {
                explanation.operation(served, operation);
                if !refused {
                    let form = match attachments::sends(&head.headers) {
                        Sends::Inline => "JSON",
                        Sends::Apart(_) => "JSON with attachments apart",
                    };
                    explanation.translated(served, operation, form, MethodKind::Unary);
                    explanation.effect(served, operation);
                }
            }
        }
        Some(Target::Soap(served, _)) if head.method == Method::POST => {
            if let Some(operation) = soap::operation(served, head) {
                explanation.operation(served, operation);
                explanation.effect(served, operation);
            } else {
                explanation.say("operation", "not named by the head: the backend tells from the body");
                explanation.say("contract", served.config.contract.display().to_string());
            }
            if served.checks_soap {
                explanation.say("lane", "validate: messages are read whole, and passed on as they are");
                explanation.backend(served);
                explanation.say("limits", format!("request {} bytes", served.config.limits.max_bytes));
            } else {
                explanation.say("lane", "relay: bytes pass untouched, nothing is validated");
                explanation.backend(served);
                explanation.say("limits", format!("request {} bytes", served.config.max_relayed));
            }
        }
        Some(Target::Soap(..)) if !refused => explanation.say("lane", "answered here: the description"),
        Some(Target::Document(..) | Target::Asset(_)) if !refused => {
            explanation.say("lane", "answered here: a document");
        }
        Some(Target::Live | Target::Ready) if !refused => explanation.say("lane", "answered here: a probe"),
        _ => {}
    }
    explanation.refusal(entry, false);
    explanation
}

fn refusal(kind: ProblemKind, grpc: bool) -> String {
    let status = if grpc { format!("gRPC {:?}", kind.grpc()) } else { kind.status().as_u16().to_string() };
    format!("{} {} ({status})", kind.code(), kind.title())
}

fn caller(caller: Caller) -> &'static str {
    match caller {
        Caller::Rest => "REST",
        Caller::Grpc => "gRPC",
        Caller::Soap => "SOAP",
        Caller::Other => "anybody",
    }
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Soap11 => "SOAP 1.1",
        Protocol::Soap12 => "SOAP 1.2",
        Protocol::Http => "an HTTP binding",
    }
}

fn effect(effect: EffectClass) -> &'static str {
    match effect {
        EffectClass::Unknown => "unknown, so taken for a write",
        EffectClass::Read => "read",
        EffectClass::Idempotent => "idempotent",
        EffectClass::DryRun => "dry-run",
        EffectClass::Write => "write",
    }
}

fn check(check: Check) -> &'static str {
    match check {
        Check::Enforce => "enforced",
        Check::Report => "reported",
        Check::Off => "off",
    }
}
