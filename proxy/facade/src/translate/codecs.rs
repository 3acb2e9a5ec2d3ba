// SPDX-License-Identifier: EUPL-1.2
//! What the codecs need beside the mapping, compiled once.

use std::sync::{Arc, OnceLock};

use fachwerk_contract::Contract;
use fachwerk_json::JsonNames;
use fachwerk_mapping::Mapping;
use fachwerk_message::value::Patterns;
use fachwerk_message::{Declarations, Finding, Limits};
use fachwerk_xml::{Globals, XmlNames};

/// What the codecs need beside the mapping, compiled once.
#[derive(Debug)]
pub(crate) struct Codecs {
    pub(crate) json: Arc<JsonNames>,
    pub(crate) xml: XmlNames,
    pub(crate) patterns: Patterns,
    /// For what wildcards let in, compiled when the first of it comes.
    globals: Option<(Box<Contract>, OnceLock<Globals>)>,
}

impl Codecs {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        Self {
            json: Arc::new(JsonNames::new(mapping)),
            xml: XmlNames::new(mapping),
            patterns: Patterns::new(mapping),
            globals: None,
        }
    }

    /// The same with the declarations of a contract.
    pub(crate) fn knowing(mapping: &Mapping, contract: Contract) -> Self {
        let globals = mapping.has_open_content().then(|| (Box::new(contract), OnceLock::new()));
        Self { globals, ..Self::new(mapping) }
    }
}

/// A mapping and what was compiled from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) codecs: &'a Codecs,
}

impl Codecs {
    fn globals(&self) -> Option<&Globals> {
        // What wildcards let in has been read within the limits of its message already.
        let limits = Limits { max_bytes: usize::MAX, max_text_bytes: usize::MAX, ..Limits::default() };
        self.globals
            .as_ref()
            .map(|(contract, globals)| globals.get_or_init(|| Globals::new(contract, &limits)))
    }
}

impl Declarations for Codecs {
    fn element(&self, element: &str, most: usize) -> Vec<Finding> {
        self.globals().map_or_else(Vec::new, |globals| globals.element(element, most))
    }

    fn attribute(&self, namespace: &str, local: &str, value: &str) -> Option<String> {
        self.globals()?.attribute(namespace, local, value)
    }
}
