// SPDX-License-Identifier: EUPL-1.2
//! A person.

use super::{Code, Remark, Residence};
use crate::lexical::Date;

/// `bt:Name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonName {
    /// `familienname`.
    pub(crate) family: String,
    /// `geburtsname`.
    pub(crate) birth: Option<String>,
    /// `vorname`.
    pub(crate) given: Vec<String>,
    /// Attribute `doktorgrad`.
    pub(crate) degree: Option<String>,
}

/// `mr:Person`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// `personId`.
    pub(crate) id: String,
    /// `name`.
    pub(crate) name: PersonName,
    /// `geschlecht`.
    pub(crate) sex: Code,
    /// `familienstand`.
    pub(crate) marital: Option<Code>,
    /// `geburtsdatum`.
    pub(crate) born: Date,
    /// `geburtsort`.
    pub(crate) birthplace: Option<String>,
    /// `sterbedatum`.
    pub(crate) died: Option<Date>,
    /// `staatsangehoerigkeiten`.
    pub(crate) nationalities: Vec<String>,
    /// `meldeanschrift`, newest first.
    pub(crate) residences: Vec<Residence>,
    /// `merkmale`.
    pub(crate) remarks: Vec<Remark>,
    /// Attribute `stand`.
    pub(crate) changed: String,
    /// Attribute `fassung`.
    pub(crate) revision: i32,
    /// End of an information lock.
    pub(crate) locked_until: Option<Date>,
    /// Comment of the last move; not part of the answer.
    pub(crate) comment: Option<String>,
}

impl Person {
    /// The residence that holds now.
    pub(crate) fn current(&self) -> Option<&Residence> {
        self.residences.iter().find(|residence| residence.until.is_none())
    }
}
