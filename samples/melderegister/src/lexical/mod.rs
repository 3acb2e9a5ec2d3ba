// SPDX-License-Identifier: EUPL-1.2
//! Lexical forms of the simple types, written down once more on purpose.
//!
//! Each function takes the raw text of an element or attribute, applies the white space rule of its type
//! and answers with the value or with the reason, which quotes the text.

mod binary;
mod date;
mod number;
mod text;
mod time;

pub(crate) use binary::base64;
pub(crate) use date::{Date, date};
pub(crate) use number::{amount, boolean, house_number, non_negative_integer, page_size};
pub(crate) use text::{
    digits8, file_name, free_text, line, one_of, person_id, postcode, state, states, token,
};
pub(crate) use time::date_time;

/// A value or the reason why there is none.
pub(crate) type Lexical<T> = Result<T, String>;
