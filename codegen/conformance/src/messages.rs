// SPDX-License-Identifier: EUPL-1.2
//! The messages of a mapping.

use std::collections::HashSet;

use fachwerk_contract::service::Protocol;
use fachwerk_mapping::{Mapping, MessageRole};
use fachwerk_soap::Version;

use crate::codecs::Message;

/// Every message once: operations that share a type and its place in the envelope share a message.
pub(crate) fn messages(mapping: &Mapping) -> Vec<Message<'_>> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for operation in &mapping.operations {
        let version = match operation.bindings.first().map(|b| b.protocol) {
            Some(Protocol::Soap12) => Version::Soap12,
            _ => Version::Soap11,
        };
        let faults = (0..operation.faults.len()).map(MessageRole::Fault);
        for role in [MessageRole::Input, MessageRole::Output].into_iter().chain(faults) {
            let Some(shape) = operation.message(&role) else { continue };
            let is_fault = matches!(role, MessageRole::Fault(_));
            if !seen.insert((shape.root, format!("{:?}", shape.layout), is_fault)) {
                continue;
            }
            let service = &mapping.services[operation.service].name;
            let part = match role {
                MessageRole::Input => "input".to_owned(),
                MessageRole::Output => "output".to_owned(),
                MessageRole::Fault(index) => format!("fault:{}", operation.faults[index].name),
            };
            let rpc = (mapping.services[operation.service].rpc_name.as_str(), operation.rpc_name.as_str());
            found.push(Message {
                name: format!("{service}/{} {part}", operation.name),
                rpc,
                role,
                shape,
                version,
            });
        }
    }
    found
}
