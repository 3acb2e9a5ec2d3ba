// SPDX-License-Identifier: EUPL-1.2
//! A directory written by `fachwerk generate`, read back.

use std::path::Path;

use fachwerk_contract::Contract;
use fachwerk_generator::files;
use fachwerk_mapping::{Lock, Mapping, MessageRole, OperationId};

use crate::failure::Failure;

/// Load the mapping of a facade directory.
pub(crate) fn mapping(directory: &Path) -> Result<Mapping, Failure> {
    contract_and_mapping(directory).map(|(_, mapping)| mapping)
}

/// Load the contract of a facade directory with its mapping.
pub(crate) fn contract_and_mapping(directory: &Path) -> Result<(Contract, Mapping), Failure> {
    let contract_path = directory.join(files::CONTRACT);
    let bytes = std::fs::read(&contract_path).map_err(|e| {
        Failure::file(&contract_path, "read", &e)
            .advice(format!("`{}` must be a directory written by `fachwerk generate`", directory.display()))
    })?;
    let contract = Contract::from_json(&bytes)
        .map_err(|e| Failure::coded(&e).at(contract_path.display().to_string()))?;
    let lock_path = directory.join(files::LOCK);
    let lock = match std::fs::read(&lock_path) {
        Ok(bytes) => {
            Lock::from_json(&bytes).map_err(|e| Failure::coded(&e).at(lock_path.display().to_string()))?
        }
        Err(error) => return Err(Failure::file(&lock_path, "read", &error)),
    };
    let mapping = fachwerk_mapping::derive(&contract, &lock).0;
    Ok((contract, mapping))
}

/// The operation of that name.
pub(crate) fn operation(mapping: &Mapping, name: &str) -> Result<OperationId, Failure> {
    mapping.find_operation(name).ok_or_else(|| {
        let all: Vec<String> = mapping
            .operations
            .iter()
            .map(|o| format!("{}/{}", mapping.services[o.service].name, o.name))
            .collect();
        let same: Vec<String> = all.iter().filter(|q| short(q) == name).cloned().collect();
        if same.len() > 1 {
            let message = format!("operation `{name}` exists in {} services", same.len());
            let mut failure = Failure::new("FW-0004", message).advice("write SERVICE/NAME");
            failure.details = same;
            return failure;
        }
        let mut failure = Failure::new("FW-0003", format!("there is no operation `{name}`"))
            .advice("use one of those listed; report.json has them all");
        failure.details = nearest(all, name);
        failure
    })
}

/// How many suggestions are still read.
const SUGGESTIONS: usize = 8;

/// The name of an operation without its service.
fn short(qualified: &str) -> &str {
    qualified.rsplit('/').next().unwrap_or(qualified)
}

/// Those that look most like what was asked for, and how many there are besides.
pub(crate) fn nearest(mut all: Vec<String>, name: &str) -> Vec<String> {
    let wanted = short(name).to_lowercase();
    let likeness = |candidate: &String| {
        let candidate = short(candidate).to_lowercase();
        let part = u8::from(candidate.contains(&wanted) || wanted.contains(&candidate));
        f64::from(part) + strsim::jaro_winkler(&candidate, &wanted)
    };
    if all.len() > SUGGESTIONS {
        all.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
        let more = all.len() - SUGGESTIONS;
        all.truncate(SUGGESTIONS);
        all.push(format!("… and {more} more"));
    }
    all
}

/// The message of that name: `input`, `output` or `fault:NAME`.
pub(crate) fn role(mapping: &Mapping, operation: OperationId, name: &str) -> Result<MessageRole, Failure> {
    let operation = mapping.operation(operation);
    let role = match name {
        "input" => Some(MessageRole::Input),
        "output" => operation.output.as_ref().map(|_| MessageRole::Output),
        _ => name.strip_prefix("fault:").and_then(|wanted| {
            operation.faults.iter().position(|f| f.name == wanted).map(MessageRole::Fault)
        }),
    };
    role.ok_or_else(|| {
        let mut failure =
            Failure::new("FW-0005", format!("operation `{}` has no message `{name}`", operation.name))
                .advice("use one of those listed");
        failure.details = std::iter::once("input".to_owned())
            .chain(operation.output.as_ref().map(|_| "output".to_owned()))
            .chain(operation.faults.iter().map(|f| format!("fault:{}", f.name)))
            .collect();
        failure
    })
}

/// `input`, `output` or `fault:NAME`.
pub(crate) fn role_name(mapping: &Mapping, operation: OperationId, role: MessageRole) -> String {
    match role {
        MessageRole::Input => "input".to_owned(),
        MessageRole::Output => "output".to_owned(),
        MessageRole::Fault(index) => format!("fault:{}", mapping.operation(operation).faults[index].name),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_names_come_first_and_the_rest_is_counted() {
        let all = (0..60)
            .map(|n| format!("S/Other{n}"))
            .chain(["S/ReadFileGI".to_owned(), "S/ReadFile".to_owned()]);
        let found = nearest(all.collect(), "S/readFile");
        assert_eq!(found[..2], ["S/ReadFile", "S/ReadFileGI"]);
        assert_eq!(found.last().map(String::as_str), Some("… and 54 more"));
        assert_eq!(nearest(vec!["S/a".to_owned()], "b"), ["S/a"]);
    }
}
