// SPDX-License-Identifier: EUPL-1.2
//! A multipart body that is read piece by piece.

use std::time::Duration;

use bytes::Bytes;
use fachwerk_config::Attachments;
use fachwerk_edge::RequestBody;
use fachwerk_message::CodecError;
use fachwerk_soap::{PartEvent, PartHead, PartLimits, Parts};
use http_body_util::BodyExt as _;

use crate::backend::Coming;
use crate::outcome::{Problem, ProblemKind};
use crate::rest::body_problem;

/// How long the end of a body is waited for when all that matters has come.
const SETTLE: Duration = Duration::from_millis(100);

/// Who sends.
pub(crate) enum Sender {
    Caller(RequestBody),
    Backend(Coming),
}

impl Sender {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Problem> {
        match self {
            Self::Caller(body) => loop {
                match body.frame().await {
                    None => return Ok(None),
                    Some(Err(error)) => return Err(body_problem(&error)),
                    Some(Ok(frame)) => {
                        if let Ok(data) = frame.into_data() {
                            return Ok(Some(data));
                        }
                    }
                }
            },
            Self::Backend(body) => body.chunk().await.map_err(crate::backend::Trouble::into_problem),
        }
    }

    /// What is wrong with what was sent.
    fn problem(&self, error: Box<CodecError>) -> Problem {
        match self {
            Self::Caller(_) => Problem::of_request(*error, None),
            Self::Backend(_) => Problem::of_answer(&error),
        }
    }

    /// Its parts and its message do not belong together.
    pub(super) fn mismatch(&self, message: String) -> Problem {
        match self {
            Self::Caller(_) => Problem::new(ProblemKind::InvalidRequest, message),
            Self::Backend(_) => {
                Problem::new(ProblemKind::BackendInvalid, "the answer does not match the contract")
                    .with_internal(message)
            }
        }
    }

    fn too_large(&self, limit: u64) -> Problem {
        let message = format!("more than {limit} bytes with all attachments (attachments.max_total)");
        match self {
            Self::Caller(_) => Problem::new(ProblemKind::RequestTooLarge, message),
            Self::Backend(_) => {
                Problem::new(ProblemKind::BackendTooLarge, "the answer exceeds a limit of this proxy")
                    .with_internal(message)
            }
        }
    }
}

/// A multipart body that is read piece by piece.
pub(crate) struct Incoming {
    pub(super) sender: Sender,
    parts: Parts,
    left: u64,
    limit: u64,
}

impl Incoming {
    /// Of this media type.
    pub(super) fn new(sender: Sender, media_type: &str, limits: &Attachments) -> Result<Self, Problem> {
        let part_limits = PartLimits { parts: limits.max_parts, head_bytes: limits.max_part_header };
        let parts = Parts::new(media_type, part_limits).map_err(|error| sender.problem(error))?;
        Ok(Self { sender, parts, left: limits.max_total, limit: limits.max_total })
    }

    /// What comes next; after [`PartEvent::Last`] there is nothing.
    pub(super) async fn next(&mut self) -> Result<PartEvent, Problem> {
        loop {
            let event = self.parts.next_event().map_err(|error| self.sender.problem(error))?;
            if let Some(event) = event {
                return Ok(event);
            }
            match self.sender.chunk().await? {
                Some(bytes) => {
                    self.left = self
                        .left
                        .checked_sub(bytes.len() as u64)
                        .ok_or_else(|| self.sender.too_large(self.limit))?;
                    self.parts.push(&bytes);
                }
                None => self.parts.complete(),
            }
        }
    }

    /// The head of the next part; `None` after the last one.
    pub(super) async fn begin(&mut self) -> Result<Option<PartHead>, Problem> {
        loop {
            match self.next().await? {
                PartEvent::Begin(head) => return Ok(Some(head)),
                PartEvent::Last => return Ok(None),
                PartEvent::Content(_) | PartEvent::End => {}
            }
        }
    }

    /// The content of the part that has begun, as a whole; `None` where it has more bytes than this.
    pub(super) async fn read(&mut self, limit: usize) -> Result<Option<Vec<u8>>, Problem> {
        let mut content = Vec::new();
        while let PartEvent::Content(bytes) = self.next().await? {
            if content.len() + bytes.len() > limit {
                return Ok(None);
            }
            content.extend_from_slice(&bytes);
        }
        Ok(Some(content))
    }

    /// Reads what follows the last boundary, where it is there: a connection can be used again then.
    pub(super) async fn settle(&mut self) {
        let rest = async {
            for _ in 0..4 {
                if !matches!(self.sender.chunk().await, Ok(Some(_))) {
                    break;
                }
            }
        };
        let _ = tokio::time::timeout(SETTLE, rest).await;
    }
}
