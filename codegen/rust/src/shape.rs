// SPDX-License-Identifier: EUPL-1.2
//! What a field is in Rust and on the wire.

use fachwerk_mapping::naming::pascal;
use fachwerk_mapping::{
    Field, JsonForm, Mapping, Particle, ParticleTerm, ProtoForm, Scalar, ScalarId, ScalarKind, Struct,
    ValueType, Variant,
};

use crate::names::Names;
use crate::recursion::{Node, Recursion};

/// Everything that the writers read.
pub(crate) struct Plan<'m> {
    pub(crate) mapping: &'m Mapping,
    pub(crate) names: Names,
    pub(crate) recursion: Recursion,
    /// Structs that are an enum in Rust: all they have is one choice.
    pub(crate) as_enum: Vec<bool>,
}

impl<'m> Plan<'m> {
    pub(crate) fn new(mapping: &'m Mapping) -> Self {
        Self {
            mapping,
            names: Names::new(mapping),
            recursion: Recursion::new(mapping),
            as_enum: mapping.structs.iter().map(is_enum).collect(),
        }
    }
}

/// One value, its place and its forms.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// The type in Rust.
    pub(crate) rust: String,
    /// The type in the prost message.
    pub(crate) wire: String,
    /// The kind in prost's attribute, such as `string, optional`; tag not included.
    pub(crate) prost: String,
    /// The wire form is an `Option`, and the type is not: it has to be there.
    pub(crate) required_message: bool,
    /// `Option` in Rust.
    pub(crate) optional: bool,
    /// `Vec` in Rust that is left out where it is empty.
    pub(crate) array: bool,
    /// The map of a wildcard.
    pub(crate) map: bool,
    /// Needs `json::exact`.
    pub(crate) exact: bool,
    /// May be nil.
    pub(crate) nil: bool,
}

/// A simple value's type: in Rust, in prost's attribute, and whether it needs `json::exact`.
struct Simple {
    rust: String,
    wire: &'static str,
    prost: &'static str,
    exact: bool,
}

