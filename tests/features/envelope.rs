// SPDX-License-Identifier: EUPL-1.2
//! Envelopes around what a page shows, and what a page shows of envelopes.

use crate::indent::indent;
use crate::judges::alone;
use crate::section::Fence;
use crate::sources::{NAMESPACE, declare};
use crate::{Outcome, tree};

const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// Whether a block has a whole message, not the element in the body only.
pub(crate) fn is_whole(fence: &Fence) -> bool {
    fence.body.contains("Envelope")
        || fence.body.starts_with("Content-Type")
        || fence.body.starts_with("MIME")
}

/// The bytes of a message: lines of MIME end as they have to.
pub(crate) fn envelope(fence: &Fence) -> Vec<u8> {
    if !is_whole(fence) {
        let body = alone(&fence.body);
        return format!(
            "<soap:Envelope xmlns:soap=\"{ENVELOPE}\"><soap:Body>{body}</soap:Body></soap:Envelope>"
        )
        .into_bytes();
    }
    if fence.body.starts_with('<') {
        return fence.body.clone().into_bytes();
    }
    fence.body.replace('\n', "\r\n").into_bytes()
}

/// Two messages say the same, whatever their prefixes.
pub(crate) fn same(copy: &[u8], original: &[u8]) -> Outcome<bool> {
    let (copy, original) = (String::from_utf8_lossy(copy), String::from_utf8_lossy(original));
    if !original.starts_with('<') {
        return Ok(copy == original);
    }
    if !copy.starts_with('<') {
        return Ok(false);
    }
    Ok(tree::read(&copy)? == tree::read(&original)?)
}

/// The content of the body, for people: with the prefixes of the examples.
pub(crate) fn shown(soap: &[u8]) -> Outcome<String> {
    let soap = String::from_utf8_lossy(soap);
    let (head, rest) = soap.split_once("Body>").ok_or("no body")?;
    let body = rest.rsplit_once("</").and_then(|(before, _)| before.rsplit_once("</")).ok_or("no body")?.0;
    let mut shown = indent(body)?;
    let mut declared = Vec::new();
    for declaration in head.split(" xmlns:").skip(1) {
        let (prefix, rest) = declaration.split_once("=\"").ok_or("no declaration")?;
        let namespace = rest.split('"').next().unwrap_or_default();
        if namespace != NAMESPACE {
            declared.push((format!("xmlns:{prefix}"), namespace));
            continue;
        }
        // Without a prefix, where no element is in no namespace.
        let bare = shown.match_indices('<').any(|(at, _)| {
            let tag: String = shown[at + 1..].chars().take_while(|c| !" >/".contains(*c)).collect();
            !tag.is_empty() && !tag.contains(':')
        });
        let elements = if bare { "p:" } else { "" };
        for (found, shorter) in [("<", elements), ("</", elements), (" ", "p:"), ("\"", "p:"), (">", "p:")] {
            shown = shown.replace(&format!("{found}{prefix}:"), &format!("{found}{shorter}"));
        }
    }
    let uses = |name: &str| shown.contains(&format!("{}:", name.trim_start_matches("xmlns:")));
    declared.retain(|(name, _)| uses(name) && name != "xmlns:soap" && name != "xmlns:xsi");
    let declared: Vec<(&str, &str)> = declared.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let tag: String = shown.chars().take_while(|c| !" >/\n".contains(*c)).collect();
    let shown = declare(&shown, &tag, &declared);
    // It has to say what it said.
    let as_sent = tree::read(&format!("{head}Body>{rest}"))?;
    let envelope = format!(
        "<soap:Envelope xmlns:soap=\"{}\"><soap:Body>{}</soap:Body></soap:Envelope>",
        version(&soap),
        alone(&shown)
    );
    if tree::read(&envelope)? != as_sent {
        return Err(format!("shown is something else: {shown}"));
    }
    Ok(shown)
}

/// The namespace of an envelope.
fn version(soap: &str) -> &str {
    if soap.contains(ENVELOPE) { ENVELOPE } else { "http://www.w3.org/2003/05/soap-envelope" }
}

/// A whole message, for people.
pub(crate) fn whole(soap: &[u8]) -> Outcome<String> {
    let soap = String::from_utf8_lossy(soap).replace('\r', "");
    if soap.starts_with('<') { indent(&soap) } else { Ok(soap) }
}
