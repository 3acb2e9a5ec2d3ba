// SPDX-License-Identifier: EUPL-1.2
//! Names as bytes, made once for a mapping.

use fachwerk_mapping::{FamilyKind, FieldKind, Mapping, Name, NamespaceId, ScalarId, StructId, ValueType};
use fachwerk_message::Result;

use super::encoded::EncodingStyle;
use super::names_something;
use crate::escape::escape_attribute_str;
use crate::{XML, XSI};

/// Tags, attribute names and namespace declarations of a mapping, encoded once so that writing them is copying.
///
/// Prefixes are `n` and the number of the namespace in the mapping, so the same contract gives the same bytes. The
/// default namespace is never declared: an unprefixed QName or fragment means the same wherever it is put.
#[derive(Debug)]
pub struct XmlNames {
    /// By namespace: prefix with its colon.
    prefixes: Vec<String>,
    /// By namespace: ` xmlns:n1="…"`, empty where none is needed.
    declarations: Vec<String>,
    /// By struct and field.
    pub(super) fields: Vec<Vec<Tag>>,
    /// By family and variant.
    pub(super) variants: Vec<Vec<VariantNames>>,
    /// By struct: namespaces that its elements, down to the last, may need; one bit each, XML Schema instances last.
    reach: Vec<u64>,
    words: usize,
    /// By struct: what an array of SOAP encoding says about itself; empty in names for literal messages.
    pub(super) arrays: Vec<Option<ArrayTags>>,
    /// The names of encoded messages, by version of the encoding; `None` where the mapping has no such message.
    encoded: Option<Box<[XmlNames; 2]>>,
    has_attachments: bool,
    /// These are the names of encoded messages.
    pub(super) is_encoded: bool,
}

/// What stands before and after a value.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// `<n1:a` of an element, ` n1:a="` of an attribute.
    pub(super) start: String,
    /// `</n1:a>` of an element, `"` of an attribute.
    pub(super) end: String,
    /// `<n1:a>` of an element, empty for an attribute.
    pub(super) whole: String,
    /// It is always there, around a text of this type that can be written as it stands.
    pub(super) text: Option<ScalarId>,
}

impl Tag {
    /// Tags of an element; attributes as they are written behind its name.
    pub(super) fn element(name: &str, attributes: &str) -> Self {
        let start = format!("<{name}{attributes}");
        Self { whole: format!("{start}>"), start, end: format!("</{name}>"), text: None }
    }

    pub(super) fn attribute(name: &str) -> Self {
        Self { start: format!(" {name}=\""), end: "\"".to_owned(), whole: String::new(), text: None }
    }
}

/// What an array of SOAP encoding says about itself, around the number of its items.
#[derive(Debug)]
pub(super) struct ArrayTags {
    /// ` soapenc:arrayType="xsd:int[`
    pub(super) before: String,
    /// `]"`
    pub(super) after: &'static str,
}

/// What tells a variant from others.
#[derive(Debug, Default)]
pub(super) struct VariantNames {
    /// Tags of a member of a substitution group.
    pub(super) tag: Tag,
    /// ` xsi:type="n1:A"`
    pub(super) type_attribute: String,
}

impl XmlNames {
    /// Encode the names of a mapping.
    pub fn new(mapping: &Mapping) -> Self {
        let mut names = Self {
            prefixes: Vec::new(),
            declarations: Vec::new(),
            fields: Vec::with_capacity(mapping.structs.len()),
            variants: Vec::with_capacity(mapping.families.len()),
            reach: Vec::new(),
            words: (mapping.namespaces.len() + 1).div_ceil(64),
            arrays: Vec::new(),
            encoded: None,
            has_attachments: mapping.structs.iter().any(|s| s.attachment),
            is_encoded: false,
        };
        for (at, namespace) in mapping.namespaces.iter().enumerate() {
            let (prefix, declared) = match namespace.as_str() {
                "" => (String::new(), false),
                XML => ("xml:".to_owned(), false),
                // Declared by its own bit.
                XSI => ("xsi:".to_owned(), false),
                _ => (format!("n{at}:"), true),
            };
            let mut declaration = String::new();
            if declared {
                // Namespace names come out of XML documents, so XML can carry them.
                let _ = declare(prefix.trim_end_matches(':'), namespace, &mut declaration);
            }
            names.prefixes.push(prefix);
            names.declarations.push(declaration);
        }
        for structure in &mapping.structs {
            let tags = structure.fields.iter().map(|field| {
                let tag = match &field.kind {
                    FieldKind::Element(name) => names.element_tag(name),
                    FieldKind::Attribute(name) => Tag::attribute(&names.qualified(name)),
                    _ => return Tag::default(),
                };
                let text = match field.value {
                    ValueType::Scalar(id) => {
                        Some(id).filter(|id| !names_something(mapping, mapping.scalar(*id)))
                    }
                    _ => None,
                };
                Tag { text, ..tag }
            });
            let tags = tags.collect();
            names.fields.push(tags);
        }
        for family in &mapping.families {
            let variants = family.variants.iter().enumerate().map(|(at, variant)| match family.kind {
                FamilyKind::Substitution => {
                    VariantNames { tag: names.element_tag(&variant.name), type_attribute: String::new() }
                }
                FamilyKind::Type if family.declared == Some(at as u16) => VariantNames::default(),
                FamilyKind::Type => VariantNames {
                    tag: Tag::default(),
                    type_attribute: format!(" xsi:type=\"{}\"", names.qualified(&variant.name)),
                },
            });
            let variants = variants.collect();
            names.variants.push(variants);
        }
        names.compute_reach(mapping);
        names.encoded = super::encoded::names(mapping, &names);
        names
    }

