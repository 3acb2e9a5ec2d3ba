// SPDX-License-Identifier: EUPL-1.2
//! Values that several accessors refer to (SOAP 1.1, sections 5.2.1 and 5.4.1; SOAP 1.2 part 2, section 3.1.5).

use std::collections::{HashMap, HashSet};

use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::tokenizer::{Token, Tokenizer};
use crate::writer::EncodingStyle;

/// The values of one body that have an identity, found before it is read. Nothing is looked for where nothing refers.
#[derive(Debug)]
pub struct References<'a> {
    pub(super) style: EncodingStyle,
    /// After the start tag of the body.
    body: Tokenizer<'a>,
    places: HashMap<String, Place<'a>>,
}

/// Where a value stands.
#[derive(Debug)]
enum Place<'a> {
    /// A child of the body, by its offset.
    Independent(usize),
    /// Within another value: after its start tag. `None` where nothing refers to it.
    Embedded(Option<Box<Tokenizer<'a>>>),
}

impl<'a> References<'a> {
    /// Find the values below the element that is open.
    ///
    /// # Errors
    /// The document is not well-formed, or two values have the same identity.
    pub fn find(body: &Tokenizer<'a>, style: EncodingStyle) -> Result<Self> {
        let body = body.clone().checkpoint();
        let mut references = Self { style, body, places: HashMap::new() };
        let attribute = match style {
            EncodingStyle::Soap11 => "href",
            EncodingStyle::Soap12 => "ref",
        };
        if memchr::memmem::find(references.body.rest().as_bytes(), attribute.as_bytes()).is_some() {
            references.collect()?;
        }
        Ok(references)
    }

    fn collect(&mut self) -> Result<()> {
        let level = self.body.depth();
        let mut targets: HashSet<String> = HashSet::new();
        let mut tokens = self.body.clone();
        self.each(&mut tokens, |references, tokens| {
            if let Some(target) = references.target(tokens) {
                targets.insert(target.to_owned());
            }
            let Some(id) = references.identity(tokens).map(str::to_owned) else { return Ok(()) };
            let place = if tokens.depth() == level + 1 {
                Place::Independent(tokens.offset())
            } else {
                Place::Embedded(None)
            };
            if references.places.insert(id, place).is_some() {
                return Err(error(tokens, ErrorKind::Structure, "two values have the same `id`"));
            }
            Ok(())
        })?;
        let is_needed = |(id, place): (&String, &Place<'_>)| {
            matches!(place, Place::Embedded(None)) && targets.contains(id)
        };
        if !self.places.iter().any(is_needed) {
            return Ok(());
        }
        let mut room = self.body.limits().max_bytes;
        let mut tokens = self.body.clone();
        self.each(&mut tokens, |references, tokens| {
            let Some(id) = references.identity(tokens).filter(|id| targets.contains(*id)).map(str::to_owned)
            else {
                return Ok(());
            };
            if let Some(Place::Embedded(place @ None)) = references.places.get_mut(&id) {
                let weight = tokens.weight();
                room = room.checked_sub(weight).ok_or_else(|| {
                    error(
                        tokens,
                        ErrorKind::Limit,
                        "too many values that are referred to stand within others",
                    )
                })?;
                *place = Some(Box::new(tokens.checkpoint()));
            }
            Ok(())
        })
    }

    /// Look at every element up to the end of the one that is open.
    fn each(
        &mut self,
        tokens: &mut Tokenizer<'a>,
        mut look: impl FnMut(&mut Self, &mut Tokenizer<'a>) -> Result<()>,
    ) -> Result<()> {
        let level = tokens.depth();
        loop {
            match tokens.next_token()? {
                Token::Start => look(self, tokens)?,
                Token::End if tokens.depth() < level => return Ok(()),
                Token::Eof => return Ok(()),
                Token::Text | Token::End => {}
            }
        }
    }

    /// The identity of the element that just began.
    fn identity<'t>(&self, tokens: &'t Tokenizer<'_>) -> Option<&'t str> {
        match self.style {
            EncodingStyle::Soap11 => tokens.attribute("", "id"),
            EncodingStyle::Soap12 => tokens.attribute(self.style.uri(), "id"),
        }
    }

    /// The identity that the element that just began refers to.
    fn target<'t>(&self, tokens: &'t Tokenizer<'_>) -> Option<&'t str> {
        match self.style {
            EncodingStyle::Soap11 => tokens.attribute("", "href").and_then(|href| href.strip_prefix('#')),
            EncodingStyle::Soap12 => tokens.attribute(self.style.uri(), "ref"),
        }
    }

    /// Whether the element that just began refers to a value that stands elsewhere.
    pub(super) fn refers(&self, tokens: &Tokenizer<'_>) -> bool {
        match self.style {
            EncodingStyle::Soap11 => tokens.attribute("", "href").is_some(),
            EncodingStyle::Soap12 => tokens.attribute(self.style.uri(), "ref").is_some(),
        }
    }

    /// The value that the element that just began refers to: a tokenizer after that value's start tag.
    pub(super) fn follow(&self, tokens: &Tokenizer<'_>) -> Result<Tokenizer<'a>> {
        let Some(id) = self.target(tokens) else {
            let message = "a reference to something outside the message";
            return Err(error(tokens, ErrorKind::Unsupported, message));
        };
        match self.places.get(id) {
            Some(Place::Independent(offset)) => {
                let mut target = self.body.restart_at(*offset);
                target.next_token()?;
                Ok(target)
            }
            Some(Place::Embedded(Some(target))) => Ok((**target).clone()),
            _ => Err(error(tokens, ErrorKind::Structure, "a reference to a value that is not there")),
        }
    }

    /// Whether an attribute belongs to the encoding rather than to a value.
    pub(super) fn owns(&self, namespace: &str, local: &str) -> bool {
        namespace == self.style.uri()
            || (self.style == EncodingStyle::Soap11 && namespace.is_empty() && matches!(local, "id" | "href"))
    }

    /// Refuse what the mapping of arrays has no place for.
    pub(super) fn check(&self, tokens: &Tokenizer<'_>) -> Result<()> {
        if self.style == EncodingStyle::Soap12 {
            return Ok(());
        }
        let uri = self.style.uri();
        if let Some(offset) = tokens.attribute(uri, "offset")
            && !matches!(offset.trim(), "[0]")
        {
            let message = "an array of which only a part is transmitted (`offset`)";
            return Err(error(tokens, ErrorKind::Unsupported, message));
        }
        if tokens.attribute(uri, "position").is_some() {
            return Err(error(tokens, ErrorKind::Unsupported, "a sparse array (`position`)"));
        }
        Ok(())
    }
}

fn error(tokens: &Tokenizer<'_>, kind: ErrorKind, message: &str) -> Box<CodecError> {
    let name = tokens.qualified_name();
    tokens.locate(CodecError::at(kind, tokens.offset(), format!("element `{name}`: {message}")))
}
