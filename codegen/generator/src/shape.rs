// SPDX-License-Identifier: EUPL-1.2
//! The mapping with the REST shape that people decided on.

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, Note, RestStyle};
use fachwerk_rest::{Mistake, Overrides, plan, prepared, renamed};

use crate::report::{Remark, Report};
use crate::{Decisions, Written};

/// A mapping, the lock to write, and what is to be said of both.
pub(crate) struct Shaped {
    pub(crate) mapping: Mapping,
    pub(crate) lock: Lock,
    pub(crate) notes: Vec<Note>,
    /// By operation: why its REST shape is as it is.
    pub(crate) why: Vec<Vec<String>>,
}

/// Derive the mapping of a contract and shape it. `None` where the overrides cannot be followed; the report says why.
pub(crate) fn shape(contract: &Contract, decisions: &Decisions, report: &mut Report) -> Option<Shaped> {
    let (file, overrides) = match &decisions.overrides {
        None => ("", Overrides::default()),
        Some(Written { name, text }) => match Overrides::from_yaml(text) {
            Ok(overrides) => (name.as_str(), overrides),
            Err(mistake) => return refused(report, name, vec![mistake]),
        },
    };
    let old = decisions.lock.as_ref().map_or_else(Lock::new, Clone::clone);
    let style = decisions.style.or(overrides.style).unwrap_or(old.rest_style);
    let before = prepared(&old, style);
    let (mut mapping, mut lock, mut notes) = fachwerk_mapping::derive(contract, &before);
    match renamed(&mapping, &before, &lock, &overrides) {
        Ok(None) => {}
        Ok(Some(with_names)) => (mapping, lock, notes) = fachwerk_mapping::derive(contract, &with_names),
        Err(mistakes) => return refused(report, file, mistakes),
    }
    let planned = plan(&mut mapping, style, &overrides, &before);
    if planned.mistakes.iter().any(|mistake| mistake.error) {
        return refused(report, file, planned.mistakes);
    }
    for mistake in planned.mistakes {
        report.push(remark(file, mistake));
    }
    keep(&mapping, &mut lock, style, planned.routes);
    // A route that is kept and cannot be served was planned anew, and says so.
    notes.retain(|note| note.code != "FW-1520" || style == RestStyle::Rpc);
    Some(Shaped { mapping, lock, notes, why: planned.why })
}

/// Put the routes into the lock.
fn keep(mapping: &Mapping, lock: &mut Lock, style: RestStyle, routes: Vec<Option<fachwerk_mapping::Route>>) {
    lock.rest_style = style;
    for service in lock.services.values_mut() {
        service.routes.clear();
    }
    for (operation, route) in mapping.operations.iter().zip(routes) {
        let service = mapping.services[operation.service].source.to_string();
        if let (Some(route), Some(locked)) = (route, lock.services.get_mut(&service)) {
            locked.routes.insert(operation.key.clone(), route);
        }
    }
}

fn refused<T>(report: &mut Report, file: &str, mistakes: Vec<Mistake>) -> Option<T> {
    for mistake in mistakes {
        report.push(remark(file, mistake));
    }
    None
}

fn remark(file: &str, mistake: Mistake) -> Remark {
    Remark {
        severity: if mistake.error { "error" } else { "warning" }.to_owned(),
        code: mistake.code.to_owned(),
        file: file.to_owned(),
        line: mistake.line,
        column: mistake.column,
        message: mistake.message,
        advice: mistake.advice,
        snippet: None,
        caret: None,
    }
}
