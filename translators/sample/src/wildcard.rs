// SPDX-License-Identifier: EUPL-1.2
//! Elements and attributes for wildcards.

use fachwerk_contract::schema::{NamespaceConstraint, ProcessContents, Wildcard};
use fastrand::Rng;

/// A namespace that no contract has.
const FOREIGN: &str = "urn:fachwerk:sample";

/// A namespace that the wildcard allows; empty for none.
fn namespace(wildcard: &Wildcard) -> &str {
    match &wildcard.namespaces {
        NamespaceConstraint::Any | NamespaceConstraint::Not(_) => FOREIGN,
        NamespaceConstraint::OneOf(list) => list.first().map_or("", String::as_str),
    }
}

/// An element that no schema declares, which lax and skip allow.
pub(crate) fn element(rng: &mut Rng, wildcard: &Wildcard, typical: bool) -> String {
    named(rng, namespace(wildcard), "FachwerkSample", typical)
}

/// An element that holds nothing.
pub(crate) fn empty(namespace: &str, local: &str) -> String {
    format!("<{local} xmlns=\"{}\"/>", attribute(namespace))
}

/// A namespace name as the value of an attribute.
fn attribute(namespace: &str) -> String {
    namespace.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// An element of this name that holds anything.
pub(crate) fn named(rng: &mut Rng, namespace: &str, local: &str, typical: bool) -> String {
    const CONTENTS: [&str; 6] = [
        "",
        "text",
        "Grüße &amp; &lt;mehr&gt;",
        "<x:inner xmlns:x=\"urn:fachwerk:inner\" a=\"1\">é</x:inner>",
        "😀",
        " a  b ",
    ];
    let content = if typical { "text" } else { CONTENTS[rng.usize(..CONTENTS.len())] };
    let namespace = attribute(namespace);
    if namespace.is_empty() {
        return format!("<{local} xmlns=\"\">{content}</{local}>");
    }
    if typical || rng.bool() {
        format!("<{local} xmlns=\"{namespace}\">{content}</{local}>")
    } else {
        format!("<s:{local} xmlns:s=\"{namespace}\">{content}</s:{local}>")
    }
}

/// Attributes that no schema declares, as names and values.
pub(crate) fn attributes(rng: &mut Rng, wildcard: &Wildcard) -> Vec<(String, String)> {
    if wildcard.process == ProcessContents::Strict {
        return Vec::new();
    }
    let namespace = namespace(wildcard);
    let name = |number: usize| {
        if namespace.is_empty() {
            format!("fachwerkSample{number}")
        } else {
            format!("{{{namespace}}}sample{number}")
        }
    };
    (1..=rng.usize(1..=2))
        .map(|number| (name(number), ["", "ü", "a & <b> \"c\"", "1"][rng.usize(..4)].to_owned()))
        .collect()
}
