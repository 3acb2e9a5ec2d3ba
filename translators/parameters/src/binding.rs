// SPDX-License-Identifier: EUPL-1.2
//! The input of an operation with an HTTP binding as path, query and form (WSDL 1.1, sections 4.5 to 4.8; WSDL 2.0
//! part 2, sections 6.8.1 and 6.8.2).

use fachwerk_mapping::{FamilyId, FieldKind, HttpBinding, HttpInput, Mapping, ScalarId, StructId};
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};

use crate::percent;

/// Takes the members of an input, which are simple values, and makes a request of them.
#[derive(Debug)]
pub struct UrlEncoded<'m> {
    mapping: &'m Mapping,
    open: Option<StructId>,
    field: Option<u16>,
    pairs: Vec<(String, String)>,
}

/// Where a request goes, and its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// Below the address of the port: begins with a slash unless it is empty or only a query.
    pub target: String,
    /// `name=value&…`; empty where everything is in the target.
    pub form: String,
}

impl<'m> UrlEncoded<'m> {
    /// For one message.
    pub fn new(mapping: &'m Mapping) -> Self {
        Self { mapping, open: None, field: None, pairs: Vec::new() }
    }

    /// The request, of what has come.
    ///
    /// # Errors
    /// A value that the location needs is missing, or there for a second time.
    pub fn finish(mut self, binding: &HttpBinding) -> Result<Addressed> {
        let mut target = String::new();
        if !binding.location.is_empty() && !binding.location.starts_with(['/', '?']) {
            target.push('/');
        }
        let mut rest = binding.location.as_str();
        while let Some(open) = rest.find(['(', '{']).filter(|_| binding.has_templates) {
            let close = if rest.as_bytes()[open] == b'(' { ')' } else { '}' };
            let Some(length) = rest[open + 1..].find(close) else { break };
            let name = &rest[open + 1..open + 1 + length];
            target.push_str(&rest[..open]);
            target.push_str(&percent::encode_segment(&self.take(name.trim_start_matches('!'))?));
            rest = &rest[open + 2 + length..];
        }
        target.push_str(rest);
        let pairs: Vec<String> = self
            .pairs
            .iter()
            .map(|(name, value)| {
                format!("{}={}", percent::encode_segment(name), percent::encode_segment(value))
            })
            .collect();
        let pairs = pairs.join("&");
        if binding.input == HttpInput::Form {
            return Ok(Addressed { target, form: pairs });
        }
        if !pairs.is_empty() {
            target.push(match target.chars().last() {
                Some('?' | '&') => return Ok(Addressed { target: target + &pairs, form: String::new() }),
                _ if target.contains('?') => '&',
                _ => '?',
            });
            target.push_str(&pairs);
        }
        Ok(Addressed { target, form: String::new() })
    }

    /// The value that stands in the location. An empty one could mean another place.
    fn take(&mut self, name: &str) -> Result<String> {
        let mut of_name = self.pairs.iter().enumerate().filter(|(_, (known, _))| known == name);
        let wrong = |what: &str| {
            CodecError::new(ErrorKind::Missing, format!("`{name}` stands in the path of the service, {what}"))
        };
        match (of_name.next(), of_name.next()) {
            // Dots would be a step to another place.
            (Some((_, (_, value))), None) if matches!(value.as_str(), "" | "." | "..") => {
                Err(wrong("so it cannot be empty or dots"))
            }
            (Some((at, _)), None) => Ok(self.pairs.remove(at).1),
            (None, _) => Err(wrong("so it cannot be missing")),
            (Some(_), Some(_)) => Err(wrong("so there can be only one")),
        }
    }

    fn pair(&mut self, text: &str) -> Result<()> {
        let field = self
            .open
            .zip(self.field)
            .and_then(|(id, field)| self.mapping.structure(id).fields.get(usize::from(field)));
        let Some(field) = field else { return Err(nested()) };
        let name = match &field.kind {
            FieldKind::Element(name) | FieldKind::Attribute(name) => name.local.clone(),
            _ => field.name.clone(),
        };
        self.pairs.push((name, text.to_owned()));
        Ok(())
    }
}

