// SPDX-License-Identifier: EUPL-1.2
//! Strict XML 1.0 and Namespaces 1.0 over one buffer.

mod ahead;
mod attribute;
mod capture;
mod name;
mod pause;
mod prolog;
mod restart;
mod scope;
mod seen;
mod tag;
mod text;

use std::borrow::Cow;

use fachwerk_mapping::NamespaceId;
use fachwerk_message::{CodecError, ErrorKind, Limits, Result};

pub(crate) use ahead::Kind;
pub use attribute::Attribute;
pub use pause::Paused;
pub(crate) use scope::Namespace;

pub(crate) use prolog::declaration;

use crate::Document;
use crate::characters::{first_illegal, skip_space};
use ahead::Places;
use scope::Scope;
use seen::Seen;
use text::Text;

/// What [`Tokenizer::next_token`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A start tag; its name and attributes can be asked for. An empty element gives a start and an end.
    Start,
    /// Text up to the next tag, references resolved, CDATA sections joined, comments left out. Never empty, and
    /// never outside the root element.
    Text,
    /// An end tag. The namespaces of its element are out of scope.
    End,
    /// The end of the document. It was well-formed.
    Eof,
}

/// An element that is open.
#[derive(Debug, Clone, Copy)]
struct Open<'a> {
    /// Its qualified name.
    name: &'a str,
    /// Bindings in scope outside of it.
    scope: usize,
    /// Child elements so far.
    children: usize,
}

/// A pull tokenizer: strict, without DTD, within limits, linear in the input.
///
/// A clone is a checkpoint: it goes on from where the original stood.
#[derive(Debug, Clone)]
pub struct Tokenizer<'a> {
    input: &'a str,
    position: usize,
    limits: Limits,
    scope: Scope<'a>,
    open: Vec<Open<'a>>,
    attributes: Vec<Attribute<'a>>,
    text: Text,
    /// Where the current token begins.
    offset: usize,
    /// Qualified name of the element that began last.
    name: &'a str,
    local: &'a str,
    namespace: Namespace,
    seen: Seen<'a>,
    places: Places<'a>,
    /// The next token is the end of the empty element that just began.
    end_is_due: bool,
    /// No `&`, carriage return or `]` stands before this position; found once for many short texts.
    next_special: usize,
    /// Looks for these within one text at a time, because what follows may be read again and again.
    short_sighted: bool,
    /// More of the document comes, and so many bytes have to lie ahead.
    ahead: Option<usize>,
    nodes: usize,
    root_seen: bool,
}

impl<'a> Tokenizer<'a> {
    /// A tokenizer over a whole document in UTF-8, or in ASCII by whatever name. Other encodings are read through a
    /// [`Document`].
    pub fn new(input: &'a [u8], limits: &Limits) -> Result<Self> {
        match Document::decode(input, None, limits)?.into_text() {
            (Cow::Borrowed(text), body) => Self::at(text, body, limits),
            (Cow::Owned(_), _) => Err(CodecError::at(
                ErrorKind::Unsupported,
                0,
                "a document that is not in UTF-8 has to be decoded before it is read",
            )),
        }
    }

    /// A tokenizer over a document that has been decoded. Offsets are those in its text.
    pub fn over(document: &'a Document<'_>, limits: &Limits) -> Result<Self> {
        Self::at(document.text(), document.body(), limits)
    }

    /// A tokenizer over one element that came from elsewhere: no byte order mark, no XML declaration.
    pub(crate) fn fragment(input: &'a str, limits: &Limits) -> Result<Self> {
        Self::at(input, 0, limits)
    }

    fn at(input: &'a str, position: usize, limits: &Limits) -> Result<Self> {
        if let Some(offset) = first_illegal(input) {
            return Err(syntax(offset, "a character that XML does not allow"));
        }
        Ok(Self {
            input,
            position,
            limits: *limits,
            scope: Scope::new(),
            open: Vec::new(),
            attributes: Vec::new(),
            text: Text::default(),
            offset: position,
            name: "",
            local: "",
            namespace: Namespace::NONE,
            seen: Seen::default(),
            places: Places::default(),
            end_is_due: false,
            next_special: 0,
            short_sighted: false,
            ahead: None,
            nodes: 0,
            root_seen: false,
        })
    }

    /// Give numbers to namespace names, now and for declarations to come: [`namespace_id`](Self::namespace_id) is
    /// the index into `known`.
    pub fn know(&mut self, known: &'a [String]) {
        self.scope.know(known);
    }

