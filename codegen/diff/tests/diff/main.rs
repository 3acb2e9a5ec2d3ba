// SPDX-License-Identifier: EUPL-1.2
//! Pairs of interfaces and what is said of them.

mod contracts;
mod descriptors;
mod documents;

use fachwerk_diff::{Change, Impact};

/// `subject: what (soap rest grpc)`, impacts as `-`, `c`, `B`.
fn short(changes: &[Change]) -> Vec<String> {
    let letter = |impact| match impact {
        Impact::None => '-',
        Impact::Compatible => 'c',
        Impact::Breaking => 'B',
    };
    changes
        .iter()
        .map(|c| {
            format!("{}: {} ({}{}{})", c.subject, c.what, letter(c.soap), letter(c.rest), letter(c.grpc))
        })
        .collect()
}
