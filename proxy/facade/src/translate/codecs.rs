// SPDX-License-Identifier: EUPL-1.2
//! What the codecs need beside the mapping, compiled once.

use std::sync::Arc;

use fachwerk_json::JsonNames;
use fachwerk_mapping::Mapping;
use fachwerk_message::value::Patterns;
use fachwerk_xml::XmlNames;

/// What the codecs need beside the mapping, compiled once.
#[derive(Debug)]
pub(crate) struct Codecs {
    pub(crate) json: Arc<JsonNames>,
    pub(crate) xml: XmlNames,
    pub(crate) patterns: Patterns,
}

impl Codecs {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        Self {
            json: Arc::new(JsonNames::new(mapping)),
            xml: XmlNames::new(mapping),
            patterns: Patterns::new(mapping),
        }
    }
}

/// A mapping and what was compiled from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) codecs: &'a Codecs,
}
