// SPDX-License-Identifier: EUPL-1.2
//! What the edge asks about every request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use bytes::Bytes;
use fachwerk_config::Checked;
use fachwerk_edge::{Answering, Decision, Gateway, Report, ResponseBody, UpstreamClient, UpstreamError};
use fachwerk_observe::{Caller, Metrics};
use fachwerk_parameters::percent;
use futures_util::FutureExt;
use http::request::Parts;
use http::{HeaderValue, Method, Response, Version, header};
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use super::documents::{asset, document, probe};
use super::explain::{self, Explanation};
use super::snapshot::{GrpcMethod, MethodKind, Snapshot, Target};
use super::{FacadeSummary, Served};
use crate::grpc::{self, Builtin};
use crate::journal::{Entry, Journal};
use crate::load::{Facade, LoadError, LoadErrors};
use crate::outcome::{Problem, ProblemKind};
use crate::trace::{RequestId, Trace};
use crate::{rest, soap};

/// All facades of a configuration, as the edge serves them.
///
/// Every request takes one snapshot of the configuration and keeps it to its end; [`replace`](Self::replace) swaps
/// it for those that come after.
#[derive(Debug)]
pub struct FacadeGateway {
    snapshot: ArcSwap<Snapshot>,
    client: Arc<UpstreamClient>,
    ready: AtomicBool,
    health: HealthReporter,
    journal: Journal,
}

impl FacadeGateway {
    /// Reads the directories that a configuration names and compiles everything.
    ///
    /// # Errors
    /// All that is wrong, not only the first of it.
    pub fn load(config: &Checked) -> Result<Self, LoadErrors> {
        Self::new(config, read(config)?).map_err(|error| LoadErrors(vec![error]))
    }

    /// Compiles a configuration with facades that are loaded already, in the order of the configuration.
    ///
    /// # Errors
    /// A backend cannot be used, or two things would be served at one path.
    pub fn new(config: &Checked, facades: Vec<Arc<Facade>>) -> Result<Self, LoadError> {
        let client = Arc::new(UpstreamClient::new().map_err(LoadError::Authorities)?);
        let health = HealthReporter::new();
        let snapshot = compile(config, facades, &client, &health)?;
        let gateway = Self {
            snapshot: ArcSwap::from_pointee(snapshot),
            client,
            ready: AtomicBool::new(true),
            health,
            journal: Journal::default(),
        };
        // Nobody else has the reporter yet, so there is nothing to wait for.
        let _ = gateway.set_ready(true).now_or_never();
        Ok(gateway)
    }

    /// Reads the directories that a configuration names, compiles everything beside what runs, and swaps. Requests under
    /// way end with the configuration they began with.
    ///
    /// # Errors
    /// As [`load`](Self::load); then nothing changes.
    pub async fn reload(&self, config: &Checked) -> Result<(), LoadErrors> {
        let (config, client, health) = (config.clone(), self.client.clone(), self.health.clone());
        // It takes as long as the contracts are large: requests must not wait for it.
        let compiled = tokio::task::spawn_blocking(move || {
            compile(&config, read(&config)?, &client, &health).map_err(|error| LoadErrors(vec![error]))
        });
        let snapshot =
            compiled.await.map_err(|error| LoadErrors(vec![LoadError::Stopped(error.to_string())]))??;
        self.swap(snapshot).await;
        Ok(())
    }

    /// Swaps the configuration for one with facades that are loaded already.
    ///
    /// # Errors
    /// As [`new`](Self::new); then nothing changes.
    pub async fn replace(&self, config: &Checked, facades: Vec<Arc<Facade>>) -> Result<(), LoadError> {
        let snapshot = compile(config, facades, &self.client, &self.health)?;
        self.swap(snapshot).await;
        Ok(())
    }

    async fn swap(&self, snapshot: Snapshot) {
        let before = self.snapshot.swap(Arc::new(snapshot));
        let after = self.snapshot.load_full();
        for gone in before.services.iter().filter(|service| !after.services.contains(service)) {
            self.health.clone().clear_service_status(gone).await;
        }
        self.set_ready(self.is_ready()).await;
    }

