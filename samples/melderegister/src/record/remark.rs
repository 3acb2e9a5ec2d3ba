// SPDX-License-Identifier: EUPL-1.2
//! Remarks, whose order matters.

use super::Money;
use crate::lexical::Date;

/// One alternative of `mr:Merkmale`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Remark {
    /// `vermerk`.
    Note(String),
    /// `frist`.
    Deadline(Date),
    /// `forderung`.
    Claim(Money),
}
