// SPDX-License-Identifier: EUPL-1.2
//! A contract changes, and the lock keeps what callers have compiled.

use fachwerk_contract::Contract;
use fachwerk_contract::schema::{Content, Term, Type};
use fachwerk_mapping::{Lock, derive};
use fachwerk_proto::{Options, generate};
use prost_types::{DescriptorProto, FileDescriptorProto};

use crate::everything;
use crate::protoc::check_mapping;

fn ours(contract: &Contract, lock: &Lock) -> (FileDescriptorProto, Lock) {
    let (mapping, lock, _) = derive(contract, lock);
    let mut proto = generate(contract, &mapping, &Options::default());
    (proto.descriptor.file.pop().unwrap(), lock)
}

fn message<'f>(file: &'f FileDescriptorProto, name: &str) -> &'f DescriptorProto {
    file.message_type.iter().find(|m| m.name() == name).unwrap()
}

/// Take the second element of a type's sequence away.
fn remove_second(contract: &mut Contract, name: &str) {
    let found = contract.schema.types.iter_mut().find(|(n, _)| n.local == name).unwrap();
    let Type::Complex(complex) = found.1 else { panic!("a complex type") };
    let Content::Elements(particle) = &mut complex.content else { panic!("elements") };
    let Term::Sequence(children) = &mut particle.term else { panic!("a sequence") };
    children.remove(1);
}

#[test]
fn what_is_gone_is_reserved() {
    let mut contract = everything::contract();
    let (before, lock) = ours(&contract, &Lock::new());
    remove_second(&mut contract, "Optional");
    let (after, _) = ours(&contract, &lock);
    let (before, after) = (message(&before, "Optional"), message(&after, "Optional"));
    assert_eq!(after.reserved_name, ["token"]);
    assert_eq!(after.reserved_range[0].start(), 2);
    for field in &after.field {
        let old = before.field.iter().find(|f| f.name() == field.name()).unwrap();
        assert_eq!(old.number, field.number, "{}", field.name());
    }

    let (mapping, _, _) = derive(&contract, &lock);
    check_mapping(&contract, &mapping);
    let text = &generate(&contract, &mapping, &Options::default()).files[0].1;
    assert!(text.contains("  reserved 2;\n  reserved \"token\";\n"), "{text}");
}

#[test]
fn the_same_contract_gives_the_same_bytes() {
    let contract = everything::contract();
    let (mapping, lock, _) = derive(&contract, &Lock::new());
    let first = generate(&contract, &mapping, &Options::default());
    let (mapping, _, _) = derive(&contract, &lock);
    assert_eq!(first, generate(&contract, &mapping, &Options::default()));
}
