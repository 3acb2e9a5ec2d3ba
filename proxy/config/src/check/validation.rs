// SPDX-License-Identifier: EUPL-1.2
//! Checks what is to be validated.

use fachwerk_message::MAX_FINDINGS;

use super::checker::Checker;
use crate::raw::{Leaf, RawOperationValidation, RawValidation};
use crate::yaml::{At, position};
use crate::{Check, Checks, NamePattern, OperationValidation, Validation};

impl Checker<'_> {
    pub(super) fn validation(&mut self, raw: &RawValidation) -> Validation {
        let default = Checks::default();
        let mut check = |leaf: &Leaf, default| self.check_word(leaf).unwrap_or(default);
        let checks = Checks {
            request: check(&raw.request, default.request),
            response: check(&raw.response, default.response),
            soap_request: check(&raw.soap_request, default.soap_request),
            soap_response: check(&raw.soap_response, default.soap_response),
        };
        let max_findings = self.number(raw.max_findings.as_ref(), MAX_FINDINGS, 1..=10_000);
        let operations = raw.operations.iter().filter_map(|own| self.operation_validation(own)).collect();
        Validation { checks, max_findings, operations }
    }

    fn operation_validation(&mut self, raw: &At<RawOperationValidation>) -> Option<OperationValidation> {
        let own = &raw.value;
        let leaves = [&own.request, &own.response, &own.soap_request, &own.soap_response];
        let [request, response, soap_request, soap_response] = leaves.map(|leaf| self.check_word(leaf));
        if leaves.iter().all(|leaf| leaf.is_none()) {
            let advice = "say what becomes of its `request`, `response`, `soap_request` or `soap_response`";
            self.mistake("FW-3140", raw, "nothing is said of these operations", advice);
        }
        let Some(name) = &own.name else {
            let advice = "write the operation's name, or `service/operation`; `*` stands for any letters";
            self.missing(Some(position(raw)), "name", advice);
            return None;
        };
        if name.value.is_empty() || name.value.matches('/').count() > 1 {
            let message = format!("`{}` is no name of operations", name.value);
            let advice = "write `operation` or `service/operation`; `*` stands for any letters";
            self.mistake("FW-3141", name, message, advice);
        }
        let name = NamePattern(name.value.clone());
        Some(OperationValidation { name, request, response, soap_request, soap_response })
    }

    fn check_word(&mut self, leaf: &Leaf) -> Option<Check> {
        let words = [("enforce", Check::Enforce), ("report", Check::Report), ("off", Check::Off)];
        // What stands for a wrong word does not matter.
        leaf.as_ref().map(|leaf| self.word(Some(leaf), Check::Off, &words))
    }
}
