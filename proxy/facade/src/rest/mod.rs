// SPDX-License-Identifier: EUPL-1.2
//! Callers that speak JSON over HTTP.

mod apart;
mod handler;
mod negotiate;
mod respond;
mod way;

pub(crate) use handler::decide;
#[cfg(test)]
pub(crate) use respond::respond;
pub(crate) use respond::{body_problem, problem_response};
pub(crate) use way::{methods, way};