    /// Whether new requests are welcome.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    /// Where everything is counted.
    pub fn metrics(&self) -> &Arc<Metrics> {
        self.journal.metrics()
    }

    /// What is served, in the order of the configuration.
    pub fn facades(&self) -> Vec<FacadeSummary> {
        self.snapshot.load().facades.iter().map(|served| served.summary()).collect()
    }

    /// Says what would become of a request, from its head alone and without a trace in the log.
    pub fn explain(&self, head: &Parts) -> Explanation {
        let snapshot = self.snapshot.load();
        if grpc::is_grpc(head) {
            let (_, entry) = Self::rpc(&snapshot, head);
            return explain::rpc(&snapshot, head, &entry);
        }
        let (_, entry) = self.plain(&snapshot, head);
        explain::plain(&snapshot, head, &entry)
    }

    /// Says whether new requests are welcome: `/readyz` and gRPC health tell it to whoever asks. Say no when a
    /// shutdown begins.
    pub async fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::Relaxed);
        self.metrics().ready(ready);
        let status = if ready { ServingStatus::Serving } else { ServingStatus::NotServing };
        self.health.set_service_status("", status).await;
        let snapshot = self.snapshot.load_full();
        for service in &snapshot.services {
            self.health.set_service_status(service, status).await;
        }
    }

    fn rpc(snapshot: &Snapshot, head: &Parts) -> (Answering, Arc<Entry>) {
        let trace = Trace::of(&head.headers);
        if head.version < Version::HTTP_2 {
            let entry = Arc::new(Entry::new(trace, Caller::Grpc, None));
            let problem =
                Problem::new(ProblemKind::Http2Required, "gRPC is spoken over HTTP/2 here, also without TLS");
            return (instead(rest::problem_response(&problem, &entry)), entry);
        }
        let path = head.uri.path();
        if let Some(GrpcMethod { served, operation, kind }) = snapshot.method(path) {
            let way = served.way(*operation);
            let target = Some((way.service.clone(), way.operation.clone()));
            let entry = Arc::new(Entry::new(trace, Caller::Grpc, target));
            let decide = match kind {
                MethodKind::Unary => grpc::decide,
                MethodKind::List => grpc::decide_stream,
                MethodKind::Chunked => grpc::decide_chunked,
            };
            return (decide(served, *operation, &entry), entry);
        }
        let entry = Arc::new(Entry::new(trace, Caller::Grpc, None));
        let answering = match snapshot.builtin.at(path) {
            Some(handler) => {
                Answering::with(move |request| handler(request)).max_request_bytes(Builtin::MAX_REQUEST_BYTES)
            }
            None => {
                let problem = Problem::new(
                    ProblemKind::UnknownPath,
                    "there is no such method; reflection lists those there are",
                );
                instead(grpc::refuse(&problem, &entry))
            }
        };
        (answering, entry)
    }

    fn plain(&self, snapshot: &Snapshot, head: &Parts) -> (Decision, Arc<Entry>) {
        let path = percent::canonical_path(head.uri.path());
        let found = path.as_deref().and_then(|path| snapshot.at(path));
        let target = found.as_ref().map(|found| found.value);
        let entry = Arc::new(entry(target, head));
        let decided = match target {
            Some(Target::Operations(ways)) => match rest::way(ways, &head.method) {
                Some((served, operation)) => {
                    let segments: Vec<&str> =
                        found.iter().flat_map(|found| found.params.iter().map(|(_, value)| value)).collect();
                    rest::decide(served, operation, head, &segments, &entry).map(Decision::from)
                }
                None => Err(Problem::new(
                    ProblemKind::MethodNotAllowed,
                    format!("what is here is called by {}", rest::methods(ways)),
                )),
            },
            Some(Target::Soap(served, service)) => soap::decide(served, *service, head, &entry),
            Some(target) if head.method == Method::GET || head.method == Method::HEAD => {
                Ok(instead(self.at_hand(target, &head.method)).into())
            }
            Some(_) => Err(Problem::new(ProblemKind::MethodNotAllowed, "this is read by GET")),
            None => Err(Problem::new(ProblemKind::UnknownPath, "nothing is served at this path")),
        };
        let decision = decided.unwrap_or_else(|problem| {
            let mut response = refuse(&problem, head, &entry);
            if problem.kind == ProblemKind::MethodNotAllowed {
                response.headers_mut().insert(header::ALLOW, allowed(target));
            }
            instead(response).into()
        });
        (decision, entry)
    }

    /// What is there without asking anybody.
    fn at_hand(&self, target: &Target, method: &Method) -> Response<ResponseBody> {
        match target {
            Target::Document(body, media_type) => document(method, body.clone(), media_type),
            Target::Asset(name) => asset(method, name),
            Target::Ready => probe(method, self.is_ready()),
            _ => probe(method, true),
        }
    }
}

