// SPDX-License-Identifier: EUPL-1.2
//! Fault codes as text and back, and what kind of problem a fault is.

use fachwerk_contract::QName;
use fachwerk_soap::{FaultCode, FaultParts, Reason, Version};

use crate::outcome::{DeclaredFault, FaultReport, ProblemKind, Translated};

/// What a fault says apart from its detail, as it travels in JSON and in `google.rpc.Status`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The code in the words of the version the service spoke: `Client`, `Sender`, `Client.Authentication`,
    /// `{namespace}local`.
    pub(crate) code: String,
    /// Subcodes from the outside in, `{namespace}local`.
    pub(crate) subcodes: Vec<String>,
    /// The reason.
    pub(crate) reason: String,
    /// Its language, where it is told.
    pub(crate) language: Option<String>,
    /// The reason in other languages.
    pub(crate) translations: Vec<Translated>,
    pub(crate) role: Option<String>,
    pub(crate) node: Option<String>,
}

impl Fault {
    pub(crate) fn of(parts: &FaultParts, version: Version) -> Self {
        let mut subcodes = parts.subcodes.as_slice();
        let code = match (&parts.code, subcodes.split_first()) {
            (FaultCode::Other(name), _) => clark(name),
            // SOAP 1.1 says both in one word.
            (_, Some((dotted, rest)))
                if version == Version::Soap11 && dotted.namespace == version.namespace() =>
            {
                subcodes = rest;
                dotted.local.clone()
            }
            (code, _) => code.local_name(version).unwrap_or_default().to_owned(),
        };
        let language = parts.reasons.first().and_then(|reason| reason.language.clone());
        Self {
            code,
            subcodes: subcodes.iter().map(clark).collect(),
            reason: parts.reason().to_owned(),
            language,
            translations: (parts.reasons.iter().skip(1))
                .map(|reason| Translated { language: reason.language.clone(), text: reason.text.clone() })
                .collect(),
            role: parts.role.clone(),
            node: parts.node.clone(),
        }
    }

    /// The same as a report.
    pub(crate) fn report(self, kind: ProblemKind, declared: Option<DeclaredFault>) -> FaultReport {
        let Self { code, subcodes, reason, language, translations, role, node } = self;
        FaultReport { kind, code, subcodes, reason, language, translations, role, node, declared }
    }

    /// The same for an envelope, and its version where the words are those of one.
    pub(crate) fn into_parts(self) -> (FaultParts, Option<Version>) {
        let first = self.code.split('.').next().unwrap_or_default();
        let (code, version) = match first {
            _ if self.code.starts_with('{') => (FaultCode::Other(qualified(&self.code)), None),
            "Client" => (FaultCode::Sender, Some(Version::Soap11)),
            "Server" => (FaultCode::Receiver, Some(Version::Soap11)),
            "Sender" => (FaultCode::Sender, Some(Version::Soap12)),
            "Receiver" => (FaultCode::Receiver, Some(Version::Soap12)),
            "DataEncodingUnknown" => (FaultCode::DataEncodingUnknown, Some(Version::Soap12)),
            "VersionMismatch" => (FaultCode::VersionMismatch, None),
            "MustUnderstand" => (FaultCode::MustUnderstand, None),
            _ => (FaultCode::Other(qualified(&self.code)), None),
        };
        let mut parts = FaultParts::new(code, "");
        parts.reasons = vec![Reason { language: self.language, text: self.reason }];
        let more = self.translations.into_iter().map(|r| Reason { language: r.language, text: r.text });
        parts.reasons.extend(more);
        parts.role = self.role;
        parts.node = self.node;
        if version == Some(Version::Soap11) && self.code.contains('.') {
            parts.subcodes.push(QName::new(Version::Soap11.namespace(), self.code));
        }
        parts.subcodes.extend(self.subcodes.iter().map(|subcode| qualified(subcode)));
        (parts, version)
    }
}

/// The kind of a fault that is not declared. Codes that SOAP does not define say nothing about whose fault it is;
/// the service is where it happened.
pub(crate) fn kind(code: &FaultCode) -> ProblemKind {
    match code {
        FaultCode::Sender => ProblemKind::SenderFault,
        FaultCode::VersionMismatch | FaultCode::MustUnderstand | FaultCode::DataEncodingUnknown => {
            ProblemKind::ProtocolFault
        }
        FaultCode::Receiver | FaultCode::Other(_) => ProblemKind::ReceiverFault,
    }
}

/// `{namespace}local`, or the local name alone where there is no namespace.
fn clark(name: &QName) -> String {
    if name.namespace.is_empty() {
        name.local.clone()
    } else {
        format!("{{{}}}{}", name.namespace, name.local)
    }
}

fn qualified(text: &str) -> QName {
    match text.strip_prefix('{').and_then(|rest| rest.rsplit_once('}')) {
        Some((namespace, local)) => QName::new(namespace, local),
        None => QName::new("", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_role_and_node_survive() {
        let mut parts = FaultParts::new(FaultCode::Receiver, "because");
        parts.reasons[0].language = Some("en".to_owned());
        parts.reasons.push(Reason { language: Some("de".to_owned()), text: "weil".to_owned() });
        parts.role = Some("urn:role".to_owned());
        parts.node = Some("urn:node".to_owned());
        assert_eq!(Fault::of(&parts, Version::Soap12).into_parts().0, parts);
    }

    fn there_and_back(code: FaultCode, subcodes: &[(&str, &str)], version: Version) -> String {
        let mut parts = FaultParts::new(code, "because");
        parts.subcodes = subcodes.iter().map(|(namespace, local)| QName::new(*namespace, *local)).collect();
        let fault = Fault::of(&parts, version);
        let text = format!("{} {:?}", fault.code, fault.subcodes);
        let (back, of) = fault.into_parts();
        assert_eq!(back, parts);
        assert!(of.is_none_or(|of| of == version), "{text}");
        text
    }

    #[test]
    fn codes_survive() {
        let envelope = Version::Soap11.namespace();
        assert_eq!(there_and_back(FaultCode::Sender, &[], Version::Soap11), "Client []");
        assert_eq!(there_and_back(FaultCode::Receiver, &[], Version::Soap12), "Receiver []");
        assert_eq!(
            there_and_back(FaultCode::Sender, &[(envelope, "Client.Authentication")], Version::Soap11),
            "Client.Authentication []"
        );
        assert_eq!(
            there_and_back(FaultCode::Sender, &[("urn:a", "b"), ("", "c")], Version::Soap12),
            "Sender [\"{urn:a}b\", \"c\"]"
        );
        assert_eq!(
            there_and_back(FaultCode::Other(QName::new("urn:a", "b.c")), &[], Version::Soap11),
            "{urn:a}b.c []"
        );
        assert_eq!(there_and_back(FaultCode::Other(QName::new("", "Oops")), &[], Version::Soap11), "Oops []");
        assert_eq!(there_and_back(FaultCode::MustUnderstand, &[], Version::Soap11), "MustUnderstand []");
    }
}
