// SPDX-License-Identifier: EUPL-1.2
//! Header blocks (SOAP 1.1, section 4.2; SOAP 1.2 part 1, section 5.2).

use std::ops::Range;

use fachwerk_contract::QName;
use fachwerk_message::Result;
use fachwerk_xml::Tokenizer;

use crate::Version;

/// A header block as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderBlock {
    /// Name of its element.
    pub name: QName,
    /// `mustUnderstand`.
    pub must_understand: bool,
    /// `actor` (SOAP 1.1) or `role` (SOAP 1.2).
    pub role: Option<String>,
    /// Bytes of its element in the input.
    pub span: Range<usize>,
}

impl HeaderBlock {
    /// Read the block whose start tag the tokenizer has just given, to its end.
    pub(crate) fn read(tokens: &mut Tokenizer<'_>, version: Version) -> Result<Self> {
        let namespace = version.namespace();
        let role = match version {
            Version::Soap11 => "actor",
            Version::Soap12 => "role",
        };
        let flag = tokens.attribute(namespace, "mustUnderstand").unwrap_or_default().trim();
        let must_understand = matches!(flag, "1" | "true");
        let role =
            tokens.attribute(namespace, role).map(|role| role.trim().to_owned()).filter(|r| !r.is_empty());
        let name = QName::new(tokens.namespace(), tokens.local());
        let start = tokens.offset();
        tokens.skip_element()?;
        Ok(Self { name, must_understand, role, span: start..tokens.position() })
    }

    /// Whether the block is meant for who receives the message: the next node, or the last.
    pub fn is_for_receiver(&self) -> bool {
        const ROLES: [&str; 3] = [
            "http://schemas.xmlsoap.org/soap/actor/next",
            "http://www.w3.org/2003/05/soap-envelope/role/next",
            "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver",
        ];
        self.role.as_deref().is_none_or(|role| ROLES.contains(&role))
    }
}
