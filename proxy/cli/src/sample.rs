// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk sample`.

use fachwerk_contract::service::Protocol;
use fachwerk_mapping::MessageRole;
use fachwerk_message::Limits;
use fachwerk_sample::{Options, Sampler};
use fachwerk_soap::{FaultCode, FaultParts, Version, write_declared_fault, write_message};
use fachwerk_xml::XmlNames;

use crate::arguments::{Format, Sample};
use crate::convert::codec_failure;
use crate::failure::Failure;
use crate::{FINE, facade_directory, output};

pub(crate) fn run(arguments: &Sample, format: Format) -> Result<u8, Failure> {
    let mapping = facade_directory::mapping(&arguments.contract)?;
    let id = facade_directory::operation(&mapping, &arguments.operation)?;
    let role = facade_directory::role(&mapping, id, &arguments.message)?;
    let operation = mapping.operation(id);
    let Some(shape) = operation.message(&role) else {
        return Err(Failure::new("FW-0005", "the operation has no such message"));
    };
    let version = match operation.bindings.first().map(|b| b.protocol) {
        Some(Protocol::Soap12) => Version::Soap12,
        _ => Version::Soap11,
    };
    let names = XmlNames::new(&mapping);
    let options = Options::default();
    let sampler = Sampler::new(&mapping, &options);
    let limits = Limits::default();
    for number in 0..arguments.count {
        let seed = arguments.seed.wrapping_add(number);
        let envelope = match role {
            MessageRole::Fault(index) => {
                let name = &operation.faults[index].name;
                let fault = FaultParts::new(FaultCode::Receiver, name.clone());
                write_declared_fault(&mapping, &names, (version, &fault), shape, &limits, |sink| {
                    sampler.sample(shape.root, seed, sink)
                })
            }
            _ => write_message(&mapping, &names, shape, version, &limits, |sink| {
                sampler.sample(shape.root, seed, sink)
            }),
        };
        let envelope = envelope.map_err(|e| codec_failure(&e, &arguments.operation, b""))?;
        if format == Format::Json {
            let text = serde_json::Value::String(String::from_utf8_lossy(&envelope).into_owned());
            output::print(&format!("{text}\n"));
        } else {
            output::print_bytes(&one_line(&envelope));
            output::print("\n");
        }
    }
    Ok(FINE)
}

/// The same envelope on one line: the line break after the XML declaration goes, those in text become references.
fn one_line(envelope: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(envelope);
    let (declaration, rest) = text.split_once("?>\n").unwrap_or(("", &text));
    let end = if declaration.is_empty() { "" } else { "?>" };
    format!("{declaration}{end}{}", rest.replace('\n', "&#10;")).into_bytes()
}
