// SPDX-License-Identifier: EUPL-1.2
//! Contracts that are edited again and again: what has been given out stays, and nothing is given out twice.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;

use fachwerk_contract::schema::{Content, Element, Enumeration, Particle, Term, Type, TypeRef, Variety, XSD};
use fachwerk_contract::{Contract, Location, QName};
use fachwerk_mapping::{FieldKind, Lock, Mapping, derive};
use fachwerk_proto::{Options, generate};
use prost_types::FileDescriptorProto;

use crate::everything;
use crate::real::melderegister;

/// What was given out, for ever.
#[derive(Default)]
struct Given<K, V>(HashMap<K, V>);

impl<K: Eq + Hash + Debug, V: PartialEq + Debug> Given<K, V> {
    fn note(&mut self, key: K, value: V) {
        match self.0.get(&key) {
            Some(old) => assert_eq!(*old, value, "{key:?} has changed"),
            None => drop(self.0.insert(key, value)),
        }
    }
}

/// Everything that callers have seen.
#[derive(Default)]
struct History {
    names: Given<(String, i32), String>,
    numbers: Given<(String, String), i32>,
    fields: Given<(String, String), (String, String, u32)>,
    values: Given<(String, String), (String, i32)>,
    objects: Given<String, String>,
    operations: Given<String, [String; 5]>,
}

impl History {
    /// Descriptors alone: a number has one name and a name has one number, and what is gone is reserved.
    fn file(&mut self, file: &FileDescriptorProto) {
        for message in &file.message_type {
            for field in &message.field {
                self.give(message.name(), field.name(), field.number());
            }
            let kept = |number| {
                message.field.iter().any(|f| f.number() == number)
                    || message.reserved_range.iter().any(|r| (r.start()..r.end()).contains(&number))
            };
            self.holds(message.name(), kept);
        }
        for found in &file.enum_type {
            for value in &found.value {
                self.give(found.name(), value.name(), value.number());
            }
            let kept = |number| {
                found.value.iter().any(|v| v.number() == number)
                    || found.reserved_range.iter().any(|r| (r.start()..=r.end()).contains(&number))
            };
            self.holds(found.name(), kept);
        }
    }

    fn give(&mut self, owner: &str, name: &str, number: i32) {
        self.names.note((owner.to_owned(), number), name.to_owned());
        self.numbers.note((owner.to_owned(), name.to_owned()), number);
    }

    fn holds(&self, owner: &str, kept: impl Fn(i32) -> bool) {
        for (of, number) in self.names.0.keys() {
            assert!(of != owner || kept(*number), "{owner} has lost {number}");
        }
    }

    /// The same by what things are called in XML.
    fn mapping(&mut self, mapping: &Mapping) {
        for structure in &mapping.structs {
            self.objects.note(structure.key.clone(), structure.name.clone());
            for field in &structure.fields {
                let (FieldKind::Element(name) | FieldKind::Attribute(name)) = &field.kind else { continue };
                let attribute = matches!(field.kind, FieldKind::Attribute(_));
                let key = format!("{attribute} {name:?}");
                let same = structure.fields.iter().filter(|f| match &f.kind {
                    FieldKind::Element(n) => !attribute && n.local == name.local,
                    FieldKind::Attribute(n) => attribute && n.local == name.local,
                    _ => false,
                });
                if same.count() == 1 {
                    let names = (field.name.clone(), field.proto_name.clone(), field.number);
                    self.fields.note((structure.name.clone(), key), names);
                }
            }
        }
        for scalar in &mapping.scalars {
            let Some(name) = &scalar.name else { continue };
            for value in scalar.facets.enumeration.iter().filter(|v| v.number > 0) {
                let given = (value.proto_name.clone(), value.number);
                self.values.note((name.clone(), value.value.clone()), given);
            }
        }
        for operation in &mapping.operations {
            let service = &mapping.services[operation.service];
            let key = format!("{} {}", service.source, operation.source);
            let names = [
                &service.rpc_name,
                &operation.name,
                &operation.rpc_name,
                &operation.rpc_request,
                &operation.rpc_response,
            ];
            self.operations.note(key, names.map(String::clone));
        }
    }
}

/// Edits a contract at random.
struct Editor {
    random: fastrand::Rng,
    serial: usize,
    gone: HashMap<QName, Vec<Particle>>,
    gone_values: HashMap<QName, Vec<Enumeration>>,
}

impl Editor {
    fn edit(&mut self, contract: &mut Contract) {
        match self.random.u8(..10) {
            0 => self.operations(contract),
            1..=3 => self.values(contract),
            _ => self.elements(contract),
        }
    }

    fn elements(&mut self, contract: &mut Contract) {
        let namespace = contract.services[0].name.namespace.clone();
        let types = contract.schema.types.iter_mut().filter_map(|(name, found)| match found {
            Type::Complex(complex) => match &mut complex.content {
                Content::Elements(particle) => Some((name, particle)),
                _ => None,
            },
            Type::Simple(_) => None,
        });
        let mut types: Vec<_> = types.collect();
        let (name, particle) = types.swap_remove(self.random.usize(..types.len()));
        let list = self.list(particle);
        match self.random.u8(..4) {
            0 if list.len() > 1 => {
                let removed = list.remove(self.random.usize(..list.len()));
                self.gone.entry(name.clone()).or_default().push(removed);
            }
            1 => self.random.shuffle(list),
            2 if self.gone.get(name).is_some_and(|gone| !gone.is_empty()) => {
                let gone = self.gone.get_mut(name).unwrap();
                let back = gone.swap_remove(self.random.usize(..gone.len()));
                list.insert(self.random.usize(..=list.len()), back);
            }
            _ => {
                self.serial += 1;
                let element = element(&namespace, &format!("new{}", self.serial));
                list.insert(self.random.usize(..=list.len()), element);
            }
        }
    }

