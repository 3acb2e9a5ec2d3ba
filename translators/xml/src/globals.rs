// SPDX-License-Identifier: EUPL-1.2
//! Global declarations, for what wildcards let in.

use std::cell::Cell;

use fachwerk_contract::Contract;
use fachwerk_mapping::{FieldKind, Mapping, StructId, ValueType};
use fachwerk_message::value::{Patterns, check, equal, white_space};
use fachwerk_message::{
    CodecError, Declarations, Discard, ErrorKind, Finding, Limits, PathStyle, Result, Validate,
};

use crate::{Children, Fragment, Reader, Tokenizer};

/// Wildcards within wildcards are looked into so deep: each level is read once more.
const MAX_LEVELS: u32 = 4;

thread_local! {
    /// Wildcards that are being looked into.
    static LEVEL: Cell<u32> = const { Cell::new(0) };
}

/// The global elements and attributes of a contract.
#[derive(Debug)]
pub struct Globals {
    mapping: Mapping,
    root: StructId,
    patterns: Patterns,
    limits: Limits,
}

impl Globals {
    /// Those of a contract.
    pub fn new(contract: &Contract, limits: &Limits) -> Self {
        let (mapping, root) = fachwerk_mapping::globals(contract);
        let patterns = Patterns::new(&mapping);
        Self { mapping, root, patterns, limits: *limits }
    }

    fn look(&self, element: &str, most: usize) -> Result<Vec<Finding>> {
        let fragment = Fragment::check(element, &self.limits)?;
        let declared = self.mapping.namespace_id(&fragment.namespace).is_some_and(|namespace| {
            !self.mapping.structure(self.root).element_fields(namespace, fragment.local).is_empty()
        });
        if !declared {
            return Ok(Vec::new());
        }
        let mut tokens = Tokenizer::fragment(fragment.element, &self.limits)?;
        tokens.know(&self.mapping.namespaces);
        tokens.next_token()?;
        let validate = Validate::new(&self.mapping, &self.patterns, PathStyle::XPath, Discard);
        let mut validate = validate.at_most(most).knowing(self);
        let mut reader = Reader::new(&self.mapping);
        let read = (|| {
            reader.open(self.root, Children::AnyOrder, &mut validate)?;
            reader.read_child(&mut tokens, &mut validate)?;
            reader.close(&mut validate)
        })();
        match read {
            Ok(()) => validate.finish().map(|(_, findings)| findings),
            Err(error) => Err(validate.failed(error)),
        }
    }
}

impl Declarations for Globals {
    fn element(&self, element: &str, most: usize) -> Vec<Finding> {
        if LEVEL.get() >= MAX_LEVELS {
            return Vec::new();
        }
        LEVEL.set(LEVEL.get() + 1);
        let result = self.look(element, most);
        LEVEL.set(LEVEL.get() - 1);
        result.unwrap_or_else(|error| {
            let CodecError { kind, message, path, findings, .. } = *error;
            // What is not well-formed is for the writer to find out.
            if findings.is_empty() && !matches!(kind, ErrorKind::Syntax | ErrorKind::Forbidden) {
                let path = path.unwrap_or_default();
                return vec![Finding { kind, path, message, offset: None, place: None }];
            }
            findings
        })
    }

    fn attribute(&self, namespace: &str, local: &str, value: &str) -> Option<String> {
        let namespace = self.mapping.namespace_id(namespace)?;
        let structure = self.mapping.structure(self.root);
        let field = structure.fields.get(usize::from(structure.attribute_field(namespace, local)?))?;
        let (FieldKind::Attribute(_), ValueType::Scalar(id)) = (&field.kind, field.value) else {
            return None;
        };
        // A name with a prefix means nothing without what was declared around it.
        if self.mapping.scalar(id).kind == fachwerk_mapping::ScalarKind::QName {
            return None;
        }
        let value = white_space(self.mapping.scalar(id), value);
        if let Err(message) = check(&self.mapping, &self.patterns, id, &value) {
            return Some(message);
        }
        let fixed = field.fixed.as_deref()?;
        let same = equal(&self.mapping, &self.patterns, id, &value, fixed);
        (!same).then(|| "is not the fixed value".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_without_declarations() {
        let globals = Globals::new(&Contract::default(), &Limits::default());
        assert_eq!(globals.element("<a/>", 10), []);
        assert_eq!(globals.element("<a", 10), []);
        assert_eq!(globals.attribute("", "a", "1"), None);
    }
}
