// SPDX-License-Identifier: EUPL-1.2
//! Limits that readers enforce while they read.

/// Bounds on one message. Work and memory of a reader are linear in what they allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole message, checked before the first is parsed.
    pub max_bytes: usize,
    /// Nesting depth of elements, objects or messages.
    pub max_depth: usize,
    /// Elements, members or fields in the whole message.
    pub max_nodes: usize,
    /// Children of one element, items of one array, values in one message of protobuf.
    pub max_children: usize,
    /// Attributes of one element, namespace declarations included.
    pub max_attributes: usize,
    /// Bytes of one name (with prefix) or member name.
    pub max_name_bytes: usize,
    /// Bytes of one text, attribute value or string.
    pub max_text_bytes: usize,
    /// Digits of one number.
    pub max_digits: usize,
    /// Namespace declarations in scope.
    pub max_namespaces: usize,
    /// Pass over processing instructions, which SOAP forbids (SOAP 1.1, section 3; 1.2 part 1, section 5), instead of
    /// refusing them.
    pub processing_instructions: bool,
}

impl Default for Limits {
    /// Safe for a service that answers in memory: 10 MiB, 100 levels, 1 million nodes.
    fn default() -> Self {
        Self {
            max_bytes: 10 << 20,
            max_depth: 100,
            max_nodes: 1_000_000,
            max_children: 1_000_000,
            max_attributes: 256,
            max_name_bytes: 1024,
            max_text_bytes: 10 << 20,
            max_digits: 1000,
            max_namespaces: 256,
            processing_instructions: false,
        }
    }
}
