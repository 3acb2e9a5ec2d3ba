// SPDX-License-Identifier: EUPL-1.2
//! The W3C XML Schema suite, for the test and the example that run it.

pub mod catalogue;
pub mod instance;
pub mod run;
