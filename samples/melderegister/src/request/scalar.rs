// SPDX-License-Identifier: EUPL-1.2
//! The simple types that occur in requests.

use super::simple::Simple;
use crate::lexical::{self, Date};
use crate::names::{BT, MR, XS};
use crate::record::{CURRENCIES, Code, EVENTS, MARITAL, RESIDENCES, SEXES};

pub(super) const DATE: Simple<Date> = Simple { name: (XS, "date"), parse: lexical::date };
pub(super) const DATE_TIME: Simple<String> = Simple { name: (XS, "dateTime"), parse: lexical::date_time };
pub(super) const BOOLEAN: Simple<bool> = Simple { name: (XS, "boolean"), parse: lexical::boolean };
pub(super) const BASE64: Simple<Vec<u8>> = Simple { name: (XS, "base64Binary"), parse: lexical::base64 };
pub(super) const TOKEN: Simple<String> = Simple { name: (XS, "token"), parse: lexical::token };
pub(super) const COUNT: Simple<u64> =
    Simple { name: (XS, "nonNegativeInteger"), parse: lexical::non_negative_integer };

pub(super) const LINE: Simple<String> = Simple { name: (BT, "Text"), parse: lexical::line };
pub(super) const FREE_TEXT: Simple<String> = Simple { name: (BT, "Freitext"), parse: lexical::free_text };
pub(super) const MUNICIPALITY: Simple<String> = Simple { name: (BT, "AGS"), parse: lexical::digits8 };
pub(super) const PERSON_ID: Simple<String> = Simple { name: (BT, "PersonId"), parse: lexical::person_id };
pub(super) const POSTCODE: Simple<String> = Simple { name: (BT, "Postleitzahl"), parse: lexical::postcode };
pub(super) const HOUSE_NUMBER: Simple<u16> =
    Simple { name: (BT, "Hausnummer"), parse: lexical::house_number };
pub(super) const STATE: Simple<String> = Simple { name: (BT, "Staat"), parse: lexical::state };
pub(super) const STATES: Simple<Vec<String>> = Simple { name: (BT, "StaatenListe"), parse: lexical::states };
pub(super) const AMOUNT: Simple<String> = Simple { name: (BT, "Dezimalbetrag"), parse: lexical::amount };
pub(super) const FILE_NAME: Simple<String> = Simple { name: (BT, "dateiname"), parse: lexical::file_name };

pub(super) const SEX: Simple<Code> =
    Simple { name: (BT, "Geschlecht"), parse: |raw| lexical::one_of(SEXES, raw) };
pub(super) const MARITAL_STATUS: Simple<Code> =
    Simple { name: (BT, "Familienstand"), parse: |raw| lexical::one_of(MARITAL, raw) };
pub(super) const RESIDENCE: Simple<Code> =
    Simple { name: (BT, "AnschriftArt"), parse: |raw| lexical::one_of(RESIDENCES, raw) };
pub(super) const CURRENCY: Simple<Code> =
    Simple { name: (BT, "Waehrung"), parse: |raw| lexical::one_of(CURRENCIES, raw) };
pub(super) const EVENT: Simple<Code> =
    Simple { name: (MR, "Ereignis"), parse: |raw| lexical::one_of(EVENTS, raw) };
pub(super) const PAGE_SIZE: Simple<usize> = Simple { name: (MR, "Seitengroesse"), parse: lexical::page_size };
