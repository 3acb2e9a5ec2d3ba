// SPDX-License-Identifier: EUPL-1.2
//! Stub.
/// Stub.
#[derive(Debug)]
pub struct Recorded;
/// Stub.
#[derive(Debug)]
pub struct Recorder;
