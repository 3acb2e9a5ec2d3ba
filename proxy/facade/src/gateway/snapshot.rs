// SPDX-License-Identifier: EUPL-1.2
//! A configuration, compiled to tables.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use fachwerk_mapping::OperationId;
use http::Method;
use matchit::{Match, Router};
use tonic_health::server::HealthReporter;

use super::Served;
use super::pages;
use super::paths::Paths;
use crate::grpc::Builtin;
use crate::load::{LoadError, OpenApi};
use crate::outcome::message_name;

/// A configuration, compiled to tables. A request sees exactly one.
#[derive(Debug)]
pub(crate) struct Snapshot {
    paths: Router<Target>,
    methods: HashMap<String, GrpcMethod>,
    pub(crate) builtin: Builtin,
    /// Full names of the gRPC services.
    pub(crate) services: Vec<String>,
    /// In the order of the configuration.
    pub(crate) facades: Vec<Arc<Served>>,
}

/// What is behind a gRPC method.
#[derive(Clone, Debug)]
pub(crate) struct GrpcMethod {
    pub(crate) served: Arc<Served>,
    pub(crate) operation: OperationId,
    pub(crate) kind: MethodKind,
}

/// Which of an operation's methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodKind {
    Unary,
    /// The twin that streams the items of a list.
    List,
    /// The twin whose attachments come in chunks.
    Chunked,
}

/// What is served at a path.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Operations, for callers that speak JSON; one a method.
    Operations(Vec<(Method, Arc<Served>, OperationId)>),
    /// A service, for callers that speak SOAP: index into the mapping's services.
    Soap(Arc<Served>, usize),
    /// A document and its media type.
    Document(Bytes, &'static str),
    /// A file of the console.
    Asset(&'static str),
    /// Whether the process lives.
    Live,
    /// Whether it should be sent requests.
    Ready,
}

impl Snapshot {
    pub(crate) fn new(facades: Vec<Served>, health: &HealthReporter) -> Result<Self, LoadError> {
        let mut paths = Paths::default();
        let mut methods = HashMap::new();
        let mut services = Vec::new();
        paths.add("/healthz", Target::Live, "the proxy itself")?;
        paths.add("/readyz", Target::Ready, "the proxy itself")?;
        let facades: Vec<Arc<Served>> = facades.into_iter().map(Arc::new).collect();
        let alone = facades.len() == 1;
        pages::add(&mut paths, &facades)?;
        for served in &facades {
            let owner = served.config.contract.display().to_string();
            let base = &served.config.base_path;
            let mapping = served.facade.mapping();
            let openapi = OpenApi::at(&served.facade.openapi, base, &served.config.contract)?;
            let yaml = Target::Document(openapi.yaml, "application/yaml");
            let json = Target::Document(openapi.json, "application/json");
            if alone && !base.is_empty() {
                paths.add("/openapi.yaml", yaml.clone(), &owner)?;
                paths.add("/openapi.json", json.clone(), &owner)?;
            }
            paths.add(&format!("{base}/openapi.yaml"), yaml, &owner)?;
            paths.add(&format!("{base}/openapi.json"), json, &owner)?;
            let descriptor = Target::Document(served.facade.descriptor.clone(), "application/x-protobuf");
            paths.add(&format!("{base}/descriptor.binpb"), descriptor, &owner)?;
            for id in (0..mapping.operations.len()).map(|index| OperationId(index as u32)) {
                paths.add_operation(served, id, &owner)?;
            }
            for (index, service) in mapping.services.iter().enumerate() {
                // Services that share a path are told apart by the backend.
                if index == 0 || !served.config.soap_path.is_shared() {
                    paths.add(
                        &served.config.soap_path.of(&service.name),
                        Target::Soap(served.clone(), index),
                        &owner,
                    )?;
                }
                let name = message_name(mapping, &service.rpc_name);
                for id in &service.operations {
                    let operation = mapping.operation(*id);
                    let own = std::iter::once((&operation.rpc_name, MethodKind::Unary));
                    let list = operation.stream.iter().map(|twin| (&twin.rpc_name, MethodKind::List));
                    let chunked = operation.chunked.iter().map(|twin| (&twin.rpc_name, MethodKind::Chunked));
                    for (method, kind) in own.chain(list).chain(chunked) {
                        let path = format!("/{name}/{method}");
                        let method = GrpcMethod { served: served.clone(), operation: *id, kind };
                        if let Some(first) = methods.insert(path.clone(), method) {
                            let first = first.served.config.contract.display().to_string();
                            return Err(twice(path, first, &owner));
                        }
                    }
                }
                services.push(name);
            }
        }
        let descriptors: Vec<&[u8]> =
            facades.iter().map(|served| served.facade.descriptor.as_ref()).collect();
        let builtin = Builtin::new(&descriptors, health)?;
        Ok(Self { paths: paths.router()?, methods, builtin, services, facades })
    }

    /// What is served at a [canonical](fachwerk_parameters::percent::canonical_path) path, and the segments that stand
    /// for templates.
    pub(crate) fn at<'s, 'p>(&'s self, path: &'p str) -> Option<Match<'s, 'p, &'s Target>> {
        self.paths.at(path).ok()
    }

    /// The operation behind a gRPC method.
    pub(crate) fn method(&self, path: &str) -> Option<&GrpcMethod> {
        self.methods.get(path)
    }
}

fn twice(path: String, first: String, second: &str) -> LoadError {
    LoadError::Twice { path, first, second: second.to_owned() }
}
