// SPDX-License-Identifier: EUPL-1.2
//! The request body as tonic reads it: what the edge says about a broken one becomes a status.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use fachwerk_edge::{BodyError, RequestBody};
use http_body::{Body, Frame, SizeHint};
use tonic::Status;

use crate::outcome::{Problem, RpcStatus};
use crate::rest::body_problem;

/// A request body whose errors are statuses.
#[derive(Debug)]
pub(crate) struct GrpcBody(pub(crate) RequestBody);

impl Body for GrpcBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Pin::new(&mut self.0).poll_frame(context).map_err(|error| status(&error))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

fn status(error: &BodyError) -> Status {
    let problem: Problem = body_problem(error);
    RpcStatus::of_problem(&problem, None).into_tonic()
}
