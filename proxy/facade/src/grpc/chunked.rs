// SPDX-License-Identifier: EUPL-1.2
//! One call of a twin whose attachments come in chunks.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use fachwerk_edge::{Answering, RequestBody, ResponseBody};
use fachwerk_mapping::{Chunked, OperationId};
use fachwerk_soap::PartHead;
use futures_util::stream::{self, BoxStream, StreamExt};
use http::Request;
use prost::Message as _;
use tonic::server::{Grpc, StreamingService};
use tonic::{Code, Status, Streaming};

use super::body::GrpcBody;
use super::codec::Raw;
use super::handler::{GRPC_STATUS, answer, note_status};
use super::timeout::patience;
use crate::attachments::{Attachments, Next, Outflow, Wants, attached, send, whole};
use crate::backend::{Backend as _, Opened, Trouble};
use crate::call::{Call, in_one, note, request};
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::{Outcome, Problem, ProblemKind, RpcStatus};

/// A chunk has no more bytes than this: clients take messages of 4 MiB, where nobody says otherwise.
const CHUNK: usize = 256 << 10;

/// One piece of a message with attachments.
#[derive(Clone, PartialEq, prost::Message)]
struct Piece {
    /// The message, as it is.
    #[prost(bytes = "bytes", optional, tag = "1")]
    message: Option<Bytes>,
    #[prost(message, optional, tag = "2")]
    chunk: Option<Chunk>,
}

/// Some content of an attachment.
#[derive(Clone, PartialEq, prost::Message)]
struct Chunk {
    #[prost(string, tag = "1")]
    id: String,
    #[prost(string, tag = "2")]
    content_type: String,
    #[prost(bytes = "bytes", tag = "3")]
    content: Bytes,
}

/// Answers a call of a twin.
pub(crate) fn decide(served: &Arc<Served>, operation: OperationId, entry: &Arc<Entry>) -> Answering {
    let limit = served.config.limits.max_bytes;
    let total = served.config.attachments.max_total;
    let on_disconnect = served.way(operation).on_disconnect;
    let call = Chunks { served: served.clone(), operation, entry: entry.clone() };
    let handler = move |request: Request<RequestBody>| async move {
        let entry = call.entry.clone();
        let mut grpc = Grpc::new(Raw).max_decoding_message_size(limit).max_encoding_message_size(usize::MAX);
        let mut response = grpc.streaming(call, request.map(GrpcBody)).await;
        // Otherwise the status comes with the trailers, and is noted there.
        if response.headers().contains_key(GRPC_STATUS) {
            note_status(&mut response, &entry);
        }
        entry.trace.mark(response.headers_mut());
        entry.ended_alone();
        response.map(ResponseBody::new)
    };
    Answering::with(handler).max_request_bytes(total).on_disconnect(on_disconnect)
}

/// One operation as tonic calls it.
struct Chunks {
    served: Arc<Served>,
    operation: OperationId,
    entry: Arc<Entry>,
}

type Responses = BoxStream<'static, Result<Bytes, Status>>;

impl StreamingService<Bytes> for Chunks {
    type Response = Bytes;
    type ResponseStream = Responses;
    type Future = Pin<Box<dyn Future<Output = Result<tonic::Response<Responses>, Status>> + Send>>;

    fn call(&mut self, request: tonic::Request<Streaming<Bytes>>) -> Self::Future {
        let call = Self { served: self.served.clone(), operation: self.operation, entry: self.entry.clone() };
        Box::pin(async move {
            let patience = patience(request.metadata().as_ref());
            call.run(request.into_inner(), patience).await.map(tonic::Response::new)
        })
    }
}

impl Chunks {
    async fn run(self, requests: Streaming<Bytes>, patience: Option<Duration>) -> Result<Responses, Status> {
        let Self { served, operation, entry } = self;
        let Some(twin) = served.facade.mapping().operation(operation).chunked.as_ref() else {
            return Err(Status::unimplemented("the operation has no attachments"));
        };
        let call =
            Call { served: &served, operation, form: Form::Protobuf, given: None, patience, entry: &entry };
        let sent = Instant::now();
        let opened = open(&call, twin, requests).await;
        entry.facts().backend = Some(sent.elapsed());
        let outcome = match opened {
            Err(problem) => Outcome::Problem(Box::new(problem)),
            Ok(opened) if twin.output => match attached(&call, opened, Wants::Related).await {
                Ok(attached) => {
                    let first = Piece { message: Some(attached.message.into()), chunk: None };
                    return Ok(responses(&first, attached.outflow, entry.clone()));
                }
                Err(outcome) => outcome,
            },
            Ok(opened) => match whole(&call, opened).await.and_then(|answer| in_one(&call, &answer)) {
                Ok(outcome) => outcome,
                Err(problem) => Outcome::Problem(Box::new(problem)),
            },
        };
        note(&call, &outcome);
        let message = answer(&call, outcome)?;
        entry.facts().grpc_status = Some(Code::Ok as i32);
        Ok(stream::iter([Ok(message)]).boxed())
    }
}

