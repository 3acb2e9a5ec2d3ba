// SPDX-License-Identifier: EUPL-1.2
//! The order of events for one request.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Version, header};
use pingora::{
    Error, ErrorSource, ErrorType, Result,
    http::{RequestHeader, ResponseHeader},
    modules::http::HttpModules,
    protocols::http::ServerSession,
    proxy::{FailToProxy, ProxyHttp, ProxyWarnLogContext, Session},
    upstreams::peer::HttpPeer,
};

use super::{
    bridge::{self, Cut},
    context::{Relay, RequestContext},
    forward, relay, write,
};
use crate::{
    ConnectionInfo, Decision, Gateway, Lane, Report, UpstreamError, server::Gauge, upstream::connect_error,
};

/// How long one write to a client may take before it counts as gone.
const CLIENT_WRITE: Duration = Duration::from_secs(30);

/// Both lanes in front of one gateway.
pub(crate) struct Lanes {
    gateway: Arc<dyn Gateway>,
    in_flight: Gauge,
    draining: Arc<AtomicBool>,
}

impl Lanes {
    pub(crate) fn new(gateway: Arc<dyn Gateway>, in_flight: Gauge, draining: Arc<AtomicBool>) -> Self {
        Self { gateway, in_flight, draining }
    }

    pub(super) fn in_flight(&self) -> &Gauge {
        &self.in_flight
    }

    /// While draining, tells HTTP/1 clients with their answer that the connection ends: they may send no
    /// other request by it. HTTP/2 clients are told by Pingora.
    pub(super) fn say_farewell(&self, session: &mut ServerSession) {
        if self.draining.load(Ordering::Acquire) {
            session.set_keepalive(None);
        }
    }

    /// Words an error of the relay lane and sends it. Pingora closes an HTTP/1 connection after a failure,
    /// so its client is told.
    async fn refuse(&self, session: &mut ServerSession, error: &UpstreamError) -> Result<()> {
        let response = self.gateway.relay_error(session.req_header().as_ref(), error);
        session.set_keepalive(None);
        write::whole(session, response).await
    }
}

#[async_trait]
impl ProxyHttp for Lanes {
    type CTX = RequestContext;

    fn new_ctx(&self) -> RequestContext {
        RequestContext::new(self.in_flight.enter())
    }

    /// None: no compression, which the default would add switched off.
    fn init_downstream_modules(&self, _modules: &mut HttpModules) {}

    async fn request_filter(&self, session: &mut Session, context: &mut RequestContext) -> Result<bool> {
        let session = session.as_downstream_mut();
        session.set_write_timeout(Some(CLIENT_WRITE));
        let connection = connection(session);
        session.req_header_mut().extensions_mut().insert(connection);
        if is_ambiguous(session.req_header()) {
            session.respond_error(400).await?;
            return Ok(true);
        }
        match self.gateway.decide(session.req_header().as_ref()) {
            Decision::Answer(answering) => {
                context.label.clone_from(&answering.label);
                match bridge::answer(self, session, connection, answering).await {
                    Ok(()) => Ok(true),
                    Err(cut) => {
                        context.client_gone = matches!(cut, Cut::ClientGone);
                        Err(Error::explain(ErrorType::ConnectionClosed, "answer is cut").into_down())
                    }
                }
            }
            Decision::Relay(to) => {
                context.lane = Lane::Relay;
                context.label.clone_from(&to.label);
                let limit = to.max_request_bytes;
                context.relay = Some(Relay::new(to));
                if announced_length(session.req_header()).is_some_and(|length| length > limit) {
                    let error = UpstreamError::RequestTooLarge { limit };
                    context.client_gone = self.refuse(session, &error).await.is_err();
                    context.error = Some(error);
                    return Ok(true);
                }
                Ok(false)
            }
        }
    }

    async fn upstream_peer(&self, _: &mut Session, context: &mut RequestContext) -> Result<Box<HttpPeer>> {
        let relay = relay(context)?;
        match relay::peer(relay).await {
            Ok(peer) => Ok(peer),
            Err(error) => {
                context.error = Some(error);
                Err(Error::explain(ErrorType::ConnectError, "upstream has no address").into_up())
            }
        }
    }

    async fn upstream_request_filter(
        &self,
        session: &mut Session,
        request: &mut RequestHeader,
        context: &mut RequestContext,
    ) -> Result<()> {
        let relay = relay(context)?;
        // A retry sends, and counts, the body again.
        relay.passed = 0;
        forward::rewrite(session.req_header(), request, &relay.to)
    }

