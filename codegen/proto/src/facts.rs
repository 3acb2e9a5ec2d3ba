// SPDX-License-Identifier: EUPL-1.2
//! What a field's type in protobuf does not say: one line of comment.

use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{Field, FieldKind, Mapping, ProtoForm, Scalar, ScalarKind, ValueType};

/// Constraints on a field, as one sentence of Markdown.
pub fn of_field(mapping: &Mapping, field: &Field) -> Option<String> {
    let mut facts = Vec::new();
    if field.required {
        facts.push("required".to_owned());
    }
    if field.array {
        facts.extend(range(field.min.into(), field.max.map(u64::from), "item", "items"));
    }
    match field.value {
        ValueType::Scalar(id) => {
            let scalar = mapping.scalar(id);
            if let ScalarKind::List(item) = scalar.kind {
                let facets = &scalar.facets;
                let least = facets.length.or(facets.min_length).unwrap_or(0);
                facts.extend(range(least, facets.length.or(facets.max_length), "list item", "list items"));
                let mut of_item = Vec::new();
                of_scalar(mapping.scalar(item), &mut of_item);
                if !of_item.is_empty() {
                    facts.push(format!("list items: {}", of_item.join(", ")));
                }
            } else {
                of_scalar(scalar, &mut facts);
            }
        }
        ValueType::Xml => facts.push("one XML element with all its namespaces".to_owned()),
        ValueType::Attributes if matches!(field.kind, FieldKind::TypeNames) => {
            facts.push("simple types that fields name (`xsi:type`), `{namespace}local` by member".to_owned());
        }
        ValueType::Attributes => facts.push("attributes by `{namespace}local`".to_owned()),
        ValueType::Struct(_) | ValueType::Family(_) => {}
    }
    let named =
        |what: &str, value: &Option<String>| value.as_ref().map(|v| format!("{what} `{}`", one_line(v)));
    facts.extend(named("media type", &field.content_types));
    facts.extend(named("default", &field.default));
    facts.extend(named("always", &field.fixed));
    sentence(&facts)
}

/// How many there may be; nothing if any number.
fn range(least: u64, most: Option<u64>, one: &str, several: &str) -> Option<String> {
    let plural = |count| if count == 1 { one } else { several };
    match (least, most) {
        (0, None) => None,
        (least, None) => Some(format!("at least {least} {}", plural(least))),
        (0, Some(most)) => Some(format!("at most {most} {}", plural(most))),
        (least, Some(most)) if least == most => Some(format!("exactly {least} {}", plural(least))),
        (least, Some(most)) => Some(format!("{least} to {most} {several}")),
    }
}

fn of_scalar(scalar: &Scalar, facts: &mut Vec<String>) {
    if let (ProtoForm::String, Some(kind)) = (scalar.proto, lexical(&scalar.kind)) {
        facts.push(kind);
    }
    // What a built-in type says is known by its name.
    if scalar.proto == ProtoForm::Enum || scalar.source.as_ref().is_some_and(|s| s.namespace == XSD) {
        return;
    }
    let facets = &scalar.facets;
    facts.extend(match (facets.length, facets.min_length.filter(|l| *l > 0), facets.max_length) {
        (Some(length), _, _) => Some(format!("length {length}")),
        (None, Some(min), Some(max)) if min == max => Some(format!("length {min}")),
        (None, Some(min), Some(max)) => Some(format!("length {min} to {max}")),
        (None, Some(min), None) => Some(format!("length at least {min}")),
        (None, None, Some(max)) => Some(format!("length at most {max}")),
        (None, None, None) => None,
    });
    for alternatives in &facets.patterns {
        let quoted: Vec<String> = alternatives.iter().map(|p| format!("`{}`", one_line(p))).collect();
        facts.push(format!("pattern {}", quoted.join(" or ")));
    }
    let bound = |what: &str, value: &Option<String>| {
        value.as_ref().filter(|v| !is_natural(scalar.proto, v)).map(|v| format!("{what} {}", one_line(v)))
    };
    facts.extend(bound("at least", &facets.min_inclusive));
    facts.extend(bound("greater than", &facets.min_exclusive));
    facts.extend(bound("at most", &facets.max_inclusive));
    facts.extend(bound("less than", &facets.max_exclusive));
    facts.extend(facets.total_digits.map(|n| format!("at most {n} digits")));
    facts.extend(facets.fraction_digits.map(|n| format!("at most {n} digits after the point")));
    if !facets.enumeration.is_empty() {
        let quoted: Vec<String> =
            facets.enumeration.iter().map(|v| format!("`{}`", one_line(&v.value))).collect();
        facts.push(format!("one of {}", quoted.join(", ")));
    }
}

/// The primitive type behind a string.
fn lexical(kind: &ScalarKind) -> Option<String> {
    Some(match kind.lexical()? {
        "QName" => "xs:QName as `{namespace}local`".to_owned(),
        name => format!("xs:{name}"),
    })
}

/// Whether a bound is the one that the protobuf type has anyway.
fn is_natural(form: ProtoForm, bound: &str) -> bool {
    let range = match form {
        ProtoForm::Int32 => i128::from(i32::MIN)..=i128::from(i32::MAX),
        ProtoForm::UInt32 => 0..=i128::from(u32::MAX),
        ProtoForm::Int64 => i128::from(i64::MIN)..=i128::from(i64::MAX),
        ProtoForm::UInt64 => 0..=i128::from(u64::MAX),
        _ => return false,
    };
    bound.parse::<i128>().is_ok_and(|b| b == *range.start() || b == *range.end())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sentence(facts: &[String]) -> Option<String> {
    let mut text = facts.join("; ");
    let first = text.get_mut(..1)?;
    // `xs:` stays as it is written.
    if !facts[0].starts_with("xs:") {
        first.make_ascii_uppercase();
    }
    text.push('.');
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_a_sentence() {
        assert_eq!(sentence(&[]), None);
        assert_eq!(sentence(&["required".to_owned(), "xs:date".to_owned()]).unwrap(), "Required; xs:date.");
        assert_eq!(sentence(&["xs:date".to_owned()]).unwrap(), "xs:date.");
    }

    #[test]
    fn occurrences_are_counted() {
        let items = |least, most| range(least, most, "item", "items");
        assert_eq!(items(0, None), None);
        assert_eq!(items(1, None).unwrap(), "at least 1 item");
        assert_eq!(items(0, Some(9)).unwrap(), "at most 9 items");
        assert_eq!(items(2, Some(2)).unwrap(), "exactly 2 items");
        assert_eq!(items(1, Some(4)).unwrap(), "1 to 4 items");
    }

    #[test]
    fn bounds_of_the_type_are_no_facts() {
        assert!(is_natural(ProtoForm::UInt32, "0"));
        assert!(is_natural(ProtoForm::Int32, "-2147483648"));
        assert!(!is_natural(ProtoForm::Int32, "0"));
    }
}
