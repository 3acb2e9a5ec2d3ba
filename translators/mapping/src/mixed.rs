// SPDX-License-Identifier: EUPL-1.2
//! Which elements mixed content must have, in which order (XML Schema part 1, section 3.4.4).
//!
//! The pieces of mixed content are one array, so that text and elements keep their order. What the schema asks of
//! the elements is kept here, beside the fields.

use std::collections::BTreeSet;

/// A node of the content model over the pieces of mixed content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Least occurrences.
    pub min: u32,
    /// Greatest; `None` is unbounded.
    pub max: Option<u32>,
    /// What occurs.
    pub term: ModelTerm,
}

/// What a [`Model`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelTerm {
    /// An element: the field of the item struct that it fills.
    Piece(u16),
    /// All, in this order.
    Sequence(Vec<Model>),
    /// Exactly one.
    Choice(Vec<Model>),
    /// All, in any order.
    All(Vec<Model>),
}

/// Steps of the exact search; what takes longer passes.
const BUDGET: u32 = 200_000;

impl Model {
    /// Whether these elements, in this order, fulfil the model.
    ///
    /// Taking each element as soon as it fits is right for every deterministic model and linear. Only where that
    /// fails all ways are tried, because schemas of the wild are not always deterministic.
    pub fn accepts(&self, pieces: &[u16]) -> bool {
        let mut rest = pieces;
        if self.take(&mut rest) && rest.is_empty() {
            return true;
        }
        let mut budget = BUDGET;
        match self.ends(pieces, 0, &mut budget) {
            Some(ends) => ends.contains(&pieces.len()),
            None => true,
        }
    }

    /// Whether nothing at all fulfils it.
    pub fn is_emptiable(&self) -> bool {
        self.min == 0
            || match &self.term {
                ModelTerm::Piece(_) => false,
                ModelTerm::Sequence(children) | ModelTerm::All(children) => {
                    children.iter().all(Self::is_emptiable)
                }
                ModelTerm::Choice(children) => children.is_empty() || children.iter().any(Self::is_emptiable),
            }
    }

    fn begins(&self, piece: u16) -> bool {
        self.max != Some(0)
            && match &self.term {
                ModelTerm::Piece(own) => *own == piece,
                ModelTerm::Choice(children) | ModelTerm::All(children) => {
                    children.iter().any(|child| child.begins(piece))
                }
                ModelTerm::Sequence(children) => {
                    for child in children {
                        if child.begins(piece) {
                            return true;
                        }
                        if !child.is_emptiable() {
                            return false;
                        }
                    }
                    false
                }
            }
    }

    fn take(&self, rest: &mut &[u16]) -> bool {
        let mut done = 0;
        while self.max.is_none_or(|max| done < max) {
            let Some(next) = rest.first().filter(|next| self.begins(**next)) else { break };
            let (next, before) = (*next, rest.len());
            if !self.take_once(next, rest) {
                return false;
            }
            if rest.len() == before {
                break;
            }
            done += 1;
        }
        done >= self.min || self.is_emptiable()
    }

    fn take_once(&self, next: u16, rest: &mut &[u16]) -> bool {
        match &self.term {
            ModelTerm::Piece(_) => {
                *rest = &rest[1..];
                true
            }
            ModelTerm::Sequence(children) => children.iter().all(|child| child.take(rest)),
            ModelTerm::Choice(children) => {
                children.iter().find(|child| child.begins(next)).is_some_and(|child| child.take(rest))
            }
            ModelTerm::All(children) => {
                let mut open: Vec<&Self> = children.iter().collect();
                while let Some(next) = rest.first().copied() {
                    let Some(at) = open.iter().position(|child| child.begins(next)) else { break };
                    if !open.swap_remove(at).take(rest) {
                        return false;
                    }
                }
                open.iter().all(|child| child.is_emptiable())
            }
        }
    }

