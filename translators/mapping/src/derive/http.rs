// SPDX-License-Identifier: EUPL-1.2
//! Operations of HTTP bindings (WSDL 1.1, sections 4 and 5; WSDL 2.0 part 2, section 6).

use fachwerk_contract::schema::{Content, Element, Particle, Term, Type, TypeRef};
use fachwerk_contract::service::{BoundMessage, HttpSerialization, Message, Part, PartContent};

use super::Builder;
use super::operations::Found;
use super::structs::is_builtin;
use crate::{HttpBinding, HttpInput};

const FORM: &str = "application/x-www-form-urlencoded";

impl<'c> Builder<'c> {
    /// How an operation is called by HTTP.
    ///
    /// # Errors
    /// Why it cannot be.
    pub(super) fn http(&self, found: &Found<'c>) -> Result<HttpBinding, String> {
        let bound = found.bound.input.as_ref();
        let Some(request) = bound.and_then(|bound| bound.http.as_ref()) else {
            return Err("nothing says how it is called; it needs an `input`".to_owned());
        };
        if !matches!(request.method.as_str(), "GET" | "POST" | "PUT" | "DELETE" | "PATCH") {
            return Err(format!("the method `{}` is not supported", request.method));
        }
        let no_parts: &[Part] = &[];
        let input = found.operation.input.as_ref().and_then(|input| self.messages.get(&input.message));
        let parts = input.map_or(no_parts, |message| message.parts.as_slice());
        let media = media_types(bound);
        let has_body = !matches!(request.method.as_str(), "GET" | "DELETE");
        let input = match request.serialization {
            _ if parts.is_empty() => HttpInput::Nothing,
            HttpSerialization::UrlReplacement if has_body => HttpInput::Form,
            HttpSerialization::UrlEncoded | HttpSerialization::UrlReplacement => HttpInput::Query,
            HttpSerialization::Body if !has_body => {
                return Err(format!("its input is in a body, which {} has not", request.method));
            }
            HttpSerialization::Body if media.iter().any(|media| media.eq_ignore_ascii_case(FORM)) => {
                HttpInput::Form
            }
            HttpSerialization::Body => {
                let Some(media) = media.iter().find(|media| is_xml(media)) else {
                    return Err(format!("an input of type {} is not supported", media.join(", ")));
                };
                HttpInput::Xml((*media).to_owned())
            }
        };
        match &input {
            HttpInput::Query | HttpInput::Form => self.all_plain(parts)?,
            HttpInput::Xml(_) => {
                let complex = |name| {
                    self.contract.schema.elements.get(name).is_some_and(|element: &Element| {
                        !element.nillable
                            && !element.is_abstract
                            && self.complex_type(&element.type_ref).is_some()
                    })
                };
                let document = matches!(parts, [Part { content: PartContent::Element(name), .. }]
                    if complex(name) && !self.substitutes.contains_key(name));
                if !document {
                    return Err("its input is not one element of a complex type".to_owned());
                }
            }
            HttpInput::Nothing => {}
        }
        if let Some(output) = &found.operation.output {
            let message = self.messages.get(&output.message).copied();
            self.answers_xml(message, found.bound.output.as_ref())?;
        }
        let has_templates = request.serialization == HttpSerialization::UrlReplacement;
        let (method, location) = (request.method.clone(), request.location.clone());
        Ok(HttpBinding { method, location, has_templates, input })
    }

    fn answers_xml(&self, message: Option<&Message>, bound: Option<&BoundMessage>) -> Result<(), String> {
        let media = media_types(bound);
        if !media.iter().any(|media| is_xml(media)) {
            return Err(format!("an answer of type {} is not supported, only XML is", media.join(", ")));
        }
        match message.map(|message| message.parts.as_slice()) {
            Some([Part { content: PartContent::Element(name), .. }])
                if self.contract.schema.elements.contains_key(name) =>
            {
                Ok(())
            }
            Some([Part { content: PartContent::Type(_), name, .. }]) => Err(format!(
                "part `{name}` of its answer has a type and no element, so that nobody knows the document's element"
            )),
            _ => Err("its answer is not one element".to_owned()),
        }
    }

    /// Values that can stand in a URL: parts of simple types, or one element whose children have such.
    fn all_plain(&self, parts: &[Part]) -> Result<(), String> {
        if let [Part { content: PartContent::Element(name), .. }] = parts {
            let element = self.contract.schema.elements.get(name);
            let complex = element.and_then(|element| self.complex_type(&element.type_ref));
            return match complex {
                Some(complex)
                    if complex.derivation.is_none()
                        && complex.attributes.is_empty()
                        && complex.attribute_groups.is_empty()
                        && self.is_flat(&complex.content) =>
                {
                    Ok(())
                }
                _ => Err(format!(
                    "the members of `{}` are not all simple values, which a URL can hold",
                    name.local
                )),
            };
        }
        match parts
            .iter()
            .find(|part| !matches!(&part.content, PartContent::Type(name) if self.is_simple(name)))
        {
            None => Ok(()),
            Some(part) => Err(format!("part `{}` is not a simple value, which a URL can hold", part.name)),
        }
    }

    fn complex_type<'s>(
        &'s self,
        type_ref: &'s TypeRef,
    ) -> Option<&'s fachwerk_contract::schema::ComplexType> {
        match type_ref {
            TypeRef::Named(name) => match self.contract.schema.types.get(name) {
                Some(Type::Complex(complex)) => Some(complex),
                _ => None,
            },
            TypeRef::Anonymous(definition) => match &**definition {
                Type::Complex(complex) => Some(complex),
                Type::Simple(_) => None,
            },
        }
    }

    fn is_simple(&self, name: &fachwerk_contract::QName) -> bool {
        match self.contract.schema.types.get(name) {
            Some(Type::Simple(_)) => true,
            Some(Type::Complex(_)) => false,
            None => is_builtin(name) && name.local != "anyType",
        }
    }

    fn is_flat(&self, content: &Content) -> bool {
        let simple = |particle: &Particle| match &particle.term {
            Term::Element(element) => match &element.type_ref {
                TypeRef::Named(name) => self.is_simple(name),
                TypeRef::Anonymous(definition) => matches!(**definition, Type::Simple(_)),
            },
            _ => false,
        };
        match content {
            Content::Empty => true,
            Content::Elements(Particle {
                max: Some(1),
                term: Term::Sequence(children) | Term::All(children),
                ..
            }) => children.iter().all(simple),
            _ => false,
        }
    }
}

/// What a message's media types are; XML where nothing is said.
fn media_types(bound: Option<&BoundMessage>) -> Vec<&str> {
    let media = bound.into_iter().flat_map(|bound| &bound.mime_parts).flat_map(|part| &part.types);
    let media: Vec<&str> = media.map(String::as_str).collect();
    if media.is_empty() { vec!["application/xml"] } else { media }
}

fn is_xml(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(essence.as_str(), "text/xml" | "application/xml" | "*/*") || essence.ends_with("+xml")
}
