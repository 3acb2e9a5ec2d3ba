// SPDX-License-Identifier: EUPL-1.2
//! Prints descriptors as `.proto` text, one after the other, and writes down where what has a comment stands.

use std::collections::HashMap;
use std::fmt::Write as _;

use fachwerk_mapping::naming::lower_camel;
use prost_types::descriptor_proto::ReservedRange;
use prost_types::enum_descriptor_proto::EnumReservedRange;
use prost_types::field_descriptor_proto::{Label, Type};
use prost_types::method_options::IdempotencyLevel;
use prost_types::source_code_info::Location;
use prost_types::{
    DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto, MethodDescriptorProto,
    ServiceDescriptorProto,
};

use crate::comments::tag;
use crate::file::Part;
use crate::resolve::{Types, join};

/// Prints a file from its head to its last enumeration.
pub(crate) struct Printer {
    out: String,
    indent: usize,
    line: i32,
    /// Index of a comment by the path of what it stands before.
    comments: HashMap<Vec<i32>, usize>,
    /// The comments; where they stand is filled in.
    locations: Vec<Location>,
    package: String,
    types: Types,
}

impl Printer {
    pub(crate) fn new(package: &str, types: Types) -> Self {
        Self {
            out: String::new(),
            indent: 0,
            line: 0,
            comments: HashMap::new(),
            locations: Vec::new(),
            package: package.to_owned(),
            types,
        }
    }

    /// The text of the part that was printed last.
    pub(crate) fn text(&self) -> &str {
        &self.out
    }

    /// Print a part, which stands at `index` among those of its kind; the spans of its comments are filled in.
    pub(crate) fn print(&mut self, part: &Part, index: i32, comments: &mut Vec<Location>) {
        self.out.clear();
        self.comments.clear();
        self.comments.extend(comments.iter().enumerate().map(|(index, l)| (l.path.clone(), index)));
        self.locations = std::mem::take(comments);
        if !matches!(part, Part::Head(_)) {
            self.empty_line();
        }
        match part {
            Part::Head(file) => self.head(file),
            Part::Service(service) => {
                let package = self.package.clone();
                self.service(&[tag::SERVICE, index], service, &package);
            }
            Part::Message(message) => {
                let package = self.package.clone();
                self.message(&[tag::MESSAGE, index], message, &package);
            }
            Part::Enumeration(enumeration) => self.enumeration(&[tag::ENUM, index], enumeration),
        }
        *comments = std::mem::take(&mut self.locations);
    }

    fn head(&mut self, file: &FileDescriptorProto) {
        self.commented(&[tag::SYNTAX], "syntax = \"proto3\";");
        if let Some(package) = &file.package {
            self.empty_line();
            self.commented(&[tag::PACKAGE], &format!("package {package};"));
        }
        if !file.dependency.is_empty() {
            self.empty_line();
        }
        for path in &file.dependency {
            self.line(&format!("import {};", quoted(path)));
        }
        if let Some(options) = &file.options {
            self.empty_line();
            if let Some(package) = &options.go_package {
                self.line(&format!("option go_package = {};", quoted(package)));
            }
            if let Some(multiple) = options.java_multiple_files {
                self.line(&format!("option java_multiple_files = {multiple};"));
            }
            if let Some(package) = &options.java_package {
                self.line(&format!("option java_package = {};", quoted(package)));
            }
        }
    }

    fn service(&mut self, path: &[i32], service: &ServiceDescriptorProto, scope: &str) {
        if service.method.is_empty() {
            self.commented(path, &format!("service {} {{}}", service.name()));
            return;
        }
        self.commented(path, &format!("service {} {{", service.name()));
        self.indent += 1;
        for (index, method) in service.method.iter().enumerate() {
            let path = below(path, tag::METHOD, index);
            if index > 0 && self.comments.contains_key(&path) {
                self.empty_line();
            }
            self.method(&path, method, &join(scope, service.name()));
        }
        self.close();
    }

    fn method(&mut self, path: &[i32], method: &MethodDescriptorProto, scope: &str) {
        let input = self.types.reference(method.input_type(), scope);
        let output = self.types.reference(method.output_type(), scope);
        let stream = |streams: bool| if streams { "stream " } else { "" };
        let (sent, given) = (stream(method.client_streaming()), stream(method.server_streaming()));
        let head = format!("rpc {}({sent}{input}) returns ({given}{output})", method.name());
        let level = method.options.as_ref().and_then(|o| o.idempotency_level);
        match level.and_then(|l| IdempotencyLevel::try_from(l).ok()) {
            None => self.commented(path, &format!("{head};")),
            Some(level) => {
                self.commented(path, &format!("{head} {{"));
                self.indent += 1;
                self.line(&format!("option idempotency_level = {};", level.as_str_name()));
                self.close();
            }
        }
    }

