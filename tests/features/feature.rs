// SPDX-License-Identifier: EUPL-1.2
//! A section, made anew from what people wrote in it.

use fachwerk_facade::convert::Form;

use crate::envelope::{envelope, is_whole, same, shown, whole};
use crate::forms::{Facade, Place};
use crate::judges::{Judges, Schemas, alone};
use crate::layout::layout;
use crate::section::{Fence, Item, LABELS, Section};
use crate::sources::{NAMESPACE, Sources};
use crate::{Outcome, excerpt, text};

/// What every operation says alike.
const ALIKE: [&str; 9] =
    ["tags", "summary", "description", "requestBody", "example", "examples", "400", "default", "x-fachwerk"];

/// What is made of a feature.
struct Making<'a> {
    section: &'a Section,
    facade: Facade,
    schemas: Schemas,
    items: Vec<Item>,
}

/// The section with everything that is made.
pub(crate) fn regenerate(section: &Section, judges: &mut Judges) -> Outcome<Section> {
    if section.clause().is_none() {
        return Err("the clause of the specification is missing".to_owned());
    }
    let mut sources = Sources::of(section, false);
    let mut facade = Facade::generate(&sources, None)?;
    if section.written().any(|fence| fence.is("next")) {
        sources = Sources::of(section, true);
        facade = Facade::generate(&sources, Some(&facade.lock()?))?;
    }
    judges.proto(&facade.protos())?;
    let schemas = Schemas::of(&sources)?;
    let mut making = Making { section, facade, schemas, items: Vec::new() };
    let written = section.as_written();
    let is_message = |item: &Item| matches!(item, Item::Fence(f) if f.is("message") || f.is("refused"));
    let is_source = |item: &Item| matches!(item, Item::Fence(_)) && !is_message(item);
    let sources_end = written.iter().rposition(is_source).ok_or("there is no schema")?;
    if !written.iter().any(is_message) {
        return Err("there is no message".to_owned());
    }
    for (index, item) in written.iter().enumerate() {
        making.items.push(item.clone());
        match item {
            Item::Fence(fence) if fence.is("message") => {
                making.message(fence, judges).map_err(|e| format!("{e}\n{}", fence.body))?;
            }
            Item::Fence(fence) if fence.is("refused") => making.refused(fence, judges)?,
            _ => {}
        }
        if index == sources_end {
            making.documents();
        }
    }
    Ok(Section { title: section.title.clone(), items: making.items })
}

