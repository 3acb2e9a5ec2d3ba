// SPDX-License-Identifier: EUPL-1.2
//! Registering a move.

use super::Register;
use crate::clock::Moment;
use crate::fault::{Declared, Fault, FieldError};
use crate::record::{Money, Person, Place, Residence};
use crate::request::{Comment, Move};

/// `mr:Quittung`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Receipt {
    /// `vorgang`.
    pub(crate) number: String,
    /// `eingegangenAm`.
    pub(crate) received: String,
    /// `gebuehr`.
    pub(crate) fee: Money,
    /// `hinweis`.
    pub(crate) hints: Vec<String>,
}

/// Fee of a move in cents, and of each person who moves along.
const FEE: u64 = 1000;
const FEE_EACH: u64 = 250;

impl Register {
    /// Moves a person and companions; all or nobody.
    pub(crate) fn relocate(&mut self, order: Move, now: &Moment) -> Result<Receipt, Fault> {
        let errors = check(self.read(&order.person_id)?, &order, now);
        for companion in &order.companions {
            self.read(companion)?;
        }
        if !errors.is_empty() {
            return Err(Fault::Declared(Declared::Invalid(errors)));
        }

        let mut hints = Vec::new();
        if order.confirmation.is_none() {
            hints.push("Die Wohnungsgeberbestätigung ist nachzureichen".to_owned());
        }
        match &order.comment {
            Comment::Keep => {}
            Comment::Clear => hints.push("Bemerkung gelöscht".to_owned()),
            Comment::Set(text) => {
                let length = text.chars().count();
                hints.push(format!("Bemerkung mit {length} Zeichen gespeichert"));
            }
        }

        let residence = Residence {
            address: order.address,
            from: order.from,
            until: None,
            kind: order.kind,
            confirmed: Some(order.confirmation.is_some()),
        };
        for id in order.companions.iter().chain([&order.person_id]) {
            if let Some(person) = self.persons.get_mut(id) {
                move_in(person, residence.clone(), now);
            }
        }
        if let Some(person) = self.persons.get_mut(&order.person_id) {
            match order.comment {
                Comment::Keep => {}
                Comment::Clear => person.comment = None,
                Comment::Set(text) => person.comment = Some(text),
            }
        }

        self.moves += 1;
        Ok(Receipt {
            number: format!("UMZ-{:04}-{:06}", now.day.year(), self.moves % 1_000_000),
            received: now.text.clone(),
            fee: Money::euro_cents(FEE + FEE_EACH * order.companions.len() as u64),
            hints,
        })
    }
}

/// A second home joins the others; any other home ends the one before.
fn move_in(person: &mut Person, residence: Residence, now: &Moment) {
    if residence.kind != "nebenwohnung" {
        for former in &mut person.residences {
            if former.until.is_none() && former.kind != "nebenwohnung" {
                former.until = Some(residence.from.previous().max(former.from));
            }
        }
    }
    person.residences.insert(0, residence);
    person.revision += 1;
    person.changed.clone_from(&now.text);
}

/// Rules the schema cannot express.
fn check(person: &Person, order: &Move, now: &Moment) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut error = |code, field, message: &str| {
        errors.push(FieldError { code, field, message: message.to_owned() });
    };
    if person.died.is_some() {
        error(201, "personId", "Die Person ist verstorben");
    }
    if order.from < person.born {
        error(202, "einzugsdatum", "Der Einzug liegt vor der Geburt");
    }
    if order.from > now.day.plus_days(365) {
        error(203, "einzugsdatum", "Der Einzug liegt mehr als ein Jahr in der Zukunft");
    }
    match &order.address.place {
        Place::Domestic { municipality, .. } => {
            if !municipality.get(..2).is_some_and(|land| ("01"..="16").contains(&land)) {
                error(204, "neueAnschrift/ags", "Dieses Land gibt es nicht");
            }
        }
        Place::Foreign { .. } if order.kind == "nebenwohnung" => {
            error(205, "art", "Eine Nebenwohnung liegt im Inland");
        }
        Place::Foreign { .. } => {}
    }
    if order.companions.contains(&order.person_id) {
        error(206, "mitziehend", "Die Person zieht nicht mit sich selbst um");
    }
    if let Some(document) = &order.confirmation
        && document.media_type == "application/pdf"
        && !document.content.starts_with(b"%PDF-")
    {
        error(207, "bestaetigung/inhalt", "Der Inhalt ist kein PDF");
    }
    errors
}