    async fn request_body_filter(
        &self,
        _: &mut Session,
        body: &mut Option<Bytes>,
        _: bool,
        context: &mut RequestContext,
    ) -> Result<()> {
        let relay = relay(context)?;
        relay.passed += body.as_ref().map_or(0, |bytes| bytes.len() as u64);
        let limit = relay.to.max_request_bytes;
        if relay.passed > limit {
            context.error = Some(UpstreamError::RequestTooLarge { limit });
            return Error::e_explain(ErrorType::HTTPStatus(413), "request body too large");
        }
        Ok(())
    }

    async fn response_filter(
        &self,
        session: &mut Session,
        _: &mut ResponseHeader,
        _: &mut RequestContext,
    ) -> Result<()> {
        self.say_farewell(session.as_downstream_mut());
        Ok(())
    }

    fn fail_to_connect(
        &self,
        _: &mut Session,
        _: &HttpPeer,
        context: &mut RequestContext,
        mut error: Box<Error>,
    ) -> Box<Error> {
        context.error = Some(connect_error(&error));
        let more = context.relay.as_mut().is_some_and(relay::next_peer);
        error.set_retry(more);
        error
    }

    fn error_while_proxy(
        &self,
        _: &HttpPeer,
        session: &mut Session,
        mut error: Box<Error>,
        context: &mut RequestContext,
        reused: bool,
    ) -> Box<Error> {
        // Pingora marks as "reused only" what died before the first byte of an answer.
        let allowed = context.relay.as_ref().is_some_and(|relay| relay.to.retry_on_stale)
            || session.req_header().method.is_idempotent();
        if allowed && !session.as_ref().retry_buffer_truncated() {
            error.retry.decide_reuse(reused);
        } else {
            error.set_retry(false);
        }
        error
    }

    async fn fail_to_proxy(
        &self,
        session: &mut Session,
        error: &Error,
        context: &mut RequestContext,
    ) -> FailToProxy {
        let answered = session.response_written().is_some_and(|head| !head.status.is_informational());
        let mut failed = FailToProxy { error_code: 0, can_reuse_downstream: false };
        if context.lane == Lane::Answer {
            return failed;
        }
        if *error.esource() == ErrorSource::Downstream && relay::is_gone(error) {
            context.client_gone = true;
            return failed;
        }
        let error = context.error.take().unwrap_or_else(|| relay::explain(error, answered));
        if !answered {
            context.client_gone = self.refuse(session.as_downstream_mut(), &error).await.is_err();
            failed.error_code = session.response_written().map_or(0, |head| head.status.as_u16());
        }
        context.error = Some(error);
        failed
    }

    async fn logging(&self, session: &mut Session, _: Option<&Error>, context: &mut RequestContext) {
        let answered = session.response_written().filter(|head| !head.status.is_informational());
        let report = Report {
            lane: context.lane,
            label: context.label.take(),
            status: answered.map(|head| head.status),
            request_bytes: session.body_bytes_read() as u64,
            response_bytes: session.body_bytes_sent() as u64,
            duration: context.started.elapsed(),
            error: context.error.take(),
            client_gone: context.client_gone,
        };
        self.gateway.ended(session.req_header().as_ref(), &report);
    }

    /// The gateway is told, and logs in its own words.
    fn suppress_error_log(&self, _: &Session, _: &RequestContext, _: &Error) -> bool {
        true
    }

    fn suppress_proxy_warn_log(
        &self,
        _: &Session,
        _: &RequestContext,
        _: &Error,
        _: ProxyWarnLogContext,
    ) -> bool {
        true
    }
}

fn relay(context: &mut RequestContext) -> Result<&mut Relay> {
    context
        .relay
        .as_mut()
        .ok_or_else(|| Error::explain(ErrorType::InternalError, "request is not in the relay lane"))
}

fn connection(session: &ServerSession) -> ConnectionInfo {
    ConnectionInfo {
        peer: session.client_addr().and_then(|address| address.as_inet()).copied(),
        local: session.server_addr().and_then(|address| address.as_inet()).copied(),
        tls: session.digest().is_some_and(|digest| digest.ssl_digest.is_some()),
    }
}

/// What Pingora lets pass although nobody can say for certain what is asked: no host in HTTP/1.1, and a
/// path of which `head.uri` could only hold an approximation.
fn is_ambiguous(head: &RequestHeader) -> bool {
    !head.raw_path_is_utf8() || (head.version == Version::HTTP_11 && !head.headers.contains_key(header::HOST))
}

/// The `content-length` of a request, if there is one. Pingora has refused those that contradict.
pub(super) fn announced_length(head: &RequestHeader) -> Option<u64> {
    head.headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}
