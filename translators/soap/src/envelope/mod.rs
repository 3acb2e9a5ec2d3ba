// SPDX-License-Identifier: EUPL-1.2
//! Envelopes as they come in.

mod fault;
mod incoming;
mod read;
mod structure;

use fachwerk_contract::QName;
use fachwerk_mapping::SOAP_ENCODING;
use fachwerk_message::{CodecError, ErrorKind, Limits};
use fachwerk_xml::{Document, Token, Tokenizer};

use crate::{HeaderBlock, Package, SoapError, Version};
pub use incoming::Incoming;
pub(crate) use structure::{ANYWHERE, is_blank, unexpected};

/// An envelope, read as far as the body's first child. What follows is read, and checked, with the message.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    version: Version,
    headers: Vec<HeaderBlock>,
    understood: Vec<QName>,
    body: Option<QName>,
    /// After the start tag of the header.
    at_header: Option<Tokenizer<'a>>,
    /// After the start tag of the body.
    at_body: Tokenizer<'a>,
    /// What stands beside it.
    package: Option<&'a Package<'a>>,
}

impl<'a> Envelope<'a> {
    /// Find out what an envelope in UTF-8 is; what may have another encoding is opened as a [`Package`].
    ///
    /// # Errors
    /// Not XML, not an envelope, or an envelope of an unknown version.
    pub fn open(input: &'a [u8], limits: &Limits) -> Result<Self, SoapError> {
        Self::begin(Tokenizer::new(input, limits)?)
    }

    pub(crate) fn begin(mut tokens: Tokenizer<'a>) -> Result<Self, SoapError> {
        // Outside the root element only a start tag or an error can come.
        tokens.next_token()?;
        if tokens.local() != "Envelope" {
            let message = format!("`{}` is not a SOAP envelope", tokens.qualified_name());
            return Err(CodecError::at(ErrorKind::Structure, tokens.offset(), message).into());
        }
        let Some(version) = Version::of_namespace(tokens.namespace()) else {
            return Err(SoapError::VersionMismatch {
                namespace: tokens.namespace().to_owned(),
                offset: tokens.offset(),
            });
        };
        let mut headers = Vec::new();
        let mut at_header = None;
        loop {
            match tokens.next_token()? {
                Token::Text if is_blank(tokens.text()) => {}
                Token::Start if tokens.namespace() == version.namespace() => match tokens.local() {
                    "Header" if at_header.is_none() => {
                        at_header = Some(tokens.clone());
                        read_headers(&mut tokens, version, &mut headers)?;
                    }
                    "Body" => break,
                    _ => return Err(unexpected(&tokens, "Header and Body").into()),
                },
                Token::Start => return Err(unexpected(&tokens, "Header and Body").into()),
                Token::End | Token::Eof => {
                    let message = "the envelope has no Body";
                    return Err(CodecError::at(ErrorKind::Structure, tokens.offset(), message).into());
                }
                Token::Text => {
                    let message = "text between the parts of the envelope";
                    return Err(CodecError::at(ErrorKind::Structure, tokens.offset(), message).into());
                }
            }
        }
        let at_body = tokens.clone();
        let body = loop {
            match tokens.next_token()? {
                Token::Text => {}
                // Not a root of the graph (SOAP 1.1, section 5.6).
                Token::Start if tokens.attribute(SOAP_ENCODING, "root").is_some_and(|r| r.trim() == "0") => {
                    tokens.skip_element()?;
                }
                Token::Start => break Some(QName::new(tokens.namespace(), tokens.local())),
                Token::End | Token::Eof => break None,
            }
        };
        Ok(Self { version, headers, understood: Vec::new(), body, at_header, at_body, package: None })
    }

    /// The envelope of a package. What stands beside it is read with the message.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_package(package: &'a Package<'a>, limits: &Limits) -> Result<Self, SoapError> {
        let begun =
            Tokenizer::over(package.document(), limits).map_err(SoapError::from).and_then(Self::begin);
        let envelope = begun.map_err(|error| package.locate(error))?;
        Ok(Self { package: Some(package), ..envelope })
    }

    /// The same with an error's offset in what was opened.
    fn located<T>(&self, result: Result<T, SoapError>) -> Result<T, SoapError> {
        match (result, self.package) {
            (Err(error), Some(package)) => Err(package.locate(error)),
            (result, _) => result,
        }
    }

    /// Its document, where it was opened from a package.
    pub fn document(&self) -> Option<&'a Document<'a>> {
        self.package.map(Package::document)
    }

    /// Its SOAP version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its header blocks in document order.
    pub fn headers(&self) -> &[HeaderBlock] {
        &self.headers
    }

    /// The text of a header block, such as WS-Addressing's `Action`, where it has no child elements.
    ///
    /// # Errors
    /// None that [`open`](Self::open) has not found.
    pub fn header_text(&self, name: &QName) -> Result<Option<String>, SoapError> {
        let Some(at_header) = &self.at_header else { return Ok(None) };
        let mut tokens = at_header.clone();
        loop {
            match tokens.next_token()? {
                Token::Start if tokens.namespace() == name.namespace && tokens.local() == name.local => {
                    return Ok(match tokens.next_token()? {
                        Token::Text => {
                            let text = tokens.text().trim().to_owned();
                            (tokens.next_token()? == Token::End).then_some(text)
                        }
                        Token::End => Some(String::new()),
                        _ => None,
                    });
                }
                Token::Start => tokens.skip_element()?,
                Token::Text => {}
                Token::End | Token::Eof => return Ok(None),
            }
        }
    }

    /// Somebody else takes care of header blocks with this name; they may say `mustUnderstand`.
    pub fn understand(&mut self, name: QName) {
        self.understood.push(name);
    }

    /// What stands in the body, from its beginning.
    pub(crate) fn content(&self, namespaces: &'a [String]) -> Tokenizer<'a> {
        let mut tokens = self.at_body.clone();
        tokens.know(namespaces);
        tokens
    }

    /// Name of the body's first child; `None` where the body is empty.
    pub fn body(&self) -> Option<&QName> {
        self.body.as_ref()
    }

    /// Bytes of all parts beside it.
    pub fn beside(&self) -> u64 {
        self.package.map_or(0, Package::beside)
    }

    /// Whether the body holds a fault.
    pub fn is_fault(&self) -> bool {
        self.body.as_ref().is_some_and(|b| b.local == "Fault" && b.namespace == self.version.namespace())
    }
}

fn read_headers(
    tokens: &mut Tokenizer<'_>,
    version: Version,
    headers: &mut Vec<HeaderBlock>,
) -> fachwerk_message::Result<()> {
    loop {
        match tokens.next_token()? {
            Token::Start => headers.push(HeaderBlock::read(tokens, version)?),
            Token::Text if is_blank(tokens.text()) => {}
            Token::Text => {
                let message = "text between header blocks";
                return Err(CodecError::at(ErrorKind::Structure, tokens.offset(), message));
            }
            Token::End | Token::Eof => return Ok(()),
        }
    }
}
