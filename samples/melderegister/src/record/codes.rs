// SPDX-License-Identifier: EUPL-1.2
//! Code lists.

/// A value of one of the lists below.
pub(crate) type Code = &'static str;

/// `bt:Geschlecht`.
pub(crate) const SEXES: &[Code] = &["w", "m", "d", "x"];
/// `bt:Familienstand`.
pub(crate) const MARITAL: &[Code] = &["LD", "VH", "VW", "GS", "LP", "NB"];
/// `bt:AnschriftArt`.
pub(crate) const RESIDENCES: &[Code] = &["alleinige-wohnung", "hauptwohnung", "nebenwohnung"];
/// `bt:Waehrung`.
pub(crate) const CURRENCIES: &[Code] = &["EUR", "CHF"];
/// `mr:Ereignis`.
pub(crate) const EVENTS: &[Code] = &["geburt", "eheschliessung", "sterbefall", "umzug"];
