// SPDX-License-Identifier: EUPL-1.2
//! The W3C XML Schema suite, for the test and the example that run it.

pub(crate) mod catalogue;
pub(crate) mod instance;
pub(crate) mod run;
