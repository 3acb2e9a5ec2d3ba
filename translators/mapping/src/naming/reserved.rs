// SPDX-License-Identifier: EUPL-1.2
//! Names that a language keeps for itself and its protobuf generator does not escape.
//!
//! The generators of Java, Go, C#, TypeScript, Rust, C++, Kotlin and Swift escape fields and types that are keywords
//! there. What is left is kept here, in one table for every output. A lone underscore behind the name, which the
//! languages' own style guides advise, is not lower snake case to `buf lint`: so a field gets `_value`, a type `Type`,
//! a part of a package `x_` before it, as where it begins with a digit. JSON has no keywords: member names stay.

/// Python's keywords in lower case: `message.from` is a syntax error there, and `protoc` leaves it so.
const FIELD: [&str; 32] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Keywords of Java (JLS, section 3.9) that are none of Python: a package is written as it is in their sources.
const PACKAGE: [&str; 41] = [
    "abstract",
    "boolean",
    "byte",
    "case",
    "catch",
    "char",
    "const",
    "default",
    "do",
    "double",
    "enum",
    "extends",
    "false",
    "final",
    "float",
    "goto",
    "implements",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "void",
    "volatile",
];

/// Python's keywords with a capital.
const TYPE: [&str; 3] = ["False", "None", "True"];

/// Beginnings of the methods that C++ has beside a field's own.
const ACCESSORS: [&str; 5] = ["add_", "clear_", "has_", "mutable_", "release_"];

/// Whether a protobuf field cannot have this name.
pub(super) fn is_field(name: &str) -> bool {
    FIELD.binary_search(&name).is_ok()
}

/// Whether a part of a package cannot have this name.
pub(super) fn is_package(name: &str) -> bool {
    is_field(name) || PACKAGE.binary_search(&name).is_ok()
}

/// Whether a type cannot have this name.
pub(super) fn is_type(name: &str) -> bool {
    TYPE.contains(&name)
}

/// The field whose accessor in C++ has this name: `has_note` is one of `note`, and `note_size` if that is `repeated`.
pub(crate) fn accessor_of(name: &str) -> Option<(&str, bool)> {
    ACCESSORS
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .map(|field| (field, false))
        .or_else(|| name.strip_suffix("_size").map(|field| (field, true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(FIELD.is_sorted());
        assert!(PACKAGE.is_sorted());
        assert!(!PACKAGE.iter().any(|word| is_field(word)));
    }

    #[test]
    fn accessors_are_told_from_names() {
        assert_eq!(accessor_of("has_note"), Some(("note", false)));
        assert_eq!(accessor_of("note_size"), Some(("note", true)));
        assert_eq!(accessor_of("hash"), None);
    }
}
