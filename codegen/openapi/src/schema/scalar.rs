// SPDX-License-Identifier: EUPL-1.2
//! Simple types.

use std::collections::HashSet;

use fachwerk_contract::schema::{WhiteSpace, XSD};
use fachwerk_mapping::{JsonForm, Scalar, ScalarId, ScalarKind};

use super::facets::{bounds, lengths, range, translate, untranslated};
use super::{Schemas, moment, value};
use crate::nodes::{Node, node, ordered, put, reference};
use crate::tree::{Tree, tree};
use crate::{extensions, text, warnings};

/// `xs:integer` as text.
pub(super) const INTEGER_TEXT: &str = "^[+-]?[0-9]+$";
/// `xs:decimal` as text.
const DECIMAL_TEXT: &str = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$";
/// `xs:hexBinary` as text.
const HEX_TEXT: &str = "^([0-9a-fA-F]{2})*$";
/// `xs:boolean` as text.
pub(super) const BOOLEAN_TEXT: [&str; 4] = ["true", "false", "1", "0"];

/// Built-in types with a pattern that is a page long in ECMA-262; `base` says it better.
const NAME_PATTERNS: &[(&str, &str)] =
    &[("\\c+", "xs:NMTOKEN"), ("\\i\\c*", "xs:Name"), ("[\\i-[:]][\\c-[:]]*", "xs:NCName")];

/// Built-in types that `type` and `format` alone tell from all others.
const SAID_BY_SCHEMA: &[&str] = &["string", "boolean", "int", "float", "double"];