    /// Whether some message may refer to attachments.
    pub fn has_attachments(&self) -> bool {
        self.has_attachments
    }

    /// The names of encoded messages, where the mapping has some.
    pub fn encoded(&self, style: EncodingStyle) -> Option<&Self> {
        self.encoded.as_deref().map(|names| &names[style as usize])
    }

    /// Prefixes and declarations of these names, and what is given.
    pub(super) fn with_tables(
        &self,
        fields: Vec<Vec<Tag>>,
        variants: Vec<Vec<VariantNames>>,
        arrays: Vec<Option<ArrayTags>>,
    ) -> Self {
        Self {
            prefixes: self.prefixes.clone(),
            declarations: self.declarations.clone(),
            fields,
            variants,
            // Types are named everywhere, so all namespaces may be needed.
            reach: vec![u64::MAX; self.reach.len()],
            words: self.words,
            arrays,
            encoded: None,
            has_attachments: self.has_attachments,
            is_encoded: true,
        }
    }

    pub(super) fn element_tag(&self, name: &Name) -> Tag {
        let name = self.qualified(name);
        Tag::element(&name, "")
    }

    /// A name with its prefix.
    pub fn qualified(&self, name: &Name) -> String {
        let prefix = self.prefixes.get(name.namespace.0 as usize).map_or("", String::as_str);
        format!("{prefix}{}", name.local)
    }

    /// Append the declarations of all namespaces that an object of this struct may need, and of `also`.
    pub fn declarations(&self, root: StructId, also: Option<NamespaceId>, out: &mut Vec<u8>) {
        for (at, declaration) in self.declarations.iter().enumerate() {
            let wanted = also == Some(NamespaceId(at as u32)) || self.reaches(root, at);
            if wanted {
                out.extend_from_slice(declaration.as_bytes());
            }
        }
        let needs_xsi = self.reaches(root, self.declarations.len());
        if needs_xsi {
            out.extend_from_slice(format!(" xmlns:xsi=\"{XSI}\"").as_bytes());
        }
    }

    /// Prefix, with its colon, of a namespace that is declared wherever `root` is.
    pub(super) fn prefix_within(&self, root: StructId, namespace: NamespaceId) -> Option<&str> {
        let at = namespace.0 as usize;
        if self.reaches(root, at) {
            self.prefixes.get(at).map(String::as_str).filter(|p| *p != "xsi:")
        } else {
            None
        }
    }

    fn reaches(&self, root: StructId, bit: usize) -> bool {
        let word = self.reach.get(root.0 as usize * self.words + bit / 64);
        word.is_some_and(|word| word & (1 << (bit % 64)) != 0)
    }

    /// What a struct needs is what its fields need and what the structs in them need: a least fixed point, because
    /// structs may hold each other.
    fn compute_reach(&mut self, mapping: &Mapping) {
        let words = self.words;
        let xsi = mapping.namespaces.len();
        let mut reach = vec![0; mapping.structs.len() * words];
        let mut holders: Vec<Vec<usize>> = vec![Vec::new(); mapping.structs.len()];
        for (at, structure) in mapping.structs.iter().enumerate() {
            let mut needs =
                Needs { mapping, bits: &mut reach[at * words..][..words], holds: Vec::new(), xsi };
            for field in &structure.fields {
                match &field.kind {
                    FieldKind::Element(name) | FieldKind::Attribute(name) => needs.name(name),
                    _ => {}
                }
                if field.nillable || matches!(field.kind, FieldKind::TypeNames) {
                    needs.bit(xsi);
                }
                needs.value(field.value);
            }
            for held in needs.holds {
                holders[held].push(at);
            }
        }
        let mut work: Vec<usize> = (0..mapping.structs.len()).collect();
        while let Some(held) = work.pop() {
            for &holder in &holders[held] {
                let mut changed = false;
                for word in 0..words {
                    let merged = reach[holder * words + word] | reach[held * words + word];
                    changed |= merged != reach[holder * words + word];
                    reach[holder * words + word] = merged;
                }
                if changed {
                    work.push(holder);
                }
            }
        }
        self.reach = reach;
    }
}

/// What the fields of one struct need.
struct Needs<'a> {
    mapping: &'a Mapping,
    bits: &'a mut [u64],
    holds: Vec<usize>,
    xsi: usize,
}

impl Needs<'_> {
    fn bit(&mut self, at: usize) {
        self.bits[at / 64] |= 1 << (at % 64);
    }

    fn name(&mut self, name: &Name) {
        self.bit(name.namespace.0 as usize);
        // An attribute `xsi:…` that a schema declares needs the prefix too.
        if self.mapping.namespace(name.namespace) == XSI {
            self.bit(self.xsi);
        }
    }

    fn value(&mut self, value: ValueType) {
        match value {
            ValueType::Struct(id) => self.holds.push(id.0 as usize),
            ValueType::Family(id) => {
                let family = self.mapping.family(id);
                for variant in &family.variants {
                    self.name(&variant.name);
                    if variant.nillable || family.kind == FamilyKind::Type {
                        self.bit(self.xsi);
                    }
                    // The variant of a substitution group may be a family of types in turn.
                    if variant.value != value {
                        self.value(variant.value);
                    }
                }
            }
            ValueType::Scalar(_) | ValueType::Xml | ValueType::Attributes => {}
        }
    }
}

/// Append ` xmlns:prefix="namespace"`.
pub(super) fn declare(prefix: &str, namespace: &str, out: &mut String) -> Result<()> {
    out.push_str(" xmlns:");
    out.push_str(prefix);
    out.push_str("=\"");
    escape_attribute_str(namespace, out)?;
    out.push('"');
    Ok(())
}
