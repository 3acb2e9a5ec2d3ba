// SPDX-License-Identifier: EUPL-1.2
//! The attachments of an answer, on their way to the caller.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use fachwerk_edge::BoxError;
use fachwerk_soap::PartEvent;

use super::claim::Claims;
use super::form::{FORM, RELATED};
use super::incoming::Incoming;
use super::pull::Pull;
use super::token::token;
use crate::journal::Entry;
use crate::outcome::Problem;
use crate::translate::Taken;

/// What follows the message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// An attachment begins: what the message calls it, and its media type.
    Begin(String, Option<String>),
    /// Some of its content.
    Content(Bytes),
    /// It ends.
    End,
    /// All of them have come.
    Last,
}

/// The attachments of an answer: first those that were in the envelope, then those that come beside it.
pub(crate) struct Outflow {
    taken: VecDeque<Taken>,
    /// What is known already of what comes next.
    ahead: VecDeque<Next>,
    beside: Option<(Incoming, Claims)>,
}

impl Outflow {
    pub(super) fn new(taken: Vec<Taken>, beside: Option<(Incoming, Claims)>) -> Self {
        Self { taken: taken.into(), ahead: VecDeque::new(), beside }
    }

    /// Waits for the first part, so that what is wrong with a package without it is known before anything is said.
    ///
    /// # Errors
    /// The package ends too early, or another part comes than what the message refers to.
    pub(super) async fn look_ahead(&mut self) -> Result<(), Problem> {
        let next = self.beside().await?;
        self.ahead.push_back(next);
        Ok(())
    }

    /// What follows.
    ///
    /// # Errors
    /// The package is not what the message says; nothing more can be given.
    pub(crate) async fn next(&mut self) -> Result<Next, Problem> {
        if let Some(taken) = self.taken.pop_front() {
            let rest = [Next::Content(taken.bytes.into()), Next::End];
            for (at, next) in rest.into_iter().enumerate() {
                self.ahead.insert(at, next);
            }
            return Ok(Next::Begin(taken.id, taken.media_type));
        }
        match self.ahead.pop_front() {
            Some(next) => Ok(next),
            None => self.beside().await,
        }
    }

    async fn beside(&mut self) -> Result<Next, Problem> {
        let Some((incoming, claims)) = &mut self.beside else { return Ok(Next::Last) };
        Ok(match incoming.next().await? {
            PartEvent::Begin(head) => {
                let id = claims.claim(&head).map_err(|why| incoming.sender.mismatch(why))?.to_owned();
                Next::Begin(id, head.content_type)
            }
            PartEvent::Content(bytes) => Next::Content(bytes.into()),
            PartEvent::End => Next::End,
            PartEvent::Last => {
                if let Some(id) = claims.missing() {
                    let why =
                        format!("the message refers to the part `{id}`, which the package does not have");
                    return Err(incoming.sender.mismatch(why));
                }
                incoming.settle().await;
                self.beside = None;
                Next::Last
            }
        })
    }
}

/// An answer as a multipart body: the message, and its attachments behind it.
pub(crate) struct Packaging {
    message: Option<Vec<u8>>,
    outflow: Outflow,
    /// As a form (RFC 7578) or as related parts (RFC 2387).
    form: bool,
    boundary: String,
    entry: Arc<Entry>,
    over: bool,
}

impl Packaging {
    pub(crate) fn new(message: Vec<u8>, outflow: Outflow, form: bool, entry: Arc<Entry>) -> Self {
        let boundary = format!("fachwerk-{}", token());
        Self { message: Some(message), outflow, form, boundary, entry, over: false }
    }

    /// Its media type.
    pub(crate) fn content_type(&self) -> String {
        let boundary = &self.boundary;
        if self.form {
            return format!("{FORM}; boundary={boundary}");
        }
        format!("{RELATED}; type=\"application/json\"; start=\"<message@fachwerk>\"; boundary=\"{boundary}\"")
    }

    fn head(&self, id: &str, media_type: &str, is_file: bool) -> String {
        let place = match (self.form, is_file) {
            (true, true) => format!("Content-Disposition: form-data; name=\"{id}\"; filename=\"{id}\""),
            (true, false) => format!("Content-Disposition: form-data; name=\"{id}\""),
            (false, _) => format!("Content-ID: <{id}>"),
        };
        format!("--{}\r\n{place}\r\nContent-Type: {media_type}\r\n\r\n", self.boundary)
    }
}

impl Pull for Packaging {
    async fn pull(&mut self) -> Result<Option<Bytes>, BoxError> {
        if let Some(message) = self.message.take() {
            let id = if self.form { "message" } else { "message@fachwerk" };
            let mut piece = self.head(id, "application/json", false).into_bytes();
            piece.extend_from_slice(&message);
            piece.extend_from_slice(b"\r\n");
            return Ok(Some(piece.into()));
        }
        if self.over {
            return Ok(None);
        }
        let next = self.outflow.next().await.map_err(|problem| failed(&self.entry, &problem))?;
        Ok(Some(match next {
            Next::Begin(id, media_type) => {
                self.head(&id, media_type.as_deref().unwrap_or("application/octet-stream"), true).into()
            }
            Next::Content(bytes) => bytes,
            Next::End => Bytes::from_static(b"\r\n"),
            Next::Last => {
                self.over = true;
                format!("--{}--\r\n", self.boundary).into()
            }
        }))
    }
}

/// An answer that is cut, because there is nothing else that could be said of a problem any more.
pub(crate) fn failed(entry: &Entry, problem: &Problem) -> BoxError {
    entry.problem(problem);
    let why = problem.internal.as_deref().unwrap_or(&problem.detail);
    format!("{} {why}", problem.kind.code()).into()
}

/// The content of one attachment, alone.
pub(super) struct Content {
    pub(super) outflow: Outflow,
    pub(super) entry: Arc<Entry>,
    pub(super) over: bool,
}

impl Pull for Content {
    async fn pull(&mut self) -> Result<Option<Bytes>, BoxError> {
        while !self.over {
            match self.outflow.next().await.map_err(|problem| failed(&self.entry, &problem))? {
                Next::Content(bytes) => return Ok(Some(bytes)),
                Next::Begin(..) | Next::End => {}
                // The rest of the package is read: what is wrong with it is wrong with the content.
                Next::Last => self.over = true,
            }
        }
        Ok(None)
    }
}
