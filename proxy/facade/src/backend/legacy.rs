// SPDX-License-Identifier: EUPL-1.2
//! The backend over the edge's client.

use std::sync::Arc;

use fachwerk_edge::{Limits, Stage, Upstream, UpstreamClient, UpstreamError, UpstreamRequest};
use http::uri::PathAndQuery;

use super::{Answer, Backend, Request, Trouble};

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
        let path = match request.path {
            None => self.path.clone(),
            Some(path) => path.parse().map_err(|_| Trouble::Unreachable("path cannot be sent".to_owned()))?,
        };
        let upstream = UpstreamRequest {
            method: request.method,
            path,
            headers: request.headers,
            body: request.body,
            retry_on_stale: request.repeatable,
        };
        let call = self.client.call(&self.upstream, &upstream, &self.limits);
        let answer = match request.patience {
            None => call.await,
            Some(patience) => tokio::time::timeout(patience, call)
                .await
                .unwrap_or(Err(UpstreamError::Timeout { stage: Stage::AwaitingHead })),
        };
        match answer {
            Ok(answer) => Ok(Answer { status: answer.status, headers: answer.headers, body: answer.body }),
            Err(error) => Err(trouble(&error)),
        }
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
