// SPDX-License-Identifier: EUPL-1.2
//! Octets, references and names.

use fachwerk_mapping::{Mapping, ScalarFacets};
use fastrand::Rng;

fn octets(rng: &mut Rng, facets: &ScalarFacets) -> Vec<u8> {
    let least = facets.length.or(facets.min_length).unwrap_or(0);
    let most = facets.length.or(facets.max_length).unwrap_or(u64::MAX).min(least.saturating_add(24));
    (0..rng.u64(least..=most.max(least))).map(|_| rng.u8(..)).collect()
}

/// An `xs:hexBinary`.
pub(super) fn hex(rng: &mut Rng, facets: &ScalarFacets) -> String {
    let octets = octets(rng, facets);
    if rng.bool() {
        octets.iter().map(|octet| format!("{octet:02X}")).collect()
    } else {
        octets.iter().map(|octet| format!("{octet:02x}")).collect()
    }
}

/// An `xs:base64Binary`.
pub(super) fn base64(rng: &mut Rng, facets: &ScalarFacets) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in octets(rng, facets).chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place > chunk.len() {
                out.push('=');
            } else {
                out.push(char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]));
            }
        }
    }
    out
}

/// An `xs:anyURI`.
pub(super) fn uri(rng: &mut Rng, facets: &ScalarFacets) -> String {
    const URIS: [&str; 6] = [
        "urn:fachwerk:sample",
        "https://fachwerk.example/a/b?c=1&d=%C3%BC#e",
        "mailto:amt@fachwerk.example",
        "../relativ",
        "urn:oid:1.2.276.0.76",
        "#teil",
    ];
    let least = usize::try_from(facets.length.or(facets.min_length).unwrap_or(0)).unwrap_or(usize::MAX);
    let most = facets
        .length
        .or(facets.max_length)
        .map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    let mut uri = URIS[rng.usize(..URIS.len())].to_owned();
    if uri.len() > most {
        // Letters alone are a relative reference.
        uri = "a".repeat(most);
    }
    while uri.len() < least {
        uri.push('a');
    }
    uri
}

/// An `xs:QName`, as `{namespace}local`.
pub(super) fn qname(rng: &mut Rng, mapping: &Mapping) -> String {
    let known = rng.choice(&mapping.namespaces).map_or("", String::as_str);
    let namespace = if rng.bool() { known } else { "urn:fachwerk:sample" };
    let local = ["name", "Wert", "größe", "a.b-c"][rng.usize(..4)];
    if namespace.is_empty() { local.to_owned() } else { format!("{{{namespace}}}{local}") }
}
