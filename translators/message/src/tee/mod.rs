// SPDX-License-Identifier: EUPL-1.2
//! A message kept as events: to send it twice, or to compare it with another.

mod normalise;
mod recorded;
mod recorder;
#[cfg(test)]
mod tests;

pub use recorded::Recorded;
pub use recorder::Recorder;
