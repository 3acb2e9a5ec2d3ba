// SPDX-License-Identifier: EUPL-1.2
//! Operations that share a path, told apart by their methods.

use std::sync::Arc;

use fachwerk_mapping::OperationId;
use http::Method;

use crate::gateway::Served;

/// Operations at one path.
type Ways = [(Method, Arc<Served>, OperationId)];

/// The operation for this method. `HEAD` is answered where `GET` is (RFC 9110, section 9.3.2).
pub(crate) fn way<'w>(ways: &'w Ways, method: &Method) -> Option<(&'w Arc<Served>, OperationId)> {
    let wanted = if *method == Method::HEAD { &Method::GET } else { method };
    ways.iter().find(|(method, ..)| method == wanted).map(|(_, served, operation)| (served, *operation))
}

/// The methods that are allowed, for `Allow` (RFC 9110, section 10.2.1).
pub(crate) fn methods(ways: &Ways) -> String {
    let mut names: Vec<&str> = ways.iter().map(|(method, ..)| method.as_str()).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    names.sort_unstable();
    names.join(", ")
}
