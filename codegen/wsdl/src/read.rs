// SPDX-License-Identifier: EUPL-1.2
//! The stages, one after the other.

use fachwerk_contract::{Contract, SourceDocument};

use crate::constraint;
use crate::diagnostic::Diagnostics;
use crate::load::load;
use crate::resolve::{add_built_in, drop_unused_built_in, media_types, prune};
use crate::schema::{Components, finish, read_unit, redefine};
use crate::{Code, Diagnostic, Input, Options, Severity, wsdl};

/// What came of an input.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that is usable; `None` where nothing is.
    pub contract: Option<Contract>,
    /// Paths of the documents that were read from the input, in order: those of the contract without the schemas that
    /// this crate serves. [`Input::document`] has their bytes.
    pub sources: Vec<String>,
    /// What is to be said, in the order of the files and places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether something is wrong, so that the contract does not hold all that the input means to say.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

/// Read an input. Never stops at the first mistake.
pub fn read(input: &Input, options: &Options) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let mut closure = load(input, options, &mut diagnostics);
    if options.strict {
        constraint::check(&closure, &mut diagnostics);
    }
    let mut components = Components::default();
    for unit in &closure.schemas {
        read_unit(&closure, unit, &mut components, &mut diagnostics);
    }
    // the innermost redefinition comes first
    for redefinition in closure.redefinitions.iter().rev() {
        redefine(&closure, *redefinition, &mut components, &mut diagnostics);
    }
    let mut definitions = wsdl::read(&closure, &mut diagnostics);
    wsdl::expand(&mut definitions, &closure, options.limits.derivation_depth, &mut diagnostics);
    wsdl::link(&mut definitions, &closure, &mut diagnostics);
    wsdl::link_parts(&mut definitions, &components, &closure, &mut diagnostics);
    add_built_in(&mut closure, &mut components, &definitions, &mut diagnostics);
    finish(&mut components, &closure, &mut diagnostics);
    media_types(&mut components, &closure);
    drop_unused_built_in(&closure, &mut components, &definitions);
    let limit = options.limits.derivation_depth;
    prune(&mut components, &mut definitions, &closure, limit, &mut diagnostics);
    let policies = wsdl::policies(&closure, &mut diagnostics);

    let read = closure.documents.iter().filter(|d| !d.built_in);
    let sources = read.map(|d| d.path.clone()).collect();
    let usable = !closure.definitions.is_empty() || !closure.schemas.is_empty();
    let mut contract = Contract {
        documents: closure.documents.iter().map(|d| SourceDocument { path: d.path.clone() }).collect(),
        services: definitions.services,
        bindings: definitions.bindings,
        interfaces: definitions.interfaces,
        messages: definitions.messages,
        schema: components.schema,
        policies,
    };
    wsdl::assume(&mut contract, definitions.foreign, &closure, &mut diagnostics);
    if let Some(first) = closure.definitions.first()
        && contract.interfaces.iter().all(|i| i.operations.is_empty())
    {
        let document = closure.document(*first);
        let message = "there is no operation to offer";
        let advice = "give the WSDL that declares the port types; types alone make no facade";
        diagnostics.push(document.diagnostic(
            document.tree.root().offset(),
            Code::NothingToOffer,
            message,
            advice,
        ));
    }
    let mut diagnostics = diagnostics.into_list();
    if options.strict {
        // src-import.3, src-include.2
        let mismatches = diagnostics.iter_mut().filter(|d| d.code == Code::NamespaceMismatch);
        mismatches.for_each(|d| d.severity = Severity::Error);
    }
    sort(&mut diagnostics, &contract);
    Outcome { contract: usable.then_some(contract), sources, diagnostics }
}

/// By file in the order of reading, then by place; what is about a file that was never parsed comes first.
fn sort(diagnostics: &mut [Diagnostic], contract: &Contract) {
    let order: std::collections::HashMap<&str, usize> =
        contract.documents.iter().enumerate().map(|(index, d)| (d.path.as_str(), index + 1)).collect();
    diagnostics.sort_by_key(|d| (order.get(d.path.as_str()).copied().unwrap_or(0), d.line, d.column));
}
