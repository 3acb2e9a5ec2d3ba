// SPDX-License-Identifier: EUPL-1.2
//! The values that a request gives.

use fachwerk_mapping::{JsonForm, Mapping, Parameter, ParameterIn, ScalarId};
use fachwerk_message::value::{Patterns, check, white_space};
use fachwerk_message::{ErrorKind, Limits};

use crate::plan::item;
use crate::{Given, Parameters, percent};

/// The parts of a request in which parameters travel.
pub struct Request<'r> {
    /// The path's segments that stand for its templates, from the left, as they came.
    pub segments: &'r [&'r str],
    /// The query, as it came; empty where there is none.
    pub query: &'r str,
    /// All values of a header field.
    pub header: &'r dyn Fn(&str) -> Vec<&'r [u8]>,
    /// Whether what is required has to be there.
    pub enforce: bool,
}

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the values: they are the caller's.
        f.debug_struct("Request").field("segments", &self.segments.len()).finish_non_exhaustive()
    }
}

/// Something that is wrong with the parameters of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What kind.
    pub kind: ErrorKind,
    /// The member, as a JSON Pointer; empty where there is none.
    pub pointer: String,
    /// One sentence, without any value.
    pub message: String,
}

/// Mistakes that are told; whoever makes more of them learns enough.
const MAX_MISTAKES: usize = 20;

impl Parameters {
    /// Take the parameters out of a request. Values are checked as far as their JSON form would be: booleans, numbers,
    /// characters that XML can carry. All else is the validation's work.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn read(
        &self,
        mapping: &Mapping,
        patterns: &Patterns,
        limits: &Limits,
        request: &Request<'_>,
    ) -> Result<Given, Vec<Mistake>> {
        let mut reader = Reader {
            parameters: self,
            mapping,
            patterns,
            limits,
            given: Given::default(),
            wrong: Vec::new(),
        };
        reader.given.values = vec![Vec::new(); self.list.len()];
        for (index, segment) in self.templates.iter().zip(request.segments) {
            reader.value(*index, percent::decode(segment));
        }
        reader.query(request.query);
        for (index, parameter) in self.list.iter().enumerate() {
            if parameter.location == ParameterIn::Header {
                for value in (request.header)(&parameter.name) {
                    reader.value(index, std::str::from_utf8(value).ok().and_then(percent::decode));
                }
            }
        }
        if request.enforce {
            reader.required();
        }
        if reader.wrong.is_empty() { Ok(reader.given) } else { Err(reader.wrong) }
    }
}

struct Reader<'r> {
    parameters: &'r Parameters,
    mapping: &'r Mapping,
    patterns: &'r Patterns,
    limits: &'r Limits,
    given: Given,
    wrong: Vec<Mistake>,
}

impl Reader<'_> {
    /// `name=value` pairs (URL Standard, section 5.1: `application/x-www-form-urlencoded`).
    fn query(&mut self, query: &str) {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(name) = percent::decode_form(name) else {
                self.wrong(ErrorKind::Syntax, "", "the query is not percent-encoded UTF-8".to_owned());
                continue;
            };
            let parameter =
                self.parameters.list.iter().position(|p| p.location == ParameterIn::Query && p.name == name);
            match parameter {
                Some(index) => self.value(index, percent::decode_form(value)),
                None => {
                    let known: Vec<String> = self
                        .parameters
                        .list
                        .iter()
                        .filter(|p| p.location == ParameterIn::Query)
                        .map(|p| format!("`{}`", p.name))
                        .collect();
                    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                    let name: String = name.chars().take(self.limits.max_name_bytes.min(64)).collect();
                    let message =
                        format!("there is no query parameter `{}`; there are: {known}", name.escape_debug());
                    self.wrong(ErrorKind::Structure, "", message);
                }
            }
        }
    }

    /// One value of a parameter.
    fn value(&mut self, index: usize, decoded: Option<String>) {
        let parameter = &self.parameters.list[index];
        let Some(text) = decoded else {
            return self.about(parameter, ErrorKind::Syntax, "is not percent-encoded UTF-8");
        };
        if text.len() > self.limits.max_text_bytes {
            return self.about(parameter, ErrorKind::Limit, "is too long");
        }
        let already = &self.given.values[index];
        if !already.is_empty() && !parameter.repeated {
            return self.about(parameter, ErrorKind::Structure, "is given twice");
        }
        let (item, list) = item(self.mapping, parameter.scalar);
        let text = white_space(self.mapping.scalar(item), &text).into_owned();
        if list {
            let first = already.is_empty();
            let empty = already.first().is_some_and(String::is_empty);
            let blank = text.bytes().any(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            if blank || empty || (text.is_empty() && !first) {
                let message = "is a list: an item can neither be empty nor have white space in it";
                return self.about(parameter, ErrorKind::Value, message);
            }
        }
        // An empty item is the empty list, which has no item to look at.
        if !(list && text.is_empty())
            && let Err(message) = self.form(item, &text)
        {
            return self.about(parameter, ErrorKind::Value, &message);
        }
        self.given.values[index].push(text);
    }

    /// Whether the text is a value of the JSON form that the body would have.
    fn form(&self, scalar: ScalarId, text: &str) -> Result<(), String> {
        match self.mapping.scalar(scalar).json {
            JsonForm::Boolean if !matches!(text, "true" | "false") => {
                Err("is neither true nor false".to_owned())
            }
            JsonForm::Number => check(self.mapping, self.patterns, scalar, text),
            _ if !text.chars().all(is_xml) => Err("has a character that XML cannot carry".to_owned()),
            _ => Ok(()),
        }
    }

    fn required(&mut self) {
        let parameters = self.parameters;
        for (index, parameter) in parameters.list.iter().enumerate() {
            let told = self.wrong.iter().any(|mistake| mistake.pointer == parameter.pointer);
            if parameter.required && self.given.values[index].is_empty() && !told {
                self.about(parameter, ErrorKind::Missing, "is missing");
            }
        }
    }

    fn about(&mut self, parameter: &Parameter, kind: ErrorKind, what: &str) {
        let message = format!("{} parameter `{}` {what}", parameter.location.as_str(), parameter.name);
        self.wrong(kind, &parameter.pointer, message);
    }

    fn wrong(&mut self, kind: ErrorKind, pointer: &str, message: String) {
        if self.wrong.len() < MAX_MISTAKES {
            self.wrong.push(Mistake { kind, pointer: pointer.to_owned(), message });
        }
    }
}

/// Characters of XML 1.0 (section 2.2).
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
