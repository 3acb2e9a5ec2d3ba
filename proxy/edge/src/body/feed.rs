// SPDX-License-Identifier: EUPL-1.2
//! The channel between the connection and the handler that reads its request body.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::sync::mpsc;

use crate::BodyError;

/// How many chunks wait for the handler before the edge stops reading from the client.
const CHUNKS: usize = 4;

type Chunk = Result<Bytes, BodyError>;

/// The connection's end. Dropped before [`finish`](Self::finish) it makes the handler read
/// [`BodyError::Disconnected`]: a body that was cut must never look complete.
#[derive(Debug)]
pub(crate) struct BodySender {
    chunks: mpsc::Sender<Chunk>,
    complete: Arc<AtomicBool>,
}

/// The handler's end.
#[derive(Debug)]
pub(super) struct BodyReceiver {
    chunks: mpsc::Receiver<Chunk>,
    complete: Arc<AtomicBool>,
}

pub(super) fn channel() -> (BodySender, BodyReceiver) {
    let (sender, receiver) = mpsc::channel(CHUNKS);
    let complete = Arc::new(AtomicBool::new(false));
    (BodySender { chunks: sender, complete: complete.clone() }, BodyReceiver { chunks: receiver, complete })
}

impl BodySender {
    /// Room for one chunk; `None` when the handler has dropped its body.
    pub(crate) async fn room(&self) -> Option<mpsc::Permit<'_, Chunk>> {
        self.chunks.reserve().await.ok()
    }

    /// Whether the handler has dropped its body.
    pub(crate) fn is_unwanted(&self) -> bool {
        self.chunks.is_closed()
    }

    /// Ends the body well.
    pub(crate) fn finish(self) {
        self.complete.store(true, Ordering::Release);
    }
}

impl BodyReceiver {
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Chunk>> {
        Poll::Ready(match ready!(self.chunks.poll_recv(context)) {
            None if !self.complete.load(Ordering::Acquire) => Some(Err(BodyError::Disconnected)),
            chunk => chunk,
        })
    }
}