impl<'a> Schemas<'a> {
    /// A reference to the type's component, or the schema itself where it has none.
    pub(super) fn scalar_use(&mut self, id: ScalarId) -> Node<'a> {
        match &self.mapping.scalar(id).name {
            Some(name) => reference(name),
            None => self.built_in(id).unwrap_or_else(|| self.scalar(id)),
        }
    }

    /// The schema of a simple type.
    pub(crate) fn scalar(&mut self, id: ScalarId) -> Node<'a> {
        let scalar = self.mapping.scalar(id);
        let mut extension = Node::new();
        identity(scalar, &mut extension);
        let mut schema = match scalar.json {
            JsonForm::String => self.string(scalar, &mut extension),
            JsonForm::Number => number(scalar, &mut extension),
            JsonForm::Boolean => node([("type", tree!("boolean"))]),
            JsonForm::Array => self.list(scalar, &mut extension),
        };
        self.enumeration(id, scalar, &mut schema, &mut extension);
        if scalar.json != JsonForm::String {
            put(&mut extension, "pattern", untranslated(&scalar.facets.patterns));
        }
        let documentation = scalar.documentation.as_deref().and_then(text::description);
        put(&mut schema, "description", with_values(documentation, scalar));
        if !extension.is_empty() {
            schema.insert(extensions::KEY, extension);
        }
        ordered(schema)
    }

    fn string(&mut self, scalar: &'a Scalar, extension: &mut Node<'a>) -> Node<'a> {
        let mut schema = match &scalar.kind {
            ScalarKind::Union(members) => self.union(members),
            _ => node([("type", tree!("string"))]),
        };
        put(&mut schema, "format", format(scalar));
        match scalar.kind {
            ScalarKind::Base64Binary => put(&mut schema, "contentEncoding", Some("base64")),
            ScalarKind::HexBinary => put(&mut schema, "contentEncoding", Some("base16")),
            _ => {}
        }
        let facets = &scalar.facets;
        // The lengths of binary values count octets.
        let counts_characters =
            matches!(scalar.kind, ScalarKind::String | ScalarKind::AnyUri | ScalarKind::Union(_));
        lengths(
            facets,
            if counts_characters { Some(("minLength", "maxLength")) } else { None },
            &mut schema,
            extension,
        );
        bounds(scalar, extension);
        let mut patterns: Vec<String> = match &scalar.kind {
            ScalarKind::Integer => vec![INTEGER_TEXT.to_owned()],
            ScalarKind::Decimal => vec![DECIMAL_TEXT.to_owned()],
            ScalarKind::HexBinary => vec![HEX_TEXT.to_owned()],
            kind => moment::pattern(kind).into_iter().collect(),
        };
        // Steps that the document does not say exactly.
        let mut kept: Vec<Vec<String>> = Vec::new();
        for step in &facets.patterns {
            if let [only] = step.as_slice()
                && let Some((_, base)) = NAME_PATTERNS.iter().find(|(pattern, _)| pattern == only)
            {
                let own = extension.get("type").and_then(Tree::as_str);
                // `xs:ID` and the like are names by their own right.
                if !own.is_some_and(|own| own.starts_with("xs:")) {
                    extension.insert("base", *base);
                }
                continue;
            }
            match translate(step) {
                Ok(pattern) => {
                    if !pattern.exact {
                        kept.push(step.clone());
                    }
                    patterns.push(pattern.text);
                }
                Err(reason) => {
                    kept.push(step.clone());
                    let name = scalar
                        .source
                        .as_ref()
                        .map_or_else(|| "a simple type".to_owned(), |s| format!("`{}`", s.local));
                    let message = format!("the pattern of {name} is not in the schema: {reason}");
                    self.warn(warnings::PATTERN, scalar.source.as_ref(), message);
                }
            }
        }
        put(extension, "pattern", untranslated(&kept));
        match patterns.len() {
            0 => {}
            1 => put(&mut schema, "pattern", patterns.pop()),
            _ => {
                let all = patterns.into_iter().map(|pattern| tree!({ "pattern": pattern }));
                schema.insert("allOf", Tree::list(all));
            }
        }
        schema
    }

    fn list(&mut self, scalar: &'a Scalar, extension: &mut Node<'a>) -> Node<'a> {
        let ScalarKind::List(item) = scalar.kind else { return node([("type", tree!("array"))]) };
        let item = ordered(self.scalar_use(item));
        // Nothing else tells it from a member that repeats.
        extension.insert("variety", "list");
        let mut schema = node([("type", tree!("array")), ("items", Tree::Node(item))]);
        lengths(&scalar.facets, Some(("minItems", "maxItems")), &mut schema, extension);
        schema
    }

    fn enumeration(&self, id: ScalarId, scalar: &'a Scalar, schema: &mut Node<'a>, extension: &mut Node<'a>) {
        let values = &scalar.facets.enumeration;
        if values.is_empty() {
            return;
        }
        let typed: Option<Vec<Tree<'a>>> =
            values.iter().map(|v| value::json_value(self.mapping, id, &v.value)).collect();
        let Some(typed) = typed else {
            let texts: Vec<&str> = values.iter().map(|v| v.value.as_str()).collect();
            extension.insert("enumeration", texts);
            return;
        };
        // A list of all values says more than what they have in common.
        schema.remove("pattern");
        if typed.iter().all(Tree::is_number) {
            // Then it is neither infinite nor no number.
            if let Some(Tree::List(forms)) = schema.remove("oneOf")
                && let Some(Tree::Node(number)) = forms.into_iter().next()
            {
                schema.extend(number);
            }
        }
        let mut distinct: Vec<Tree<'a>> = Vec::with_capacity(typed.len());
        let mut descriptions: Vec<String> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for (value, declared) in typed.into_iter().zip(values) {
            // Several texts can mean one value.
            if seen.insert(serde_json::to_string(&value).unwrap_or_default()) {
                distinct.push(value);
                descriptions.push(declared.documentation.as_deref().map(text::line).unwrap_or_default());
            }
        }
        schema.insert("enum", Tree::List(distinct));
        if descriptions.iter().any(|description| !description.is_empty()) {
            schema.insert("x-enum-descriptions", descriptions);
        }
    }
}

/// Documentation, and that of the values.
fn with_values(documentation: Option<String>, scalar: &Scalar) -> Option<String> {
    let values: Vec<String> = scalar
        .facets
        .enumeration
        .iter()
        .filter_map(|v| Some(format!("* `{}`: {}", v.value, text::line(v.documentation.as_deref()?))))
        .collect();
    if values.is_empty() {
        return documentation;
    }
    let values = values.join("\n");
    Some(match documentation {
        Some(documentation) => format!("{documentation}\n\n{values}"),
        None => values,
    })
}

