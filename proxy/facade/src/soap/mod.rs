// SPDX-License-Identifier: EUPL-1.2
//! Callers that speak SOAP: their messages pass untouched, validated where that is asked for; only descriptions are
//! rewritten.

mod checked;
mod describe;
mod fault;
mod here;
mod relay;
mod wsdl;

#[cfg(test)]
pub(crate) use checked::exchange;
#[cfg(test)]
pub(crate) use describe::Describing;
pub(crate) use fault::{fault_response, speaks_soap};
pub(crate) use relay::{decide, operation, relay_problem};
#[cfg(test)]
pub(crate) use wsdl::Asked;
