// SPDX-License-Identifier: EUPL-1.2
//! Services and operations.

use fachwerk_mapping::{
    Chunked, Layout, ListStream, Mapping, MessageShape, Operation, OperationBinding, Service,
};

use super::walk::{Direction, Walk};
use crate::change::{Change, Impact};

pub(super) fn compare(walk: &mut Walk<'_>) {
    let (old, new) = (walk.old.mapping, walk.new.mapping);
    if old.package != new.package {
        let what = format!("protobuf package is `{}`, was `{}`", new.package, old.package);
        let change = Change::new("package", what);
        walk.changes.push(change.for_callers(Impact::None, Impact::None, Impact::Breaking));
    }
    for service in &old.services {
        match counterpart(old, new, service) {
            Some(after) => {
                if after.name != service.name {
                    let what = format!("service is called `{}`, was `{}`", after.name, service.name);
                    walk.changes.push(Change::new(&after.name, what).for_callers(
                        Impact::None,
                        Impact::Breaking,
                        Impact::Breaking,
                    ));
                }
                compare_services(walk, service, after);
            }
            None => {
                walk.changes.push(Change::new(&service.name, "service is gone").for_all(Impact::Breaking));
            }
        }
    }
    for service in &new.services {
        if counterpart(new, old, service).is_none() {
            walk.changes.push(Change::new(&service.name, "service is new").for_all(Impact::Compatible));
        }
    }
}

/// The service of the same name; with one service on each side, that one.
fn counterpart<'m>(here: &Mapping, there: &'m Mapping, service: &Service) -> Option<&'m Service> {
    there
        .services
        .iter()
        .find(|other| other.name == service.name)
        .or_else(|| there.services.first().filter(|_| here.services.len() == 1 && there.services.len() == 1))
}

fn compare_services(walk: &mut Walk<'_>, old: &Service, new: &Service) {
    let (before, after) = (walk.old.mapping, walk.new.mapping);
    let find = |mapping: &'_ Mapping, service: &Service, name: &str| {
        service.operations.iter().copied().find(|id| mapping.operation(*id).name == name)
    };
    for id in &old.operations {
        let operation = before.operation(*id);
        match find(after, new, &operation.name) {
            Some(other) => compare_operations(walk, &new.name, operation, after.operation(other)),
            None => {
                let subject = format!("{}/{}", new.name, operation.name);
                walk.changes.push(Change::new(subject, "operation is gone").for_all(Impact::Breaking));
            }
        }
    }
    for id in &new.operations {
        let operation = after.operation(*id);
        if find(before, old, &operation.name).is_none() {
            let subject = format!("{}/{}", new.name, operation.name);
            walk.changes.push(Change::new(subject, "operation is new").for_all(Impact::Compatible));
        }
    }
}

fn compare_operations(walk: &mut Walk<'_>, service: &str, old: &Operation, new: &Operation) {
    let subject = format!("{service}/{}", new.name);
    let mut tell = |what: String, soap, rest, grpc| {
        walk.changes.push(Change::new(&subject, what).for_callers(soap, rest, grpc));
    };
    if (&old.method, &old.path) != (&new.method, &new.path) && old.source == new.source {
        let what = format!("is at {} {}, was at {} {}", new.method, new.path, old.method, old.path);
        tell(what, Impact::None, Impact::Breaking, Impact::None);
    }
    if old.status != new.status && old.output.is_some() == new.output.is_some() {
        let what = format!("answers with status {}, was {}", new.status, old.status);
        tell(what, Impact::None, Impact::Breaking, Impact::None);
    }
    if old.rpc_name != new.rpc_name {
        let what = format!("gRPC method is called `{}`, was `{}`", new.rpc_name, old.rpc_name);
        tell(what, Impact::None, Impact::None, Impact::Breaking);
    }
    streams(old.stream.as_ref(), new.stream.as_ref(), &mut tell);
    chunks(old.chunked.as_ref(), new.chunked.as_ref(), &mut tell);
    for (what, soap) in bindings(&old.bindings, &new.bindings) {
        tell(what, soap, Impact::None, Impact::None);
    }
    match (&old.output, &new.output) {
        (Some(_), None) => {
            tell("is one-way now".to_owned(), Impact::Breaking, Impact::Breaking, Impact::Breaking);
        }
        (None, Some(_)) => {
            tell(
                "has an answer now, was one-way".to_owned(),
                Impact::Breaking,
                Impact::Breaking,
                Impact::Breaking,
            );
        }
        _ => {}
    }
    for fault in &old.faults {
        if !new.faults.iter().any(|other| other.name == fault.name) {
            let what = format!("fault `{}` is gone", fault.name);
            tell(what, Impact::Compatible, Impact::Compatible, Impact::Compatible);
        }
    }
    for fault in &new.faults {
        if let Some(before) = old.faults.iter().find(|other| other.name == fault.name)
            && before.status != fault.status
        {
            let what = format!("fault `{}` has status {}, was {}", fault.name, fault.status, before.status);
            tell(what, Impact::None, Impact::Breaking, Impact::None);
        }
        if !old.faults.iter().any(|other| other.name == fault.name) {
            // Any call may fail in a way that its contract does not name.
            let what = format!("fault `{}` is new", fault.name);
            tell(what, Impact::Compatible, Impact::Compatible, Impact::Compatible);
        }
    }
    messages(walk, &subject, old, new);
}

