// SPDX-License-Identifier: EUPL-1.2
//! Names of operations that an integrator chose: they go into the lock, and stay there.

use fachwerk_mapping::{Lock, LockedMethod, Mapping, OperationId};

use crate::mistake::{NAME, OPERATION};
use crate::{Mistake, Overrides};

/// The lock with the names that the overrides give; `None` where they give none. `before` is the lock that the mapping
/// was derived with, `after` the one that came out.
///
/// # Errors
/// Names that cannot be.
pub fn renamed(
    mapping: &Mapping,
    before: &Lock,
    after: &Lock,
    overrides: &Overrides,
) -> Result<Option<Lock>, Vec<Mistake>> {
    let mut lock = before.clone();
    let mut changed = false;
    let mut mistakes = Vec::new();
    for (key, given) in &overrides.operations {
        let Some(name) = &given.value.name else { continue };
        // Who is not known is told when the routes are planned.
        let Ok(id) = find(mapping, key) else { continue };
        let operation = mapping.operation(id);
        let service = &mapping.services[operation.service];
        let mut wrong = |message: String, advice: &str| {
            mistakes.push(Mistake { code: NAME, error: true, message, ..at(given, advice) });
        };
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(plain) {
            wrong(format!("`{name}` is no name of an operation"), "take letters, digits, `_`, `-` and `.`");
            continue;
        }
        let Some(locked) = after.services.get(&service.source.to_string()) else { continue };
        if locked.operations.iter().any(|(other, taken)| taken == name && *other != operation.key) {
            wrong(
                format!("the name `{name}` was given to another operation of `{}`", service.name),
                "choose another one",
            );
            continue;
        }
        if operation.name == *name {
            continue;
        }
        let entry = lock.services.entry(service.source.to_string()).or_default();
        entry.name.clone_from(&locked.name);
        entry.operations.insert(operation.key.clone(), name.clone());
        if let Some(method) = entry.methods.get_mut(&operation.key) {
            // The method is called after the operation.
            *method = LockedMethod { input: std::mem::take(&mut method.input), ..LockedMethod::default() };
        }
        changed = true;
    }
    if mistakes.is_empty() { Ok(changed.then_some(lock)) } else { Err(mistakes) }
}

/// A mistake about an override, still without a code.
pub(crate) fn at<T>(given: &serde_saphyr::Spanned<T>, advice: &str) -> Mistake {
    Mistake {
        code: OPERATION,
        error: true,
        line: u32::try_from(given.referenced.line()).unwrap_or(0),
        column: u32::try_from(given.referenced.column()).unwrap_or(0),
        message: String::new(),
        advice: advice.to_owned(),
    }
}

/// The operation that a key of the file means: its name in the WSDL, alone or after its service; of overloaded ones with
/// the name of the input, as in the lock: `find(findById)`.
///
/// # Errors
/// How many there are: none, or several.
pub(crate) fn find(mapping: &Mapping, key: &str) -> Result<OperationId, usize> {
    let (service, name) = match key.split_once('/') {
        Some((service, name)) => (Some(service), name),
        None => (None, key),
    };
    let named = |exact: bool| {
        let fits = move |index: &usize| {
            let operation = &mapping.operations[*index];
            let of = &mapping.services[operation.service];
            let in_service = service.is_none_or(|wanted| wanted == of.source.local || wanted == of.name);
            let tail = operation.key.split_once('/').map_or(operation.key.as_str(), |(_, tail)| tail);
            in_service && if exact { tail == name } else { operation.source == name }
        };
        (0..mapping.operations.len()).filter(fits).collect::<Vec<_>>()
    };
    let mut found = named(true);
    if found.is_empty() {
        found = named(false);
    }
    match found.as_slice() {
        [only] => Ok(OperationId(*only as u32)),
        several => Err(several.len()),
    }
}
