// SPDX-License-Identifier: EUPL-1.2
//! Attachments (WSDL 1.1, section 5) and references to them (WS-I Attachments Profile 1.0, section 4.4).

use fachwerk_contract::QName;
use fachwerk_contract::schema::{Facets, XSD};

use super::Builder;
use super::members::{Draft, Members};
use super::operations::Place;
use super::structs::Owner;
use super::surroundings::in_any_order;
use crate::naming::type_name;
use crate::{
    ContentKind, FieldKind, Name, NamespaceId, Particle, ParticleTerm, StructId, StructKind, ValueType,
};

/// Namespace of `swaRef`.
const SWA: &str = "http://ws-i.org/profiles/basic/1.1/xsd";

/// Namespaces of the policy assertions that ask for MTOM.
const MTOM_2004: &str = "http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization";
const MTOM_2007: &str = "http://www.w3.org/2007/08/soap12-mtom-policy";

/// A media type with parameters (RFC 6838, section 4.2; RFC 9110, section 8.3.1).
const MEDIA_TYPE: &str =
    "[A-Za-z0-9][A-Za-z0-9!#$&^_.+\\-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+\\-]*(;[!-~ ]*[!-~])?";

/// Lock key of the struct that an attachment is.
const ATTACHMENT: &str = "#attachment";

impl<'c> Builder<'c> {
    /// Whether a type is that of a reference to an attachment.
    pub(super) fn is_swa_ref(name: &QName) -> bool {
        name.namespace == SWA && name.local == "swaRef"
    }

    /// The struct that an attachment is: its bytes and their media type.
    pub(super) fn attachment(&mut self) -> StructId {
        if let Some(id) = self.structs.get(ATTACHMENT) {
            return *id;
        }
        let id = self.reserve_struct(ATTACHMENT, "Attachment", StructKind::Type);
        let slot = &mut self.mapping.structs[id.0 as usize];
        slot.attachment = true;
        slot.documentation = Some("A part of the message beside the envelope.".to_owned());
        let text = self.plain_string();
        let facets = Facets { patterns: vec![MEDIA_TYPE.to_owned()], ..Facets::default() };
        let text =
            self.narrow_anonymous(text, &facets, &Owner::new("#attachment/contentType", "contentType"));
        let bytes = self.scalar_by_name(&QName::new(XSD, "base64Binary"));
        let mut members = Members::new(id);
        let name = Name { namespace: NamespaceId::NONE, local: "contentType".to_owned() };
        members.push(Draft {
            documentation: Some(
                "Media type of the content; application/octet-stream where it is missing.".to_owned(),
            ),
            ..Draft::plain("contentType", "contentType", FieldKind::Attribute(name), ValueType::Scalar(text))
        });
        let value = members.push(Draft {
            min: 1,
            required: true,
            ..Draft::plain("#text", "value", FieldKind::Text, ValueType::Scalar(bytes))
        });
        let particle = Particle { optional: false, term: ParticleTerm::Field(value) };
        self.seal(members, (ContentKind::Simple, particle));
        id
    }

    /// Whether a policy asks for MTOM (MTOM Serialization Policy Assertion 1.1; WS-MTOMPolicy) at a port, and does not
    /// leave it to the caller.
    pub(super) fn asks_for_mtom(&self, binding: &QName, service: &QName, port: &str) -> bool {
        let subjects =
            [format!("binding/{}", binding.local), format!("service/{}/port/{port}", service.local)];
        self.contract.policies.iter().any(|policy| {
            subjects.contains(&policy.subject)
                && policy.assertions.iter().filter(|a| !policy.optional.contains(a)).any(|a| {
                    match a.namespace.as_str() {
                        MTOM_2004 => a.local == "OptimizedMimeSerialization",
                        MTOM_2007 => a.local == "MTOM",
                        _ => false,
                    }
                })
        })
    }

    /// The struct whose fields are a message's declared attachments.
    pub(super) fn attachments(&mut self, place: &Place<'c>) -> Option<StructId> {
        let (bound, message) = (place.bound?, place.message?);
        let parts: Vec<_> = bound
            .mime_parts
            .iter()
            .filter_map(|mime| message.parts.iter().find(|p| p.name == mime.part).map(|part| (mime, part)))
            .collect();
        for mime in &bound.mime_parts {
            if !message.parts.iter().any(|p| p.name == mime.part) {
                self.note(
                    "FW-1604",
                    message.location,
                    format!(
                        "the MIME content for part `{}` is left out: message `{}` has no such part",
                        mime.part, message.name.local
                    ),
                );
            }
        }
        if parts.is_empty() {
            return None;
        }
        let attachment = self.attachment();
        let key = format!("{}/#attachments", place.key);
        let id = self.reserve_struct(
            &key,
            &type_name(&format!("{} Attachments", place.name)),
            StructKind::GroupItem,
        );
        let mut members = Members::new(id);
        let mut children = Vec::new();
        for (mime, part) in parts {
            let wire = Name { namespace: NamespaceId::NONE, local: part.name.clone() };
            children.push(members.push(Draft {
                min: 1,
                required: true,
                content_types: (!mime.types.is_empty()).then(|| mime.types.join(", ")),
                documentation: part.documentation.clone(),
                ..Draft::plain(
                    &part.name,
                    &part.name,
                    FieldKind::Element(wire),
                    ValueType::Struct(attachment),
                )
            }));
        }
        self.seal(members, (ContentKind::Elements, in_any_order(children)));
        Some(id)
    }
}
