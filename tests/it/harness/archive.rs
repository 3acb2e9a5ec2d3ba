// SPDX-License-Identifier: EUPL-1.2
//! A backend that streams: what it gets it counts, and keeps the beginning and the end of; what it answers it makes up
//! piece by piece, as fast as somebody takes it.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::runtime::{block_on, spawn};
use super::wait;

/// So much of a request is kept at either end.
const KEPT: usize = 256 << 10;

/// A piece of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    /// These bytes.
    Bytes(Bytes),
    /// The pattern, so many bytes of it.
    Pattern(u64),
    /// The connection breaks.
    Break,
}

/// What came in one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: u64,
    pub(crate) first: Vec<u8>,
    pub(crate) last: Vec<u8>,
    /// The body ended as it should.
    pub(crate) complete: bool,
}

#[derive(Default)]
struct State {
    content_type: Mutex<String>,
    answer: Mutex<Vec<Said>>,
    received: Mutex<Vec<Received>>,
    counted: AtomicU64,
    said: AtomicU64,
    reads_slowly: AtomicBool,
    dropped: AtomicUsize,
}

/// The backend.
pub(crate) struct Archive {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
}

impl Archive {
    /// One that answers with this.
    pub(crate) fn answering(content_type: &str, answer: Vec<Said>) -> Self {
        let state = Arc::new(State::default());
        let listener = block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).expect("a socket");
        let address = listener.local_addr().expect("its address");
        let archive = Self { address, state: state.clone() };
        archive.answer(content_type, answer);
        spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = state.clone();
                spawn(async move {
                    let service = service_fn(move |request| serve(request, state.clone()));
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        archive
    }

    /// From now on, answer with this.
    pub(crate) fn answer(&self, content_type: &str, answer: Vec<Said>) {
        content_type.clone_into(&mut self.state.content_type.lock().expect("content type"));
        *self.state.answer.lock().expect("answer") = answer;
    }

    /// From now on, read a little and wait.
    pub(crate) fn read_slowly(&self, slowly: bool) {
        self.state.reads_slowly.store(slowly, Ordering::SeqCst);
    }

    /// Bytes of requests that have come so far.
    pub(crate) fn counted(&self) -> u64 {
        self.state.counted.load(Ordering::SeqCst)
    }

    /// Bytes of answers that somebody has taken so far.
    pub(crate) fn said(&self) -> u64 {
        self.state.said.load(Ordering::SeqCst)
    }

    /// Requests that have ended, one way or the other.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.received.lock().expect("received").clone()
    }

    /// The last request, which has come to its end.
    #[track_caller]
    pub(crate) fn last(&self) -> Received {
        let last = self.received().pop().expect("a request");
        assert!(last.complete);
        last
    }

    /// Wait until so many answers were given up by who took them.
    #[track_caller]
    pub(crate) fn await_dropped(&self, count: usize) {
        let dropped = || (self.state.dropped.load(Ordering::SeqCst) >= count).then_some(());
        assert!(wait::until(Duration::from_secs(20), dropped).is_some(), "nobody has gone");
    }

    /// Wait until so many requests have ended.
    #[track_caller]
    pub(crate) fn await_received(&self, count: usize) {
        let ended = || (self.received().len() >= count).then_some(());
        assert!(wait::until(Duration::from_secs(20), ended).is_some(), "{} requests", self.received().len());
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/archive", self.address)
    }
}

async fn serve(
    request: Request<Incoming>,
    state: Arc<State>,
) -> Result<Response<impl http_body::Body<Data = Bytes, Error = std::io::Error>>, Infallible> {
    let (head, mut body) = request.into_parts();
    let mut received = Received { headers: head.headers, complete: true, ..Received::default() };
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            received.complete = false;
            break;
        };
        let data = frame.into_data().unwrap_or_default();
        received.bytes += data.len() as u64;
        state.counted.fetch_add(data.len() as u64, Ordering::SeqCst);
        let room = KEPT.saturating_sub(received.first.len()).min(data.len());
        received.first.extend_from_slice(&data[..room]);
        received.last.extend_from_slice(&data);
        let old = received.last.len().saturating_sub(KEPT);
        received.last.drain(..old);
        if state.reads_slowly.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    state.received.lock().expect("received").push(received);
    let content_type = state.content_type.lock().expect("content type").clone();
    let answer = state.answer.lock().expect("answer").clone();
    let saying = Saying { state, left: answer.into(), at: 0, over: false };
    let pieces = futures_util::stream::unfold(saying, |mut saying| async {
        let piece = saying.next()?;
        Some((piece.map(Frame::data), saying))
    });
    Ok(Response::builder()
        .header("content-type", content_type)
        .body(StreamBody::new(Box::pin(pieces)))
        .expect("a response"))
}

struct Saying {
    state: Arc<State>,
    left: std::collections::VecDeque<Said>,
    /// Bytes of the pattern so far.
    at: u64,
    over: bool,
}

impl Saying {
    fn next(&mut self) -> Option<std::io::Result<Bytes>> {
        match self.left.pop_front() {
            None => {
                self.over = true;
                None
            }
            Some(Said::Bytes(bytes)) => Some(Ok(self.say(bytes))),
            Some(Said::Pattern(left)) => {
                let piece = pattern(self.at, left.min(32 << 10));
                self.at += piece.len() as u64;
                let rest = left - piece.len() as u64;
                if rest > 0 {
                    self.left.push_front(Said::Pattern(rest));
                } else {
                    self.at = 0;
                }
                Some(Ok(self.say(piece)))
            }
            Some(Said::Break) => {
                self.over = true;
                Some(Err(std::io::Error::other("broken")))
            }
        }
    }

    fn say(&self, bytes: Bytes) -> Bytes {
        self.state.said.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        bytes
    }
}

impl Drop for Saying {
    fn drop(&mut self) {
        if !self.over {
            self.state.dropped.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Bytes of all values, with every line end and dash there is, from this place on.
pub(crate) fn pattern(from: u64, length: u64) -> Bytes {
    let byte = |at: u64| ((at / 251) ^ (at % 251)) as u8;
    (from..from + length).map(byte).collect::<Vec<u8>>().into()
}
