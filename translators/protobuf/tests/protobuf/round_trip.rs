// SPDX-License-Identifier: EUPL-1.2
//! Drawn messages against prost-reflect, which shares nothing with reader and writer but the descriptor.

use std::path::Path;

use fachwerk_contract::Contract;
use fachwerk_mapping::{Lock, Mapping, StructId, derive};
use fachwerk_message::{Limits, Recorder};
use fachwerk_protobuf::{ProtobufWriter, read};
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};

use crate::events::{Event, Events};
use crate::rearrange::rearrange;
use crate::{draw, everything, oracle};

struct Bench {
    mapping: Mapping,
    /// Every message of the contract is one to test.
    roots: Vec<(StructId, MessageDescriptor)>,
}

impl Bench {
    /// A contract with one of everything, and one that looks like those there are.
    fn all() -> [Self; 2] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl");
        let options = fachwerk_wsdl::Options::default();
        let input = fachwerk_wsdl::open(&path, &options.limits).unwrap();
        let melderegister = fachwerk_wsdl::read(&input, &options).contract.unwrap();
        [everything::contract(), melderegister].each_ref().map(Self::new)
    }

    fn new(contract: &Contract) -> Self {
        let (mapping, _, _) = derive(contract, &Lock::new());
        let proto = fachwerk_proto::generate(contract, &mapping, &fachwerk_proto::Options::default());
        let pool = DescriptorPool::from_file_descriptor_set(proto.descriptor).unwrap();
        let message = |name: &str| pool.get_message_by_name(&format!("{}.{name}", mapping.package));
        let descriptor = |id: &StructId| {
            // What is nothing but a request or a response is called after its method.
            let of_method = mapping.operations.iter().find_map(|operation| {
                let output = operation.output.as_ref().filter(|output| output.root == *id);
                let input = (operation.input.root == *id).then_some(&operation.rpc_request);
                input.or(output.map(|_| &operation.rpc_response))
            });
            message(&mapping.structure(*id).name).or_else(|| message(of_method?)).unwrap()
        };
        let roots = (0..mapping.structs.len() as u32).map(StructId).map(|id| (id, descriptor(&id))).collect();
        Self { mapping, roots }
    }

    /// The message that this seed is about.
    fn root(&self, seed: u64) -> (StructId, MessageDescriptor) {
        self.roots[seed as usize % self.roots.len()].clone()
    }

    fn draw(&self, seed: u64) -> Events {
        let mut events = Events::default();
        draw::Draw::new(&self.mapping, seed).message(self.root(seed).0, &mut events).unwrap();
        events
    }

    fn write(&self, events: &Events) -> Vec<u8> {
        let mut writer = ProtobufWriter::new(&self.mapping, Vec::new());
        events.replay(&mut writer).unwrap();
        writer.finish().unwrap()
    }

    fn read(&self, seed: u64, bytes: &[u8]) -> fachwerk_message::Result<Events> {
        let mut events = Events::default();
        read(&self.mapping, self.root(seed).0, bytes, &Limits::default(), &mut events)?;
        Ok(events)
    }
}

fn cases(benches: &[Bench], seeds: u64) -> impl Iterator<Item = (&Bench, u64)> {
    benches.iter().flat_map(move |bench| (0..seeds).map(move |seed| (bench, seed)))
}

#[test]
fn what_is_written_is_read_again() {
    let benches = Bench::all();
    let mut bytes = 0;
    for (bench, seed) in cases(&benches, 2000) {
        let drawn = bench.draw(seed);
        let written = bench.write(&drawn);
        bytes += written.len();
        assert_eq!(bench.read(seed, &written).unwrap().0, drawn.0, "seed {seed}");
    }
    assert!(bytes > 500_000, "messages are not mostly empty: {bytes}");
}

