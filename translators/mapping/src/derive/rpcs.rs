// SPDX-License-Identifier: EUPL-1.2
//! Names of services, methods and their messages in protobuf, when everything else has its name.
//!
//! They follow buf's rules `SERVICE_SUFFIX`, `RPC_REQUEST_STANDARD_NAME`, `RPC_RESPONSE_STANDARD_NAME` and
//! `RPC_REQUEST_RESPONSE_UNIQUE`: a method can get a field of its own later without touching another's.

use std::collections::HashSet;

use super::Builder;
use crate::lock::{LockedMethod, LockedStream};
use crate::naming::{Names, type_name};

/// What generators of Go, Java, Kotlin and Python name after a service, in the scope of its messages.
const COMPANIONS: [(&str, &str); 8] = [
    ("", "Client"),
    ("", "Server"),
    ("", "Grpc"),
    ("", "Stub"),
    ("New", "Client"),
    ("Register", "Server"),
    ("Unimplemented", "Server"),
    ("Unsafe", "Server"),
];

/// Names in the scope of the package.
struct Scope {
    components: HashSet<String>,
    given: HashSet<String>,
}

impl Scope {
    fn is_free(&self, name: &str) -> bool {
        !self.components.contains(name) && !self.given.contains(name)
    }

    fn service(&mut self, wanted: &str) -> String {
        let stem = wanted.strip_suffix("Service").unwrap_or(wanted);
        let mut number = 1;
        loop {
            let name = match number {
                1 => format!("{stem}Service"),
                _ => format!("{stem}{number}Service"),
            };
            let free = |(before, after): &(&str, &str)| self.is_free(&format!("{before}{name}{after}"));
            if self.is_free(&name) && COMPANIONS.iter().all(free) {
                self.given.insert(name.clone());
                return name;
            }
            number += 1;
        }
    }

    /// A message of one method. The object that it stands for may have its name already.
    fn message(&mut self, service: &str, method: &str, role: &str, object: Option<&str>) -> String {
        let short = format!("{method}{role}");
        let long = format!("{service}{method}{role}");
        let mut number = 1;
        loop {
            let name = match number {
                1 => short.clone(),
                2 => long.clone(),
                _ => format!("{long}{}", number - 1),
            };
            let own = object == Some(name.as_str()) && !self.given.contains(&name);
            if own || self.is_free(&name) {
                self.given.insert(name.clone());
                return name;
            }
            number += 1;
        }
    }
}

