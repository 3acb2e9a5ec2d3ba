// SPDX-License-Identifier: EUPL-1.2
//! Print the mapping of a WSDL: `cargo run -p fachwerk-mapping --example mapping FILE`.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use fachwerk_mapping::{Lock, ValueType, derive};

fn main() {
    let path = std::env::args().nth(1).expect("FILE");
    let options = fachwerk_wsdl::Options::default();
    let input = fachwerk_wsdl::open(path.as_ref(), &options.limits).expect("input");
    let outcome = fachwerk_wsdl::read(&input, &options);
    for d in &outcome.diagnostics {
        println!("{d}");
    }
    let contract = outcome.contract.expect("contract");
    let (m, lock, notes) = derive(&contract, &Lock::new());
    for n in notes {
        println!("NOTE {n:?}");
    }
    println!("package {}", m.package);
    for s in &m.structs {
        println!(
            "{} [{}] {:?} {:?} tagged={} abstract={}",
            s.name, s.key, s.kind, s.content, s.tagged, s.is_abstract
        );
        for f in &s.fields {
            let v = match f.value {
                ValueType::Scalar(id) => {
                    let k = m.scalar(id);
                    format!("{:?} {:?}/{:?} {}", k.kind, k.json, k.proto, k.name.as_deref().unwrap_or(""))
                }
                ValueType::Struct(id) => m.structure(id).name.clone(),
                ValueType::Family(id) => format!("family {}", m.family(id).name),
                o => format!("{o:?}"),
            };
            println!(
                "   {} {} = {} : {v} {}..{:?} req={} nil={} wrap={} oneof={:?}",
                f.name, f.proto_name, f.number, f.min, f.max, f.required, f.nillable, f.wrapped, f.oneof
            );
        }
        println!("   {:?}", s.particle);
    }
    for o in &m.operations {
        println!(
            "{} {} {:?} -> {:?} faults {:?}",
            o.path,
            o.rpc_name,
            m.structure(o.input.root).name,
            o.output.as_ref().map(|x| &m.structure(x.root).name),
            o.faults.iter().map(|f| &f.name).collect::<Vec<_>>()
        );
    }
    let (_, again, _) = derive(&contract, &lock);
    assert_eq!(again, lock, "deriving again with the lock changes nothing");
}
