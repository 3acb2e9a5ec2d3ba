// SPDX-License-Identifier: EUPL-1.2
//! Where two messages begin to differ.

use fachwerk_mapping::{FamilyId, Mapping, ScalarId, StructId};
use fachwerk_message::{Recorded, Result, Sink};

/// One line for each event, with the path of member names.
struct Trace<'m> {
    mapping: &'m Mapping,
    structs: Vec<StructId>,
    path: Vec<&'m str>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    path: String,
    /// What kind of event, for the class.
    kind: String,
    text: String,
}

impl Trace<'_> {
    fn add(&mut self, kind: impl Into<String>, text: impl Into<String>) {
        self.lines.push(Line { path: self.path.join("/"), kind: kind.into(), text: text.into() });
    }
}

impl Sink for Trace<'_> {
    fn begin_struct(&mut self, id: StructId, nil: bool) -> Result<()> {
        self.structs.push(id);
        self.add("object", format!("{} nil={nil}", self.mapping.structure(id).name));
        Ok(())
    }
    fn end_struct(&mut self) -> Result<()> {
        self.structs.pop();
        self.add("end of an object", "");
        Ok(())
    }
    fn begin_field(&mut self, field: u16) -> Result<()> {
        let fields = self.structs.last().map(|id| &self.mapping.structure(*id).fields);
        let name = fields.and_then(|f| f.get(usize::from(field))).map_or("?", |f| f.name.as_str());
        self.path.push(name);
        self.add("member", name);
        Ok(())
    }
    fn end_field(&mut self) -> Result<()> {
        self.path.pop();
        self.add("end of a member", "");
        Ok(())
    }
    fn scalar(&mut self, id: ScalarId, text: &str) -> Result<()> {
        let scalar = self.mapping.scalar(id);
        self.add(format!("value {}", builtin(scalar)), text);
        Ok(())
    }
    fn nil(&mut self) -> Result<()> {
        self.add("nil", "");
        Ok(())
    }
    fn variant(&mut self, family: FamilyId, variant: u16) -> Result<()> {
        let family = self.mapping.family(family);
        let tag = family.variants.get(usize::from(variant)).map_or("?", |v| v.tag.as_str());
        self.add("variant", tag);
        Ok(())
    }
    fn xml(&mut self, element: &str) -> Result<()> {
        self.add("verbatim element", element);
        Ok(())
    }
    fn attribute(&mut self, name: &str, value: &str) -> Result<()> {
        self.add("attribute of a wildcard", format!("{name}={value}"));
        Ok(())
    }
}

fn builtin(scalar: &fachwerk_mapping::Scalar) -> String {
    let text = format!("{:?}", scalar.kind);
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '(').collect::<String>().replace('(', " ")
}

/// The class of the first difference, and what is before and after it; `None` where there is none.
pub(crate) fn difference(mapping: &Mapping, before: &Recorded, after: &Recorded) -> Option<(String, String)> {
    let trace = |recorded: &Recorded| {
        let mut trace = Trace { mapping, structs: Vec::new(), path: Vec::new(), lines: Vec::new() };
        // A trace never fails.
        let _ = recorded.replay(&mut trace);
        trace.lines
    };
    let (before, after) = (trace(before), trace(after));
    let at = before.iter().zip(&after).position(|(a, b)| a != b);
    let at = match at {
        Some(at) => at,
        None if before.len() == after.len() => return None,
        None => before.len().min(after.len()),
    };
    let (was, is) = (before.get(at), after.get(at));
    let kind = |line: Option<&Line>| line.map_or_else(|| "nothing".to_owned(), |l| l.kind.clone());
    let class = if kind(was) == kind(is) {
        format!("another {}", kind(was))
    } else {
        format!("{} became {}", kind(was), kind(is))
    };
    let shown = |line: Option<&Line>| {
        line.map_or_else(
            || "nothing".to_owned(),
            |l| {
                let text: String = l.text.chars().take(120).collect();
                format!("{} {text:?} at /{}", l.kind, l.path)
            },
        )
    };
    Some((class, format!("{} became {}", shown(was), shown(is))))
}