/// JSON gives fields as they come.
#[test]
fn fields_may_come_in_any_order() {
    let benches = Bench::all();
    for (bench, seed) in cases(&benches, 1000) {
        let drawn = bench.draw(seed);
        let shuffled = drawn.shuffled(&mut fastrand::Rng::with_seed(seed));
        let (mut given, mut back) = (Recorder::new(), Recorder::new());
        drawn.replay(&mut given).unwrap();
        let root = bench.root(seed).0;
        read(&bench.mapping, root, &bench.write(&shuffled), &Limits::default(), &mut back).unwrap();
        let (given, back) =
            (given.finish().normalised(&bench.mapping), back.finish().normalised(&bench.mapping));
        assert_eq!(given, back, "seed {seed}");
    }
}

#[test]
fn the_oracle_reads_the_same() {
    let benches = Bench::all();
    for (bench, seed) in cases(&benches, 2000) {
        let drawn = bench.draw(seed);
        let written = bench.write(&drawn);
        let message = DynamicMessage::decode(bench.root(seed).1, written.as_slice()).unwrap();
        let theirs =
            oracle::events(&bench.mapping, bench.root(seed).0, &message).unwrap().normal(&bench.mapping);
        assert_eq!(theirs.0, drawn.normal(&bench.mapping).0, "seed {seed}");
    }
}

#[test]
fn the_oracle_writes_the_same() {
    let benches = Bench::all();
    let mut same = 0;
    for (bench, seed) in cases(&benches, 2000) {
        let drawn = bench.draw(seed);
        let written = bench.write(&drawn);
        let message = DynamicMessage::decode(bench.root(seed).1, written.as_slice()).unwrap();
        let theirs = message.encode_to_vec();
        // A map has no order, and prost leaves out the empty value of an entry, which protoc's runtimes do not.
        if !drawn.0.iter().any(|e| matches!(e, Event::Attribute(..))) {
            assert_eq!(theirs, written, "seed {seed}");
            same += 1;
        }
        assert_eq!(
            bench.read(seed, &theirs).unwrap().normal(&bench.mapping).0,
            drawn.normal(&bench.mapping).0,
            "seed {seed}"
        );
    }
    assert!(same > 500, "{same}");
}

#[test]
fn the_same_in_other_bytes_is_the_same() {
    let benches = Bench::all();
    let mut changed = 0;
    for (bench, seed) in cases(&benches, 2000) {
        let drawn = bench.draw(seed);
        let written = bench.write(&drawn);
        let other = rearrange(&bench.root(seed).1, &written, &mut fastrand::Rng::with_seed(seed));
        changed += u32::from(other != written);
        let message = DynamicMessage::decode(bench.root(seed).1, other.as_slice()).unwrap();
        let theirs =
            oracle::events(&bench.mapping, bench.root(seed).0, &message).unwrap().normal(&bench.mapping);
        let ours = bench.read(seed, &other).unwrap().normal(&bench.mapping);
        assert_eq!(ours.0, theirs.0, "seed {seed}");
        assert_eq!(ours.0, drawn.normal(&bench.mapping).0, "seed {seed}");
    }
    assert!(changed > 1500, "{changed}");
}

/// Whatever the bytes: what the reader accepts, the oracle accepts too, and finds the same in it.
#[test]
fn damaged_messages_are_refused_or_read_alike() {
    let benches = Bench::all();
    let mut accepted = 0;
    for (bench, seed) in cases(&benches, 20_000) {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut bytes = bench.write(&bench.draw(seed));
        for _ in 0..rng.usize(1..4) {
            if bytes.is_empty() {
                break;
            }
            let at = rng.usize(..bytes.len());
            match rng.u8(..4) {
                0 => bytes[at] = rng.u8(..),
                1 => bytes[at] ^= 1 << rng.u8(..8),
                2 => bytes.truncate(at),
                _ => {
                    bytes.remove(at);
                }
            }
        }
        let Ok(ours) = bench.read(seed, &bytes) else { continue };
        accepted += 1;
        let message =
            DynamicMessage::decode(bench.root(seed).1, bytes.as_slice()).expect("the oracle accepts it");
        let theirs =
            oracle::events(&bench.mapping, bench.root(seed).0, &message).expect("the oracle can map it");
        assert_eq!(ours.normal(&bench.mapping).0, theirs.normal(&bench.mapping).0, "seed {seed}");
    }
    assert!(accepted > 1000, "{accepted}");
}
