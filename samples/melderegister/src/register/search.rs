// SPDX-License-Identifier: EUPL-1.2
//! Searching, with pages.

use super::Register;
use crate::clock::Moment;
use crate::fault::{Declared, Fault, FieldError};
use crate::record::{Person, Place};
use crate::request::{Search, Subject};

/// One page of hits.
#[derive(Debug)]
pub(crate) struct Page<'r> {
    /// The hits on it.
    pub(crate) hits: Vec<&'r Person>,
    /// All hits.
    pub(crate) total: i64,
    /// Is there a page after it?
    pub(crate) more: bool,
}

impl Register {
    /// Hits by id order.
    pub(crate) fn search(&self, search: &Search, now: &Moment) -> Result<Page<'_>, Fault> {
        check(search, now)?;
        let all: Vec<_> = self.persons.values().filter(|person| matches(person, search)).collect();
        let total = all.len();
        let skipped = usize::try_from(search.offset).unwrap_or(usize::MAX).min(total);
        let hits: Vec<_> = all.into_iter().skip(skipped).take(search.limit).collect();
        let more = skipped + hits.len() < total;
        Ok(Page { hits, total: i64::try_from(total).unwrap_or(i64::MAX), more })
    }
}

/// Rules the schema cannot express.
fn check(search: &Search, now: &Moment) -> Result<(), Fault> {
    let mut errors = Vec::new();
    if let Subject::Name { family, born, .. } = &search.subject {
        if family.trim_end_matches('*').chars().count() < 2 {
            errors.push(FieldError {
                code: 101,
                field: "kriterien/familienname",
                message: "Mindestens zwei Zeichen vor dem Stern angeben".to_owned(),
            });
        }
        if born.is_some_and(|born| born > now.day) {
            errors.push(FieldError {
                code: 102,
                field: "kriterien/geburtsdatum",
                message: "Das Geburtsdatum liegt in der Zukunft".to_owned(),
            });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Fault::Declared(Declared::Invalid(errors))) }
}

fn matches(person: &Person, search: &Search) -> bool {
    let subject = match &search.subject {
        Subject::Id(id) => person.id == *id,
        Subject::Name { family, given, born } => {
            let given = given.as_deref();
            name_matches(&person.name.family, family)
                && given.is_none_or(|given| person.name.given.iter().any(|name| name_matches(name, given)))
                && born.is_none_or(|born| person.born == born)
        }
    };
    let municipality = search.municipality.as_deref();
    subject
        && search.sex.is_none_or(|sex| person.sex == sex)
        && (search.marital.is_empty() || person.marital.is_some_and(|code| search.marital.contains(&code)))
        && municipality.is_none_or(|ags| lives_in(person, ags))
        && search.nationalities.iter().all(|state| person.nationalities.contains(state))
}

fn lives_in(person: &Person, ags: &str) -> bool {
    person.current().is_some_and(
        |residence| matches!(&residence.address.place, Place::Domestic { municipality, .. } if municipality == ags),
    )
}

/// Case does not matter, a star at the end stands for anything.
fn name_matches(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (name.to_lowercase(), wanted.to_lowercase());
    match wanted.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == wanted,
    }
}
