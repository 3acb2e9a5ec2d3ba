// SPDX-License-Identifier: EUPL-1.2
//! What the element that just began holds.

use fachwerk_mapping::{ContentKind, FamilyKind, ScalarId, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::instance::{Instance, TypeName};
use super::{Reader, misuse, simple, text_field};
use crate::characters::is_blank;
use crate::tokenizer::{Token, Tokenizer};

impl Reader<'_> {
    /// Read the element that just began. `true`: it is an object whose content remains to be read.
    pub(super) fn value<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
        mut value: ValueType,
        mut nillable: bool,
        default: Option<&str>,
    ) -> Result<bool> {
        let instance = Instance::of(tokens)?;
        let Instance { nil, mut has_attributes, .. } = instance;
        let mut type_name = instance.type_name;
        if self.encoded.is_some() {
            has_attributes = tokens.attributes().iter().any(|a| {
                !super::instance::is_instance(tokens, a)
                    && !self.is_ignored(tokens, a)
                    && !self.is_of_encoding(tokens, a)
            });
        }
        // A nil element with a type of its own has to say so, which `nil` cannot.
        let mut stands_in = false;
        loop {
            match value {
                ValueType::Family(id) => {
                    let family = self.mapping.family(id);
                    let variant = match family.kind {
                        FamilyKind::Substitution => {
                            let namespace = tokens.namespace_id().ok_or_else(misuse)?;
                            let variant = family.by_name(namespace, tokens.local()).ok_or_else(misuse)?;
                            nillable = family.variants[variant as usize].nillable;
                            sink.variant(id, variant)?;
                            variant
                        }
                        FamilyKind::Type => {
                            let variant = match type_name.take() {
                                Some(name) => match name.id.and_then(|ns| family.by_name(ns, name.local)) {
                                    Some(variant) => variant,
                                    None => match family.declared.filter(|_| self.is_type_of_encoding(&name))
                                    {
                                        Some(declared) => declared,
                                        None => return Err(unknown_type(tokens, &name)),
                                    },
                                },
                                None => match family.declared {
                                    Some(variant) => variant,
                                    None if nil => {
                                        return self.nil(tokens, sink, nillable);
                                    }
                                    None => return Err(abstract_type(tokens)),
                                },
                            };
                            stands_in = family.declared != Some(variant);
                            if !nil || stands_in || has_attributes {
                                sink.variant(id, variant)?;
                            }
                            variant
                        }
                    };
                    value = family.variants[variant as usize].value;
                }
                ValueType::Scalar(id) => {
                    if let Some(name) = type_name
                        && !self.scalar_is(id, &name)
                        && !self.is_let_pass()
                    {
                        return Err(unknown_type(tokens, &name));
                    }
                    self.no_attributes(tokens, sink)?;
                    let narrowed = type_name.and_then(|name| self.narrower(id, &name));
                    if let Some(named) = &narrowed {
                        self.keep_type_name(tokens, id, named)?;
                    }
                    if nil {
                        return self.nil(tokens, sink, nillable);
                    }
                    self.narrowed = narrowed;
                    self.leaf(tokens, sink, id, default)?;
                    return Ok(false);
                }
                ValueType::Struct(id) => {
                    if let Some(name) = type_name
                        && !self.struct_is(id, &name)
                        && !self.is_let_pass()
                    {
                        return Err(unknown_type(tokens, &name));
                    }
                    if nil && !has_attributes && !stands_in {
                        return self.nil(tokens, sink, nillable);
                    }
                    if nil && !nillable {
                        return Err(not_nillable(tokens));
                    }
                    if self.mapping.structure(id).attachment {
                        self.reference(tokens, id, sink)?;
                        return Ok(false);
                    }
                    sink.begin_struct(id, nil)?;
                    self.attributes(id, tokens, sink)?;
                    let content = self.mapping.structure(id).content;
                    if nil {
                        must_be_empty(tokens)?;
                    } else if content == ContentKind::Simple {
                        let (field, scalar) = text_field(self.mapping, id).ok_or_else(misuse)?;
                        sink.begin_field(field)?;
                        self.leaf(tokens, sink, scalar, default)?;
                        sink.end_field()?;
                    } else {
                        self.push(id, false, self.order);
                        return Ok(true);
                    }
                    sink.end_struct()?;
                    return Ok(false);
                }
                ValueType::Xml => {
                    if nil && nillable && !has_attributes && type_name.is_none() {
                        return self.nil(tokens, sink, nillable);
                    }
                    self.scratch.clear();
                    tokens.capture_element(&mut self.scratch)?;
                    sink.xml(&self.scratch)?;
                    return Ok(false);
                }
                ValueType::Attributes => return Err(misuse()),
            }
        }
    }

    /// An element that is nil and has no attributes.
    #[expect(clippy::unused_self, reason = "reads as one of the cases of `value`")]
    fn nil<S: Sink + ?Sized>(
        &self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
        nillable: bool,
    ) -> Result<bool> {
        if !nillable {
            return Err(not_nillable(tokens));
        }
        sink.nil()?;
        must_be_empty(tokens)?;
        Ok(false)
    }

    /// The text of an element up to its end tag.
    pub(super) fn leaf<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        sink: &mut S,
        scalar: ScalarId,
        default: Option<&str>,
    ) -> Result<()> {
        let name = tokens.qualified_name();
        let narrowed = self.narrowed.take();
        let token = tokens.next_token()?;
        if let Some(narrowed) = narrowed {
            let text = match token {
                Token::Text => tokens.text(),
                _ => default.unwrap_or_default(),
            };
            self.must_be_of(&narrowed, name, text)?;
        }
        if self.binaries.is_some() && self.at_inclusion(tokens, token, scalar) {
            return self.inclusion(tokens, token, scalar, sink);
        }
        match token {
            Token::Text => {
                simple::emit(self.mapping, tokens, scalar, tokens.text(), &mut self.scratch, sink)?;
                if tokens.next_token()? == Token::End {
                    return Ok(());
                }
            }
            Token::End => {
                return match default {
                    Some(default) => sink.scalar(scalar, default),
                    None => simple::emit(self.mapping, tokens, scalar, "", &mut self.scratch, sink),
                };
            }
            Token::Start | Token::Eof => {}
        }
        Err(CodecError::new(
            ErrorKind::Structure,
            format!("element `{}` is not expected here; `{name}` holds text only", tokens.qualified_name()),
        ))
    }

    fn struct_is(&self, id: StructId, name: &TypeName<'_>) -> bool {
        let source = self.mapping.structure(id).source.as_ref();
        source.is_some_and(|s| s.namespace == name.namespace && s.local == name.local)
    }
}

