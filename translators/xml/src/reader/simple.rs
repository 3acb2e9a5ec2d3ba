// SPDX-License-Identifier: EUPL-1.2
//! Simple values, from the text that stands in XML to the form that events have.

use fachwerk_mapping::{Mapping, ScalarId, ScalarKind};
use fachwerk_message::value::white_space;
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use crate::tokenizer::Tokenizer;

/// Give one simple value.
pub(super) fn emit<S: Sink + ?Sized>(
    mapping: &Mapping,
    tokens: &Tokenizer<'_>,
    id: ScalarId,
    text: &str,
    scratch: &mut String,
    sink: &mut S,
) -> Result<()> {
    let scalar = mapping.scalar(id);
    let value = white_space(scalar, text);
    match &scalar.kind {
        ScalarKind::QName => {
            scratch.clear();
            qualified(tokens, &value, scratch)?;
            return sink.scalar(id, scratch);
        }
        ScalarKind::List(item) if mapping.scalar(*item).kind == ScalarKind::QName => {
            scratch.clear();
            for item in value.split(' ').filter(|item| !item.is_empty()) {
                if !scratch.is_empty() {
                    scratch.push(' ');
                }
                qualified(tokens, item, scratch)?;
            }
            return sink.scalar(id, scratch);
        }
        ScalarKind::Integer | ScalarKind::Decimal | ScalarKind::Float | ScalarKind::Double
            // Counted only where there could be too many.
            if value.len() > tokens.limits().max_digits
                && value.bytes().filter(u8::is_ascii_digit).count() > tokens.limits().max_digits =>
        {
            return Err(CodecError::new(
                ErrorKind::Limit,
                format!("a number has more than {} digits", tokens.limits().max_digits),
            ));
        }
        _ => {}
    }
    sink.scalar(id, &value)
}

fn qualified(tokens: &Tokenizer<'_>, name: &str, out: &mut String) -> Result<()> {
    let (namespace, local) = tokens.resolve(name)?;
    // A list of such names would fall apart at it.
    if namespace.contains(' ') {
        return Err(CodecError::new(
            ErrorKind::Value,
            "a qualified name is in a namespace whose name has white space in it, which no URI has",
        ));
    }
    expanded(namespace, local, out);
    Ok(())
}

/// Append `{namespace}local`, or `local` where there is no namespace.
pub(super) fn expanded(namespace: &str, local: &str, out: &mut String) {
    if !namespace.is_empty() {
        out.push('{');
        out.push_str(namespace);
        out.push('}');
    }
    out.push_str(local);
}
