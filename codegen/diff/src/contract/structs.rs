// SPDX-License-Identifier: EUPL-1.2
//! Objects, their members, and sets of alternatives.

use fachwerk_mapping::{FamilyId, Field, FieldKind, ProtoForm, Struct, StructId, ValueType};

use super::Version;
use super::judge::{Step, Used};
use super::order::{self, Order};
use super::walk::Walk;
use crate::change::{Change, Impact, Place};

pub(super) fn compare(walk: &mut Walk<'_>, old: StructId, new: StructId, used: Used) {
    let (before, after) = (walk.old.mapping.structure(old), walk.new.mapping.structure(new));
    let places = (walk.old.place_of_struct(old), walk.new.place_of_struct(new));
    let from = walk.changes.len();
    if before.content != after.content {
        let what = format!("content was {:?}, is {:?}", before.content, after.content).to_lowercase();
        walk.changes.push(Change::new(&after.name, what).for_all(Impact::Breaking));
    }
    for field in &before.fields {
        match after.member(&field.name) {
            Some(index) => {
                compare_fields(walk, (before, after), field, &after.fields[usize::from(index)], used);
            }
            None => walk.changes.push(removed(after, field, used)),
        }
    }
    for field in after.fields.iter().filter(|field| before.member(&field.name).is_none()) {
        walk.changes.push(added(after, field, used));
    }
    match order::compare(before, after) {
        Order::Same => {}
        Order::Moved => {
            let change = Change::new(&after.name, "elements stand in another order");
            walk.changes.push(change.for_callers(Impact::Breaking, Impact::None, Impact::None));
        }
        Order::Regrouped => {
            let change = Change::new(&after.name, "other members may, or must, stand together");
            walk.changes.push(change.for_callers(Impact::Breaking, Impact::Breaking, Impact::Compatible));
        }
    }
    put(walk, from, &places);
}

/// Where the type is declared belongs to every change in it.
fn put(walk: &mut Walk<'_>, from: usize, (old, new): &(Option<Place>, Option<Place>)) {
    for change in &mut walk.changes[from..] {
        change.old.clone_from(old);
        change.new.clone_from(new);
    }
}

fn noun(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Attribute(_) => "attribute",
        FieldKind::AnyAttribute(_) => "attribute wildcard",
        FieldKind::TypeNames => "list of named types",
        FieldKind::Text => "text",
        FieldKind::Element(_) | FieldKind::Substitution => "element",
        FieldKind::Group => "group",
        FieldKind::Any(_) => "element wildcard",
    }
}

fn subject(of: &Struct, field: &Field) -> String {
    format!("{}.{}", of.name, field.name)
}

fn removed(of: &Struct, field: &Field, used: Used) -> Change {
    // An answer without an optional member was always valid; a request with it no longer is.
    let output = if field.required { Impact::Breaking } else { Impact::Compatible };
    let impact = used.impact(Impact::Breaking, output);
    let what = format!("{} `{}` is gone", noun(field), field.name);
    Change::new(subject(of, field), what).for_all(impact)
}

fn added(of: &Struct, field: &Field, used: Used) -> Change {
    let input = if field.required { Impact::Breaking } else { Impact::Compatible };
    let need = if field.required { "required" } else { "optional" };
    Change::new(subject(of, field), format!("{need} {} `{}` is new", noun(field), field.name)).for_callers(
        used.impact(input, Impact::Breaking),
        used.impact(input, Impact::Compatible),
        used.impact(input, Impact::Compatible),
    )
}

fn compare_fields(
    walk: &mut Walk<'_>,
    (before, after): (&Struct, &Struct),
    old: &Field,
    new: &Field,
    used: Used,
) {
    let mut tell = |what: String, soap, rest, grpc| {
        walk.changes.push(Change::new(subject(after, new), what).for_callers(soap, rest, grpc));
    };
    if old.required != new.required {
        let (word, step) =
            if new.required { ("required", Step::Narrower) } else { ("optional", Step::Wider) };
        tell(format!("is now {word}"), step.impact(used), step.impact(used), step.impact_unseen(used));
    }
    if old.array != new.array {
        let (word, step) =
            if new.array { ("may now repeat", Step::Wider) } else { ("repeats no longer", Step::Narrower) };
        tell(word.to_owned(), step.impact(used), Impact::Breaking, Impact::Breaking);
    } else if (old.min, old.max) != (new.min, new.max) && new.array {
        let more = |max: Option<u32>| max.unwrap_or(u32::MAX);
        let wider = new.min <= old.min && more(new.max) >= more(old.max);
        let narrower = new.min >= old.min && more(new.max) <= more(old.max);
        let step = if wider {
            Step::Wider
        } else if narrower {
            Step::Narrower
        } else {
            Step::Other
        };
        let what = format!("occurs {}, was {}", occurs(new), occurs(old));
        tell(what, step.impact(used), step.impact(used), step.impact_unseen(used));
    }
    if old.nillable != new.nillable {
        let (word, step) = if new.nillable {
            ("may now be nil", Step::Wider)
        } else {
            ("may no longer be nil", Step::Narrower)
        };
        tell(word.to_owned(), step.impact(used), step.impact(used), Impact::Breaking);
    } else if old.wrapped != new.wrapped {
        tell("is wrapped differently in protobuf".to_owned(), Impact::None, Impact::None, Impact::Breaking);
    }
    if old.number != new.number {
        let what = format!("protobuf field number is {}, was {}", new.number, old.number);
        tell(what, Impact::None, Impact::None, Impact::Breaking);
    }
    if old.proto_name != new.proto_name {
        let what = format!("protobuf field is called `{}`, was `{}`", new.proto_name, old.proto_name);
        tell(what, Impact::None, Impact::None, Impact::Breaking);
    }
    let oneof =
        |of: &Struct, field: &Field| field.oneof.and_then(|index| of.oneofs.get(usize::from(index)).cloned());
    if oneof(before, old) != oneof(after, new) {
        tell("has moved into or out of a oneof".to_owned(), Impact::None, Impact::None, Impact::Breaking);
    }
    if old.fixed != new.fixed {
        let step = match (&old.fixed, &new.fixed) {
            (None, Some(_)) => Step::Narrower,
            (Some(_), None) => Step::Wider,
            _ => Step::Other,
        };
        let what =
            format!("fixed value is {}, was {}", quoted(new.fixed.as_ref()), quoted(old.fixed.as_ref()));
        tell(what, step.impact(used), step.impact(used), step.impact_unseen(used));
    }
    if old.default != new.default {
        let what = format!(
            "default is {}, was {}: absence means something else",
            quoted(new.default.as_ref()),
            quoted(old.default.as_ref())
        );
        tell(what, Impact::Breaking, Impact::Breaking, Impact::Breaking);
    }
    values(walk, after, old, new, used);
    place_in_xml(walk, after, old, new);
}

