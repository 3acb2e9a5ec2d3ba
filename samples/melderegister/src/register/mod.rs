// SPDX-License-Identifier: EUPL-1.2
//! The register itself: state and rules, no XML.

mod certificate;
mod relocate;
mod residents;
mod search;

pub(crate) use relocate::Receipt;
pub(crate) use search::Page;

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::fault::{Declared, Fault};
use crate::record::{Document, Person};
use crate::request::Notification;

/// All residents, by id.
#[derive(Debug)]
pub(crate) struct Register {
    persons: BTreeMap<String, Person>,
    moves: u32,
}

impl Register {
    /// The register as it is at the start.
    pub(crate) fn new() -> Self {
        let persons = residents::all().into_iter().map(|person| (person.id.clone(), person)).collect();
        Self { persons, moves: 0 }
    }

    /// One record, unless it is unknown or locked.
    pub(crate) fn read(&self, id: &str) -> Result<&Person, Fault> {
        let person = self.persons.get(id).ok_or_else(|| Fault::not_found(id))?;
        match person.locked_until {
            None => Ok(person),
            Some(until) => Err(Fault::Declared(Declared::Locked { person_id: id.to_owned(), until })),
        }
    }

    /// The certificate of one person.
    pub(crate) fn certify(&self, id: &str, now: &Moment) -> Result<Document, Fault> {
        self.read(id).map(|person| certificate::issue(person, now))
    }

    /// Takes note; what concerns nobody known is dropped, as there is no answer to say so.
    pub(crate) fn notify(&mut self, notification: Notification, now: &Moment) {
        let Some(person) = self.persons.get_mut(&notification.person_id) else { return };
        if notification.event == "sterbefall" {
            person.died = notification.moment.get(..10).and_then(|day| day.parse().ok());
        }
        person.remarks.extend(notification.remarks);
        person.revision += 1;
        person.changed.clone_from(&now.text);
    }
}
