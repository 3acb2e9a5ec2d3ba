// SPDX-License-Identifier: EUPL-1.2
//! Namespaces in scope (Namespaces in XML 1.0, sections 3 and 6).

use std::borrow::Cow;

use fachwerk_mapping::NamespaceId;

use crate::characters::is_same_name;
use crate::{XML, XSI};

/// A binding, by its place in the scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Namespace(u32);

impl Namespace {
    /// No namespace.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

/// A prefix and what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Binding<'a> {
    /// Empty for the default namespace.
    pub(super) prefix: &'a str,
    /// Empty where the default namespace is taken back.
    pub(super) name: Cow<'a, str>,
    id: Option<NamespaceId>,
    is_xsi: bool,
}

/// The stack of bindings. The first one is that of `xml`.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a> {
    bindings: Vec<Binding<'a>>,
    known: &'a [String],
    /// Another number whenever the bindings are others.
    declarations: u64,
}

impl<'a> Scope<'a> {
    pub(super) fn new() -> Self {
        let mut scope = Self { bindings: Vec::with_capacity(8), known: &[], declarations: 0 };
        scope.declare("xml", Cow::Borrowed(XML));
        scope
    }

    pub(super) fn know(&mut self, known: &'a [String]) {
        self.known = known;
        for binding in &mut self.bindings {
            binding.id = number(known, &binding.name);
        }
    }

    pub(super) fn declare(&mut self, prefix: &'a str, name: Cow<'a, str>) {
        let id = number(self.known, &name);
        let is_xsi = name == XSI;
        self.bindings.push(Binding { prefix, name, id, is_xsi });
        self.declarations = self.declarations.wrapping_add(1);
    }

    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        if length < self.bindings.len() {
            self.bindings.truncate(length);
            self.declarations = self.declarations.wrapping_add(1);
        }
    }

    /// A number that stands for the bindings in scope.
    pub(super) fn declarations(&self) -> u64 {
        self.declarations
    }

    pub(super) fn since(&self, length: usize) -> &[Binding<'a>] {
        self.bindings.get(length..).unwrap_or_default()
    }

    pub(super) fn before(&self, length: usize) -> &[Binding<'a>] {
        self.bindings.get(..length).unwrap_or_default()
    }

    /// What a prefix stands for; for the empty one `None` where there is no default namespace.
    pub(super) fn find(&self, prefix: &[u8]) -> Option<Namespace> {
        let at = self.bindings.iter().rposition(|b| is_same_name(b.prefix.as_bytes(), prefix))?;
        if self.bindings[at].name.is_empty() { None } else { Some(Namespace(at as u32)) }
    }

    pub(super) fn name(&self, namespace: Namespace) -> &str {
        self.bindings.get(namespace.0 as usize).map_or("", |b| &b.name)
    }

    pub(super) fn id(&self, namespace: Namespace) -> Option<NamespaceId> {
        if namespace == Namespace::NONE {
            return Some(NamespaceId::NONE);
        }
        self.bindings.get(namespace.0 as usize).and_then(|b| b.id)
    }

    pub(super) fn is_xsi(&self, namespace: Namespace) -> bool {
        self.bindings.get(namespace.0 as usize).is_some_and(|b| b.is_xsi)
    }
}

fn number(known: &[String], name: &str) -> Option<NamespaceId> {
    known.iter().position(|k| k == name).map(|at| NamespaceId(at as u32))
}
