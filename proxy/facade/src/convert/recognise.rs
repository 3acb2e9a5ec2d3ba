// SPDX-License-Identifier: EUPL-1.2
//! Which message an envelope is.

use fachwerk_mapping::{Mapping, MessageRole, OperationId};
use fachwerk_message::{CodecError, Discard, ErrorKind, Limits, Result};
use fachwerk_soap::{Envelope, Match, OperationIndex, Package, SoapError};

/// Finds the operation and the message that an envelope is, by the body's element or the detail's; `known` where the
/// operation is known already.
///
/// # Errors
/// It is no envelope, or belongs to no operation of the contract, or to several.
pub fn recognise(
    mapping: &Mapping,
    bytes: &[u8],
    limits: &Limits,
    known: Option<OperationId>,
) -> Result<(OperationId, MessageRole)> {
    let package = Package::open(None, bytes, limits).map_err(SoapError::into_codec)?;
    let envelope = Envelope::open_package(&package, limits).map_err(SoapError::into_codec)?;
    match known {
        Some(operation) => role(mapping, operation, &envelope).map(|role| (operation, role)),
        None => {
            let seen = Match::of(&envelope).map_err(SoapError::into_codec)?;
            Ok(OperationIndex::new(mapping).find(mapping, &seen)?)
        }
    }
}

/// Which message of an operation an envelope is. A request where it could be either.
fn role(mapping: &Mapping, id: OperationId, envelope: &Envelope<'_>) -> Result<MessageRole> {
    let operation = mapping.operation(id);
    if envelope.is_fault() {
        let found = envelope.match_fault(mapping, operation).map_err(SoapError::into_codec)?;
        return found.map(MessageRole::Fault).ok_or_else(|| {
            let message = format!("the fault is none of those that operation `{}` declares", operation.name);
            CodecError::new(ErrorKind::Structure, message)
        });
    }
    let Some(output) = &operation.output else { return Ok(MessageRole::Input) };
    let fits = |shape| envelope.read(mapping, shape, &mut Discard).is_ok();
    // What fits neither is a request that will be refused with the reason.
    Ok(if !fits(&operation.input) && fits(output) { MessageRole::Output } else { MessageRole::Input })
}