    fn message(&mut self, path: &[i32], message: &DescriptorProto, scope: &str) {
        let scope = join(scope, message.name());
        let is_map =
            |m: &DescriptorProto| m.options.as_ref().is_some_and(prost_types::MessageOptions::map_entry);
        let empty =
            message.field.is_empty() && message.nested_type.is_empty() && message.reserved_range.is_empty();
        if empty {
            self.commented(path, &format!("message {} {{}}", message.name()));
            return;
        }
        self.commented(path, &format!("message {} {{", message.name()));
        self.indent += 1;
        self.reserved(message.reserved_range.iter().map(ReservedRange::start), &message.reserved_name);
        for (index, nested) in message.nested_type.iter().enumerate() {
            if !is_map(nested) {
                self.message(&below(path, tag::NESTED, index), nested, &scope);
                self.empty_line();
            }
        }
        let fields: Vec<(Vec<i32>, &FieldDescriptorProto)> =
            message.field.iter().enumerate().map(|(i, f)| (below(path, tag::FIELD, i), f)).collect();
        let mut rest = fields.as_slice();
        while let [(path, field), after @ ..] = rest {
            let Some(oneof) = real_oneof(field) else {
                self.field(path, field, message, &scope);
                rest = after;
                continue;
            };
            let members = rest.iter().take_while(|(_, f)| real_oneof(f) == Some(oneof)).count();
            let name = message.oneof_decl.get(oneof as usize).map_or("", |o| o.name());
            self.line(&format!("oneof {name} {{"));
            self.indent += 1;
            for (path, field) in &rest[..members] {
                self.field(path, field, message, &scope);
            }
            self.close();
            rest = &rest[members..];
        }
        self.close();
    }

    fn reserved(&mut self, numbers: impl Iterator<Item = i32>, names: &[String]) {
        let numbers: Vec<String> = numbers.map(|n| n.to_string()).collect();
        if !numbers.is_empty() {
            self.line(&format!("reserved {};", numbers.join(", ")));
        }
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|n| quoted(n)).collect();
            self.line(&format!("reserved {};", names.join(", ")));
        }
        if !numbers.is_empty() || !names.is_empty() {
            self.empty_line();
        }
    }

    fn field(&mut self, path: &[i32], field: &FieldDescriptorProto, owner: &DescriptorProto, scope: &str) {
        let entry = |n: &DescriptorProto| {
            n.options.as_ref().is_some_and(prost_types::MessageOptions::map_entry)
                && field.type_name.as_ref().is_some_and(|t| t[1..] == join(scope, n.name()))
        };
        let map = field.label() == Label::Repeated && owner.nested_type.iter().any(entry);
        let mut text = match (field.label(), field.proto3_optional()) {
            _ if map => "map<string, string>".to_owned(),
            (Label::Repeated, _) => format!("repeated {}", self.type_of(field, scope)),
            (_, true) => format!("optional {}", self.type_of(field, scope)),
            _ => self.type_of(field, scope),
        };
        let _ = write!(text, " {} = {}", field.name(), field.number());
        if field.json_name() != lower_camel(field.name()) {
            let _ = write!(text, " [json_name = {}]", quoted(field.json_name()));
        }
        text.push(';');
        self.commented(path, &text);
    }

    fn type_of(&self, field: &FieldDescriptorProto, scope: &str) -> String {
        match field.type_name.as_deref() {
            Some(name) => self.types.reference(name, scope),
            None => keyword(field.r#type()).to_owned(),
        }
    }

    fn enumeration(&mut self, path: &[i32], enumeration: &EnumDescriptorProto) {
        self.commented(path, &format!("enum {} {{", enumeration.name()));
        self.indent += 1;
        let numbers = enumeration.reserved_range.iter().map(EnumReservedRange::start);
        self.reserved(numbers, &enumeration.reserved_name);
        for (index, value) in enumeration.value.iter().enumerate() {
            self.commented(
                &below(path, tag::VALUE, index),
                &format!("{} = {};", value.name(), value.number()),
            );
        }
        self.close();
    }

    fn close(&mut self) {
        self.indent -= 1;
        self.line("}");
    }

    /// One line with the comment that belongs to it.
    fn commented(&mut self, path: &[i32], text: &str) {
        if let Some(index) = self.comments.get(path).copied() {
            let comment = self.locations[index].leading_comments.take().unwrap_or_default();
            for line in comment.lines() {
                self.indentation();
                self.out.push_str("//");
                self.out.push_str(line);
                self.empty_line();
            }
            let begin = self.indent * 2;
            let location = &mut self.locations[index];
            // Line, first and last column.
            location.span = vec![self.line, begin as i32, (begin + text.len()) as i32];
            location.leading_comments = Some(comment);
        }
        self.line(text);
    }

    fn line(&mut self, text: &str) {
        self.indentation();
        self.out.push_str(text);
        self.empty_line();
    }

    fn indentation(&mut self) {
        for _ in 0..self.indent {
            self.out.push_str("  ");
        }
    }

    fn empty_line(&mut self) {
        self.out.push('\n');
        self.line += 1;
    }
}

fn below(path: &[i32], tag: i32, index: usize) -> Vec<i32> {
    [path, &[tag, index as i32]].concat()
}

fn real_oneof(field: &FieldDescriptorProto) -> Option<i32> {
    field.oneof_index.filter(|_| !field.proto3_optional())
}

fn keyword(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Int32 => "int32",
        Type::Uint32 => "uint32",
        Type::Int64 => "int64",
        Type::Uint64 => "uint64",
        Type::Float => "float",
        Type::Double => "double",
        Type::Bytes => "bytes",
        _ => "string",
    }
}

/// A string literal.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn literals_are_escaped() {
        assert_eq!(quoted("a\"b\\c\nä"), "\"a\\\"b\\\\c\\012ä\"");
    }
}
