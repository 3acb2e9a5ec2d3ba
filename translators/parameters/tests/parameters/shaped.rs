// SPDX-License-Identifier: EUPL-1.2
//! Contracts in the resource style.

use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, Mapping, Operation, OperationId, RestStyle, derive};
use fachwerk_message::value::Patterns;
use fachwerk_rest::{Overrides, plan};

/// A contract in the resource style.
pub(crate) struct Shaped {
    pub(crate) mapping: Mapping,
    pub(crate) patterns: Patterns,
}

impl Shaped {
    /// The sample's.
    pub(crate) fn melderegister() -> Self {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl");
        Self::open(&path)
    }

    /// That of a WSDL file.
    pub(crate) fn open(path: &Path) -> Self {
        let options = fachwerk_wsdl::Options::default();
        let input = fachwerk_wsdl::open(path, &options.limits).expect("the file");
        let contract = fachwerk_wsdl::read(&input, &options).contract.expect("a contract");
        let (mut mapping, lock, _) = derive(&contract, &Lock::new());
        let planned = plan(&mut mapping, RestStyle::Resource, &Overrides::default(), &lock);
        assert!(planned.mistakes.is_empty(), "{:?}", planned.mistakes);
        let patterns = Patterns::new(&mapping);
        Self { mapping, patterns }
    }

    pub(crate) fn operation(&self, name: &str) -> &Operation {
        self.mapping.operation(self.mapping.find_operation(name).expect("an operation"))
    }

    /// Operations that have parameters.
    pub(crate) fn with_parameters(&self) -> impl Iterator<Item = OperationId> {
        let all = (0..self.mapping.operations.len()).map(|index| OperationId(index as u32));
        all.filter(|id| !self.mapping.operation(*id).parameters.is_empty())
    }
}

/// A file of the reference data, where it is there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let base = std::env::var_os("FACHWERK_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let found = Some(base.join(path)).filter(|found| found.exists());
    if found.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI nothing is skipped: {path}");
        eprintln!("skipped: {path} is not there");
    }
    found
}