impl Builder<'_> {
    pub(super) fn name_rpcs(&mut self) {
        let mapping = &self.mapping;
        let objects = mapping.structs.iter().map(|s| &s.name).chain(mapping.families.iter().map(|f| &f.name));
        let locked = (self.old.structs.values().chain(self.old.families.values()).map(|s| &s.name))
            .chain(self.old.enumerations.values().map(|e| &e.name));
        let components = objects
            .chain(mapping.scalars.iter().filter_map(|s| s.name.as_ref()))
            .chain(locked)
            .cloned()
            .collect();
        let mut scope = Scope { components, given: HashSet::new() };
        for service in self.old.services.values().filter(|s| !s.rpc.is_empty()) {
            scope.given.insert(service.rpc.clone());
            scope.given.extend(service.methods.values().flat_map(LockedMethod::messages).map(str::to_owned));
        }
        let services = 0..self.mapping.services.len();
        let methods: Vec<Names> = services.map(|index| self.name_service(index, &mut scope)).collect();
        // Twins come last: they never take the name of an operation.
        for (index, mut methods) in methods.into_iter().enumerate() {
            self.name_streams(index, &mut methods, &mut scope);
        }
    }

    fn name_service(&mut self, index: usize, scope: &mut Scope) -> Names {
        let service = &self.mapping.services[index];
        let key = service.source.to_string();
        let old = self.old.services.get(&key);
        let name = match old {
            Some(locked) if !locked.rpc.is_empty() => locked.rpc.clone(),
            _ => scope.service(&type_name(&service.name)),
        };
        let mut methods = Names::ignoring_case();
        for name in old.into_iter().flat_map(|s| s.methods.values()).flat_map(LockedMethod::names) {
            methods.reserve(name);
        }
        let entry = self.lock.services.entry(key).or_default();
        entry.rpc.clone_from(&name);
        for id in &service.operations {
            let operation = &mut self.mapping.operations[id.0 as usize];
            let input = &self.mapping.structs[operation.input.root.0 as usize].name;
            let output =
                operation.output.as_ref().map(|o| self.mapping.structs[o.root.0 as usize].name.as_str());
            // Without a name it was taken back, because the operation got another one.
            let locked = old.and_then(|s| s.methods.get(&operation.key)).filter(|m| !m.name.is_empty());
            let method = match locked {
                Some(locked) => locked.clone(),
                None => {
                    let method = methods.take(&type_name(&operation.name));
                    LockedMethod {
                        request: scope.message(&name, &method, "Request", Some(input)),
                        response: scope.message(&name, &method, "Response", output),
                        name: method,
                        ..LockedMethod::default()
                    }
                }
            };
            operation.rpc_name.clone_from(&method.name);
            operation.rpc_request.clone_from(&method.request);
            operation.rpc_response.clone_from(&method.response);
            let input = entry.methods.get(&operation.key).map(|m| m.input.clone()).unwrap_or_default();
            entry.methods.insert(operation.key.clone(), LockedMethod { input, ..method });
        }
        self.mapping.services[index].rpc_name = name;
        methods
    }

    fn name_streams(&mut self, index: usize, methods: &mut Names, scope: &mut Scope) {
        let service = &self.mapping.services[index];
        let key = service.source.to_string();
        let entry = self.lock.services.entry(key).or_default();
        for id in &service.operations {
            let operation = &mut self.mapping.operations[id.0 as usize];
            let Some(method) = entry.methods.get_mut(&operation.key) else { continue };
            if let Some(chunked) = &mut operation.chunked {
                let names = method.chunked.get_or_insert_with(|| {
                    let name = methods.take(&format!("{}Chunked", operation.rpc_name));
                    LockedStream {
                        request: scope.message(&service.rpc_name, &name, "Request", None),
                        response: scope.message(&service.rpc_name, &name, "Response", None),
                        name,
                    }
                });
                chunked.rpc_name.clone_from(&names.name);
                chunked.rpc_request.clone_from(&names.request);
                chunked.rpc_response.clone_from(&names.response);
            }
            let Some(stream) = &mut operation.stream else { continue };
            let names = method.stream.get_or_insert_with(|| {
                let name = methods.take(&format!("{}Stream", operation.rpc_name));
                let item = &self.mapping.structs[stream.item.0 as usize].name;
                LockedStream {
                    request: scope.message(&service.rpc_name, &name, "Request", None),
                    response: scope.message(&service.rpc_name, &name, "Response", Some(item)),
                    name,
                }
            });
            stream.rpc_name.clone_from(&names.name);
            stream.rpc_request.clone_from(&names.request);
            stream.rpc_response.clone_from(&names.response);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_package_are_held_apart() {
        let components = ["FooService", "BarServiceClient", "GetRequest", "PutRequest"].map(str::to_owned);
        let mut scope = Scope { components: HashSet::from(components), given: HashSet::new() };
        assert_eq!(scope.service("Foo"), "Foo2Service");
        assert_eq!(scope.service("BarService"), "Bar2Service");
        assert_eq!(scope.message("XService", "Get", "Request", Some("GetRequest")), "GetRequest");
        assert_eq!(scope.message("YService", "Get", "Request", Some("GetRequest")), "YServiceGetRequest");
        assert_eq!(scope.message("YService", "Put", "Request", Some("Put")), "YServicePutRequest");
        assert_eq!(scope.message("YService", "Put", "Response", None), "PutResponse");
    }
}