    /// All places where content that begins at `start` may end; `None` where that takes too long to find out.
    fn ends(&self, pieces: &[u16], start: usize, budget: &mut u32) -> Option<BTreeSet<usize>> {
        let mut all = BTreeSet::new();
        let mut frontier = BTreeSet::from([start]);
        if self.min == 0 {
            all.insert(start);
        }
        let mut done = 0;
        while self.max.is_none_or(|max| done < max) {
            let mut next = BTreeSet::new();
            for start in &frontier {
                next.extend(self.ends_once(pieces, *start, budget)?);
            }
            done += 1;
            let still = next == frontier;
            if done >= self.min || still {
                let before = all.len();
                all.extend(&next);
                // nothing new comes of another round
                if next.is_empty() || still || done > self.min && all.len() == before {
                    break;
                }
            } else if next.is_empty() {
                break;
            }
            frontier = next;
        }
        Some(all)
    }

    fn ends_once(&self, pieces: &[u16], start: usize, budget: &mut u32) -> Option<BTreeSet<usize>> {
        *budget = budget.checked_sub(1)?;
        match &self.term {
            ModelTerm::Piece(own) => {
                Some(pieces.get(start).filter(|piece| *piece == own).map(|_| start + 1).into_iter().collect())
            }
            ModelTerm::Choice(children) => {
                let mut all: BTreeSet<usize> = children.is_empty().then_some(start).into_iter().collect();
                for child in children {
                    all.extend(child.ends(pieces, start, budget)?);
                }
                Some(all)
            }
            ModelTerm::Sequence(children) => {
                let mut at = BTreeSet::from([start]);
                for child in children {
                    let mut next = BTreeSet::new();
                    for start in at {
                        next.extend(child.ends(pieces, start, budget)?);
                    }
                    at = next;
                }
                Some(at)
            }
            // the members of an `all` are different elements, so there is one way only
            ModelTerm::All(_) => {
                let mut rest = &pieces[start..];
                let fits = match rest.first().copied() {
                    Some(next) => self.take_once(next, &mut rest),
                    None => self.is_emptiable(),
                };
                Some(fits.then(|| pieces.len() - rest.len()).into_iter().collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, ModelTerm};

    fn piece(piece: u16, min: u32, max: u32) -> Model {
        Model { min, max: Some(max), term: ModelTerm::Piece(piece) }
    }

    fn group(term: ModelTerm, min: u32, max: Option<u32>) -> Model {
        Model { min, max, term }
    }

    #[test]
    fn sequences_and_choices() {
        let model = group(ModelTerm::Sequence(vec![piece(1, 1, 1), piece(2, 0, 2)]), 1, None);
        for good in [&[1][..], &[1, 2, 2], &[1, 1, 2]] {
            assert!(model.accepts(good), "{good:?}");
        }
        for bad in [&[][..], &[2], &[2, 1], &[1, 2, 2, 2]] {
            assert!(!model.accepts(bad), "{bad:?}");
        }
        let model = group(ModelTerm::Choice(vec![piece(1, 1, 1), piece(2, 2, 2)]), 0, Some(2));
        for good in [&[][..], &[1, 2, 2], &[2, 2, 1]] {
            assert!(model.accepts(good), "{good:?}");
        }
        for bad in [&[2][..], &[1, 1, 1], &[1, 2]] {
            assert!(!model.accepts(bad), "{bad:?}");
        }
        let model = group(ModelTerm::All(vec![piece(1, 1, 1), piece(2, 0, 1)]), 1, Some(1));
        for good in [&[1][..], &[1, 2], &[2, 1]] {
            assert!(model.accepts(good), "{good:?}");
        }
        assert!(!model.accepts(&[2]) && !model.accepts(&[1, 1]));
    }

    #[test]
    fn models_that_are_not_deterministic() {
        let model = group(ModelTerm::Sequence(vec![piece(1, 0, 3), piece(1, 1, 1)]), 1, Some(1));
        assert!(model.accepts(&[1]) && model.accepts(&[1, 1, 1, 1]) && !model.accepts(&[1; 5]));
        let twice = ModelTerm::Sequence(vec![piece(1, 1, 2), piece(2, 0, 1)]);
        assert!(group(twice, 2, Some(2)).accepts(&[1, 1, 2]));
        let nothing = group(ModelTerm::Sequence(vec![piece(1, 0, 1)]), 4_000_000_000, None);
        assert!(nothing.accepts(&[1]) && nothing.accepts(&[]));
        // too much to try: it passes
        let mut deep = piece(1, 0, 1);
        for _ in 0..12 {
            deep = group(ModelTerm::Sequence(vec![deep.clone(), deep]), 0, None);
        }
        assert!(deep.accepts(&[1; 40]));
    }
}
