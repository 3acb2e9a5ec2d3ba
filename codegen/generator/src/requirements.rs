// SPDX-License-Identifier: EUPL-1.2
//! What policies ask, in plain words (WS-SecurityPolicy 1.3, WS-MTOMPolicy, WS-Addressing 1.0 - Metadata, WS-RM
//! Policy, and the HTTP authentication assertions in use).

use fachwerk_contract::service::Policy;
use fachwerk_contract::{Contract, QName};

use crate::actions::actions;
use crate::report::Requirement;

/// Assertions that ask for something; what only qualifies another one (algorithms, layouts, versions) has no words.
const WORDS: &[(&str, &str)] = &[
    ("TransportBinding", "TLS"),
    ("HttpsToken", "https"),
    ("RequireClientCertificate", "a client certificate"),
    ("HttpBasicAuthentication", "HTTP basic authentication"),
    ("BasicAuthentication", "HTTP basic authentication"),
    ("HttpDigestAuthentication", "HTTP digest authentication"),
    ("DigestAuthentication", "HTTP digest authentication"),
    ("NtlmAuthentication", "NTLM authentication"),
    ("NegotiateAuthentication", "Negotiate (Kerberos) authentication"),
    ("UsernameToken", "a user name token (WS-Security)"),
    ("X509Token", "an X.509 token (WS-Security)"),
    ("SamlToken", "a SAML token (WS-Security)"),
    ("KerberosToken", "a Kerberos token (WS-Security)"),
    ("RelToken", "a REL token (WS-Security)"),
    ("KeyValueToken", "a key value token (WS-Security)"),
    ("IssuedToken", "a token issued by a security token service (WS-Trust)"),
    ("SecurityContextToken", "a security context token (WS-SecureConversation)"),
    ("SecureConversationToken", "a secure conversation (WS-SecureConversation)"),
    ("SpnegoContextToken", "a security context by SPNEGO (WS-SecureConversation)"),
    ("SymmetricBinding", "message security with one shared key (WS-Security)"),
    ("AsymmetricBinding", "message security with two key pairs (WS-Security)"),
    ("IncludeTimestamp", "a timestamp (WS-Security)"),
    ("SignedParts", "signed parts"),
    ("SignedElements", "signed elements"),
    ("EncryptedParts", "encrypted parts"),
    ("EncryptedElements", "encrypted elements"),
    ("ContentEncryptedElements", "elements with encrypted content"),
    ("RequiredParts", "certain headers"),
    ("RequiredElements", "certain elements"),
    ("OptimizedMimeSerialization", "MTOM"),
    ("MTOM", "MTOM"),
    ("Addressing", "WS-Addressing headers"),
    ("UsingAddressing", "WS-Addressing headers"),
    ("AnonymousResponses", "answers on the same connection (WS-Addressing)"),
    ("NonAnonymousResponses", "answers on another connection (WS-Addressing)"),
    ("RMAssertion", "reliable messaging (WS-ReliableMessaging)"),
    ("ATAssertion", "an atomic transaction (WS-AtomicTransaction)"),
];

pub(crate) fn requirements(contract: &Contract) -> Vec<Requirement> {
    contract.policies.iter().map(|policy| requirement(contract, policy)).collect()
}

fn requirement(contract: &Contract, policy: &Policy) -> Requirement {
    let optional = words(&policy.optional);
    let choice = !policy.alternatives.is_empty();
    // what stands in alternatives is asked of nobody alone, unless it stands in all of them
    let asked = policy.assertions.iter().filter(|name| {
        !policy.optional.contains(name)
            && (!choice
                || policy.alternatives.iter().all(|alternative| alternative.contains(name))
                || !policy.alternatives.iter().any(|alternative| alternative.contains(name)))
    });
    let required = words(asked);
    let one_of = policy
        .alternatives
        .iter()
        .map(|alternative| words(alternative).into_iter().filter(|word| !required.contains(word)).collect())
        .collect();
    let document = contract.documents.get(policy.location.document as usize);
    Requirement {
        subject: policy.subject.clone(),
        required,
        optional,
        one_of,
        assertions: policy.assertions.iter().map(ToString::to_string).collect(),
        actions: actions(contract, policy),
        file: document.map(|d| d.path.clone()).unwrap_or_default(),
        line: policy.location.line,
    }
}

fn words<'n>(names: impl IntoIterator<Item = &'n QName>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for name in names {
        let known = WORDS.iter().find(|(local, _)| *local == name.local);
        if let Some((_, word)) = known
            && !words.iter().any(|w| w == word)
        {
            words.push((*word).to_owned());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use fachwerk_contract::Location;

    fn names(locals: &[&str]) -> Vec<QName> {
        locals.iter().map(|local| QName::new("urn:p", *local)).collect()
    }

    #[test]
    fn words_for_what_is_asked() {
        let contract = Contract {
            policies: vec![Policy {
                subject: "binding/B".to_owned(),
                assertions: names(&["HttpsToken", "Layout", "UsernameToken", "X509Token", "MTOM"]),
                optional: names(&["MTOM"]),
                alternatives: vec![
                    names(&["HttpsToken", "UsernameToken"]),
                    names(&["HttpsToken", "X509Token"]),
                ],
                location: Location { document: 0, line: 3, column: 1 },
            }],
            ..Contract::default()
        };
        let [requirement] = requirements(&contract).try_into().unwrap();
        assert_eq!(requirement.required, ["https"]);
        assert_eq!(requirement.optional, ["MTOM"]);
        assert_eq!(
            requirement.one_of,
            [["a user name token (WS-Security)"], ["an X.509 token (WS-Security)"]]
        );
        assert_eq!((requirement.assertions.len(), requirement.line), (5, 3));
    }
}
