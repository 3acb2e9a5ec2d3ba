// SPDX-License-Identifier: EUPL-1.2
//! What messages that are let pass do wrong: places and rules, never values.

use fachwerk_mapping::OperationId;
use fachwerk_message::Finding;
use fachwerk_observe::Direction;

use super::Entry;
use crate::gateway::Served;

/// Lines that one message can write. All findings are counted.
const MOST_LINES: usize = 8;

/// Counts what was found and logs it.
pub(crate) fn report(
    served: &Served,
    operation: OperationId,
    entry: &Entry,
    direction: Direction,
    findings: &[Finding],
) {
    if findings.is_empty() {
        return;
    }
    entry.facts().found(direction, findings.len());
    let way = served.way(operation);
    for finding in findings.iter().take(MOST_LINES) {
        tracing::warn!(
            request_id = entry.request_id(),
            trace_id = entry.trace.parent.trace_id(),
            service = &*way.service,
            operation = &*way.operation,
            direction = direction.as_str(),
            code = finding.kind.code(),
            path = finding.path,
            line = finding.place.map(|place| place.line),
            column = finding.place.map(|place| place.column),
            finding = finding.message,
            "Message does not match the contract"
        );
    }
}
