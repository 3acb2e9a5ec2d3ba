// SPDX-License-Identifier: EUPL-1.2
//! Which types contain themselves: those have to be boxed somewhere.

use fachwerk_mapping::{FamilyId, Mapping, StructId, ValueType};

/// A type that can contain others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Node {
    Struct(StructId),
    Family(FamilyId),
}

/// The strongly connected components of the types, by direct containment: what stands in a `Vec` does not count.
#[derive(Debug)]
pub(crate) struct Recursion {
    structs: usize,
    component: Vec<usize>,
    recursive: Vec<bool>,
}

impl Recursion {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        let structs = mapping.structs.len();
        let index = |value: ValueType| match value {
            ValueType::Struct(id) => Some(id.0 as usize),
            ValueType::Family(id) => Some(structs + id.0 as usize),
            _ => None,
        };
        let fields = mapping
            .structs
            .iter()
            .map(|s| s.fields.iter().filter(|f| !f.array).filter_map(|f| index(f.value)).collect());
        let variants =
            mapping.families.iter().map(|f| f.variants.iter().filter_map(|v| index(v.value)).collect());
        let edges: Vec<Vec<usize>> = fields.chain(variants).collect();
        let component = components(&edges);
        let mut sizes = vec![0_usize; edges.len()];
        for id in &component {
            sizes[*id] += 1;
        }
        let recursive =
            (0..edges.len()).map(|node| sizes[component[node]] > 1 || edges[node].contains(&node)).collect();
        Self { structs, component, recursive }
    }

    fn index(&self, node: Node) -> usize {
        match node {
            Node::Struct(id) => id.0 as usize,
            Node::Family(id) => self.structs + id.0 as usize,
        }
    }

    /// Whether `inner` in `outer` closes a circle.
    pub(crate) fn is_within(&self, outer: Node, inner: Node) -> bool {
        let (outer, inner) = (self.index(outer), self.index(inner));
        self.component[outer] == self.component[inner] && self.recursive[inner]
    }

    /// Whether a type contains itself.
    pub(crate) fn is_recursive(&self, node: Node) -> bool {
        self.recursive[self.index(node)]
    }
}

/// The component of each node: Tarjan's algorithm, without recursion.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut component = vec![NEW; edges.len()];
    let (mut stack, mut next, mut found) = (Vec::new(), 0, 0);
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut open: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, at)) = open.last_mut() {
            let node = *node;
            if *at == 0 && order[node] == NEW {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
            }
            if let Some(target) = edges[node].get(*at).copied() {
                *at += 1;
                if order[target] == NEW {
                    open.push((target, 0));
                } else if component[target] == NEW {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            open.pop();
            if let Some((parent, _)) = open.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn circles_are_found() {
        let found = components(&[vec![1], vec![2], vec![1, 3], vec![], vec![4]]);
        assert_eq!(found[1], found[2]);
        assert_ne!(found[0], found[1]);
        assert_ne!(found[3], found[1]);
        assert_ne!(found[4], found[3]);
    }
}