/// Server-streaming twins: only callers of gRPC have them.
fn streams(
    old: Option<&ListStream>,
    new: Option<&ListStream>,
    tell: &mut impl FnMut(String, Impact, Impact, Impact),
) {
    let (what, grpc) = match (old, new) {
        (Some(old), Some(new)) if old.rpc_name != new.rpc_name => {
            let what = format!("server-streaming twin is called `{}`, was `{}`", new.rpc_name, old.rpc_name);
            (what, Impact::Breaking)
        }
        (Some(old), None) => {
            let what = format!(
                "server-streaming twin `{}` is gone: the answer is not one list any more",
                old.rpc_name
            );
            (what, Impact::Breaking)
        }
        (None, Some(new)) => (format!("server-streaming twin `{}` is new", new.rpc_name), Impact::Compatible),
        _ => return,
    };
    tell(what, Impact::None, Impact::None, grpc);
}

/// Twins with chunks: likewise.
fn chunks(
    old: Option<&Chunked>,
    new: Option<&Chunked>,
    tell: &mut impl FnMut(String, Impact, Impact, Impact),
) {
    let (what, grpc) = match (old, new) {
        (Some(old), Some(new)) if old.rpc_name != new.rpc_name => {
            let what = format!("twin with chunks is called `{}`, was `{}`", new.rpc_name, old.rpc_name);
            (what, Impact::Breaking)
        }
        (Some(old), Some(new)) if (old.input, old.output) != (new.input, new.output) => {
            let what = format!("twin with chunks `{}` streams in other directions", old.rpc_name);
            (what, Impact::Breaking)
        }
        (Some(old), None) => {
            let what =
                format!("twin with chunks `{}` is gone: there are no attachments any more", old.rpc_name);
            (what, Impact::Breaking)
        }
        (None, Some(new)) => (format!("twin with chunks `{}` is new", new.rpc_name), Impact::Compatible),
        _ => return,
    };
    tell(what, Impact::None, Impact::None, grpc);
}

fn messages(walk: &mut Walk<'_>, subject: &str, old: &Operation, new: &Operation) {
    message(walk, subject, "request", Direction::Input, (&old.input, &new.input));
    if let (Some(old), Some(new)) = (&old.output, &new.output) {
        message(walk, subject, "answer", Direction::Output, (old, new));
    }
    for fault in &new.faults {
        if let Some(before) = old.faults.iter().find(|other| other.name == fault.name) {
            let name = format!("fault `{}`", fault.name);
            message(walk, subject, &name, Direction::Output, (&before.message, &fault.message));
        }
    }
}

fn message(
    walk: &mut Walk<'_>,
    subject: &str,
    name: &str,
    direction: Direction,
    (old, new): (&MessageShape, &MessageShape),
) {
    let same = match (&old.layout, &new.layout) {
        (Layout::Direct { element: old, .. }, Layout::Direct { element: new, .. }) => {
            walk.same_namespace(old.namespace, new.namespace) && old.local == new.local
        }
        (Layout::Fields { .. }, Layout::Fields { .. }) => true,
        _ => false,
    };
    if !same {
        let change = Change::new(subject, format!("body of the {name} is another element"));
        walk.changes.push(change.for_callers(Impact::Breaking, Impact::None, Impact::None));
    }
    let names = (&walk.old.mapping.structure(old.root).name, &walk.new.mapping.structure(new.root).name);
    if names.0 != names.1 {
        let what = format!("the {name} is a `{}`, was a `{}`", names.1, names.0);
        walk.changes.push(Change::new(subject, what).for_callers(
            Impact::None,
            Impact::None,
            Impact::Breaking,
        ));
    }
    walk.message(subject, direction, old.root, new.root);
}

/// What changed for SOAP callers, binding by binding of the same protocol.
fn bindings(old: &[OperationBinding], new: &[OperationBinding]) -> Vec<(String, Impact)> {
    let mut found = Vec::new();
    for before in old {
        let after = new
            .iter()
            .find(|other| other.protocol == before.protocol && other.port == before.port)
            .or_else(|| new.iter().find(|other| other.protocol == before.protocol));
        let Some(after) = after else {
            found.push((format!("is no longer bound to {:?}", before.protocol), Impact::Breaking));
            continue;
        };
        if before.soap_action != after.soap_action {
            let show = |action: &Option<String>| action.clone().unwrap_or_default();
            let what =
                format!("SOAPAction is `{}`, was `{}`", show(&after.soap_action), show(&before.soap_action));
            found.push((what, Impact::Breaking));
        }
        if (before.style, before.body_use) != (after.style, after.body_use) {
            found.push(("has another style or use".to_owned(), Impact::Breaking));
        }
    }
    for after in new {
        if !old.iter().any(|before| before.protocol == after.protocol) {
            found.push((format!("is bound to {:?} as well", after.protocol), Impact::Compatible));
        }
    }
    found.dedup();
    found
}
