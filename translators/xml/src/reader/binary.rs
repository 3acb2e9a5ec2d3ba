// SPDX-License-Identifier: EUPL-1.2
//! Binary content that stands beside the document: XOP (XML-binary Optimized Packaging 1.0) and references to
//! attachments (WS-I Attachments Profile 1.0, section 4.4).

use std::fmt;

use fachwerk_mapping::{ScalarId, ScalarKind, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use super::value::must_be_empty;
use super::{Reader, misuse};
use crate::XOP;
use crate::characters::is_blank;
use crate::tokenizer::{Token, Tokenizer};

/// Binary content that stands beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// The bytes.
    pub base64: String,
    /// Their media type, where it is said.
    pub content_type: Option<String>,
}

/// Who knows what stands beside the document.
pub trait Binaries: fmt::Debug {
    /// What a URI refers to; `None` where there is nothing.
    fn binary(&self, uri: &str) -> Option<Binary>;
}

impl<'m> Reader<'m> {
    /// Take binary content from what stands beside the document.
    #[must_use]
    pub fn with_binaries(mut self, binaries: &'m dyn Binaries) -> Self {
        self.binaries = Some(binaries);
        self
    }

    fn find(&self, tokens: &Tokenizer<'_>, uri: &str) -> Result<Binary> {
        let uri = uri.trim_matches([' ', '\t', '\n', '\r']);
        self.binaries.and_then(|binaries| binaries.binary(uri)).ok_or_else(|| {
            let name = tokens.qualified_name();
            let message = format!("element `{name}` refers to an attachment that is not there");
            CodecError::at(ErrorKind::Structure, tokens.offset(), message)
        })
    }

    /// Whether the tokenizer stands before, or at, an inclusion in an element that holds binary data.
    pub(super) fn at_inclusion(&self, tokens: &Tokenizer<'_>, token: Token, scalar: ScalarId) -> bool {
        if self.mapping.scalar(scalar).kind != ScalarKind::Base64Binary {
            return false;
        }
        match token {
            Token::Start => tokens.namespace() == XOP && tokens.local() == "Include",
            Token::Text if is_blank(tokens.text()) => {
                let mut next = tokens.clone();
                matches!(next.next_token(), Ok(Token::Start))
                    && next.namespace() == XOP
                    && next.local() == "Include"
            }
            _ => false,
        }
    }

    /// Read an inclusion, up to the end tag of the element that it stands in.
    pub(super) fn inclusion<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        token: Token,
        scalar: ScalarId,
        sink: &mut S,
    ) -> Result<()> {
        if token == Token::Text {
            tokens.next_token()?;
        }
        let uri = tokens.attribute("", "href").unwrap_or_default();
        let binary = self.find(tokens, uri)?;
        sink.scalar(scalar, &binary.base64)?;
        tokens.skip_element()?;
        must_be_empty(tokens)
    }

    /// Read the element that just began as an attachment that it refers to.
    pub(super) fn reference<S: Sink + ?Sized>(
        &mut self,
        tokens: &mut Tokenizer<'_>,
        id: StructId,
        sink: &mut S,
    ) -> Result<()> {
        // An accessor of an encoded message may refer by an attribute instead.
        let href = tokens.attribute("", "href").map(str::to_owned);
        let binary = match href {
            Some(href) => {
                let binary = self.find(tokens, &href)?;
                must_be_empty(tokens)?;
                binary
            }
            None => {
                let uri = match tokens.next_token()? {
                    Token::Text => tokens.text().to_owned(),
                    _ => {
                        return Err(CodecError::at(
                            ErrorKind::Structure,
                            tokens.offset(),
                            "a reference to an attachment is missing",
                        ));
                    }
                };
                let binary = self.find(tokens, &uri)?;
                must_be_empty(tokens)?;
                binary
            }
        };
        attachment(self.mapping, id, &binary, sink)
    }
}

/// Give an attachment as the object that it is.
pub fn attachment<S: Sink + ?Sized>(
    mapping: &fachwerk_mapping::Mapping,
    id: StructId,
    binary: &Binary,
    sink: &mut S,
) -> Result<()> {
    let [media, value] = mapping.structure(id).fields.as_slice() else { return Err(misuse()) };
    let (ValueType::Scalar(media), ValueType::Scalar(value)) = (media.value, value.value) else {
        return Err(misuse());
    };
    sink.begin_struct(id, false)?;
    if let Some(content_type) = &binary.content_type {
        sink.begin_field(0)?;
        sink.scalar(media, content_type)?;
        sink.end_field()?;
    }
    sink.begin_field(1)?;
    sink.scalar(value, &binary.base64)?;
    sink.end_field()?;
    sink.end_struct()
}