fn occurs(field: &Field) -> String {
    match field.max {
        Some(max) => format!("{}..{max}", field.min),
        None => format!("{}..unbounded", field.min),
    }
}

fn quoted(value: Option<&String>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("`{value}`"))
}

/// Values of different sorts; those of the same sort are a pair of their own.
fn values(walk: &mut Walk<'_>, after: &Struct, old: &Field, new: &Field, used: Used) {
    let sort = |value| match value {
        ValueType::Scalar(_) => "a simple value",
        ValueType::Struct(_) => "an object",
        ValueType::Family(_) => "one of several types",
        ValueType::Xml => "any XML",
        ValueType::Attributes => "any attributes",
    };
    if sort(old.value) == sort(new.value) {
        // Whatever is in them, generated code and other readers of the wire know them by name.
        let names = (component(walk.old, old.value), component(walk.new, new.value));
        if let (Some(before), Some(now)) = names
            && before != now
        {
            let change = Change::new(subject(after, new), format!("is a `{now}`, was a `{before}`"));
            walk.changes.push(change.for_callers(Impact::None, Impact::None, Impact::Breaking));
        }
        return;
    }
    let what = format!("holds {}, was {}", sort(new.value), sort(old.value));
    let (soap, rest) = match (old.value, new.value) {
        (ValueType::Struct(_), ValueType::Family(_)) => (used.widened(), used.widened()),
        (ValueType::Family(_), ValueType::Struct(_)) => (used.narrowed(), used.narrowed()),
        _ => (Impact::Breaking, Impact::Breaking),
    };
    walk.changes.push(Change::new(subject(after, new), what).for_callers(soap, rest, Impact::Breaking));
}

/// The name of a value's type in .proto, where it has one.
fn component(version: Version<'_>, value: ValueType) -> Option<&str> {
    match value {
        ValueType::Struct(id) => Some(&version.mapping.structure(id).name),
        ValueType::Family(id) => Some(&version.mapping.family(id).name),
        ValueType::Scalar(id) => {
            let scalar = version.mapping.scalar(id);
            scalar.name.as_deref().filter(|_| scalar.proto == ProtoForm::Enum)
        }
        ValueType::Xml | ValueType::Attributes => None,
    }
}

fn place_in_xml(walk: &mut Walk<'_>, after: &Struct, old: &Field, new: &Field) {
    let moved = match (&old.kind, &new.kind) {
        (FieldKind::Attribute(old), FieldKind::Attribute(new))
        | (FieldKind::Element(old), FieldKind::Element(new)) => {
            let same = walk.same_namespace(old.namespace, new.namespace);
            (!same || old.local != new.local).then(|| "has another name in XML".to_owned())
        }
        _ if noun(old) == noun(new) => None,
        _ => Some(format!("is now {} in XML, was {}", noun(new), noun(old))),
    };
    if let Some(what) = moved {
        let change = Change::new(subject(after, new), what);
        walk.changes.push(change.for_callers(Impact::Breaking, Impact::None, Impact::None));
    }
}

pub(super) fn compare_families(walk: &mut Walk<'_>, old: FamilyId, new: FamilyId, used: Used) {
    let (before, after) = (walk.old.mapping.family(old), walk.new.mapping.family(new));
    for variant in &before.variants {
        match after.by_tag(&variant.tag) {
            None => walk.changes.push(
                Change::new(&after.name, format!("alternative `{}` is gone", variant.tag))
                    .for_all(used.narrowed()),
            ),
            Some(index) if after.variants[usize::from(index)].number != variant.number => {
                let number = after.variants[usize::from(index)].number;
                let what =
                    format!("protobuf number of `{}` is {number}, was {}", variant.tag, variant.number);
                let change = Change::new(&after.name, what);
                walk.changes.push(change.for_callers(Impact::None, Impact::None, Impact::Breaking));
            }
            Some(_) => {}
        }
    }
    for variant in after.variants.iter().filter(|variant| before.by_tag(&variant.tag).is_none()) {
        walk.changes.push(
            Change::new(&after.name, format!("alternative `{}` is new", variant.tag)).for_callers(
                used.widened(),
                used.widened(),
                used.tolerated(),
            ),
        );
    }
}
