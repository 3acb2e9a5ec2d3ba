// SPDX-License-Identifier: EUPL-1.2
//! What stands around a body: header blocks in the envelope, attachments beside it.

use std::collections::HashSet;

use fachwerk_contract::QName;
use fachwerk_contract::service::{Part, PartContent};

use super::Builder;
use super::members::{Draft, Members};
use super::operations::{HeaderPart, Place};
use crate::naming::type_name;
use crate::{
    ContentKind, FieldKind, Layout, MessageShape, Particle, ParticleTerm, StructId, StructKind, ValueType,
};

/// Groups of a message that do not lie in its body.
#[derive(Default)]
pub(super) struct Surroundings {
    pub(super) headers: Option<StructId>,
    pub(super) attachments: Option<StructId>,
}

impl<'c> Builder<'c> {
    /// The struct whose fields are a message's declared header blocks.
    pub(super) fn headers(&mut self, place: &Place<'c>) -> Option<StructId> {
        let declared = place.headers();
        if declared.is_empty() {
            return None;
        }
        let key = format!("{}/#headers", place.key);
        let id =
            self.reserve_struct(&key, &type_name(&format!("{} Headers", place.name)), StructKind::GroupItem);
        let mut members = Members::new(id);
        let mut children = Vec::new();
        let mut seen: HashSet<QName> = HashSet::new();
        for header in declared {
            let part = self
                .messages
                .get(header.message)
                .and_then(|m| m.parts.iter().find(|p| p.name == header.part));
            let Some(part) = part else { continue };
            let name = header_name(&header, part);
            if !seen.insert(name.clone()) {
                continue;
            }
            let draft = match &part.content {
                PartContent::Element(name) => self.reference_draft(name, &members),
                PartContent::Type(_) => self.typed_part(part, &name),
            };
            if let Some(draft) = draft {
                let min = u32::from(header.required);
                children.push(members.push(Draft { min, required: header.required, ..draft }));
            }
        }
        self.seal(members, (ContentKind::Elements, in_any_order(children)));
        Some(id)
    }

    /// A message with header blocks or attachments: the body's object with one more member for each, `headers`
    /// before its content, `attachments` after it.
    pub(super) fn surrounded(
        &mut self,
        place: &Place<'c>,
        around: &Surroundings,
        shape: MessageShape,
    ) -> MessageShape {
        // The body's type may still be waiting to be built.
        self.drain();
        let body = self.mapping.structure(shape.root).clone();
        let element = match shape.layout {
            Layout::Direct { element, .. } => Some(element),
            Layout::Fields { .. } => None,
        };
        // A type may serve elsewhere by itself, so the message gets a struct of its own.
        let root = if body.kind == StructKind::Type {
            let key = format!("{}/#message", place.key);
            let root = self.reserve_struct(&key, &type_name(&place.name), StructKind::Message);
            self.mapping.structs[root.0 as usize].documentation.clone_from(&body.documentation);
            root
        } else {
            shape.root
        };
        let key = self.mapping.structure(root).key.clone();
        let keys = self.lock.structs.get(&body.key).map(|s| s.fields.clone()).unwrap_or_default();
        // Numbers given out when the struct was sealed by itself were never seen by anybody.
        self.lock.structs.entry(key.clone()).or_default().fields =
            self.old.structs.get(&key).map(|s| s.fields.clone()).unwrap_or_default();
        let mut members = Members::new(root);
        let key_of = |field: &crate::Field| {
            let found =
                keys.iter().find(|(_, locked)| locked.number == field.number).map(|(key, _)| key.clone());
            found.unwrap_or_else(|| format!("#{}", field.name))
        };
        let mut headers_field = None;
        let add_headers = |members: &mut Members| {
            around.headers.map(|id| {
                members.push(Draft::plain("#headers", "headers", FieldKind::Group, ValueType::Struct(id)))
            })
        };
        for (index, field) in body.fields.iter().enumerate() {
            if index == body.first_child as usize {
                headers_field = add_headers(&mut members);
            }
            // Comes again when the members are sealed.
            if matches!(field.kind, FieldKind::TypeNames) {
                continue;
            }
            members.push(Draft {
                key: key_of(field),
                wanted: field.name.clone(),
                kind: field.kind.clone(),
                value: field.value,
                min: field.min,
                max: field.max,
                required: field.required,
                nillable: field.nillable,
                default: field.default.clone(),
                fixed: field.fixed.clone(),
                identities: field.identities.clone(),
                content_types: field.content_types.clone(),
                documentation: field.documentation.clone(),
            });
        }
        if body.first_child as usize >= body.fields.len() {
            headers_field = add_headers(&mut members);
        }
        let inner = match headers_field {
            Some(field) => shift(&body.particle, field),
            None => body.particle.clone(),
        };
        let mut children: Vec<Particle> = headers_field.map(of_field).into_iter().collect();
        match inner {
            Particle { optional: false, term: ParticleTerm::Sequence(inner) } => children.extend(inner),
            other => children.push(other),
        }
        let attachments = around.attachments.map(|id| {
            let required = self.mapping.structure(id).fields.iter().any(|f| f.required);
            members.push(Draft {
                min: u32::from(required),
                required,
                ..Draft::plain("#attachments", "attachments", FieldKind::Group, ValueType::Struct(id))
            })
        });
        children.extend(attachments.map(of_field));
        let particle = Particle { optional: false, term: ParticleTerm::Sequence(children) };
        let content = if body.content == ContentKind::Empty { ContentKind::Elements } else { body.content };
        self.seal(members, (content, particle));
        let layout = match element {
            Some(element) => Layout::Direct { element, headers: headers_field },
            None => Layout::Fields { headers: headers_field },
        };
        MessageShape { root, layout, attachments, ..shape }
    }
}

/// Element name of a header block. A part with a type (SOAP 1.1 section 5 only, by WSDL 1.1 section 3.7, but not only
/// found there) is named as itself, in the namespace that the binding gives.
fn header_name(header: &HeaderPart<'_>, part: &Part) -> QName {
    match &part.content {
        PartContent::Element(name) => name.clone(),
        PartContent::Type(_) => QName::new(header.namespace.unwrap_or(&header.message.namespace), &part.name),
    }
}

fn of_field(field: u16) -> Particle {
    Particle { optional: false, term: ParticleTerm::Field(field) }
}

/// Header blocks and attachments have no order.
pub(super) fn in_any_order(fields: Vec<u16>) -> Particle {
    Particle { optional: false, term: ParticleTerm::All(fields.into_iter().map(of_field).collect()) }
}

/// The same particle after a field was put in at `from`.
fn shift(particle: &Particle, from: u16) -> Particle {
    let all = |children: &[Particle]| children.iter().map(|c| shift(c, from)).collect();
    let term = match &particle.term {
        ParticleTerm::Field(field) => ParticleTerm::Field(if *field >= from { field + 1 } else { *field }),
        ParticleTerm::Sequence(children) => ParticleTerm::Sequence(all(children)),
        ParticleTerm::Choice(children) => ParticleTerm::Choice(all(children)),
        ParticleTerm::All(children) => ParticleTerm::All(all(children)),
    };
    Particle { optional: particle.optional, term }
}
