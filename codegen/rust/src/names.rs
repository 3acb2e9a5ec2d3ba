// SPDX-License-Identifier: EUPL-1.2
//! Names of everything in the crate that is written.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use fachwerk_mapping::naming::{Names as Taken, pascal, snake};
use fachwerk_mapping::{Mapping, ScalarId, Struct};

/// Types that every module sees without asking, and those that the generated modules use by their short names.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Bytes",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Invalid",
    "Iterator",
    "Message",
    "None",
    "Ok",
    "Oneof",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Serializer",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "Wire",
    "Wrapper",
];

/// Keywords of edition 2024, strict and reserved, without those that cannot be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names of types, fields and alternatives.
#[derive(Debug)]
pub(crate) struct Names {
    /// By struct.
    pub(crate) structs: Vec<String>,
    /// By family.
    pub(crate) families: Vec<String>,
    /// Enumerations that are used.
    pub(crate) enumerations: BTreeMap<ScalarId, String>,
    /// By struct, then `oneof`: the type of the choice.
    pub(crate) choices: Vec<Vec<String>>,
    /// By struct: the attributes of a nil element of this type.
    pub(crate) nil_structs: Vec<String>,
    /// By family.
    pub(crate) nil_families: Vec<String>,
    /// By family: the `oneof` of its message.
    pub(crate) oneofs: Vec<String>,
    /// By the key of what they hold: wrapper messages.
    pub(crate) wrappers: BTreeMap<String, String>,
}

impl Names {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        let mut taken = Taken::default();
        for name in PRELUDE {
            taken.reserve(name);
        }
        // Components keep their names before anything is derived from them.
        let mut component = |name: &str| {
            if taken.is_free(name) { taken.take(name) } else { taken.take(&format!("{name}Type")) }
        };
        let structs: Vec<_> = mapping.structs.iter().map(|s| component(&s.name)).collect();
        let families: Vec<_> = mapping.families.iter().map(|f| component(&f.name)).collect();
        let enumerations: BTreeMap<_, _> = fachwerk_proto::used_enumerations(mapping)
            .into_iter()
            .map(|id| {
                let name = mapping.scalar(id).name.clone().unwrap_or_else(|| format!("Enumeration{}", id.0));
                (id, component(&name))
            })
            .collect();
        let choices = mapping
            .structs
            .iter()
            .zip(&structs)
            .map(|(structure, name)| {
                structure.oneofs.iter().map(|oneof| taken.take(&format!("{name}{}", pascal(oneof)))).collect()
            })
            .collect();
        let nil_structs = structs.iter().map(|name| taken.take(&format!("{name}Nil"))).collect();
        let oneofs = families.iter().map(|name| taken.take(&format!("{name}Value"))).collect();
        let nil_families = families.iter().map(|name| taken.take(&format!("{name}Nil"))).collect();
        let mut names = Self {
            structs,
            families,
            enumerations,
            choices,
            nil_structs,
            nil_families,
            oneofs,
            wrappers: BTreeMap::new(),
        };
        for inner in wrapped(mapping, &names) {
            let wanted = match (inner.strip_prefix("[]"), inner.strip_prefix('=')) {
                (Some(item), _) => format!("{}List", pascal(item)),
                (_, Some(simple)) => format!("Nillable{}", pascal(simple)),
                _ => format!("Nillable{inner}"),
            };
            names.wrappers.insert(inner, taken.take(&wanted));
        }
        names
    }

    /// The wrapper message of what is called so; see [`wrapped_key`].
    pub(crate) fn wrapper(&self, key: &str) -> &str {
        self.wrappers.get(key).map_or("", String::as_str)
    }
}

