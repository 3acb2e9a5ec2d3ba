// SPDX-License-Identifier: EUPL-1.2
//! Twins of methods: who has one, and the object of one response. Their names come with those of the methods.

use super::Builder;
use super::members::{Draft, Members};
use crate::binaries::Places;
use crate::chunked::directions;
use crate::naming::type_name;
use crate::{
    Chunked, ContentKind, Field, ListStream, Operation, Particle, ParticleTerm, StructId, StructKind,
    ValueType, list_of,
};

impl Builder<'_> {
    /// Give every operation whose answer is one list its twin.
    pub(super) fn streams(&mut self) {
        for index in 0..self.mapping.operations.len() {
            let operation = &self.mapping.operations[index];
            let Ok(path) = list_of(&self.mapping, operation) else { continue };
            let list = self.list(operation, &path).clone();
            let name = operation.name.clone();
            let service = &self.mapping.services[operation.service].source;
            let key = format!("stream {service}/{}", operation.key);
            let item = self.item(&key, &name, list);
            self.mapping.operations[index].stream = Some(ListStream {
                rpc_name: String::new(),
                rpc_request: String::new(),
                rpc_response: String::new(),
                path,
                item,
            });
        }
    }

    /// Say where messages hold binary values, and give every operation that has attachments its twin.
    pub(super) fn chunks(&mut self) {
        let mut operations = std::mem::take(&mut self.mapping.operations);
        let places = Places::new(&self.mapping);
        for operation in &mut operations {
            for shape in std::iter::once(&mut operation.input).chain(&mut operation.output) {
                shape.binaries = places.of(shape);
            }
            operation.chunked = directions(&places, operation).map(|(input, output)| Chunked {
                rpc_name: String::new(),
                rpc_request: String::new(),
                rpc_response: String::new(),
                input,
                output,
            });
        }
        self.mapping.operations = operations;
    }

    fn list(&self, operation: &Operation, path: &[u16]) -> &Field {
        let root = operation.output.as_ref().map_or(operation.input.root, |output| output.root);
        let mut field = &self.mapping.structure(root).fields[path[0] as usize];
        for next in &path[1..] {
            let ValueType::Struct(inner) = field.value else { break };
            field = &self.mapping.structure(inner).fields[*next as usize];
        }
        field
    }

    /// The object with one item as its only member.
    fn item(&mut self, key: &str, operation: &str, list: Field) -> StructId {
        let id = self.reserve_struct(
            key,
            &type_name(&format!("{operation} Stream Response")),
            StructKind::Message,
        );
        self.mapping.structs[id.0 as usize].documentation =
            Some(format!("One item of the list that {operation} answers."));
        let mut members = Members::new(id);
        let item = members.push(Draft {
            min: 1,
            required: true,
            nillable: list.nillable,
            default: list.default,
            fixed: list.fixed,
            content_types: list.content_types,
            documentation: list.documentation,
            ..Draft::plain(&list.name, &list.name, list.kind, list.value)
        });
        let only = Particle { optional: false, term: ParticleTerm::Field(item) };
        let content = Particle { optional: false, term: ParticleTerm::Sequence(vec![only]) };
        self.seal(members, (ContentKind::Elements, content));
        id
    }
}
