// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk convert`.

use std::io::Read;
use std::path::Path;

use fachwerk_contract::service::Protocol;
use fachwerk_facade::convert::{Stream, StreamTables};
use fachwerk_mapping::{Mapping, MessageRole, OperationId};
use fachwerk_message::{CodecError, ErrorKind, Limits};

use crate::arguments::{Convert, Form};
use crate::facade_directory::{self, role_name};
use crate::failure::Failure;
use crate::{FINE, output};

/// So many bytes are read at a time.
const PIECE: usize = 256 << 10;

pub(crate) fn run(arguments: &Convert) -> Result<u8, Failure> {
    let mapping = facade_directory::mapping(&arguments.contract)?;
    let limits = Limits::default();
    let (name, mut input, length) = open(arguments)?;
    let mut bytes = Vec::new();
    if length > limits.max_bytes as u64 {
        return stream(arguments, &mapping, &name, bytes, &mut input);
    }
    // One byte more than what is had in memory.
    input
        .by_ref()
        .take(limits.max_bytes as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(&name, &e))?;
    if bytes.len() > limits.max_bytes {
        return stream(arguments, &mapping, &name, bytes, &mut input);
    }
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

/// The input, a name for it, and how many bytes it has, as far as that is known.
fn open(arguments: &Convert) -> Result<(String, Box<dyn Read>, u64), Failure> {
    match &arguments.file {
        Some(path) => {
            let file = std::fs::File::open(path).map_err(|e| Failure::file(path, "read", &e))?;
            let length = file.metadata().map_or(0, |metadata| metadata.len());
            Ok((path.display().to_string(), Box::new(file), length))
        }
        None => Ok(("-".to_owned(), Box::new(std::io::stdin().lock()), 0)),
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Failure {
    Failure::file(Path::new(name), "read", error)
}

/// Convert what is too long to have in memory, piece by piece.
fn stream(
    arguments: &Convert,
    mapping: &Mapping,
    name: &str,
    mut bytes: Vec<u8>,
    input: &mut dyn Read,
) -> Result<u8, Failure> {
    let (Some(operation), Some(message)) = (&arguments.operation, &arguments.message) else {
        return Err(Failure::new("FW-0007", "a message of this length does not tell which one it is")
            .advice("give --operation NAME and --message input|output"));
    };
    let operation = facade_directory::operation(mapping, operation)?;
    let role = facade_directory::role(mapping, operation, message)?;
    let found = mapping.operation(operation);
    let forms = (form(arguments.from), form(arguments.to));
    let protocol = found.bindings.first().map_or(Protocol::Soap11, |binding| binding.protocol);
    // All of it is never in memory, so its length is nobody's business.
    let limits = Limits { max_bytes: usize::MAX, max_nodes: usize::MAX, ..Limits::default() };
    let failure = |error: Box<CodecError>| {
        let offset = error.offset;
        let failure = codec_failure(&CodecError { offset: None, ..*error }, name, &[]);
        match offset {
            Some(offset) => failure.at(format!("{name}, byte {offset}")),
            None => failure,
        }
    };
    let shape = match role {
        MessageRole::Fault(_) => None,
        role => found.message(&role),
    };
    let shape = shape.ok_or_else(|| {
        let message = "a fault of this length, or a message that the operation does not have";
        failure(CodecError::new(ErrorKind::Unsupported, message))
    })?;
    let tables = StreamTables::new(mapping);
    let mut stream = Stream::new(mapping, &tables, shape, forms, protocol, &limits).map_err(failure)?;
    let mut out = Vec::new();
    loop {
        // What has been read to find out how long it is goes the same way in small pieces, too.
        for piece in bytes.chunks(PIECE) {
            stream.push(piece, &mut out).map_err(failure)?;
            output::print_bytes(&out);
            out.clear();
        }
        bytes.clear();
        bytes.shrink_to(PIECE);
        let read = Read::take(&mut *input, PIECE as u64).read_to_end(&mut bytes);
        if read.map_err(|e| unreadable(name, &e))? == 0 {
            break;
        }
    }
    output::print_bytes(&stream.finish().map_err(failure)?);
    output::print("\n");
    Ok(FINE)
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
