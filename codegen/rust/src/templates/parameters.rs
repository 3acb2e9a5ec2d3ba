// SPDX-License-Identifier: EUPL-1.2
//! Members of a message that travel in the path, the query and the headers of a request: taken out of it, and put back
//! into the body's JSON.

use std::borrow::Cow;
use std::fmt;

use axum::http::{HeaderMap, Uri};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::{Kind, Problem, Violation};

/// Mistakes that are told; whoever makes more of them learns enough.
const MAX_MISTAKES: usize = 20;

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header field.
    Header,
}

/// Whether it has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has to.
    Required,
    /// It may be missing.
    Optional,
}

/// How often it may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Once.
    One,
    /// Once for each item.
    Array,
    /// Once for each item; a single empty one is the list without items.
    List,
}

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A number, or one of the strings `INF`, `-INF`, `NaN`.
    Number,
}

/// A member that travels outside the body.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Where.
    pub location: Location,
    /// Name in the request.
    pub name: &'static str,
    /// Whether it has to be given.
    pub presence: Presence,
    /// How often.
    pub times: Times,
    /// What it is in JSON.
    pub form: Form,
    /// The member, as a JSON Pointer (RFC 6901).
    pub member: &'static str,
}

/// All members of an operation's message that travel outside the body.
#[derive(Debug, Clone, Copy)]
pub struct Parameters {
    /// Objects that are there wherever the one around them is, even if none of their members is given; the outer ones
    /// first.
    pub objects: &'static [&'static str],
    /// The parameters, those in the path from the left.
    pub list: &'static [Parameter],
}

/// What is wrong with a value.
type Wrong<'a> = (&'static str, Cow<'a, str>);

const STRUCTURE: &str = "FW-2004";
const VALUE: &str = "FW-2005";
const MISSING: &str = "FW-2006";
const SYNTAX: &str = "FW-2001";

impl Parameters {
    /// Takes the members out of a request to `path`, whose templates are written `{name}`.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn read(
        &self,
        path: &str,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Map<String, Value>, Box<Problem>> {
        let mut reader = Reader {
            list: self.list,
            values: vec![Vec::new(); self.list.len()],
            wrong: Vec::new(),
        };
        let segments = path.split('/').zip(uri.path().split('/'));
        let segments = segments.filter(|(template, _)| template.starts_with('{'));
        for (index, (_, segment)) in self.at(Location::Path).zip(segments) {
            reader.value(index, decode(segment.bytes()));
        }
        reader.query(uri.query().unwrap_or_default());
        for index in self.at(Location::Header) {
            for value in headers.get_all(self.list[index].name) {
                reader.value(index, decode(value.as_bytes().iter().copied()));
            }
        }
        reader.required();
        let members = self.members(&reader.values);
        reader.finish().map(|()| members)
    }

    /// Puts the members back into the JSON of the body.
    ///
    /// # Errors
    /// The body is no JSON object, or says one of them itself.
    pub fn merge(&self, body: &[u8], given: &Map<String, Value>) -> Result<Vec<u8>, Box<Problem>> {
        let body = body.trim_ascii_end();
        let told: Members = serde_json::from_slice(body).map_err(|e| Problem::unreadable(&e))?;
        for parameter in self.list {
            let name = steps(parameter.member).next().unwrap_or_default();
            if told.0.contains(&name) {
                let place = parameter.location.name();
                let message = format!(
                    "this member is told by the {place} parameter `{}`, not in the body",
                    parameter.name
                );
                let mut problem = Problem::invalid(format!("/{}", escaped(&name)), message);
                problem.errors[0].code = STRUCTURE;
                return Err(Box::new(problem));
            }
        }
        let Some(open) = body.strip_suffix(b"}").filter(|_| !given.is_empty()) else {
            return Ok(body.to_vec());
        };
        let mut whole = open.to_vec();
        if !told.0.is_empty() {
            whole.push(b',');
        }
        let members = Value::Object(given.clone()).to_string();
        whole.extend_from_slice(members.strip_prefix('{').unwrap_or(&members).as_bytes());
        Ok(whole)
    }

    fn at(&self, location: Location) -> impl Iterator<Item = usize> {
        let all = self.list.iter().enumerate();
        all.filter(move |(_, p)| p.location == location)
            .map(|(index, _)| index)
    }

    /// The JSON of the values.
    fn members(&self, values: &[Vec<Value>]) -> Map<String, Value> {
        let mut members = Map::new();
        for (parameter, values) in self.list.iter().zip(values) {
            let value = match (parameter.times, values.as_slice()) {
                (_, []) => continue,
                (Times::One, [value, ..]) => value.clone(),
                (Times::List, [Value::String(empty)]) if empty.is_empty() => Value::Array(vec![]),
                (_, values) => Value::Array(values.to_vec()),
            };
            put(&mut members, parameter.member, value);
        }
        for object in self.objects {
            put_object(&mut members, object);
        }
        members
    }
}

impl Location {
    fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }
}

/// Names of the members on the way to a value.
fn steps(pointer: &str) -> impl Iterator<Item = String> + '_ {
    let steps = pointer.split('/').skip(1);
    steps.map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// A name as a step of a JSON Pointer.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Puts a value into an object, with the objects on the way to it.
fn put(members: &mut Map<String, Value>, pointer: &str, value: Value) {
    let mut steps: Vec<String> = steps(pointer).collect();
    let Some(last) = steps.pop() else { return };
    let mut object = members;
    for step in steps {
        let inner = object
            .entry(step)
            .or_insert_with(|| Value::Object(Map::new()));
        match inner {
            Value::Object(inner) => object = inner,
            _ => return,
        }
    }
    object.insert(last, value);
}