impl Sink for UrlEncoded<'_> {
    fn begin_struct(&mut self, id: StructId, _: bool) -> Result<()> {
        if self.open.replace(id).is_some() { Err(nested()) } else { Ok(()) }
    }

    fn end_struct(&mut self) -> Result<()> {
        self.open = None;
        Ok(())
    }

    fn begin_field(&mut self, field: u16) -> Result<()> {
        self.field = Some(field);
        Ok(())
    }

    fn end_field(&mut self) -> Result<()> {
        self.field = None;
        Ok(())
    }

    fn scalar(&mut self, _: ScalarId, text: &str) -> Result<()> {
        self.pair(text)
    }

    /// What is nil is left out (WSDL 2.0 part 2, section 6.8.1.1).
    fn nil(&mut self) -> Result<()> {
        Ok(())
    }

    fn variant(&mut self, _: FamilyId, _: u16) -> Result<()> {
        Err(nested())
    }

    fn xml(&mut self, _: &str) -> Result<()> {
        Err(nested())
    }

    fn attribute(&mut self, _: &str, _: &str) -> Result<()> {
        Err(nested())
    }
}

fn nested() -> Box<CodecError> {
    CodecError::new(ErrorKind::Structure, "only simple values can be sent in a URL or a form")
}

#[cfg(test)]
mod tests {
    use fachwerk_mapping::Mapping;

    use super::*;

    fn finished(
        location: &str,
        templates: bool,
        input: HttpInput,
        pairs: &[(&str, &str)],
    ) -> Result<Addressed> {
        let mapping = Mapping::default();
        let mut writer = UrlEncoded::new(&mapping);
        writer.pairs = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        writer.finish(&HttpBinding {
            method: "GET".to_owned(),
            location: location.to_owned(),
            has_templates: templates,
            input,
        })
    }

    fn target(location: &str, pairs: &[(&str, &str)]) -> String {
        finished(location, true, HttpInput::Query, pairs).unwrap().target
    }

    #[test]
    fn values_go_into_the_location_and_the_rest_behind_it() {
        assert_eq!(target("/o1/(a)/(b)", &[("b", "x/y"), ("a", "ä &")]), "/o1/%C3%A4%20%26/x%2Fy");
        assert_eq!(
            target("temperature/{town}/", &[("town", "Fréjus"), ("d", "1"), ("d", "2")]),
            "/temperature/Fr%C3%A9jus/?d=1&d=2"
        );
        assert_eq!(target("?op=a", &[("x", "1")]), "?op=a&x=1");
        assert_eq!(target("", &[("x", "a=b&c")]), "?x=a%3Db%26c");
        assert_eq!(target("/o", &[]), "/o");
        let plain = finished("/f(x)", false, HttpInput::Query, &[("x", "1")]).unwrap();
        assert_eq!(plain.target, "/f(x)?x=1");
        let form = finished("/o", false, HttpInput::Form, &[("x", "1"), ("y", "")]).unwrap();
        assert_eq!((form.target.as_str(), form.form.as_str()), ("/o", "x=1&y="));
    }

    #[test]
    fn no_value_leads_elsewhere() {
        for value in ["", ".", ".."] {
            assert!(finished("/o/(x)/y", true, HttpInput::Query, &[("x", value)]).is_err(), "{value}");
        }
        assert!(finished("/o/(x)", true, HttpInput::Query, &[]).is_err());
        assert!(finished("/o/(x)", true, HttpInput::Query, &[("x", "1"), ("x", "2")]).is_err());
        assert_eq!(target("/o/(x)", &[("x", "../../secret?a#b")]), "/o/..%2F..%2Fsecret%3Fa%23b");
    }
}
