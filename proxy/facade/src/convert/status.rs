// SPDX-License-Identifier: EUPL-1.2
//! Reads the `google.rpc.Status` of a declared fault.

use fachwerk_mapping::{Mapping, MessageShape};
use fachwerk_message::{CodecError, ErrorKind, Result};
use prost::Message as _;

use crate::outcome::{
    Detail, ErrorInfo, FAULT_CODE, FAULT_NODE, FAULT_ROLE, FAULT_SUBCODES, LocalizedMessage, Status,
    Translated, message_name, type_name,
};
use crate::translate::Fault;

/// The fault's message and what it says, from the status of a fault with this shape.
pub(super) fn read(mapping: &Mapping, shape: &MessageShape, bytes: &[u8]) -> Result<(Vec<u8>, Fault)> {
    let status = Status::decode(bytes)
        .map_err(|_| CodecError::new(ErrorKind::Syntax, "not a message of type google.rpc.Status"))?;
    let name = message_name(mapping, &mapping.structure(shape.root).name);
    let mut info = ErrorInfo::default();
    let mut detail = None;
    let mut language = None;
    let mut translations = Vec::new();
    for any in status.details {
        if type_name(&any) == name {
            detail = Some(any.value);
        } else if let Some(found) = LocalizedMessage::unpack(&any) {
            let locale = (!found.locale.is_empty()).then_some(found.locale);
            if language.is_none() && found.message == status.message {
                language = locale;
            } else {
                translations.push(Translated { language: locale, text: found.message });
            }
        } else if let Some(found) = ErrorInfo::unpack(&any) {
            info = found;
        }
    }
    let detail = detail.ok_or_else(|| {
        CodecError::new(ErrorKind::Missing, format!("the status has no detail of type {name}"))
    })?;
    let code = info.metadata.remove(FAULT_CODE).unwrap_or_else(|| "Client".to_owned());
    let subcodes = info.metadata.remove(FAULT_SUBCODES).unwrap_or_default();
    let subcodes = subcodes.split_whitespace().map(str::to_owned).collect();
    let (role, node) = (info.metadata.remove(FAULT_ROLE), info.metadata.remove(FAULT_NODE));
    Ok((detail, Fault { code, subcodes, reason: status.message, language, translations, role, node }))
}