/// Puts an object there, unless it is already, or the one around it is missing.
fn put_object(members: &mut Map<String, Value>, pointer: &str) {
    let mut steps: Vec<String> = steps(pointer).collect();
    let Some(last) = steps.pop() else { return };
    let mut object = members;
    for step in steps {
        match object.get_mut(&step) {
            Some(Value::Object(inner)) => object = inner,
            _ => return,
        }
    }
    object
        .entry(last)
        .or_insert_with(|| Value::Object(Map::new()));
}

struct Reader {
    list: &'static [Parameter],
    values: Vec<Vec<Value>>,
    wrong: Vec<Violation>,
}

impl Reader {
    /// `name=value` pairs; `+` is a blank, as forms and browsers write it.
    fn query(&mut self, query: &str) {
        let form = |text: &str| decode(text.bytes().map(|b| if b == b'+' { b' ' } else { b }));
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(name) = form(name) else {
                self.wrong(
                    "",
                    SYNTAX,
                    "the query is not percent-encoded UTF-8".to_owned(),
                );
                continue;
            };
            let is_it = |p: &Parameter| p.location == Location::Query && p.name == name;
            match self.list.iter().position(is_it) {
                Some(index) => self.value(index, form(value)),
                None => {
                    let name: String = name.chars().take(64).collect();
                    let message = format!("there is no query parameter `{}`", name.escape_debug());
                    self.wrong("", STRUCTURE, message);
                }
            }
        }
    }

    /// One value of a parameter.
    fn value(&mut self, index: usize, decoded: Option<String>) {
        let parameter = &self.list[index];
        let several = parameter.times != Times::One;
        let read = match decoded {
            None => Err((SYNTAX, "is not percent-encoded UTF-8".into())),
            Some(_) if !several && !self.values[index].is_empty() => {
                Err((STRUCTURE, "is given twice".into()))
            }
            Some(text) if parameter.times == Times::List && text.is_empty() => {
                Ok(Value::String(text))
            }
            Some(text) => json(parameter.form, text),
        };
        match read {
            Ok(value) => self.values[index].push(value),
            Err((code, what)) => self.about(parameter, code, &what),
        }
    }

    fn required(&mut self) {
        for (index, parameter) in self.list.iter().enumerate() {
            let told = self
                .wrong
                .iter()
                .any(|wrong| wrong.path == parameter.member);
            if parameter.presence == Presence::Required && self.values[index].is_empty() && !told {
                self.about(parameter, MISSING, "is missing");
            }
        }
        for (parameter, values) in self.list.iter().zip(&self.values) {
            let empty = |value: &Value| value.as_str().is_some_and(str::is_empty);
            if parameter.times == Times::List && values.len() > 1 && values.iter().any(empty) {
                let message = format!("query parameter `{}` has an empty item", parameter.name);
                self.wrong.push(violation(parameter.member, VALUE, message));
            }
        }
    }

    fn about(&mut self, parameter: &Parameter, code: &'static str, what: &str) {
        let place = parameter.location.name();
        let message = format!("{place} parameter `{}` {what}", parameter.name);
        self.wrong(parameter.member, code, message);
    }

    fn wrong(&mut self, path: &str, code: &'static str, message: String) {
        if self.wrong.len() < MAX_MISTAKES {
            self.wrong.push(violation(path, code, message));
        }
    }

    fn finish(self) -> Result<(), Box<Problem>> {
        let detail = match self.wrong.as_slice() {
            [] => return Ok(()),
            [only] => only.message.clone(),
            several => format!("{} parameters are wrong", several.len()),
        };
        let malformed = self.wrong.iter().any(|wrong| wrong.code == SYNTAX);
        let kind = if malformed {
            Kind::MALFORMED_REQUEST
        } else {
            Kind::INVALID_REQUEST
        };
        let mut problem = Problem::new(kind, detail);
        problem.errors = self.wrong;
        Err(Box::new(problem))
    }
}

fn violation(path: &str, code: &'static str, message: String) -> Violation {
    Violation {
        path: path.to_owned(),
        message,
        code,
    }
}

/// The value in JSON.
fn json(form: Form, text: String) -> Result<Value, Wrong<'static>> {
    match (form, text.trim()) {
        (Form::Text, _) => Ok(Value::String(text)),
        (Form::Boolean, "true") => Ok(Value::Bool(true)),
        (Form::Boolean, "false") => Ok(Value::Bool(false)),
        (Form::Boolean, _) => Err((VALUE, "is neither true nor false".into())),
        (Form::Number, "INF" | "-INF" | "NaN") => Ok(Value::String(text.trim().to_owned())),
        (Form::Number, number) => match self::number(number) {
            Some(number) => Ok(Value::Number(number)),
            None => Err((VALUE, "is no number".into())),
        },
    }
}

/// A number as XML Schema writes it: with a plus sign, leading zeros, a point at either end.
fn number(text: &str) -> Option<Number> {
    let digits = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(digits) {
        return None;
    }
    match text.parse::<i64>() {
        // Negative zero is another one than zero.
        Ok(whole) if whole != 0 || !text.starts_with('-') => Some(whole.into()),
        _ => text.parse().ok().and_then(Number::from_f64),
    }
}

/// Percent-decoded UTF-8 (RFC 3986, section 2.1).
fn decode(mut text: impl Iterator<Item = u8>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(first) = text.next() {
        if first == b'%' {
            let mut digit = || text.next().and_then(|digit| char::from(digit).to_digit(16));
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Names of the members of an object, whatever their values.
struct Members(Vec<String>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut names = Vec::new();
        while let Some((name, IgnoredAny)) = map.next_entry()? {
            names.push(name);
        }
        Ok(Members(names))
    }
}
