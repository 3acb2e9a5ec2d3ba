// SPDX-License-Identifier: EUPL-1.2
//! A request with attachments, on its way to the backend.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use fachwerk_edge::BoxError;
use fachwerk_soap::{Opening, PartHead, Streamed, ToCome, unescaped};

use super::pull::Pull;
use crate::outcome::{Problem, ProblemKind};

/// Why a request could not be given to its end: told by the body, heard by whoever sends it.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault(Arc<Mutex<Option<Problem>>>);

impl Fault {
    fn set(&self, problem: Problem) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem);
    }

    pub(super) fn take(&self) -> Option<Problem> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What a caller sends behind its message.
pub(crate) trait Attachments: Send + 'static {
    /// The next part; `None` after the last one.
    fn begin(&mut self) -> impl Future<Output = Result<Option<PartHead>, Problem>> + Send;

    /// Some more content of the part that has begun; `None` at its end.
    fn content(&mut self) -> impl Future<Output = Result<Option<Bytes>, Problem>> + Send;
}

/// A request with attachments, on its way to the backend.
pub(super) struct Inflow<A> {
    attachments: A,
    opening: VecDeque<Opening>,
    to_come: Vec<ToCome>,
    closing: Option<Vec<u8>>,
    at: At,
    /// Names of parts that have come.
    come: HashSet<String>,
    /// Bytes that make no whole group of base64 yet.
    group: Vec<u8>,
    pub(super) fault: Fault,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Opening,
    /// Within a value of the envelope.
    Value,
    Parts,
    /// Within a part.
    Part,
    Over,
}

impl<A: Attachments> Inflow<A> {
    /// # Errors
    /// The message refers to a part twice.
    pub(super) fn new(attachments: A, streamed: Streamed) -> Result<Self, Problem> {
        let mut ids = HashSet::new();
        let within = streamed.opening.iter().filter_map(|piece| match piece {
            Opening::Base64(id) => Some(id),
            Opening::Bytes(_) => None,
        });
        for id in within.chain(streamed.to_come.iter().map(|part| &part.id)) {
            if !ids.insert(unescaped(id)) {
                return Err(wrong(format!("the message refers to the part `{id}` twice")));
            }
        }
        Ok(Self {
            attachments,
            opening: streamed.opening.into(),
            to_come: streamed.to_come,
            closing: Some(streamed.closing),
            at: At::Opening,
            come: HashSet::new(),
            group: Vec::new(),
            fault: Fault::default(),
        })
    }

    /// What is written next; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            match self.at {
                At::Opening => match self.opening.pop_front() {
                    Some(Opening::Bytes(bytes)) if bytes.is_empty() => {}
                    Some(Opening::Bytes(bytes)) => return Ok(Some(bytes.into())),
                    Some(Opening::Base64(id)) => {
                        let head = self.begin().await?;
                        let head = head.ok_or_else(|| missing(&id))?;
                        if !is(&head, &id) {
                            return Err(wrong(format!(
                                "the part {} comes where `{id}` is expected: parts have to come in the order of the message, because this service takes them within it",
                                name(&head)
                            )));
                        }
                        self.at = At::Value;
                    }
                    None => self.at = At::Parts,
                },
                At::Value => {
                    let content = self.attachments.content().await?;
                    let last = content.is_none();
                    self.group.extend_from_slice(&content.unwrap_or_default());
                    let whole = if last { self.group.len() } else { self.group.len() / 3 * 3 };
                    let text = STANDARD.encode(&self.group[..whole]);
                    self.group.drain(..whole);
                    if last {
                        self.at = At::Opening;
                    }
                    if !text.is_empty() {
                        return Ok(Some(text.into()));
                    }
                }
                At::Parts => {
                    let Some(head) = self.begin().await? else {
                        if let Some(part) = self.to_come.first() {
                            return Err(missing(&part.id));
                        }
                        self.at = At::Over;
                        continue;
                    };
                    let part = self.to_come.iter().position(|part| is(&head, &part.id)).ok_or_else(|| {
                        wrong(format!("nothing in the message refers to the part {}", name(&head)))
                    })?;
                    self.at = At::Part;
                    return Ok(Some(self.to_come.remove(part).head(head.content_type.as_deref()).into()));
                }
                At::Part => {
                    return Ok(Some(match self.attachments.content().await? {
                        Some(bytes) => bytes,
                        None => {
                            self.at = At::Parts;
                            Bytes::from_static(ToCome::END)
                        }
                    }));
                }
                At::Over => {
                    return Ok(self.closing.take().filter(|bytes| !bytes.is_empty()).map(Bytes::from));
                }
            }
        }
    }

    async fn begin(&mut self) -> Result<Option<PartHead>, Problem> {
        let head = self.attachments.begin().await?;
        if let Some(head) = &head {
            let id = head.content_id.clone().or(head.name.clone()).unwrap_or_default();
            if !self.come.insert(id) {
                return Err(wrong(format!("the part {} is there twice", name(head))));
            }
        }
        Ok(head)
    }
}

impl<A: Attachments> Pull for Inflow<A> {
    async fn pull(&mut self) -> Result<Option<Bytes>, BoxError> {
        self.next().await.map_err(|problem| {
            let why = BoxError::from(problem.detail.clone());
            self.fault.set(problem);
            why
        })
    }
}

/// Whether a part is the one that a reference names: by its identifier or by its name in the form.
fn is(head: &PartHead, id: &str) -> bool {
    let id = unescaped(id);
    head.content_id.as_ref() == Some(&id) || head.name.as_ref() == Some(&id)
}

fn name(head: &PartHead) -> String {
    match head.content_id.as_ref().or(head.name.as_ref()) {
        Some(id) => format!("`{id}`"),
        None => "without a name".to_owned(),
    }
}

fn wrong(message: String) -> Problem {
    Problem::new(ProblemKind::InvalidRequest, message)
}

fn missing(id: &str) -> Problem {
    wrong(format!("the message refers to the part `{id}`, which does not come"))
}
