// SPDX-License-Identifier: EUPL-1.2
//! One SOAP call from bytes to bytes.

use std::sync::{Mutex, PoisonError};

use hyper::StatusCode;

use crate::action::Declaration;
use crate::answer;
use crate::clock::Moment;
use crate::counters::Counters;
use crate::envelope::{self, Version};
use crate::fault::Fault;
use crate::names::MR;
use crate::operation::Operation;
use crate::record::Money;
use crate::register::Register;
use crate::request::Request;
use crate::xml;

/// The answer to a call.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Status of HTTP.
    pub(crate) status: StatusCode,
    /// Envelope; empty for one-way operations.
    pub(crate) body: String,
    /// The operation, once known.
    pub(crate) operation: Option<Operation>,
}

/// Serves a call.
pub(crate) fn call(
    declaration: &Declaration,
    message: &[u8],
    register: &Mutex<Register>,
    counters: &Counters,
    now: &Moment,
) -> Answer {
    let mut operation = None;
    match accept(declaration, message, counters, &mut operation)
        .and_then(|request| execute(request, declaration.version, register, counters, now))
    {
        Ok(Some(body)) => Answer { status: StatusCode::OK, body, operation },
        Ok(None) => Answer { status: StatusCode::ACCEPTED, body: String::new(), operation },
        Err(fault) => {
            counters.count_fault();
            let status = match (declaration.version, &fault) {
                (Version::Soap12, Fault::Client(_)) => StatusCode::BAD_REQUEST,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            Answer { status, body: envelope::write_fault(declaration.version, &fault), operation }
        }
    }
}

fn accept(
    declaration: &Declaration,
    message: &[u8],
    counters: &Counters,
    known: &mut Option<Operation>,
) -> Result<Request, Fault> {
    let root = xml::parse(message)?;
    let payload = envelope::payload(&root, declaration.version)?;
    let named = Operation::from_name(&payload.name.local).filter(|_| payload.name.namespace == MR);
    let operation = named.ok_or_else(|| {
        let name = &payload.name;
        Fault::Client(format!("element '{}' of namespace '{}' is no operation", name.local, name.namespace))
    })?;
    *known = Some(operation);
    counters.count_request(operation);
    declaration.check(operation)?;
    Ok(Request::read(operation, payload)?)
}

fn execute(
    request: Request,
    version: Version,
    register: &Mutex<Register>,
    counters: &Counters,
    now: &Moment,
) -> Result<Option<String>, Fault> {
    let mut register = register.lock().unwrap_or_else(PoisonError::into_inner);
    let body = match request {
        Request::Search(search) => {
            let page = register.search(&search, now)?;
            envelope::write(version, |out| answer::page(out, &page))
        }
        Request::Read { person_id, history } => {
            let person = register.read(&person_id)?;
            envelope::write(version, |out| answer::record(out, person, history))
        }
        Request::Relocate(order) => {
            let receipt = register.relocate(order, now)?;
            counters.count_move();
            envelope::write(version, |out| answer::receipt(out, &receipt))
        }
        Request::Certify { person_id } => {
            let document = register.certify(&person_id, now)?;
            let fee = Money { amount: "9.50".to_owned(), currency: None };
            envelope::write(version, |out| answer::certificate(out, &document, &fee))
        }
        Request::Notify(notification) => {
            register.notify(notification, now);
            counters.count_notification();
            return Ok(None);
        }
    };
    Ok(Some(body))
}