impl Gateway for FacadeGateway {
    fn decide(&self, head: &Parts) -> Decision {
        let snapshot = self.snapshot.load();
        let (mut decision, entry) = if grpc::is_grpc(head) {
            let (answering, entry) = Self::rpc(&snapshot, head);
            (answering.into(), entry)
        } else {
            self.plain(&snapshot, head)
        };
        let label = Some(self.journal.open(&entry));
        match &mut decision {
            Decision::Relay(relay) => relay.label = label,
            Decision::Answer(answering) => answering.label = label,
        }
        decision
    }

    fn relay_error(&self, head: &Parts, error: &UpstreamError) -> Response<Bytes> {
        soap::fault_response(
            &soap::relay_problem(error),
            &head.headers,
            RequestId::told(&head.headers).as_ref(),
        )
    }

    fn ended(&self, _: &Parts, report: &Report) {
        self.journal.close(report);
    }
}

/// A problem in the words of whoever asks.
fn refuse(problem: &Problem, head: &Parts, entry: &Entry) -> Response<ResponseBody> {
    if soap::speaks_soap(&head.headers).is_none() {
        return rest::problem_response(problem, entry);
    }
    entry.problem(problem);
    soap::fault_response(problem, &head.headers, Some(&entry.trace.request_id)).map(ResponseBody::full)
}

/// An answer that is there already, whatever the body of the request says.
fn instead(response: Response<ResponseBody>) -> Answering {
    Answering::with(move |_| async move { response })
}

fn allowed(target: Option<&Target>) -> HeaderValue {
    match target {
        Some(Target::Operations(ways)) => {
            HeaderValue::from_str(&rest::methods(ways)).unwrap_or(HeaderValue::from_static("POST"))
        }
        Some(Target::Soap(..)) => HeaderValue::from_static("POST"),
        _ => HeaderValue::from_static("GET, HEAD"),
    }
}

fn entry(target: Option<&Target>, head: &Parts) -> Entry {
    let trace = Trace::of(&head.headers);
    let names = |served: &Served, operation| {
        let way = served.way(operation);
        (way.service.clone(), way.operation.clone())
    };
    match target {
        Some(Target::Operations(ways)) => {
            let way = rest::way(ways, &head.method);
            Entry::new(trace, Caller::Rest, way.map(|(served, operation)| names(served, operation)))
        }
        Some(Target::Soap(served, _)) => Entry::new(
            trace,
            Caller::Soap,
            soap::operation(served, head).map(|operation| names(served, operation)),
        ),
        _ => Entry::new(trace, Caller::Other, None),
    }
}

fn read(config: &Checked) -> Result<Vec<Arc<Facade>>, LoadErrors> {
    let mut facades = Vec::new();
    let mut errors = Vec::new();
    for facade in &config.facades {
        match Facade::read(&facade.contract) {
            Ok(facade) => facades.push(Arc::new(facade)),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(facades) } else { Err(LoadErrors(errors)) }
}

fn compile(
    config: &Checked,
    facades: Vec<Arc<Facade>>,
    client: &Arc<UpstreamClient>,
    health: &HealthReporter,
) -> Result<Snapshot, LoadError> {
    let served = facades
        .into_iter()
        .zip(&config.facades)
        .map(|(facade, config)| Served::new(facade, config.clone(), client.clone()))
        .collect::<Result<Vec<_>, _>>()?;
    Snapshot::new(served, health)
}