/// Sends what comes, and waits for the head of the answer.
async fn open(call: &Call<'_>, twin: &Chunked, mut requests: Streaming<Bytes>) -> Result<Opened, Problem> {
    let backend = &call.served.backend;
    let first = next(&mut requests).await?;
    let first = first.ok_or_else(|| wrong("the message is missing: it has to come first"))?;
    if twin.input {
        let piece = Piece::decode(first).map_err(|_| malformed())?;
        let message = piece.message.filter(|_| piece.chunk.is_none());
        let message = message.ok_or_else(|| wrong("the first part has to be the message"))?;
        let chunks = Incoming { requests, ahead: None, open: None };
        return send(call, &message, chunks, backend).await;
    }
    if next(&mut requests).await?.is_some() {
        return Err(wrong("there is more than one message"));
    }
    backend.open(request(call, &first)?).await.map_err(Trouble::into_problem)
}

async fn next(requests: &mut Streaming<Bytes>) -> Result<Option<Bytes>, Problem> {
    requests.message().await.map_err(|status| {
        let kind = match status.code() {
            Code::ResourceExhausted | Code::OutOfRange => ProblemKind::RequestTooLarge,
            Code::Cancelled => ProblemKind::RequestTimeout,
            _ => ProblemKind::MalformedRequest,
        };
        Problem::new(kind, status.message())
    })
}

fn wrong(message: &str) -> Problem {
    Problem::new(ProblemKind::InvalidRequest, message)
}

fn malformed() -> Problem {
    Problem::new(ProblemKind::MalformedRequest, "a part of the request is not protobuf")
}

/// Attachments as they come in chunks.
struct Incoming {
    requests: Streaming<Bytes>,
    /// The chunk that begins the next attachment.
    ahead: Option<Chunk>,
    /// The attachment whose chunks come.
    open: Option<String>,
}

impl Incoming {
    async fn chunk(&mut self) -> Result<Option<Chunk>, Problem> {
        if let Some(chunk) = self.ahead.take() {
            return Ok(Some(chunk));
        }
        let Some(bytes) = next(&mut self.requests).await? else { return Ok(None) };
        let piece = Piece::decode(bytes).map_err(|_| malformed())?;
        match piece {
            Piece { message: None, chunk: Some(chunk) } => Ok(Some(chunk)),
            _ => Err(wrong("behind the message there can only be chunks")),
        }
    }
}

impl Attachments for Incoming {
    async fn begin(&mut self) -> Result<Option<PartHead>, Problem> {
        let Some(mut chunk) = self.chunk().await? else { return Ok(None) };
        let media = std::mem::take(&mut chunk.content_type);
        let content_type = (!media.is_empty()).then_some(media);
        if content_type.as_ref().is_some_and(|media| !media.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
        {
            return Err(wrong("the media type of a chunk is not one"));
        }
        self.open = Some(chunk.id.clone());
        let head = PartHead { content_id: Some(chunk.id.clone()), content_type, name: None };
        self.ahead = Some(chunk);
        Ok(Some(head))
    }

    async fn content(&mut self) -> Result<Option<Bytes>, Problem> {
        match self.chunk().await? {
            Some(chunk) if self.open.as_ref() == Some(&chunk.id) => Ok(Some(chunk.content)),
            other => {
                self.ahead = other;
                Ok(None)
            }
        }
    }
}

/// The message, and its attachments in chunks.
struct Outgoing {
    outflow: Outflow,
    entry: Arc<Entry>,
    /// Of the attachment that has begun: what it is called, and its media type until that was said.
    open: (String, Option<String>),
    /// Something of it was said.
    said: bool,
    ready: VecDeque<Chunk>,
    over: bool,
}

fn responses(first: &Piece, outflow: Outflow, entry: Arc<Entry>) -> Responses {
    let outgoing = Outgoing {
        outflow,
        entry,
        open: (String::new(), None),
        said: true,
        ready: VecDeque::new(),
        over: false,
    };
    let rest = stream::unfold(outgoing, |mut outgoing| async {
        let chunk = outgoing.next().await?;
        let piece = chunk.map(|chunk| Piece { message: None, chunk: Some(chunk) }.encode_to_vec().into());
        Some((piece, outgoing))
    });
    stream::iter([Ok(first.encode_to_vec().into())]).chain(rest).boxed()
}

impl Outgoing {
    async fn next(&mut self) -> Option<Result<Chunk, Status>> {
        loop {
            if let Some(chunk) = self.ready.pop_front() {
                return Some(Ok(chunk));
            }
            if self.over {
                return None;
            }
            match self.outflow.next().await {
                Ok(Next::Begin(id, media_type)) => {
                    self.open = (id, media_type);
                    self.said = false;
                }
                Ok(Next::Content(mut bytes)) => {
                    while !bytes.is_empty() {
                        let content = bytes.split_to(bytes.len().min(CHUNK));
                        self.say(content);
                    }
                }
                Ok(Next::End) if !self.said => self.say(Bytes::new()),
                Ok(Next::End) => {}
                Ok(Next::Last) => {
                    self.over = true;
                    self.entry.facts().grpc_status = Some(Code::Ok as i32);
                }
                Err(problem) => {
                    self.over = true;
                    self.entry.problem(&problem);
                    let status = RpcStatus::of_problem(&problem, Some(self.entry.request_id())).into_tonic();
                    self.entry.facts().grpc_status = Some(status.code() as i32);
                    return Some(Err(status));
                }
            }
        }
    }

    fn say(&mut self, content: Bytes) {
        self.said = true;
        let content_type = self.open.1.take().unwrap_or_default();
        self.ready.push_back(Chunk { id: self.open.0.clone(), content_type, content });
    }
}