/// Which type it is, as far as the schema's own keywords do not say it.
pub(super) fn identity<'a>(scalar: &'a Scalar, extension: &mut Node<'a>) {
    let builtin = builtin(&scalar.kind);
    match &scalar.source {
        Some(source) if source.namespace == XSD => {
            if !SAID_BY_SCHEMA.contains(&source.local.as_str()) {
                extension.insert("type", extensions::qname(source));
            }
        }
        source => {
            put(extension, "type", source.as_ref().map(extensions::qname));
            put(extension, "base", builtin);
            let white_space = match scalar.white_space {
                WhiteSpace::Replace => Some("replace"),
                WhiteSpace::Collapse => Some("collapse"),
                WhiteSpace::Preserve => None,
            };
            let textual = matches!(scalar.kind, ScalarKind::String | ScalarKind::Union(_));
            put(extension, "whiteSpace", white_space.filter(|_| textual));
        }
    }
}

/// The primitive type; `None` where JSON Schema's `type` says it.
fn builtin(kind: &ScalarKind) -> Option<&'static str> {
    Some(match kind {
        ScalarKind::String | ScalarKind::Boolean | ScalarKind::List(_) | ScalarKind::Union(_) => return None,
        ScalarKind::Integer => "xs:integer",
        ScalarKind::Decimal => "xs:decimal",
        ScalarKind::Float => "xs:float",
        ScalarKind::Double => "xs:double",
        ScalarKind::Duration => "xs:duration",
        ScalarKind::DateTime => "xs:dateTime",
        ScalarKind::Time => "xs:time",
        ScalarKind::Date => "xs:date",
        ScalarKind::GYearMonth => "xs:gYearMonth",
        ScalarKind::GYear => "xs:gYear",
        ScalarKind::GMonthDay => "xs:gMonthDay",
        ScalarKind::GDay => "xs:gDay",
        ScalarKind::GMonth => "xs:gMonth",
        ScalarKind::HexBinary => "xs:hexBinary",
        ScalarKind::Base64Binary => "xs:base64Binary",
        ScalarKind::AnyUri => "xs:anyURI",
        ScalarKind::QName => "xs:QName",
    })
}

/// `format` of a string. None that is stricter than XML Schema: dates and times see [`moment`]; `uri-reference` would
/// refuse the spaces and letters that `xs:anyURI` allows.
fn format(scalar: &Scalar) -> Option<&'static str> {
    Some(match scalar.kind {
        ScalarKind::Decimal => "decimal",
        ScalarKind::Integer => {
            let within = |low: i128, high: i128| {
                range(&scalar.facets).is_some_and(|(from, to)| from >= low && to <= high)
            };
            if within(i64::MIN.into(), i64::MAX.into()) {
                "int64"
            } else if within(0, u64::MAX.into()) {
                "uint64"
            } else {
                return None;
            }
        }
        _ => return None,
    })
}

fn number<'a>(scalar: &'a Scalar, extension: &mut Node<'a>) -> Node<'a> {
    let facets = &scalar.facets;
    let mut schema = Node::new();
    if scalar.kind == ScalarKind::Integer {
        schema.insert("type", "integer");
        if let Some((low, high)) = range(facets) {
            let full = (i128::from(i32::MIN), i128::from(i32::MAX));
            let narrow = low >= full.0 && high <= full.1;
            schema.insert("format", if narrow { "int32" } else { "int64" });
            // What the format says need not be said again.
            if (low, high) != full {
                put(&mut schema, "minimum", i64::try_from(low).ok());
                put(&mut schema, "maximum", i64::try_from(high).ok());
            }
        }
        put(extension, "totalDigits", facets.total_digits);
        return schema;
    }
    let format = if scalar.kind == ScalarKind::Float { "float" } else { "double" };
    schema.insert("type", "number");
    schema.insert("format", format);
    for (keyword, bound) in [
        ("minimum", &facets.min_inclusive),
        ("maximum", &facets.max_inclusive),
        ("exclusiveMinimum", &facets.min_exclusive),
        ("exclusiveMaximum", &facets.max_exclusive),
    ] {
        put(&mut schema, keyword, bound.as_deref().and_then(value::number));
    }
    // Bounds on both sides keep the special values out.
    let bounded = |keys: [&str; 2]| keys.iter().any(|key| schema.contains_key(key));
    if bounded(["minimum", "exclusiveMinimum"]) && bounded(["maximum", "exclusiveMaximum"]) {
        return schema;
    }
    node([("oneOf", tree!([schema, { "type": "string", "enum": ["INF", "-INF", "NaN"] }]))])
}
