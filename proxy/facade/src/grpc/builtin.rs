// SPDX-License-Identifier: EUPL-1.2
//! The services every gRPC server has: reflection and health.

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use fachwerk_edge::{RequestBody, ResponseBody};
use http::{Request, Response};
use tonic::server::NamedService;
use tonic_health::server::{HealthReporter, HealthService};
use tower_service::Service;

use crate::load::LoadError;

type Answering = Pin<Box<dyn Future<Output = Response<ResponseBody>> + Send>>;
type Handler = Arc<dyn Fn(Request<RequestBody>) -> Answering + Send + Sync>;

/// Reflection over the descriptors of all facades, and health.
#[derive(Clone)]
pub(crate) struct Builtin {
    /// By full service name.
    services: HashMap<&'static str, Handler>,
}

impl Builtin {
    /// Messages to these services are small.
    pub(crate) const MAX_REQUEST_BYTES: u64 = 64 * 1024;

    pub(crate) fn new(descriptors: &[&[u8]], health: &HealthReporter) -> Result<Self, LoadError> {
        let configure = || {
            let mut builder = tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET);
            for descriptor in descriptors {
                builder = builder.register_encoded_file_descriptor_set(descriptor);
            }
            builder
        };
        let failed = |error: tonic_reflection::server::Error| LoadError::Descriptor(error.to_string());
        let mut services = HashMap::new();
        add(&mut services, configure().build_v1().map_err(failed)?);
        add(&mut services, configure().build_v1alpha().map_err(failed)?);
        let health = HealthService::from_health_reporter(health.clone());
        add(&mut services, tonic_health::pb::health_server::HealthServer::new(health));
        Ok(Self { services })
    }

    /// Whoever answers at a path, `/package.Service/Method`.
    pub(crate) fn at(&self, path: &str) -> Option<Handler> {
        let service = path.strip_prefix('/')?.split('/').next()?;
        self.services.get(service).cloned()
    }
}

fn add<S>(services: &mut HashMap<&'static str, Handler>, service: S)
where
    S: Service<Request<RequestBody>, Response = Response<tonic::body::Body>, Error = Infallible>
        + NamedService
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
{
    let handler: Handler = Arc::new(move |request| {
        // A service of its own for each call: these are always ready.
        let mut service = service.clone();
        Box::pin(async move {
            match service.call(request).await {
                Ok(response) => response.map(ResponseBody::new),
                Err(never) => match never {},
            }
        })
    });
    services.insert(S::NAME, handler);
}

impl fmt::Debug for Builtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.services.keys()).finish()
    }
}