/// Nothing may follow up to the end tag.
pub(super) fn must_be_empty(tokens: &mut Tokenizer<'_>) -> Result<()> {
    let name = tokens.qualified_name();
    loop {
        match tokens.next_token()? {
            Token::End => return Ok(()),
            Token::Text if is_blank(tokens.text()) => {}
            _ => {
                return Err(CodecError::new(
                    ErrorKind::Structure,
                    format!("element `{name}` is nil, so it must be empty"),
                ));
            }
        }
    }
}

fn not_nillable(tokens: &Tokenizer<'_>) -> Box<CodecError> {
    let name = tokens.qualified_name();
    CodecError::new(
        ErrorKind::Structure,
        format!("element `{name}` is nil, which the contract does not allow"),
    )
}

fn unknown_type(tokens: &Tokenizer<'_>, name: &TypeName<'_>) -> Box<CodecError> {
    CodecError::new(
        ErrorKind::Structure,
        format!(
            "element `{}` has xsi:type `{}`, which is no type it may have",
            tokens.qualified_name(),
            name.written
        ),
    )
}

fn abstract_type(tokens: &Tokenizer<'_>) -> Box<CodecError> {
    let name = tokens.qualified_name();
    CodecError::new(ErrorKind::Structure, format!("element `{name}` has an abstract type and needs xsi:type"))
}
