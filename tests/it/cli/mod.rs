// SPDX-License-Identifier: EUPL-1.2
//! The command line as scripts see it: arguments in, files and exit status out.

mod broken_wsdl;
mod check;
mod completions;
mod configuration;
mod conformance;
mod convert;
mod demo;
mod diff;
mod explain;
mod generate;
mod imports;
mod lock;
mod misuse;
mod sample;
mod shape;

/// A small contract in one file.
const NOTES: &str = include_str!("../fixtures/notizen.wsdl");

/// Whether a line names a place in this file, `file:line:column: `, with an error code.
fn names_place(stderr: &str, file: &str) -> bool {
    stderr.lines().any(|line| {
        let Some((_, rest)) = line.split_once(&format!("{file}:")) else { return false };
        let mut parts = rest.splitn(3, ':');
        let number = |part: Option<&str>| part.is_some_and(|text| text.parse::<u32>().is_ok_and(|n| n > 0));
        number(parts.next()) && number(parts.next()) && has_code(line)
    })
}

/// Whether a text has a code of the form FW-nnnn.
fn has_code(text: &str) -> bool {
    text.split("FW-").skip(1).any(|rest| rest.len() >= 4 && rest.bytes().take(4).all(|b| b.is_ascii_digit()))
}
