// SPDX-License-Identifier: EUPL-1.2
//! Writes `tests/conformance.rs`, and chooses the sample messages that go with it.

use std::collections::BTreeSet;

use fachwerk_mapping::naming::{Names as Taken, snake};
use fachwerk_mapping::{Mapping, MessageRole, Operation, OperationId};

use crate::layout::{Code, literal};
use crate::names::Services;
use crate::routes::{location, parameters, path, status, times};
use crate::server::{fault_type, fault_variants, message_name, method_path, services, signature};
use crate::shape::Plan;
use crate::{Samples, Unsampled};

/// Samples of each message.
const SAMPLES: u64 = 3;

/// Messages that have samples, and their files.
pub(crate) struct Messages {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) missing: Vec<Unsampled>,
    sampled: BTreeSet<(OperationId, String)>,
}

/// `input`, `output` or `fault.NAME`.
fn role_name(operation: &Operation, role: MessageRole) -> String {
    match role {
        MessageRole::Input => "input".to_owned(),
        MessageRole::Output => "output".to_owned(),
        MessageRole::Fault(index) => format!("fault.{}", operation.faults[index].name),
    }
}

fn call_name(mapping: &Mapping, operation: &Operation) -> String {
    format!("{}.{}", mapping.services[operation.service].name, operation.name)
}

impl Messages {
    pub(crate) fn new(mapping: &Mapping, samples: Samples<'_>) -> Self {
        let mut messages = Self { files: Vec::new(), missing: Vec::new(), sampled: BTreeSet::new() };
        for (index, operation) in mapping.operations.iter().enumerate() {
            let id = OperationId(index as u32);
            let output = operation.output.as_ref().map(|_| MessageRole::Output);
            let faults = (0..operation.faults.len()).map(MessageRole::Fault);
            for role in std::iter::once(MessageRole::Input).chain(output).chain(faults) {
                messages.add(mapping, id, role, samples);
            }
        }
        messages
    }

    fn add(&mut self, mapping: &Mapping, id: OperationId, role: MessageRole, samples: Samples<'_>) {
        let operation = mapping.operation(id);
        let name = role_name(operation, role);
        for number in 1..=SAMPLES {
            let Some(sample) = samples(id, role, number) else {
                if number == 1 {
                    self.missing.push(Unsampled { operation: id, message: name.replace('.', ":") });
                }
                return;
            };
            self.sampled.insert((id, name.clone()));
            let path = format!("tests/messages/{}.{name}.{number}", call_name(mapping, operation));
            self.files.push((format!("{path}.json"), sample.json));
            self.files.push((format!("{path}.binpb"), sample.protobuf));
        }
    }

    fn has(&self, id: OperationId, name: &str) -> bool {
        self.sampled.contains(&(id, name.to_owned()))
    }
}

pub(crate) fn write(plan: &Plan<'_>, names: &Services, messages: &Messages, head: &str) -> String {
    let mapping = plan.mapping;
    let mut code = Code::new(head);
    for (index, service) in services(mapping) {
        code.blank();
        code.implement(&format!("impl service::{}", names.traits[index]), "Echo");
        for (position, id) in service.operations.iter().enumerate() {
            if position > 0 {
                code.blank();
            }
            echo(plan, names, *id, &mut code);
        }
        code.close("}");
    }
    let mut taken = Taken::default();
    for (_, service) in services(mapping) {
        for id in &service.operations {
            let wanted = format!("{}_{}", snake(&service.name), snake(&mapping.operation(*id).name));
            test(plan, messages, *id, &taken.take_with(&wanted, "_"), &mut code);
        }
    }
    code.finish()
}

fn echo(plan: &Plan<'_>, names: &Services, id: OperationId, code: &mut Code) {
    let operation = plan.mapping.operation(id);
    let (input, output) = signature(plan, operation);
    let faults = &names.faults[id.0 as usize];
    let fault = if operation.faults.is_empty() {
        "std::convert::Infallible".to_owned()
    } else {
        format!("service::{faults}")
    };
    code.function(
        &format!("async fn {}", names.methods[id.0 as usize]),
        &["&self", "context: Context", &format!("input: {input}")],
        &format!(" -> Answer<{output}, {fault}>"),
    );
    code.line("self.note(&input);");
    let call = literal(&call_name(plan.mapping, operation));
    let answer = if operation.output.is_some() {
        code.line(&format!("let call = {call};"));
        "Ok(answer(call, &context))"
    } else if operation.faults.is_empty() {
        code.line("let _ = context;");
        "Ok(())"
    } else {
        code.line(&format!("let call = {call};"));
        "Ok(())"
    };
    for (declared, identifier) in operation.faults.iter().zip(fault_variants(operation)) {
        code.open(&format!(
            "if asked(&context) == percent_encode({}) {{",
            literal(&format!("fault.{}", declared.name))
        ));
        code.assign("let fault", &format!("service::{faults}::{identifier}(answer(call, &context))"));
        code.line("return Err(Failure::fault(fault, \"as asked\"));");
        code.close("}");
    }
    code.line(answer);
    code.close("}");
}

fn test(plan: &Plan<'_>, messages: &Messages, id: OperationId, name: &str, code: &mut Code) {
    let mapping = plan.mapping;
    let operation = mapping.operation(id);
    code.blank();
    code.line("#[tokio::test]");
    code.open(&format!("async fn {name}() {{"));
    let parameters = parameters(operation);
    if !parameters.is_empty() {
        let told = parameters.iter().map(|parameter| {
            [
                format!("Location::{}", location(parameter)),
                format!("Times::{}", times(mapping, parameter)),
                literal(&parameter.name),
                literal(&parameter.pointer),
            ]
        });
        code.tuples("let parameters = &", &told.collect::<Vec<_>>(), ";");
    }
    let fields = [
        format!("name: {}", literal(&call_name(mapping, operation))),
        format!("method: {}", literal(&operation.method)),
        format!("rest: {}", literal(&path(operation))),
        (if parameters.is_empty() { "parameters: &[]" } else { "parameters" }).to_owned(),
        format!("status: StatusCode::{}", status(operation)),
        format!("grpc: {}", literal(&method_path(mapping, operation))),
    ];
    code.literal("let call = Call", &fields, ";");
    let kind = |shape: &fachwerk_mapping::MessageShape| &plan.names.structs[shape.root.0 as usize];
    let survives = |code: &mut Code, message: &str, kind: &str| {
        let kinds = [format!("types::{kind}"), format!("messages::{kind}")];
        code.generic_call("survives", &kinds, &["call.name", &literal(message)], ";");
    };
    let input = messages.has(id, "input");
    if input {
        survives(code, "input", kind(&operation.input));
        code.line("call.refuses().await;");
    }
    match &operation.output {
        Some(output) if messages.has(id, "output") => {
            survives(code, "output", kind(output));
            if input {
                code.awaited(&format!("call.answers::<messages::{}>()", kind(output)));
            }
        }
        None if input => code.line("call.accepts().await;"),
        _ => {}
    }
    for fault in &operation.faults {
        let message = format!("fault.{}", fault.name);
        if !messages.has(id, &message) {
            continue;
        }
        survives(code, &message, kind(&fault.message));
        if input {
            let full = message_name(mapping, &mapping.structure(fault.message.root).name);
            let problem_type = literal(&fault_type(mapping, operation, &fault.name));
            let status = fault.status.to_string();
            code.call(
                "call.fails",
                &[&literal(&fault.name), &status, &problem_type, &literal(&full)],
                ".await;",
            );
        }
    }
    code.close("}");
}
