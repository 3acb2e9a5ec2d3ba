// SPDX-License-Identifier: EUPL-1.2
//! The backend over the edge's client.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use fachwerk_edge::{
    Limits, Stage, Upstream, UpstreamAnswer, UpstreamClient, UpstreamError, UpstreamRequest,
};
use http::uri::PathAndQuery;

use super::{Answer, Backend, Coming, Flow, Opened, Request, Trouble};

/// The time that the caller has is over.
const LATE: UpstreamError = UpstreamError::Timeout { stage: Stage::AwaitingHead };

/// The backend over the edge's client.
#[derive(Clone, Debug)]
pub(crate) struct Legacy {
    pub(crate) client: Arc<UpstreamClient>,
    pub(crate) upstream: Upstream,
    pub(crate) path: PathAndQuery,
    pub(crate) limits: Limits,
}

impl Backend for Legacy {
    async fn call(&self, request: Request) -> Result<Answer, Trouble> {
        let patience = request.patience;
        let upstream = self.upstream_request(request)?;
        let call = pin!(self.client.call(&self.upstream, &upstream, &self.limits));
        let answer = within(patience, call).await.map_err(|error| trouble(&error))?;
        Ok(Answer { status: answer.status, headers: answer.headers, body: answer.body })
    }

    async fn open(&self, request: Request) -> Result<Opened, Trouble> {
        let patience = request.patience;
        let upstream = self.upstream_request(request)?;
        let open = Box::pin(self.client.open(&self.upstream, &upstream, &self.limits));
        within(patience, open).await.map(opened).map_err(|error| trouble(&error))
    }

    async fn open_flowing(&self, request: Request, body: Flow) -> Result<Opened, Trouble> {
        let patience = request.patience;
        let upstream = self.upstream_request(request)?;
        let open = Box::pin(self.client.open_chunked(&self.upstream, &upstream, body, &self.limits));
        within(patience, open).await.map(opened).map_err(|error| trouble(&error))
    }
}

/// Waits no longer than the caller does.
async fn within<T>(
    patience: Option<Duration>,
    call: impl Future<Output = Result<T, UpstreamError>> + Unpin,
) -> Result<T, UpstreamError> {
    match patience {
        None => call.await,
        Some(patience) => tokio::time::timeout(patience, call).await.unwrap_or(Err(LATE)),
    }
}

fn opened(answer: UpstreamAnswer) -> Opened {
    let body = Coming::Upstream(Box::new(answer.body));
    Opened { status: answer.status, headers: answer.headers, body }
}

impl Legacy {
    fn upstream_request(&self, request: Request) -> Result<UpstreamRequest, Trouble> {
        let path = match request.path {
            None => self.path.clone(),
            Some(path) => path.parse().map_err(|_| Trouble::Unreachable("path cannot be sent".to_owned()))?,
        };
        Ok(UpstreamRequest {
            method: request.method,
            path,
            headers: request.headers,
            body: request.body,
            retry_on_stale: request.repeatable,
        })
    }
}

/// What a failure of either lane means.
pub(crate) fn trouble(error: &UpstreamError) -> Trouble {
    let why = error.to_string();
    match error {
        UpstreamError::Timeout { .. } => Trouble::Timeout(why),
        UpstreamError::Malformed(_) => Trouble::NotHttp(why),
        UpstreamError::TooLarge { .. } => Trouble::TooLarge(why),
        error if error.is_unsent() => Trouble::Unreachable(why),
        _ => Trouble::Lost(why),
    }
}