    /// Some group in a content model.
    fn list<'p>(&mut self, particle: &'p mut Particle) -> &'p mut Vec<Particle> {
        let (Term::Sequence(children) | Term::Choice(children) | Term::All(children)) = &mut particle.term
        else {
            panic!("a content model is a group")
        };
        let groups: Vec<usize> = children
            .iter()
            .enumerate()
            .filter(
                |(_, c)| matches!(&c.term, Term::Sequence(l) | Term::Choice(l) | Term::All(l) if l.len() > 2),
            )
            .map(|(index, _)| index)
            .collect();
        if groups.is_empty() || self.random.bool() {
            return children;
        }
        let index = groups[self.random.usize(..groups.len())];
        self.list(&mut children[index])
    }

    fn values(&mut self, contract: &mut Contract) {
        let types = contract.schema.types.iter_mut().filter_map(|(name, found)| match found {
            Type::Simple(simple) => match &mut simple.variety {
                Variety::Restriction { facets, .. } if facets.enumeration.len() > 1 => {
                    Some((name, &mut facets.enumeration))
                }
                _ => None,
            },
            Type::Complex(_) => None,
        });
        let mut types: Vec<_> = types.collect();
        let (name, list) = types.swap_remove(self.random.usize(..types.len()));
        match self.random.u8(..4) {
            0 if list.len() > 2 => {
                let removed = list.remove(self.random.usize(..list.len()));
                self.gone_values.entry(name.clone()).or_default().push(removed);
            }
            1 => self.random.shuffle(list),
            2 if self.gone_values.get(name).is_some_and(|gone| !gone.is_empty()) => {
                let gone = self.gone_values.get_mut(name).unwrap();
                let back = gone.swap_remove(self.random.usize(..gone.len()));
                list.insert(self.random.usize(..=list.len()), back);
            }
            _ => {
                self.serial += 1;
                let value = format!("value {}", self.serial);
                list.insert(self.random.usize(..=list.len()), Enumeration { value, documentation: None });
            }
        }
    }

    fn operations(&mut self, contract: &mut Contract) {
        let interface = &mut contract.interfaces[0];
        match self.random.u8(..3) {
            0 if interface.operations.len() > 1 => {
                let removed = interface.operations.remove(self.random.usize(..interface.operations.len()));
                for binding in contract.bindings.iter_mut().filter(|b| b.interface == interface.name) {
                    binding.operations.retain(|o| o.name != removed.name);
                }
            }
            1 => {
                self.random.shuffle(&mut interface.operations);
                for binding in contract.bindings.iter_mut().filter(|b| b.interface == interface.name) {
                    self.random.shuffle(&mut binding.operations);
                }
            }
            _ => {
                self.serial += 1;
                let name = format!("operation{}", self.serial);
                let mut copy = interface.operations[0].clone();
                let old = std::mem::replace(&mut copy.name, name.clone());
                interface.operations.push(copy);
                for binding in contract.bindings.iter_mut().filter(|b| b.interface == interface.name) {
                    let mut bound = binding.operations.iter().find(|o| o.name == old).unwrap().clone();
                    bound.name.clone_from(&name);
                    binding.operations.push(bound);
                }
            }
        }
    }
}

fn element(namespace: &str, name: &str) -> Particle {
    let element = Element {
        name: QName::new(namespace, name),
        type_ref: TypeRef::Named(QName::new(XSD, "int")),
        nillable: false,
        default: None,
        fixed: None,
        is_abstract: false,
        substitution_group: None,
        block: fachwerk_contract::schema::DerivationSet::default(),
        expected_content_types: None,
        identity_constraints: Vec::new(),
        documentation: None,
        location: Location::default(),
    };
    Particle { min: 0, max: Some(1), term: Term::Element(Box::new(element)) }
}

fn drift(original: &Contract, seed: u64, edits: usize) {
    let mut contract = original.clone();
    let mut editor = Editor {
        random: fastrand::Rng::with_seed(seed),
        serial: 0,
        gone: HashMap::new(),
        gone_values: HashMap::new(),
    };
    let mut history = History::default();
    let mut lock = Lock::new();
    for edit in 0..edits {
        let (mapping, next, _) = derive(&contract, &lock);
        let proto = generate(&contract, &mapping, &Options::default());
        let file = proto.descriptor.file.last().unwrap();
        history.file(file);
        history.mapping(&mapping);
        if edit % 8 == 0 {
            // What the proxy derives is what was generated.
            let (again, same, _) = derive(&contract, &next);
            assert_eq!(same, next, "seed {seed}, edit {edit}: the lock is not its own successor");
            let text = &generate(&contract, &again, &Options::default()).files[0].1;
            assert_eq!(*text, proto.files[0].1, "seed {seed}, edit {edit}");
            prost_reflect::DescriptorPool::from_file_descriptor_set(proto.descriptor.clone()).unwrap();
        }
        // The file as it is read the next time.
        lock = Lock::from_json(next.to_json().as_bytes()).unwrap();
        for _ in 0..=editor.random.usize(..3) {
            editor.edit(&mut contract);
        }
    }
}

#[test]
fn nothing_moves_and_nothing_comes_back_as_something_else() {
    for (contract, seeds) in [(everything::contract(), 6), (melderegister(), 2)] {
        for seed in 0..seeds {
            drift(&contract, seed, 25);
        }
    }
}
