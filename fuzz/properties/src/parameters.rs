// SPDX-License-Identifier: EUPL-1.2
use std::sync::LazyLock;

use fachwerk_json::JsonWriter;
use fachwerk_mapping::{Lock, Mapping, Operation, RestStyle, Segment, derive, segments};
use fachwerk_message::value::Patterns;
use fachwerk_message::{Limits, Recorded, Recorder, Result};
use fachwerk_parameters::{Given, Merge, Parameters, Request, Split};
use fachwerk_rest::{Overrides, plan};
use fachwerk_wsdl::{Input, Memory, Options};

struct Shaped {
    mapping: Mapping,
    patterns: Patterns,
    operations: Vec<(usize, Parameters)>,
}

/// The sample's contract in the resource style: parameters in paths and queries.
static SHAPED: LazyLock<Shaped> = LazyLock::new(|| {
    let files = Memory::from_iter([
        ("melderegister.wsdl", include_str!("../../../samples/melderegister/wsdl/melderegister.wsdl")),
        ("melderegister.xsd", include_str!("../../../samples/melderegister/wsdl/melderegister.xsd")),
        ("basistypen.xsd", include_str!("../../../samples/melderegister/wsdl/basistypen.xsd")),
    ]);
    let outcome = fachwerk_wsdl::read(&Input::new("melderegister.wsdl", files), &Options::default());
    let (mut mapping, lock, _) = derive(&outcome.contract.expect("a contract"), &Lock::new());
    plan(&mut mapping, RestStyle::Resource, &Overrides::default(), &lock);
    let patterns = Patterns::new(&mapping);
    let operations: Vec<_> = mapping
        .operations
        .iter()
        .enumerate()
        .filter(|(_, operation)| !operation.parameters.is_empty())
        .map(|(index, operation)| (index, Parameters::new(&mapping, operation)))
        .collect();
    assert!(operations.len() > 2, "operations with parameters");
    Shaped { mapping, patterns, operations }
});

/// The parameters of a request: what is read from a target, a header and a body is the same after it was sent again. The
/// first byte chooses the operation; up to the first line feed the target, up to the second the value of every header,
/// then the body.
pub fn parameters(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let mut lines = rest.splitn(3, |byte| *byte == b'\n');
    let (Some(target), header) = (lines.next(), lines.next().unwrap_or_default()) else { return };
    let body = lines.next().filter(|body| !body.is_empty()).unwrap_or(b"{}");
    let Ok(target) = std::str::from_utf8(target) else { return };
    let (index, parameters) = &SHAPED.operations[usize::from(*choice) % SHAPED.operations.len()];
    let operation = &SHAPED.mapping.operations[*index];
    let read = |target: &str, header: &dyn Fn(&str) -> Vec<Vec<u8>>, body: &[u8]| {
        receive(operation, parameters, target, header, body)
    };
    let headers = |_: &str| if header.is_empty() { Vec::new() } else { vec![header.to_vec()] };
    let Some(Ok((_, message))) = read(target, &headers, body) else { return };
    let mut split = Split::new(&SHAPED.mapping, parameters, JsonWriter::new(&SHAPED.mapping, Vec::new()));
    let Ok(()) = message.replay(&mut split) else { return };
    let (writer, given) = split.finish();
    let Ok(body) = writer.finish() else { return };
    // An empty value cannot be said in a path.
    let Some(target) = given.target(operation) else { return };
    assert!(target.bytes().all(|byte| byte.is_ascii_graphic()), "{target}");
    let sent = given.headers(operation);
    let headers = |name: &str| {
        sent.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone().into_bytes()).collect()
    };
    let (again, found) = read(&target, &headers, &body).expect("a path").unwrap_or_else(|error| {
        panic!("{error} of {target} and {}", String::from_utf8_lossy(&body));
    });
    assert_eq!(found, message, "{target} and {}", String::from_utf8_lossy(&body));
    assert_eq!(again.target(operation).as_deref(), Some(target.as_str()));
}

type Read = Result<(Given, Recorded)>;

/// `None` where the target is not one of this operation.
fn receive(
    operation: &Operation,
    parameters: &Parameters,
    target: &str,
    header: &dyn Fn(&str) -> Vec<Vec<u8>>,
    body: &[u8],
) -> Option<Read> {
    let mapping = &SHAPED.mapping;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let template = segments(&operation.path).expect("a path");
    let values: Vec<&str> = path
        .split('/')
        .skip(1)
        .zip(&template)
        .filter(|(_, segment)| matches!(segment, Segment::Template(_)))
        .map(|(value, _)| value)
        .collect();
    let wanted = template.iter().filter(|segment| matches!(segment, Segment::Template(_))).count();
    // The router gives no operation an empty segment.
    if values.len() != wanted || values.iter().any(|value| value.is_empty()) {
        return None;
    }
    let limits = Limits { max_bytes: 1 << 20, max_text_bytes: 1 << 16, ..Limits::default() };
    let fields = |name: &str| header(name);
    let owned: Vec<(String, Vec<Vec<u8>>)> =
        parameters.list().iter().map(|p| (p.name.clone(), fields(&p.name))).collect();
    let header = |name: &str| {
        let values = owned.iter().find(|(n, _)| n == name).map(|(_, values)| values.as_slice());
        values.unwrap_or_default().iter().map(Vec::as_slice).collect()
    };
    let request = Request { segments: &values, query, header: &header, enforce: true };
    let given = parameters.read(mapping, &SHAPED.patterns, &limits, &request).ok()?;
    let mut merge = Merge::new(mapping, parameters, &given, Recorder::new());
    let read = fachwerk_json::read(mapping, operation.input.root, body, &limits, &mut merge);
    let message = read.map(|()| merge.into_inner().finish().normalised(mapping));
    Some(message.map(|message| (given, message)))
}
