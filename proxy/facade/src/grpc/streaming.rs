// SPDX-License-Identifier: EUPL-1.2
//! One call of a server-streaming twin.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use fachwerk_edge::{Answering, RequestBody, ResponseBody};
use fachwerk_mapping::OperationId;
use futures_util::stream::{self, BoxStream, StreamExt};
use http::Request;
use tokio::sync::mpsc::channel;
use tonic::server::{Grpc, ServerStreamingService};
use tonic::{Code, Status};

use super::body::GrpcBody;
use super::codec::Raw;
use super::handler::{FRAME, GRPC_STATUS, answer, note_status};
use super::timeout::patience;
use crate::call::Call;
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::listing::{Stop, Taker, listing};

/// Items that may wait for the caller.
const WAITING: usize = 16;

/// Answers a call of a twin.
pub(crate) fn decide(served: &Arc<Served>, operation: OperationId, entry: &Arc<Entry>) -> Answering {
    let limit = served.config.limits.max_bytes;
    let on_disconnect = served.way(operation).on_disconnect;
    let call = Streaming { served: served.clone(), operation, entry: entry.clone() };
    let handler = move |request: Request<RequestBody>| async move {
        let entry = call.entry.clone();
        let mut grpc = Grpc::new(Raw).max_decoding_message_size(limit).max_encoding_message_size(usize::MAX);
        let mut response = grpc.server_streaming(call, request.map(GrpcBody)).await;
        // Otherwise the status comes with the trailers, and is noted there.
        if response.headers().contains_key(GRPC_STATUS) {
            note_status(&mut response, &entry);
        }
        entry.trace.mark(response.headers_mut());
        response.map(ResponseBody::new)
    };
    Answering::with(handler).max_request_bytes(limit as u64 + FRAME).on_disconnect(on_disconnect)
}

/// One operation as tonic calls it.
struct Streaming {
    served: Arc<Served>,
    operation: OperationId,
    entry: Arc<Entry>,
}

impl Streaming {
    /// Gives all items, and then how it ended.
    async fn run(self, message: Bytes, patience: Option<std::time::Duration>, taker: Taker) {
        let Self { served, operation, entry } = self;
        let call =
            Call { served: &served, operation, form: Form::Protobuf, given: None, patience, entry: &entry };
        let status = match &served.facade.mapping().operation(operation).stream {
            Some(stream) => match listing(&call, stream, &message, &served.backend, &taker).await {
                Ok(()) => None,
                Err(Stop::Gone) => Some(Status::cancelled("the caller has gone")),
                Err(Stop::Other(outcome)) => answer(&call, *outcome).err(),
            },
            None => Some(Status::unimplemented("the operation has no list")),
        };
        entry.facts().grpc_status = Some(status.as_ref().map_or(Code::Ok, Status::code) as i32);
        entry.ended_alone();
        if let Some(status) = status {
            // Nobody may be there to hear it.
            let _ = taker.send(Err(status)).await;
        }
    }
}

impl ServerStreamingService<Bytes> for Streaming {
    type Response = Bytes;
    type ResponseStream = BoxStream<'static, Result<Bytes, Status>>;
    type Future = Pin<Box<dyn Future<Output = Result<tonic::Response<Self::ResponseStream>, Status>> + Send>>;

    fn call(&mut self, request: tonic::Request<Bytes>) -> Self::Future {
        let call = Self { served: self.served.clone(), operation: self.operation, entry: self.entry.clone() };
        Box::pin(async move {
            let patience = patience(request.metadata().as_ref());
            let (taker, mut items) = channel(WAITING);
            tokio::spawn(call.run(request.into_inner(), patience, taker));
            // What goes wrong before the first item is told at once, by a response without messages.
            let first = match items.recv().await {
                None => return Ok(tonic::Response::new(stream::empty().boxed())),
                Some(first) => first?,
            };
            let rest = stream::poll_fn(move |context| items.poll_recv(context));
            Ok(tonic::Response::new(stream::iter([Ok(first)]).chain(rest).boxed()))
        })
    }
}
