// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk convert`.

use std::io::Read;

use fachwerk_mapping::{Mapping, MessageRole, OperationId};
use fachwerk_message::{CodecError, ErrorKind, Limits};

use crate::arguments::{Convert, Form};
use crate::facade_directory::{self, role_name};
use crate::failure::Failure;
use crate::{FINE, output};

pub(crate) fn run(arguments: &Convert) -> Result<u8, Failure> {
    let mapping = facade_directory::mapping(&arguments.contract)?;
    let limits = Limits::default();
    let (name, bytes) = read(arguments, limits.max_bytes)?;
    let (operation, role) = which(arguments, &mapping, &name, &bytes, &limits)?;
    let converted = fachwerk_facade::convert::convert(
        &mapping,
        operation,
        role,
        form(arguments.from),
        form(arguments.to),
        &bytes,
        &limits,
    )
    .map_err(|e| codec_failure(&e, &name, &bytes))?;
    output::print_bytes(&converted);
    if arguments.to != Form::Protobuf {
        output::print("\n");
    }
    Ok(FINE)
}

fn form(form: Form) -> fachwerk_facade::convert::Form {
    match form {
        Form::Soap => fachwerk_facade::convert::Form::Soap,
        Form::Json => fachwerk_facade::convert::Form::Json,
        Form::Protobuf => fachwerk_facade::convert::Form::Protobuf,
    }
}

/// The input and a name for it.
fn read(arguments: &Convert, limit: usize) -> Result<(String, Vec<u8>), Failure> {
    let mut bytes = Vec::new();
    // One byte more than allowed, so that the codec can say that it is too much.
    let limit = limit as u64 + 1;
    match &arguments.file {
        Some(path) => {
            let file = std::fs::File::open(path).map_err(|e| Failure::file(path, "read", &e))?;
            file.take(limit).read_to_end(&mut bytes).map_err(|e| Failure::file(path, "read", &e))?;
            Ok((path.display().to_string(), bytes))
        }
        None => {
            let stdin = std::path::Path::new("-");
            std::io::stdin()
                .lock()
                .take(limit)
                .read_to_end(&mut bytes)
                .map_err(|e| Failure::file(stdin, "read", &e))?;
            Ok(("-".to_owned(), bytes))
        }
    }
}

/// The operation and message: as said, or as found in the envelope.
fn which(
    arguments: &Convert,
    mapping: &Mapping,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(OperationId, MessageRole), Failure> {
    let said = arguments.operation.as_deref().map(|o| facade_directory::operation(mapping, o)).transpose()?;
    if let (Some(operation), Some(message)) = (said, &arguments.message) {
        return Ok((operation, facade_directory::role(mapping, operation, message)?));
    }
    if arguments.from != Form::Soap {
        return Err(Failure::new("FW-0007", "only a SOAP envelope tells which message it is")
            .advice("give --operation NAME and --message input|output|fault:NAME"));
    }
    let (operation, role) = fachwerk_facade::convert::recognise(mapping, bytes, limits, said)
        .map_err(|e| codec_failure(&e, name, bytes))?;
    if let Some(message) = &arguments.message {
        let wanted = facade_directory::role(mapping, operation, message)?;
        return Ok((operation, wanted));
    }
    let found = mapping.operation(operation);
    output::say(&format!(
        "operation {}/{}, message {}",
        mapping.services[found.service].name,
        found.name,
        role_name(mapping, operation, role)
    ));
    Ok((operation, role))
}

/// A codec error with its place in the file.
pub(crate) fn codec_failure(error: &CodecError, name: &str, bytes: &[u8]) -> Failure {
    let message = match &error.path {
        Some(path) => format!("{} (at {path})", error.message),
        None => error.message.clone(),
    };
    let mut failure = Failure::finding(error.kind.code(), message);
    failure.details = error.findings.iter().map(|f| format!("{}: {}", f.path, f.message)).collect();
    failure = failure.at(match error.line_column(bytes) {
        Some((line, column)) => format!("{name}:{line}:{column}"),
        None => name.to_owned(),
    });
    match error.kind {
        ErrorKind::Limit => failure.advice("the message is larger or deeper than the limits allow"),
        ErrorKind::Forbidden => failure.advice("remove the construct; it is refused whatever it says"),
        ErrorKind::Syntax => failure.advice("check that the file is of the form given with --from"),
        _ => failure.advice("compare the message with the contract"),
    }
}
