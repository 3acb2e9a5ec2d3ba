// SPDX-License-Identifier: EUPL-1.2
//! `mr:suchePerson`.

use super::fields::{Fields, Shape};
use super::scalar;
use crate::lexical::Date;
use crate::names::MR;
use crate::record::Code;
use crate::xml::{Element, Violation};

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search {
    /// Who is searched.
    pub(crate) subject: Subject,
    /// `geschlecht`.
    pub(crate) sex: Option<Code>,
    /// `familienstand`: one of these; empty for any.
    pub(crate) marital: Vec<Code>,
    /// `ags` of the current residence.
    pub(crate) municipality: Option<String>,
    /// `staatsangehoerigkeiten`: all of these.
    pub(crate) nationalities: Vec<String>,
    /// `limit`, with its default.
    pub(crate) limit: usize,
    /// `versatz`, with its default.
    pub(crate) offset: u64,
}

/// The choice of `mr:Suchkriterien`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// `personId`.
    Id(String),
    /// The group that starts with `familienname`.
    Name {
        /// `familienname`, perhaps with a star at its end.
        family: String,
        /// `vorname`.
        given: Option<String>,
        /// `geburtsdatum`.
        born: Option<Date>,
    },
}

/// What an empty or absent `limit` means.
const DEFAULT_LIMIT: usize = 20;

pub(super) fn read(payload: &Element) -> Result<Search, Violation> {
    let mut fields = Fields::of(payload, &Shape::ANONYMOUS)?;
    let criteria = fields.required(MR, "kriterien")?;
    let limit = fields.optional(MR, "limit");
    let offset = fields.optional(MR, "versatz").map(|e| scalar::COUNT.read(e)).transpose()?;
    fields.finish()?;
    let limit = match limit {
        // an element with a default is valid when it is empty
        Some(element) if element.text.is_empty() && element.children.is_empty() => {
            scalar::PAGE_SIZE.shape().check(element)?;
            DEFAULT_LIMIT
        }
        Some(element) => scalar::PAGE_SIZE.read(element)?,
        None => DEFAULT_LIMIT,
    };

    let mut fields = Fields::of(criteria, &Shape::named(MR, "Suchkriterien"))?;
    let subject = subject(&mut fields)?;
    let sex = fields.optional(MR, "geschlecht").map(|e| scalar::SEX.read(e)).transpose()?;
    let marital = fields.repeated(MR, "familienstand").into_iter();
    let marital = marital.map(|e| scalar::MARITAL_STATUS.read(e)).collect::<Result<_, _>>()?;
    let municipality = fields.optional(MR, "ags").map(|e| scalar::MUNICIPALITY.read(e)).transpose()?;
    let nationalities = fields.optional(MR, "staatsangehoerigkeiten").map(|e| scalar::STATES.read(e));
    let nationalities = nationalities.transpose()?.unwrap_or_default();
    fields.finish()?;

    Ok(Search { subject, sex, marital, municipality, nationalities, limit, offset: offset.unwrap_or(0) })
}

fn subject(fields: &mut Fields<'_>) -> Result<Subject, Violation> {
    if let Some(element) = fields.optional(MR, "personId") {
        return scalar::PERSON_ID.read(element).map(Subject::Id);
    }
    if !fields.at(MR, "familienname") {
        let Violation(message) = fields.instead_of(MR, "familienname");
        return Err(Violation::new(format!("{message} (or 'personId')")));
    }
    let family = scalar::LINE.read(fields.required(MR, "familienname")?)?;
    let given = fields.optional(MR, "vorname").map(|e| scalar::LINE.read(e)).transpose()?;
    let born = fields.optional(MR, "geburtsdatum").map(|e| scalar::DATE.read(e)).transpose()?;
    Ok(Subject::Name { family, given, born })
}
