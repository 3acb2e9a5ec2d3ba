// SPDX-License-Identifier: EUPL-1.2
//! How large and how odd samples are.

/// How large and how odd samples are.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Nesting of objects from which on nothing is said that need not be.
    pub max_depth: usize,
    /// Values and objects from which on nothing is said that need not be.
    pub max_nodes: usize,
    /// Items of an array beyond those it must have.
    pub max_items: u32,
    /// How likely an optional part is there.
    pub optional_probability: f64,
    /// How likely an element that may be nil is.
    pub nil_probability: f64,
    /// Whether values take unusual forms, as far as their types allow: `+01`, years before Christ, `24:00:00`, white
    /// space at the ends of strings, characters beyond the basic plane.
    pub unusual: bool,
    /// Whether everything is as people expect it in an example: the first of alternatives, common values, nothing for
    /// wildcards. Then all messages of a type are alike, whatever the seed, as far as its facets let them.
    pub typical: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_depth: 10,
            max_nodes: 1000,
            max_items: 3,
            optional_probability: 0.6,
            nil_probability: 0.1,
            unusual: true,
            typical: false,
        }
    }
}

impl Options {
    /// Short messages to show to people.
    pub fn example() -> Self {
        Self {
            max_depth: 3,
            max_nodes: 12,
            max_items: 0,
            optional_probability: 1.0,
            nil_probability: 0.0,
            unusual: false,
            typical: true,
        }
    }

    /// Messages with as little as possible in them.
    pub fn minimal() -> Self {
        Self { optional_probability: 0.0, nil_probability: 0.0, max_items: 0, ..Self::default() }
    }
}
