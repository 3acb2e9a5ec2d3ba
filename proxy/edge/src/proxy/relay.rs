// SPDX-License-Identifier: EUPL-1.2
//! Peers and errors of the relay lane.

use pingora::{Error, ErrorSource, ErrorType, upstreams::peer::HttpPeer};

use super::context::Relay;
use crate::{Stage, UpstreamError};

/// The peer to try now, with the timeouts of the decision.
pub(super) async fn peer(relay: &mut Relay) -> Result<Box<HttpPeer>, UpstreamError> {
    let timeouts = relay.to.timeouts;
    let peers = match relay.peers.take() {
        Some(peers) => peers,
        None => relay.to.upstream.peers(timeouts.connect).await?,
    };
    let peer = peers.get(relay.attempt).or(peers.first()).cloned();
    relay.peers = Some(peers);
    let mut peer = Box::new(peer.ok_or_else(|| UpstreamError::Connect("no address".to_owned()))?);
    peer.options.connection_timeout = Some(timeouts.connect);
    peer.options.total_connection_timeout = Some(timeouts.connect);
    peer.options.read_timeout = Some(timeouts.read);
    peer.options.write_timeout = Some(timeouts.write);
    peer.options.idle_timeout = Some(timeouts.idle);
    Ok(peer)
}

/// Goes on to the next address after one did not connect; `false` when there is none.
pub(super) fn next_peer(relay: &mut Relay) -> bool {
    relay.attempt += 1;
    relay.peers.as_ref().is_some_and(|peers| relay.attempt < peers.len())
}

/// Whether a failure of the client's side means that nobody is there to answer.
pub(super) fn is_gone(error: &Error) -> bool {
    !matches!(
        error.etype(),
        ErrorType::ReadTimedout
            | ErrorType::InvalidHTTPHeader
            | ErrorType::Custom("InvalidChunk" | "InvalidTrailerEnd")
    )
}

/// What went wrong, in our words. `answered`: whether the head of an answer has passed already.
pub(super) fn explain(error: &Error, answered: bool) -> UpstreamError {
    let reason = || {
        error
            .context
            .as_ref()
            .map_or_else(|| error.etype().as_str().to_owned(), |why| why.as_str().to_owned())
    };
    match (error.esource(), error.etype()) {
        (ErrorSource::Downstream, ErrorType::ReadTimedout) => {
            UpstreamError::BadRequest("client stopped sending".to_owned())
        }
        (ErrorSource::Downstream, _) => UpstreamError::BadRequest(reason()),
        (_, ErrorType::ReadTimedout) if answered => UpstreamError::Timeout { stage: Stage::ReadingBody },
        (_, ErrorType::ReadTimedout) => UpstreamError::Timeout { stage: Stage::AwaitingHead },
        (_, ErrorType::WriteTimedout) => UpstreamError::Timeout { stage: Stage::Sending },
        (_, ErrorType::InvalidHTTPHeader | ErrorType::H1Error | ErrorType::Custom(_)) => {
            UpstreamError::Malformed(reason())
        }
        _ => UpstreamError::ClosedEarly,
    }
}
