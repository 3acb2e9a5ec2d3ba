// SPDX-License-Identifier: EUPL-1.2
//! Comments, kept where protobuf keeps them: in `source_code_info`, by the path of what they stand before.

use prost_types::source_code_info::Location;

/// Field numbers of `descriptor.proto` that paths are made of.
pub(crate) mod tag {
    /// `FileDescriptorProto.package`.
    pub(crate) const PACKAGE: i32 = 2;
    /// `FileDescriptorProto.message_type`.
    pub(crate) const MESSAGE: i32 = 4;
    /// `FileDescriptorProto.enum_type`.
    pub(crate) const ENUM: i32 = 5;
    /// `FileDescriptorProto.service`.
    pub(crate) const SERVICE: i32 = 6;
    /// `FileDescriptorProto.syntax`.
    pub(crate) const SYNTAX: i32 = 12;
    /// `DescriptorProto.field`.
    pub(crate) const FIELD: i32 = 2;
    /// `DescriptorProto.nested_type`.
    pub(crate) const NESTED: i32 = 3;
    /// `EnumDescriptorProto.value`.
    pub(crate) const VALUE: i32 = 2;
    /// `ServiceDescriptorProto.method`.
    pub(crate) const METHOD: i32 = 2;
}

/// Width of a comment line.
const WIDTH: usize = 100;

/// Comments while a file is being built.
#[derive(Debug, Default)]
pub(crate) struct Comments {
    pub(crate) locations: Vec<Location>,
}

impl Comments {
    /// Put paragraphs before what stands at `path`; nothing if there are none.
    pub(crate) fn add<'t>(&mut self, path: &[i32], paragraphs: impl IntoIterator<Item = &'t str>) {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in paragraphs {
            wrap(paragraph, &mut lines);
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if lines.is_empty() {
            return;
        }
        // As protoc has them: with the space after the slashes, and a line feed after each line.
        let text =
            lines.iter().map(|l| if l.is_empty() { "\n".to_owned() } else { format!(" {l}\n") }).collect();
        self.locations.push(Location {
            path: path.to_vec(),
            leading_comments: Some(text),
            ..Location::default()
        });
    }
}

/// Break text into lines. Line breaks of the text stay, indentation goes, and of several empty lines one stays.
fn wrap(text: &str, lines: &mut Vec<String>) {
    for line in text.trim().lines() {
        let mut current = String::new();
        let mut width = 0;
        for word in line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > WIDTH {
                lines.push(std::mem::take(&mut current));
                width = 0;
            }
            if width > 0 {
                current.push(' ');
                width += 1;
            }
            current.push_str(word);
            width += length;
        }
        if !current.is_empty() || lines.last().is_some_and(|l| !l.is_empty()) {
            lines.push(current);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_becomes_tidy_lines() {
        let mut lines = Vec::new();
        wrap("\n\n   Erste Zeile */ \r\n\t\tzweite\u{0}Zeile\n\n\n\n   dritte\n  ", &mut lines);
        assert_eq!(lines, ["Erste Zeile */", "zweite Zeile", "", "dritte"]);
    }

    #[test]
    fn long_lines_are_broken() {
        let mut lines = Vec::new();
        wrap(&"wort ".repeat(50), &mut lines);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|l| l.chars().count() <= WIDTH));
    }
}