impl Plan<'_> {
    /// The shape of a struct's field.
    pub(crate) fn field(&self, owner: Node, field: &Field) -> Shape {
        let singular = !field.array && field.oneof.is_none();
        let value = Holding {
            value: field.value,
            nil: field.nillable,
            wrapped: field.wrapped,
            owner,
            array: field.array,
        };
        let mut shape = self.value(&value);
        if field.oneof.is_some() || shape.map {
            return shape;
        }
        if field.array {
            shape.rust = format!("Vec<{}>", shape.rust);
            shape.wire = format!("Vec<{}>", shape.wire);
            shape.prost = format!("{}, repeated", shape.prost);
            shape.array = true;
            return shape;
        }
        let list = self.list_item(field.value).is_some();
        if list && !field.wrapped {
            // A list that is always there: nothing on the wire is the empty list.
            return shape;
        }
        let message =
            !matches!(field.value, ValueType::Scalar(_)) && field.value != ValueType::Xml || field.wrapped;
        let implicit = field.required && !field.wrapped && matches!(field.value, ValueType::Scalar(_));
        if singular && !implicit {
            shape.wire = format!("Option<{}>", shape.wire);
            // `message` always comes with `optional`; `boxed` behind it.
            shape.prost = match shape.prost.strip_suffix(", boxed") {
                Some(kind) if message => format!("{kind}, optional, boxed"),
                _ => format!("{}, optional", shape.prost),
            };
            shape.required_message = field.required;
        }
        if !field.required {
            shape.rust = format!("Option<{}>", shape.rust);
            shape.optional = true;
        }
        shape
    }

    /// The shape of a family's alternative.
    pub(crate) fn variant(&self, owner: Node, variant: &Variant) -> Shape {
        self.value(&Holding {
            value: variant.value,
            nil: variant.nillable,
            wrapped: is_wrapped(self.mapping, variant),
            owner,
            array: false,
        })
    }

    fn value(&self, value: &Holding) -> Shape {
        let mut shape = self.bare(value);
        if value.nil {
            shape.nil = true;
            shape.rust = match self.nil_attributes(value.value) {
                Some(attributes) => format!("json::Nillable<{}, {attributes}>", shape.rust),
                None => format!("json::Nillable<{}>", shape.rust),
            };
        }
        if value.wrapped {
            let key = wrapped_key(self.mapping, &self.names, value.value);
            self.names.wrapper(&key).clone_into(&mut shape.wire);
            "message".clone_into(&mut shape.prost);
        }
        shape
    }

    fn bare(&self, value: &Holding) -> Shape {
        let mut shape = Shape {
            rust: String::new(),
            wire: String::new(),
            prost: String::new(),
            required_message: false,
            optional: false,
            array: false,
            map: false,
            exact: false,
            nil: false,
        };
        let object = |shape: &mut Shape, name: &str, node: Node| {
            let boxed = if value.nil {
                self.recursion.is_recursive(node)
            } else {
                !value.array && self.recursion.is_within(value.owner, node)
            };
            let around = |name: &str| if boxed { format!("Box<{name}>") } else { name.to_owned() };
            (shape.rust, shape.wire) = (around(name), around(name));
            shape.prost = if boxed { "message, boxed".to_owned() } else { "message".to_owned() };
        };
        match value.value {
            ValueType::Struct(id) => object(&mut shape, &self.names.structs[id.0 as usize], Node::Struct(id)),
            ValueType::Family(id) => {
                object(&mut shape, &self.names.families[id.0 as usize], Node::Family(id));
            }
            ValueType::Xml => {
                "String".clone_into(&mut shape.rust);
                "String".clone_into(&mut shape.wire);
                "string".clone_into(&mut shape.prost);
            }
            ValueType::Attributes => {
                shape.map = true;
                "BTreeMap<String, String>".clone_into(&mut shape.rust);
                "BTreeMap<String, String>".clone_into(&mut shape.wire);
                "btree_map = \"string, string\"".clone_into(&mut shape.prost);
            }
            ValueType::Scalar(id) => {
                let item = self.list_item(value.value);
                let simple = simple(self.mapping, &self.names, item.unwrap_or(id));
                shape.exact = simple.exact;
                if item.is_some() {
                    shape.rust = format!("Vec<{}>", simple.rust);
                    shape.wire = format!("Vec<{}>", simple.wire);
                    shape.prost = format!("{}, repeated", simple.prost);
                } else {
                    shape.rust = simple.rust;
                    simple.wire.clone_into(&mut shape.wire);
                    simple.prost.clone_into(&mut shape.prost);
                }
            }
        }
        shape
    }

    /// The shape of an attribute of a nil element: none has to be there.
    pub(crate) fn nil_field(&self, owner: Node, field: &Field) -> Shape {
        let mut shape = self.field(owner, field);
        if !shape.optional && !shape.map {
            shape.rust = format!("Option<{}>", shape.rust);
            shape.optional = true;
        }
        shape
    }

    /// The type of the attributes of a nil struct that is an alternative, if it can have some.
    pub(crate) fn nil_type(&self, value: ValueType) -> Option<String> {
        match value {
            ValueType::Struct(_) => self.nil_attributes(value),
            _ => None,
        }
    }

    /// The type of the attributes that a nil element of this type may have.
    fn nil_attributes(&self, value: ValueType) -> Option<String> {
        match value {
            ValueType::Struct(id) => {
                let structure = self.mapping.structure(id);
                (structure.first_child > 0).then(|| self.names.nil_structs[id.0 as usize].clone())
            }
            ValueType::Family(id) => Some(self.names.nil_families[id.0 as usize].clone()),
            _ => None,
        }
    }

    fn list_item(&self, value: ValueType) -> Option<ScalarId> {
        list_item(self.mapping, value)
    }

    /// Whether the choice with this index has to be there.
    pub(crate) fn choice_required(structure: &Struct, oneof: u16) -> bool {
        requires(&structure.particle, &structure.fields, oneof)
    }
}

struct Holding {
    value: ValueType,
    nil: bool,
    wrapped: bool,
    owner: Node,
    array: bool,
}

/// What the wrapper of a value is called after.
pub(crate) fn wrapped_key(mapping: &Mapping, names: &Names, value: ValueType) -> String {
    match value {
        ValueType::Struct(id) => names.structs[id.0 as usize].clone(),
        ValueType::Family(id) => names.families[id.0 as usize].clone(),
        ValueType::Xml | ValueType::Attributes => "=String".to_owned(),
        ValueType::Scalar(id) => {
            let item = list_item(mapping, value);
            let wire = simple(mapping, names, item.unwrap_or(id)).wire;
            // `=` cannot be in the name of a component.
            if item.is_some() { format!("[]{wire}") } else { format!("={wire}") }
        }
    }
}

