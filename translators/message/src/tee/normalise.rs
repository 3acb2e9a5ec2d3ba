// SPDX-License-Identifier: EUPL-1.2
//! One form for equal messages.

use std::borrow::Cow;
use std::ops::Range;

use fachwerk_mapping::{FamilyId, Mapping};

use super::Recorded;
use super::recorded::Event;
use crate::value::canonical;

/// Without recursion: a recorded message may be as deep as its reader allowed.
pub(super) fn normalise(recorded: &Recorded, mapping: &Mapping) -> Recorded {
    let source = Source::of(recorded);
    let mut out = Recorded::default();
    // What is still to be copied, the last first.
    let mut open: Vec<Range<usize>> = Vec::new();
    open.push(0..recorded.events.len());
    while let Some(range) = open.pop() {
        let Range { mut start, end } = range;
        while start < end {
            let Some(event) = recorded.events.get(start).copied() else { break };
            match event {
                Event::BeginStruct(..) => {
                    out.events.push(event);
                    let close = source.closes(start, end);
                    open.push(close..end);
                    let mut fields = source.fields(start + 1..close);
                    fields.sort_by_key(|(field, _)| *field);
                    open.extend(fields.into_iter().rev().map(|(_, range)| range));
                    break;
                }
                Event::BeginField(_)
                    if matches!(recorded.events.get(start + 1), Some(Event::Attribute(..))) =>
                {
                    let close = source.closes(start, end);
                    out.events.push(event);
                    source.attributes(start + 1..close, &mut out);
                    start = close;
                    continue;
                }
                Event::Variant(family, variant) => {
                    // One that another follows says which of the two families the other belongs to.
                    let nests = match recorded.events.get(start + 1) {
                        Some(Event::Variant(family, variant)) => !is_declared(mapping, *family, *variant),
                        _ => false,
                    };
                    if nests || !is_declared(mapping, family, variant) {
                        out.events.push(event);
                    }
                }
                Event::Scalar(id, _) if mapping.scalars.get(id.0 as usize).is_some() => {
                    let text: Cow<'_, str> = canonical(mapping, id, source.text(start));
                    out.events.push(Event::Scalar(id, text.len() as u32));
                    out.text.push_str(&text);
                }
                _ => {
                    out.events.push(event);
                    out.text.push_str(source.text(start));
                }
            }
            start += 1;
        }
    }
    out
}

fn is_declared(mapping: &Mapping, family: FamilyId, variant: u16) -> bool {
    mapping.families.get(family.0 as usize).is_some_and(|f| f.declared == Some(variant))
}

/// A recorded message with what is needed to jump in it.
struct Source<'a> {
    recorded: &'a Recorded,
    /// Where the text of each event begins.
    offsets: Vec<usize>,
    /// For each event that begins something the event that ends it.
    ends: Vec<usize>,
}

impl<'a> Source<'a> {
    fn of(recorded: &'a Recorded) -> Self {
        let mut offsets = Vec::with_capacity(recorded.events.len());
        let mut ends = vec![0; recorded.events.len()];
        let mut open = Vec::new();
        let mut offset = 0;
        for (index, event) in recorded.events.iter().enumerate() {
            offsets.push(offset);
            offset += event.text_length();
            match event {
                Event::BeginStruct(..) | Event::BeginField(_) => open.push(index),
                Event::EndStruct | Event::EndField => {
                    if let Some(begin) = open.pop() {
                        ends[begin] = index;
                    }
                }
                _ => {}
            }
        }
        // A message that broke off ends everything at its end.
        for begin in open {
            ends[begin] = recorded.events.len();
        }
        Self { recorded, offsets, ends }
    }

    fn text(&self, index: usize) -> &'a str {
        let start = self.offsets.get(index).copied().unwrap_or(0);
        let length = self.recorded.events.get(index).map_or(0, |event| event.text_length());
        self.recorded.text.get(start..start + length).unwrap_or("")
    }

    /// The event that ends what begins here, at most `limit`.
    fn closes(&self, begin: usize, limit: usize) -> usize {
        self.ends.get(begin).copied().unwrap_or(limit).clamp(begin + 1, limit.max(begin + 1))
    }

    /// The fields directly in a struct, without those that have no value.
    fn fields(&self, within: Range<usize>) -> Vec<(u16, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = within.start;
        while at < within.end {
            let Some(Event::BeginField(field)) = self.recorded.events.get(at) else {
                at += 1;
                continue;
            };
            let close = self.closes(at, within.end);
            if close > at + 1 {
                found.push((*field, at..(close + 1).min(within.end)));
            }
            at = close + 1;
        }
        found
    }

    /// Copy attributes, sorted by name.
    fn attributes(&self, within: Range<usize>, out: &mut Recorded) {
        let mut all: Vec<(&str, Event)> =
            within.filter_map(|index| Some((self.text(index), *self.recorded.events.get(index)?))).collect();
        all.sort_by_key(|(text, event)| match event {
            Event::Attribute(name, _) => text.get(..*name as usize).unwrap_or(text),
            _ => text,
        });
        for (text, event) in all {
            out.events.push(event);
            out.text.push_str(text);
        }
    }
}