/// Keys of all wrappers that are needed.
fn wrapped(mapping: &Mapping, names: &Names) -> BTreeSet<String> {
    let fields = mapping.structs.iter().flat_map(|s| &s.fields).filter(|f| f.wrapped).map(|f| f.value);
    let variants = mapping.families.iter().flat_map(|f| &f.variants);
    let variants = variants.filter(|v| crate::shape::is_wrapped(mapping, v)).map(|v| v.value);
    fields.chain(variants).map(|value| crate::shape::wrapped_key(mapping, names, value)).collect()
}

/// A name as an identifier: raw where it is a keyword.
pub(crate) fn identifier(snake: &str) -> String {
    match snake {
        "self" | "super" | "crate" => format!("{snake}_"),
        _ if KEYWORDS.contains(&snake) => format!("r#{snake}"),
        _ => snake.to_owned(),
    }
}

/// Identifiers of the alternatives of an enumeration, by what they are called in the schema.
pub(crate) fn variants<'n>(wanted: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut taken = Taken::default();
    taken.reserve("Self");
    wanted
        .into_iter()
        .map(|name| {
            let mut base = pascal(name);
            if base == "X" && !name.eq_ignore_ascii_case("x") {
                base = if name.is_empty() { "Empty".to_owned() } else { "Sign".to_owned() };
            }
            // A name that cannot be said gets the number that makes it another.
            if taken.is_free(&base) { taken.take(&base) } else { taken.take_with(&base, "") }
        })
        .collect()
}

/// Identifiers of a struct's fields and choices, by field; members of a choice have that of their alternative.
pub(crate) fn fields(structure: &Struct) -> Vec<String> {
    structure.fields.iter().map(|field| identifier(&field.proto_name)).collect()
}

/// Names of services and operations in Rust.
#[derive(Debug)]
pub(crate) struct Services {
    /// By service: the trait.
    pub(crate) traits: Vec<String>,
    /// By service: the function that makes its routes.
    pub(crate) functions: Vec<String>,
    /// By operation: the method.
    pub(crate) methods: Vec<String>,
    /// By operation: the type of its declared faults.
    pub(crate) faults: Vec<String>,
}

impl Services {
    pub(crate) fn new(mapping: &Mapping) -> Self {
        let mut types = Taken::default();
        for name in
            PRELUDE.iter().chain(&["Arc", "Context", "DeclaredFault", "Detail", "Failure", "Infallible"])
        {
            types.reserve(name);
        }
        let mut functions = Taken::default();
        let mut services = Self {
            traits: Vec::new(),
            functions: Vec::new(),
            methods: vec![String::new(); mapping.operations.len()],
            faults: vec![String::new(); mapping.operations.len()],
        };
        for service in &mapping.services {
            let wanted = pascal(&service.name);
            let name = if types.is_free(&wanted) {
                types.take(&wanted)
            } else {
                types.take(&format!("{wanted}Service"))
            };
            services.functions.push(identifier(&functions.take_with(&snake(&service.name), "_")));
            services.traits.push(name);
        }
        let mut seen = HashSet::new();
        for service in &mapping.services {
            let mut methods = Taken::default();
            for id in &service.operations {
                if !seen.insert(*id) {
                    continue;
                }
                let index = id.0 as usize;
                let operation = mapping.operation(*id);
                services.methods[index] = identifier(&methods.take_with(&snake(&operation.name), "_"));
                services.faults[index] = if operation.faults.is_empty() {
                    "Infallible".to_owned()
                } else {
                    types.take(&format!("{}Fault", pascal(&operation.name)))
                };
            }
        }
        services
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_raw_and_the_others_get_an_underscore() {
        assert_eq!(identifier("type"), "r#type");
        assert_eq!(identifier("self"), "self_");
        assert_eq!(identifier("name"), "name");
    }

    #[test]
    fn alternatives_are_told_apart() {
        let found = variants(["self", "a-b", "aB", "+", "-", "", "x", "männlich", "1"]);
        assert_eq!(found, ["Self2", "AB", "AB2", "Sign", "Sign2", "Empty", "X", "Maennlich", "X1"]);
    }
}
