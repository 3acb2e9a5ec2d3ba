// SPDX-License-Identifier: EUPL-1.2
//! Components: everything that is referred to, by name.

use std::borrow::Cow;

use crate::faults;
use crate::nodes::{Node, ordered};
use crate::schema::Schemas;
use crate::tree::Tree;

/// The schemas that the operations need. A later one takes the place of an earlier one of the same name.
pub(crate) fn each<'a>(schemas: &mut Schemas<'a>, take: &mut dyn FnMut(Cow<'a, str>, Node<'a>)) {
    // Components made on the way.
    let made = |schemas: &mut Schemas<'a>, take: &mut dyn FnMut(Cow<'a, str>, Node<'a>)| {
        for (name, schema) in schemas.take_named() {
            take(Cow::Owned(name), schema);
        }
    };
    let (error, reason) = schemas.problem_parts();
    if let Tree::Node(problem) = faults::problem(&error, &reason) {
        take(Cow::Borrowed(faults::PROBLEM), problem);
    }
    let mapping = schemas.mapping;
    // In the order of the tables, which is that of the sources: warnings come in this order.
    let mut structs: Vec<_> = schemas.reach.structs.iter().copied().collect();
    structs.sort_unstable();
    for id in structs {
        let schema = schemas.structure(id);
        take(Cow::Borrowed(&mapping.structure(id).name), ordered(schema));
        made(schemas, take);
    }
    let mut families: Vec<_> = schemas.reach.plain.iter().copied().collect();
    families.sort_unstable();
    for id in families {
        for (name, schema) in schemas.family(id) {
            take(name, ordered(schema));
        }
    }
    let mut scalars: Vec<_> = schemas.reach.scalars.iter().copied().collect();
    scalars.sort_unstable();
    for id in scalars {
        if let Some(name) = &mapping.scalar(id).name {
            let schema = schemas.scalar(id);
            take(Cow::Borrowed(name), ordered(schema));
        }
    }
    made(schemas, take);
}
