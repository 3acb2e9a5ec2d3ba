// SPDX-License-Identifier: EUPL-1.2
//! The entry points.

use std::collections::HashMap;

use fachwerk_mapping::{Mapping, StructId};
use fachwerk_message::value::Patterns;
use fachwerk_message::{CodecError, ErrorKind, Result, Sink};
use fastrand::Rng;

use crate::Options;
use crate::declared::taken;
use crate::generator::Generator;
use crate::identity::Resolve;
use crate::plan::{NEVER, Plan};
use crate::type_names::TypeNames;

/// Tries until a message has identifiers for its references.
const ATTEMPTS: u32 = 8;

/// Makes messages of one mapping. Keeps what can be known beforehand, so make one for many messages.
#[derive(Debug)]
pub struct Sampler<'m> {
    pub(crate) mapping: &'m Mapping,
    pub(crate) options: Options,
    pub(crate) patterns: Patterns,
    pub(crate) plan: Plan,
    pub(crate) type_names: TypeNames,
    /// Alternatives that would be read as another member, by object and member.
    pub(crate) taken: HashMap<(StructId, u16), Vec<u16>>,
}

impl<'m> Sampler<'m> {
    /// A sampler for this mapping.
    pub fn new(mapping: &'m Mapping, options: &Options) -> Self {
        let plan = Plan::of(mapping);
        let patterns = Patterns::new(mapping);
        let type_names = TypeNames::of(mapping);
        Self { mapping, options: options.clone(), patterns, plan, type_names, taken: taken(mapping) }
    }

    /// Tell `sink` a message.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] where no message could be found: a type that contains itself without end, facets
    /// that contradict each other, content that only a strict wildcard or a DTD could give. Errors of the sink.
    pub fn sample<S: Sink + ?Sized>(&self, root: StructId, seed: u64, sink: &mut S) -> Result<()> {
        if self.plan.structure(root) == NEVER || self.mapping.structure(root).is_abstract {
            let name = &self.mapping.structure(root).name;
            return Err(CodecError::new(
                ErrorKind::Unsupported,
                format!(
                    "no message of type `{name}` can be sampled: it requires itself without end, an element of a \
                     strict wildcard, an xs:ENTITY, or an abstract type that nothing is derived from"
                ),
            ));
        }
        for attempt in 0..ATTEMPTS {
            let seed = seed.wrapping_add(u64::from(attempt).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            // First leave out references that nothing asks for, then say as much as possible to get identifiers.
            let optional = if attempt < 4 { self.options.optional_probability } else { 1.0 };
            let generator = Generator::new(self, Rng::with_seed(seed), optional, attempt > 0);
            let message = generator.message(root)?;
            if message.references > 0 && message.ids.is_empty() {
                continue;
            }
            let rng = Rng::with_seed(seed);
            return message.recorded.replay(&mut Resolve {
                mapping: self.mapping,
                ids: &message.ids,
                rng,
                sink,
            });
        }
        let name = &self.mapping.structure(root).name;
        Err(CodecError::new(
            ErrorKind::Unsupported,
            format!("no message of type `{name}` can be sampled: it requires an xs:IDREF and has no xs:ID"),
        ))
    }
}

/// Tell `sink` a random message of this type; the same for the same seed. For many messages make a [`Sampler`].
///
/// # Errors
/// As [`Sampler::sample`].
pub fn sample<S: Sink + ?Sized>(
    mapping: &Mapping,
    root: StructId,
    seed: u64,
    options: &Options,
    sink: &mut S,
) -> Result<()> {
    Sampler::new(mapping, options).sample(root, seed, sink)
}
