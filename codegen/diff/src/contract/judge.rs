// SPDX-License-Identifier: EUPL-1.2
//! What a difference means, by the directions in which a type is used.

use crate::change::Impact;

/// Directions in which a type is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// In requests: callers write it.
    pub(super) input: bool,
    /// In answers and faults: callers read it.
    pub(super) output: bool,
}

impl Used {
    /// The worse of what holds for the directions that occur.
    pub(super) fn impact(self, input: Impact, output: Impact) -> Impact {
        let input = if self.input { input } else { Impact::None };
        let output = if self.output { output } else { Impact::None };
        input.max(output)
    }

    /// The new version allows less: a request of old may be refused.
    pub(super) fn narrowed(self) -> Impact {
        self.impact(Impact::Breaking, Impact::Compatible)
    }

    /// The new version allows more: an answer may hold what the old one never did.
    pub(super) fn widened(self) -> Impact {
        self.impact(Impact::Compatible, Impact::Breaking)
    }

    /// What a form whose readers skip or tolerate what is new makes of more.
    pub(super) fn tolerated(self) -> Impact {
        self.impact(Impact::Compatible, Impact::Compatible)
    }
}

/// How two sets of values relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Fewer values than before.
    Narrower,
    /// More values than before.
    Wider,
    /// Neither holds the other.
    Other,
}

impl Step {
    /// For callers whose form carries the constraint.
    pub(super) fn impact(self, used: Used) -> Impact {
        match self {
            Self::Narrower => used.narrowed(),
            Self::Wider => used.widened(),
            Self::Other => Impact::Breaking,
        }
    }

    /// For callers whose form does not know the constraint, so that only a refused request breaks them.
    pub(super) fn impact_unseen(self, used: Used) -> Impact {
        match self {
            Self::Narrower | Self::Other => used.narrowed(),
            Self::Wider => used.tolerated(),
        }
    }
}