impl Making<'_> {
    fn put(&mut self, info: &str, body: impl Into<String>) {
        self.items.push(Item::Fence(Fence::new(info, body)));
    }

    /// Names in an option.
    fn names(&self, option: &str) -> Vec<&str> {
        self.section.option(option).map(|names| names.split(',').collect()).unwrap_or_default()
    }

    fn has(&self, word: &str) -> bool {
        self.section.written().any(|fence| fence.is(word))
    }

    /// The parts of the documents that say something about the feature.
    fn documents(&mut self) {
        let remarks: Vec<String> = self
            .facade
            .generated
            .report
            .remarks
            .iter()
            .map(|r| format!("{}:{}:{}: {}: {}: {}", r.file, r.line, r.column, r.severity, r.code, r.message))
            .collect();
        if !remarks.is_empty() {
            self.items.push(Item::Text(LABELS[2].to_owned()));
            self.put("text", remarks.join("\n"));
        }
        let (show, hide) = (self.names("show"), self.names("hide"));
        let usual = |name: &str| name.starts_with("Problem") || name.starts_with("Xs");
        let shown = |name: &str| {
            if hide.contains(&"*") {
                show.contains(&name)
            } else {
                !hide.contains(&name) && (show.contains(&name) || !usual(name))
            }
        };
        let mut yaml = String::new();
        if self.has("paths") {
            let kept = self.names("keep");
            let without: Vec<&str> = ALIKE.into_iter().filter(|key| !kept.contains(key)).collect();
            yaml.push_str(&excerpt::paths(&self.facade.openapi, &without));
        }
        let schemas = excerpt::schemas(&self.facade.openapi, if self.has("full") { "" } else { NAMESPACE });
        let schemas: Vec<String> =
            schemas.into_iter().filter(|(name, _)| shown(name)).map(|(_, t)| t).collect();
        yaml.push_str(&schemas.join(""));
        let mut proto = Vec::new();
        for (_, content) in self.facade.protos() {
            for (kind, name, definition) in excerpt::definitions(content) {
                let empty = definition.trim_end().ends_with("{}");
                if (kind == "service" && self.has("service")) || (kind != "service" && shown(&name) && !empty)
                {
                    proto.push(definition);
                }
            }
        }
        self.put("yaml", yaml);
        self.put("proto", proto.join("\n"));
    }

    /// A message in all forms, each made of each.
    fn message(&mut self, fence: &Fence, judges: &mut Judges) -> Outcome<()> {
        let facade = &self.facade;
        if fence.is("json") {
            let place = facade.place(
                fence.option("operation").unwrap_or("send"),
                fence.option("role").unwrap_or("input"),
            )?;
            facade.hold_schema(place, fence.body.as_bytes())?;
            let soap = facade.convert(place, Form::Json, Form::Soap, fence.body.as_bytes())?;
            self.round(place, &soap)?;
            let shown = shown(&soap)?;
            judges.message(&self.schemas, &alone(&shown), true)?;
            self.put("xml", shown);
            return Ok(());
        }
        let soap = envelope(fence);
        let place = facade.recognise(&soap, fence.option("operation"))?;
        let round = self.round(place, &soap)?;
        if !is_whole(fence) && !fence.is("ours") {
            judges.message(&self.schemas, &alone(&fence.body), true)?;
        }
        self.put("json", layout(&round.json));
        let nothing = "# no field is set".to_owned();
        self.put("textproto", if round.protobuf.trim().is_empty() { nothing } else { round.protobuf });
        let from_json = !same(&round.copy, &soap)?;
        let from_protobuf = !same(&round.other, &round.copy)?;
        for (label, copy, differs) in
            [(LABELS[0], &round.copy, from_json), (LABELS[1], &round.other, from_protobuf)]
        {
            if differs {
                self.items.push(Item::Text(label.to_owned()));
                let language = if copy.starts_with(b"<") { "xml" } else { "text" };
                self.put(language, if is_whole(fence) { whole(copy)? } else { shown(copy)? });
            }
        }
        Ok(())
    }

    /// A message that is refused, and what is said.
    fn refused(&mut self, fence: &Fence, judges: &mut Judges) -> Outcome<()> {
        let facade = &self.facade;
        let json = fence.is("json");
        let (bytes, from) =
            if json { (fence.body.clone().into_bytes(), Form::Json) } else { (envelope(fence), Form::Soap) };
        let operation = fence.option("operation").unwrap_or("send");
        let place = facade.place(operation, fence.option("role").unwrap_or("input"))?;
        let Err(error) = facade.convert(place, from, Form::Protobuf, &bytes) else {
            return Err(format!("nobody refuses\n{}", fence.body));
        };
        // What a service refuses besides, no schema can say.
        if !fence.is("ours") {
            if json {
                if facade.hold_schema(place, &bytes).is_ok() {
                    return Err(format!("openapi.yaml does not refuse\n{}", fence.body));
                }
            } else if !is_whole(fence) {
                judges.message(&self.schemas, &alone(&fence.body), false)?;
            }
        }
        self.put("text", error);
        Ok(())
    }

    /// An envelope through JSON and through protobuf.
    fn round(&self, place: Place, soap: &[u8]) -> Outcome<Round> {
        let facade = &self.facade;
        let json = facade.convert(place, Form::Soap, Form::Json, soap)?;
        facade.hold_schema(place, &json).map_err(|e| format!("{e}\n{}", String::from_utf8_lossy(&json)))?;
        let protobuf = facade.convert(place, Form::Soap, Form::Protobuf, soap)?;
        let (shown, theirs) = facade.text_of(place, &protobuf)?;
        let copy = facade.convert(place, Form::Json, Form::Soap, &json)?;
        let other = facade.convert(place, Form::Protobuf, Form::Soap, &theirs)?;
        let copies = [&copy, &other].map(|soap| facade.convert(place, Form::Soap, Form::Protobuf, soap));
        if !same(&copy, &other)? && copies[0] != copies[1] {
            let (copy, other) = (String::from_utf8_lossy(&copy), String::from_utf8_lossy(&other));
            return Err(format!("JSON and protobuf come back differently:\n{copy}\n{other}"));
        }
        // Members may have got the order of the schema.
        let again = facade.convert(place, Form::Soap, Form::Json, &copy)?;
        let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).map_err(text);
        if again != json && value(&again)? != value(&json)? {
            return Err(format!("other JSON in the second turn: {}", String::from_utf8_lossy(&again)));
        }
        let again = facade.convert(place, Form::Soap, Form::Protobuf, &copy)?;
        if again != protobuf && facade.text_of(place, &again)?.0 != shown {
            return Err("other protobuf in the second turn".to_owned());
        }
        // Straight from one to the other.
        let direct = facade.convert(place, Form::Json, Form::Protobuf, &json)?;
        if !same(&facade.convert(place, Form::Protobuf, Form::Soap, &direct)?, &other)? {
            return Err("JSON to protobuf says something else".to_owned());
        }
        Ok(Round { json: String::from_utf8(json).map_err(text)?, protobuf: shown, copy, other })
    }
}

/// What came of a message.
struct Round {
    json: String,
    protobuf: String,
    /// What comes back from JSON.
    copy: Vec<u8>,
    /// What comes back from protobuf, in which numbers and octets have one form only.
    other: Vec<u8>,
}
