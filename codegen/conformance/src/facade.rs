// SPDX-License-Identifier: EUPL-1.2
//! A facade as it is generated, and as the proxy loads it.

use std::collections::BTreeMap;

use fachwerk_contract::Contract;
use fachwerk_generator::{Generated, Report, files};
use fachwerk_mapping::{Lock, Mapping, Note};
use fachwerk_wsdl::Catalog;

use crate::{Case, Check, Finding, Options};

/// What was generated, read back.
pub(crate) struct Facade {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) report: Report,
    pub(crate) contract: Contract,
    pub(crate) mapping: Mapping,
    pub(crate) notes: Vec<Note>,
}

/// Generate the facade of a case.
///
/// # Errors
/// Nothing came out: the report where there is one, and why.
pub(crate) fn generate(case: &Case, options: &Options) -> Result<Facade, (Option<Report>, Finding)> {
    let limits = fachwerk_wsdl::Limits::default();
    let input = fachwerk_wsdl::open(&case.entry, &limits)
        .map_err(|e| (None, Finding::new(Check::Load, case.label.clone(), e.to_string())))?;
    let catalog = Catalog::open(&options.catalogs, &limits)
        .map_err(|e| (None, Finding::new(Check::Load, case.label.clone(), e.to_string())))?;
    let input = input.with_catalog(catalog);
    let reading = fachwerk_wsdl::Options { limits, ..Default::default() };
    let Generated { files, report, .. } =
        fachwerk_generator::generate(&input, &reading, None).map_err(|failed| {
            let finding = Finding::new(Check::Load, case.label.clone(), failed.to_string());
            (Some(failed.0), finding)
        })?;
    match read_back(&files) {
        Ok((contract, mapping, notes)) => Ok(Facade { files, report, contract, mapping, notes }),
        Err(message) => Err((Some(report), Finding::new(Check::Map, case.label.clone(), message))),
    }
}

/// As the proxy does it: contract and lock from their files, the mapping from both.
fn read_back(generated: &BTreeMap<String, Vec<u8>>) -> Result<(Contract, Mapping, Vec<Note>), String> {
    let contract = Contract::from_json(file(generated, files::CONTRACT)?).map_err(|e| e.to_string())?;
    let lock = Lock::from_json(file(generated, files::LOCK)?).map_err(|e| e.to_string())?;
    let (mapping, again, notes) = fachwerk_mapping::derive(&contract, &lock);
    if again.to_json() != lock.to_json() {
        return Err("the lock is another one when the mapping is derived again".to_owned());
    }
    Ok((contract, mapping, notes))
}

/// One of the generated files.
///
/// # Errors
/// It is missing: nothing that is missing may look like something that is empty.
pub(crate) fn file<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f [u8], String> {
    files.get(name).map(Vec::as_slice).ok_or_else(|| format!("`{name}` was not generated"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_not_an_empty_one() {
        let mut files = BTreeMap::from([("contract.json".to_owned(), Vec::new())]);
        assert_eq!(file(&files, "contract.json"), Ok(&[][..]));
        files.clear();
        assert_eq!(read_back(&files).err().as_deref(), Some("`contract.json` was not generated"));
    }
}
