// SPDX-License-Identifier: EUPL-1.2
//! Components that are made of themselves, and towers of derivation.

use std::collections::HashMap;

use fachwerk_contract::QName;
use fachwerk_contract::schema::Schema;

use crate::schema::Kind;
use crate::schema::visit::{References, all};

type Key = (Kind, QName);

/// What is wrong with a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Part of a circle; the names along it.
    Circle(Vec<QName>),
    /// Too many steps.
    Deep,
}

/// Components in circles of structural references, or with more such steps below them than `limit`.
pub(super) fn flaws(schema: &Schema, limit: u32) -> Vec<(Key, Flaw)> {
    let keys: Vec<(Kind, &QName)> = all(schema).collect();
    let index: HashMap<(Kind, &QName), usize> = keys.iter().enumerate().map(|(i, key)| (*key, i)).collect();
    let edges: Vec<Vec<usize>> = keys
        .iter()
        .map(|(kind, name)| {
            let references = References::of(schema, *kind, name);
            let structural = references.iter().filter(|r| r.structural);
            structural.filter_map(|r| index.get(&(r.kind, r.name)).copied()).collect()
        })
        .collect();
    let mut walk = Walk { edges: &edges, state: vec![State::New; keys.len()], flaws: HashMap::new() };
    for start in 0..keys.len() {
        walk.from(start, limit);
    }
    let mut found: Vec<(usize, Flaw)> = walk
        .flaws
        .into_iter()
        .map(|(at, circle)| {
            let flaw =
                circle.map_or(Flaw::Deep, |c| Flaw::Circle(c.iter().map(|i| keys[*i].1.clone()).collect()));
            (at, flaw)
        })
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(at, flaw)| ((keys[at].0, keys[at].1.clone()), flaw)).collect()
}

#[derive(Debug, Clone, Copy)]
enum State {
    New,
    Open,
    /// With so many steps below.
    Done(u32),
}

struct Walk<'a> {
    edges: &'a [Vec<usize>],
    state: Vec<State>,
    flaws: HashMap<usize, Option<Vec<usize>>>,
}

impl Walk<'_> {
    /// Depth-first with a stack of its own: a chain may be as long as the schema has components.
    fn from(&mut self, start: usize, limit: u32) {
        if !matches!(self.state[start], State::New) {
            return;
        }
        let mut path = vec![(start, 0, 0)];
        self.state[start] = State::Open;
        while let Some((node, next, depth)) = path.last_mut() {
            let Some(target) = self.edges[*node].get(*next).copied() else {
                let (node, depth) = (*node, *depth);
                self.state[node] = State::Done(depth);
                if depth > limit {
                    self.flaws.entry(node).or_insert(None);
                }
                path.pop();
                if let Some((_, _, outer)) = path.last_mut() {
                    *outer = (*outer).max(depth + 1);
                }
                continue;
            };
            *next += 1;
            match self.state[target] {
                State::Done(below) => *depth = (*depth).max(below + 1),
                State::New => {
                    self.state[target] = State::Open;
                    path.push((target, 0, 0));
                }
                State::Open => {
                    let from = path.iter().position(|(node, ..)| *node == target).unwrap_or(0);
                    let circle: Vec<usize> = path[from..].iter().map(|(node, ..)| *node).collect();
                    // a member of a circle of thousands needs no list of thousands
                    let named: Vec<usize> = circle.iter().copied().take(16).collect();
                    for member in circle {
                        self.flaws.entry(member).or_insert_with(|| Some(named.clone()));
                    }
                }
            }
        }
    }
}
