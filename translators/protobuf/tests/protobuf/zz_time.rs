use fachwerk_mapping::{Lock, StructId, derive};
use fachwerk_message::{Discard, Limits};
use crate::draw;
#[test]
fn zz_time() {
    let c = crate::everything::contract();
    let (m, _, _) = derive(&c, &Lock::new());
    let root = m.operations[0].input.root;
    let mut all = Vec::new();
    for seed in 0..300 {
        let mut ev = crate::events::Events::default();
        draw::Draw::new(&m, seed).message(root, &mut ev).unwrap();
        let mut w = fachwerk_protobuf::ProtobufWriter::new(&m, Vec::new());
        ev.replay(&mut w).unwrap();
        all.push((ev, w.finish().unwrap()));
    }
    let bytes: usize = all.iter().map(|a| a.1.len()).sum();
    let events: usize = all.iter().map(|a| a.0.0.len()).sum();
    let t = std::time::Instant::now();
    for _ in 0..200 { for (_, b) in &all { fachwerk_protobuf::read(&m, root, b, &Limits::default(), &mut Discard).unwrap(); } }
    let read = t.elapsed() / 200;
    let t = std::time::Instant::now();
    for _ in 0..20 { for (e, b) in &all { let mut w = fachwerk_protobuf::ProtobufWriter::new(&m, Vec::with_capacity(b.len())); e.replay(&mut w).unwrap(); w.finish().unwrap(); } }
    let write = t.elapsed() / 20;
    println!("{bytes} bytes {events} events read {read:?} write {write:?}: read {:.0} MB/s {:.1} ns/event, write {:.0} MB/s {:.1} ns/event", bytes as f64/read.as_secs_f64()/1e6, read.as_nanos() as f64/events as f64, bytes as f64/write.as_secs_f64()/1e6, write.as_nanos() as f64/events as f64);
    let _ = StructId(0);
}