/// Field type and prost attribute of the value in a wrapper with this key.
pub(crate) fn wrapper_value(key: &str, recursive: bool) -> (String, String) {
    let prost = |wire: &str| match wire {
        "String" => "string".to_owned(),
        "Bytes" => "bytes = \"bytes\"".to_owned(),
        "i32" => "int32".to_owned(),
        "u32" => "uint32".to_owned(),
        "i64" => "int64".to_owned(),
        "u64" => "uint64".to_owned(),
        "f32" => "float".to_owned(),
        "f64" => "double".to_owned(),
        other => other.to_owned(),
    };
    if let Some(item) = key.strip_prefix("[]") {
        return (format!("Vec<{item}>"), format!("{}, repeated", prost(item)));
    }
    match key.strip_prefix('=') {
        Some(wire) => (wire.to_owned(), prost(wire)),
        None if recursive => (format!("Option<Box<{key}>>"), "message, optional, boxed".to_owned()),
        None => (format!("Option<{key}>"), "message, optional".to_owned()),
    }
}

/// Whether an alternative is wrapped as fields are: it can be nil, or it is a list, which a `oneof` cannot hold.
pub(crate) fn is_wrapped(mapping: &Mapping, variant: &Variant) -> bool {
    variant.nillable || variant.value == ValueType::Attributes || list_item(mapping, variant.value).is_some()
}

pub(crate) fn list_item(mapping: &Mapping, value: ValueType) -> Option<ScalarId> {
    match value {
        ValueType::Scalar(id) => match mapping.scalar(id).kind {
            ScalarKind::List(item) => Some(item),
            _ => None,
        },
        _ => None,
    }
}

fn simple(mapping: &Mapping, names: &Names, id: ScalarId) -> Simple {
    let scalar: &Scalar = mapping.scalar(id);
    let of = |rust: &str, wire, prost, exact| Simple { rust: rust.to_owned(), wire, prost, exact };
    let text = scalar.json == JsonForm::String;
    match scalar.proto {
        ProtoForm::Enum => {
            let name = names.enumerations.get(&id).map_or("i32", String::as_str);
            of(name, "i32", "int32", false)
        }
        ProtoForm::Bool => of("bool", "bool", "bool", false),
        ProtoForm::Int32 => of("i32", "i32", "int32", false),
        ProtoForm::UInt32 => of("u32", "u32", "uint32", false),
        ProtoForm::Int64 => of("i64", "i64", "int64", text),
        ProtoForm::UInt64 => of("u64", "u64", "uint64", text),
        ProtoForm::Float => of("f32", "f32", "float", true),
        ProtoForm::Double => of("f64", "f64", "double", true),
        ProtoForm::Bytes => {
            let rust = match scalar.kind {
                ScalarKind::HexBinary => "values::HexBinary",
                _ => "values::Base64Binary",
            };
            of(rust, "Bytes", "bytes = \"bytes\"", false)
        }
        ProtoForm::String | ProtoForm::Repeated => of(&lexical(&scalar.kind), "String", "string", false),
    }
}

/// The type that holds a text: one that checks it, if there is one.
fn lexical(kind: &ScalarKind) -> String {
    match kind.lexical() {
        None | Some("anyURI" | "QName") => "String".to_owned(),
        Some(name) => format!("values::{}", pascal(name)),
    }
}

/// Whether all that a struct has is one choice that has to be made.
fn is_enum(structure: &Struct) -> bool {
    !structure.tagged
        && structure.oneofs.len() == 1
        && structure.fields.iter().all(|field| field.oneof == Some(0))
        && requires(&structure.particle, &structure.fields, 0)
}

fn requires(particle: &Particle, fields: &[Field], oneof: u16) -> bool {
    if particle.optional {
        return false;
    }
    match &particle.term {
        ParticleTerm::Field(_) => false,
        ParticleTerm::Sequence(children) | ParticleTerm::All(children) => {
            children.iter().any(|child| requires(child, fields, oneof))
        }
        ParticleTerm::Choice(children) => children.iter().all(|child| match child.term {
            ParticleTerm::Field(index) => {
                let field = &fields[usize::from(index)];
                !child.optional && field.oneof == Some(oneof) && field.min > 0
            }
            _ => false,
        }),
    }
}
