// SPDX-License-Identifier: EUPL-1.2
//! Between Pingora's session and a handler of the answer lane.
//!
//! Three rules hold it together. The request body is only ever moved in the same `select!` that polls the
//! handler, or its response body: waiting for room that only the handler can make would wait for ever.
//! Writes to the client are awaited inside a branch, never as one, because they must not be dropped half
//! done. And the end of the request body is what `is_body_done` says, since reading on after it does not
//! return but watches the client.

use std::{panic::AssertUnwindSafe, pin::pin};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Request, Response, StatusCode};
use http_body::Body;
use http_body_util::BodyExt;
use pingora::protocols::http::ServerSession;

use super::{
    Lanes,
    feed::{Feed, Gone},
    write::{self, Length},
};
use crate::{Answering, BoxError, ConnectionInfo, OnDisconnect, ResponseBody};

/// Why an answer was not written to its end.
pub(super) enum Cut {
    /// The client has gone away, or does not read.
    ClientGone,
    /// The body of the answer failed; the client must not take it for complete.
    Failed,
}

/// Has a request answered and writes the answer.
pub(super) async fn answer(
    lanes: &Lanes,
    session: &mut ServerSession,
    connection: ConnectionInfo,
    answering: Answering,
) -> Result<(), Cut> {
    let (mut feed, body) = Feed::new(session, answering.max_request_bytes);
    let mut parts = session.req_header().as_owned_parts();
    parts.extensions.insert(connection);
    let handler = answering.handler.answer(Request::from_parts(parts, body));
    let mut handler = AssertUnwindSafe(handler).catch_unwind();
    let answered = loop {
        tokio::select! {
            biased;
            answered = &mut handler => break answered,
            fed = feed.step(session) => if let Err(Gone) = fed {
                if answering.on_disconnect == OnDisconnect::RunToEnd {
                    // The handler learns from the feed's end if its request body was cut.
                    drop(feed);
                    let entry = lanes.in_flight().enter();
                    tokio::spawn(async move {
                        let _entry = entry;
                        let _ = handler.await;
                    });
                }
                return Err(Cut::ClientGone);
            },
        }
    };
    let response = answered.unwrap_or_else(|_| {
        tracing::error!("Handler panicked");
        let mut response = Response::new(ResponseBody::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    });
    feed.settle(session).await;
    lanes.say_farewell(session);
    write_answer(session, feed, response).await
}

async fn write_answer(
    session: &mut ServerSession,
    mut feed: Feed,
    response: Response<ResponseBody>,
) -> Result<(), Cut> {
    let (parts, body) = response.into_parts();
    let length = body.size_hint().exact().map_or(Length::Unknown, Length::Known);
    let ended = body.is_end_stream() || !write::has_body(session, parts.status);
    let head = write::head(session, parts, length);
    if ended {
        write::head_only(session, head).await.map_err(|_| Cut::ClientGone)?;
    } else {
        session.write_response_header(head).await.map_err(|_| Cut::ClientGone)?;
        write_body(session, &mut feed, body).await?;
    }
    write::linger(session).await;
    Ok(())
}

async fn write_body(session: &mut ServerSession, feed: &mut Feed, body: ResponseBody) -> Result<(), Cut> {
    let mut body = pin!(body);
    loop {
        let frame = tokio::select! {
            biased;
            frame = body.frame() => frame,
            fed = feed.step(session) => match fed {
                Ok(()) => continue,
                Err(Gone) => return Err(Cut::ClientGone),
            },
        };
        let written = match frame {
            None => {
                return session.write_response_body(Bytes::new(), true).await.map_err(|_| Cut::ClientGone);
            }
            Some(Err(error)) => return Err(failed(session, &error).await),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => {
                    let end = body.is_end_stream();
                    let written = session.write_response_body(data, end).await;
                    if end {
                        return written.map_err(|_| Cut::ClientGone);
                    }
                    written
                }
                Err(frame) => match frame.into_trailers() {
                    // HTTP/1 drops them here.
                    Ok(trailers) if session.is_http2() => {
                        return session.write_response_trailers(trailers).await.map_err(|_| Cut::ClientGone);
                    }
                    _ => Ok(()),
                },
            },
        };
        written.map_err(|_| Cut::ClientGone)?;
    }
}

async fn failed(session: &mut ServerSession, error: &BoxError) -> Cut {
    tracing::error!(%error, "Body of an answer failed");
    if session.is_http2() {
        session.shutdown().await;
    }
    Cut::Failed
}