    /// The next token.
    pub fn next_token(&mut self) -> Result<Token> {
        self.text.clear();
        if self.end_is_due {
            self.end_is_due = false;
            self.close();
            return Ok(Token::End);
        }
        let bytes = self.input.as_bytes();
        loop {
            if self.open.is_empty() {
                self.position = skip_space(bytes, self.position);
            }
            match bytes.get(self.position) {
                None => return self.end_of_input(),
                Some(b'<') => {}
                Some(_) if self.open.is_empty() => {
                    return Err(syntax(self.position, "text outside the root element"));
                }
                Some(_) => {
                    self.text_piece()?;
                    continue;
                }
            }
            match bytes.get(self.position + 1) {
                Some(b'!') => self.comment_or_cdata()?,
                Some(b'?') => self.processing_instruction()?,
                _ if !self.text.is_empty() => return Ok(Token::Text),
                Some(b'/') => return self.end_tag(),
                _ => return self.start_tag(),
            }
        }
    }

    fn end_of_input(&self) -> Result<Token> {
        if let Some(open) = self.open.last() {
            let name = open.name;
            let message = format!("the input ends, but element `{name}` is open");
            return Err(self.ends_within(self.position, &message));
        }
        if !self.root_seen {
            return Err(syntax(self.position, "there is no root element"));
        }
        Ok(Token::Eof)
    }

    /// Local part of the element that began last.
    pub fn local(&self) -> &'a str {
        self.local
    }

    /// Qualified name of the element that began last, as written.
    pub fn qualified_name(&self) -> &'a str {
        self.name
    }

    /// Namespace name of the element that began last; empty for none.
    pub fn namespace(&self) -> &str {
        self.scope.name(self.namespace)
    }

    /// Number of that namespace, if it is a known one.
    pub fn namespace_id(&self) -> Option<NamespaceId> {
        self.scope.id(self.namespace)
    }

    /// Attributes of the element that began last, namespace declarations left out. Valid until the next start tag.
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// Namespace name of an attribute; empty for none.
    pub fn attribute_namespace(&self, attribute: &Attribute<'a>) -> &str {
        self.scope.name(attribute.namespace)
    }

    /// Number of an attribute's namespace, if it is a known one.
    pub fn attribute_namespace_id(&self, attribute: &Attribute<'a>) -> Option<NamespaceId> {
        self.scope.id(attribute.namespace)
    }

    /// Value of the attribute with this expanded name.
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|a| a.local() == local && self.scope.name(a.namespace) == namespace)
            .map(Attribute::value)
    }

    /// Whether an attribute is in the namespace of XML Schema instances.
    pub(crate) fn is_xsi(&self, attribute: &Attribute<'a>) -> bool {
        self.scope.is_xsi(attribute.namespace)
    }

    /// The text that [`Token::Text`] announced. Valid until the next token.
    pub fn text(&self) -> &str {
        self.text.get(self.input)
    }

    /// Namespace name and local part of a QName in content (XML Schema part 2, section 3.2.18): without a prefix it
    /// is in the default namespace.
    pub fn resolve<'n>(&self, name: &'n str) -> Result<(&str, &'n str)> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if !crate::characters::is_ncname(local) || (name.len() != local.len() && prefix.is_empty()) {
            return Err(CodecError::at(ErrorKind::Value, self.offset, "a value is not a qualified name"));
        }
        match self.scope.find(prefix.as_bytes()) {
            Some(namespace) => Ok((self.scope.name(namespace), local)),
            None if prefix.is_empty() => Ok(("", local)),
            None => Err(CodecError::at(
                ErrorKind::Value,
                self.offset,
                "a qualified name in content has a prefix that is not declared",
            )),
        }
    }

    /// Number of the namespace that [`resolve`](Self::resolve) gives, if it is a known one.
    pub(crate) fn resolve_id(&self, name: &str) -> Option<NamespaceId> {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        self.scope.id(self.scope.find(prefix.as_bytes()).unwrap_or(Namespace::NONE))
    }

    /// Byte offset at which the current token begins.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Byte offset after the current token; for the end of an element, after its end tag.
    pub fn position(&self) -> usize {
        self.position
    }

    /// How many elements are open. After [`Token::Start`] the new one counts, after [`Token::End`] it does not.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The limits that are enforced.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Local names from the root to the innermost open element: `/Envelope/Body/a`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            path.push('/');
            path.push_str(open.name.split_once(':').map_or(open.name, |(_, local)| local));
        }
        path
    }

    /// The same error with path and position, unless it has them.
    pub fn locate(&self, mut error: Box<CodecError>) -> Box<CodecError> {
        if error.path.is_none() && !self.open.is_empty() {
            error.path = Some(self.path());
        }
        error.or_at(self.offset)
    }
}

pub(crate) fn syntax(offset: usize, message: impl Into<String>) -> Box<CodecError> {
    CodecError::at(ErrorKind::Syntax, offset, message)
}

#[cfg(test)]
mod tests;
