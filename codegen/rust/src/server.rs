// SPDX-License-Identifier: EUPL-1.2
//! Writes what serves: `service.rs`, `grpc.rs`, `lib.rs`, `main.rs`.

use fachwerk_mapping::{Mapping, Operation, OperationId, Service};

use crate::layout::{Code, Doc, literal};
use crate::lists;
use crate::names::{Services, variants};
use crate::shape::Plan;

/// Services with operations: index, service.
pub(crate) fn services(mapping: &Mapping) -> impl Iterator<Item = (usize, &Service)> {
    mapping.services.iter().enumerate().filter(|(_, service)| !service.operations.is_empty())
}

/// The problem type of a declared fault, `urn:fachwerk:fault:<service>:<operation>:<fault>` (RFC 8141, with
/// characters other than unreserved ones encoded).
pub(crate) fn fault_type(mapping: &Mapping, operation: &Operation, fault: &str) -> String {
    let service = &mapping.services[operation.service].name;
    let parts = [service.as_str(), &operation.name, fault].map(|part| encoded(part, b"-._~"));
    format!("urn:fachwerk:fault:{}", parts.join(":"))
}

/// Percent-encoded but for letters, digits and these.
pub(crate) fn encoded(text: &str, unreserved: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || unreserved.contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The full protobuf name of a message.
pub(crate) fn message_name(mapping: &Mapping, name: &str) -> String {
    if mapping.package.is_empty() { name.to_owned() } else { format!("{}.{name}", mapping.package) }
}

/// The path of a gRPC method.
pub(crate) fn method_path(mapping: &Mapping, operation: &Operation) -> String {
    let service = &mapping.services[operation.service].rpc_name;
    format!("/{}/{}", message_name(mapping, service), operation.rpc_name)
}

/// `service.rs`.
pub(crate) fn service(plan: &Plan<'_>, names: &Services) -> String {
    let mapping = plan.mapping;
    let mut body = Code::default();
    for (index, service) in services(mapping) {
        body.blank();
        body.docs(service.documentation.as_deref().map(Doc::Text));
        body.open(&format!("pub trait {}: Send + Sync + 'static {{", names.traits[index]));
        for (position, id) in service.operations.iter().enumerate() {
            if position > 0 {
                body.blank();
            }
            method(plan, names, *id, &mut body);
        }
        body.close("}");
        for id in &service.operations {
            faults(plan, names, *id, &mut body);
        }
    }
    let body = body.finish();
    let mut head = "//! What a replacement has to do: a trait for each service, with a method for each operation. A method that is\n\
         //! not written answers that it is not implemented.\n\n"
        .to_owned();
    if body.contains("pub enum") {
        head.pop();
        head.push_str(
            "#![allow(\n    clippy::large_enum_variant,\n    reason = \"faults are as large as the contract has them\"\n)]\n\n",
        );
    }
    if body.contains(", Infallible>") {
        head.push_str("use std::convert::Infallible;\n");
    }
    head.push_str("use std::future::ready;\n\n");
    if body.contains("DeclaredFault") {
        head.push_str("use crate::failure::{Answer, Context, DeclaredFault, Failure};\n");
        head.push_str(
            "use crate::problem::Detail;\nuse crate::wire::encode;\nuse crate::{json, messages, types};\n",
        );
    } else {
        head.push_str("use crate::failure::{Answer, Context, Failure};\nuse crate::types;\n");
    }
    head + &body
}

fn method(plan: &Plan<'_>, names: &Services, id: OperationId, code: &mut Code) {
    let operation = plan.mapping.operation(id);
    let faults = if operation.faults.is_empty() {
        None
    } else {
        let listed: Vec<String> = operation.faults.iter().map(|fault| format!("`{}`", fault.name)).collect();
        Some(format!("Declared faults: {}.", listed.join(", ")))
    };
    let one_way =
        operation.output.is_none().then_some("One-way: callers are told that the message was taken.");
    let said = operation.documentation.as_deref().map(Doc::Text);
    code.docs(said.into_iter().chain(faults.as_deref().map(Doc::Markdown)).chain(one_way.map(Doc::Markdown)));
    let (input, output) = signature(plan, operation);
    let fault = &names.faults[id.0 as usize];
    code.function(
        &format!("fn {}", names.methods[id.0 as usize]),
        &["&self", "context: Context", &format!("input: {input}")],
        &format!(" -> impl Future<Output = Answer<{output}, {fault}>> + Send"),
    );
    code.line("let _ = (context, input);");
    code.call("let failure = Failure::not_implemented", &[&literal(&operation.name)], ";");
    code.line("ready(Err(failure))");
    code.close("}");
}

/// Types of input and output.
pub(crate) fn signature(plan: &Plan<'_>, operation: &Operation) -> (String, String) {
    let name = |shape: &fachwerk_mapping::MessageShape| {
        format!("types::{}", plan.names.structs[shape.root.0 as usize])
    };
    (name(&operation.input), operation.output.as_ref().map_or_else(|| "()".to_owned(), name))
}

/// Identifiers of the faults of an operation.
pub(crate) fn fault_variants(operation: &Operation) -> Vec<String> {
    variants(operation.faults.iter().map(|fault| fault.name.as_str()))
}

fn faults(plan: &Plan<'_>, names: &Services, id: OperationId, code: &mut Code) {
    let mapping = plan.mapping;
    let operation = mapping.operation(id);
    if operation.faults.is_empty() {
        return;
    }
    let name = &names.faults[id.0 as usize];
    let identifiers = fault_variants(operation);
    let kind = |index: usize| &plan.names.structs[operation.faults[index].message.root.0 as usize];
    code.blank();
    code.docs([Doc::Markdown(&format!("The faults that `{}` declares.", operation.name))]);
    code.line("#[derive(Debug, Clone, PartialEq)]");
    code.open(&format!("pub enum {name} {{"));
    for (index, (fault, identifier)) in operation.faults.iter().zip(&identifiers).enumerate() {
        code.docs(fault.documentation.as_deref().map(Doc::Text));
        code.variant(identifier, &format!("types::{}", kind(index)));
    }
    code.close("}");
    code.blank();
    code.implement("impl DeclaredFault", name);
    code.open("fn into_detail(self) -> serde_json::Result<Detail> {");
    code.open("Ok(match self {");
    for (index, (fault, identifier)) in operation.faults.iter().zip(&identifiers).enumerate() {
        let message = message_name(mapping, &mapping.structure(fault.message.root).name);
        code.literal(
            &format!("Self::{identifier}(fault) => Detail"),
            &[
                format!("name: {}", literal(&fault.name)),
                format!("problem_type: {}", literal(&fault_type(mapping, operation, &fault.name))),
                format!("status: {}", fault.status),
                format!("service: {}", literal(&mapping.services[operation.service].name)),
                "json: json::written(&fault)?".to_owned(),
                format!("message: {}", literal(&message)),
                format!("protobuf: encode::<messages::{}, _>(fault)", kind(index)),
            ],
            ",",
        );
    }
    code.close("})");
    code.close("}");
    code.close("}");
}

/// `grpc.rs`.
pub(crate) fn grpc(plan: &Plan<'_>, names: &Services) -> String {
    let mapping = plan.mapping;
    let mut body = Code::default();
    body.blank();
    body.open("methods! {");
    for (index, service) in services(mapping) {
        body.line(&format!("/// The methods of `{}`.", service.name));
        body.open(&format!("{} for {} {{", names.functions[index], names.traits[index]));
        for id in &service.operations {
            let operation = mapping.operation(*id);
            let message = |shape: &fachwerk_mapping::MessageShape| {
                format!("messages::{}", plan.names.structs[shape.root.0 as usize])
            };
            let output = operation.output.as_ref().map_or_else(|| "Empty".to_owned(), message);
            let path = literal(&method_path(mapping, operation));
            let method = &names.methods[id.0 as usize];
            body.line(&format!("{path} => {method}({}) -> {output};", message(&operation.input)));
        }
        body.close("}");
    }
    body.close("}");
    let body = body.finish();
    let uses = if body.contains("-> Empty;") { "{Empty, methods}" } else { "methods" };
    let lists = lists::write(plan, names);
    let (types, macros) = if lists.is_empty() {
        ("use crate::messages;\n", String::new())
    } else {
        ("use crate::streaming::lists;\n", "use crate::{messages, types};\n".to_owned())
    };
    format!(
        "//! The gRPC facade: a route for each method.\n\n{types}use crate::unary::{uses};\n{macros}{body}{lists}"
    )
}

/// `lib.rs`.
pub(crate) fn library(mapping: &Mapping, names: &Services, source: &str) -> String {
    let mut code = Code::new("");
    code.line("//! A replacement of the service behind the facade: the same REST and gRPC, without SOAP.");
    code.line("//!");
    code.line(&format!("//! Generated by fachwerk from {source}: `main.rs` and `Cargo.toml` are yours, the rest is written anew"));
    code.line(
        "//! when the contract changes. Implement the traits in [`service`], and serve them with [`app`].",
    );
    code.blank();
    code.line("mod convert;");
    for module in [
        "exchange",
        "failure",
        "grpc",
        "json",
        "messages",
        "parameters",
        "problem",
        "rest",
        "service",
        "status",
        "types",
        "unary",
        "values",
        "wire",
    ] {
        if module == "types" && lists::any(mapping) {
            code.line("pub mod streaming;");
        }
        code.line(&format!("pub mod {module};"));
    }
    code.blank();
    code.line("use std::sync::Arc;");
    code.blank();
    code.line("use axum::Router;");
    code.blank();
    code.line("/// Both facades of a service, and problem documents for what is not there.");
    let traits: Vec<String> =
        services(mapping).map(|(i, _)| format!("service::{}", names.traits[i])).collect();
    if let [one] = traits.as_slice() {
        code.open(&format!("pub fn app<S: {one}>(service: S) -> Router {{"));
    } else {
        code.line("pub fn app<S>(service: S) -> Router");
        code.line("where");
        for bound in &traits {
            code.line(&format!("    S: {bound},"));
        }
        code.open("{");
    }
    code.line("let service = Arc::new(service);");
    code.line("let mut router = Router::new();");
    for (index, service) in services(mapping) {
        let function = &names.functions[index];
        code.line(&format!("router = router.merge(rest::{function}(&service));"));
        code.line(&format!("router = router.merge(grpc::{function}(&service));"));
        if lists::of(mapping, service).next().is_some() {
            let function = lists::function(names, index);
            code.line(&format!("router = router.merge(grpc::{function}(&service));"));
        }
    }
    code.line("exchange::with_fallback(router)");
    code.close("}");
    code.finish()
}

/// `main.rs`.
pub(crate) fn program(mapping: &Mapping, names: &Services, head: &str, name: &str) -> String {
    let mut code = Code::new(head);
    code.blank();
    code.line(&format!("use {}::{{app, service}};", name.replace('-', "_")));
    code.blank();
    code.line("/// The replacement.");
    code.line("struct Replacement;");
    for (index, _) in services(mapping) {
        code.blank();
        code.line(&format!("impl service::{} for Replacement {{}}", names.traits[index]));
    }
    code.blank();
    code.line("#[tokio::main]");
    code.open("async fn main() -> Result<(), Box<dyn Error>> {");
    code.line("let address = std::env::var(\"LISTEN\").unwrap_or_else(|_| \"127.0.0.1:8082\".to_owned());");
    code.line("let listener = TcpListener::bind(address.parse::<SocketAddr>()?).await?;");
    code.line("println!(\"listening on {}\", listener.local_addr()?);");
    code.line("let server = axum::serve(listener, app(Replacement));");
    code.line("server.with_graceful_shutdown(stop()).await?;");
    code.line("Ok(())");
    code.close("}");
    code.blank();
    code.line("async fn stop() {");
    code.line("    // Without a signal there is nothing to wait for.");
    code.line("    let _ = tokio::signal::ctrl_c().await;");
    code.line("}");
    code.finish()
}
