// SPDX-License-Identifier: EUPL-1.2
//! The sample's facade, generated once for all tests, and what it says of itself.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, MethodDescriptor, SerializeOptions};
use serde_json::Value;

use super::{cli, sample_wsdl};

/// A directory written by `fachwerk generate`, with its descriptors loaded by an implementation that is not ours.
pub(crate) struct Facade {
    pub(crate) path: PathBuf,
    pub(crate) report: Value,
    pub(crate) pool: DescriptorPool,
}

/// The sample's.
pub(crate) fn melderegister() -> &'static Facade {
    static FACADE: OnceLock<Facade> = OnceLock::new();
    FACADE.get_or_init(|| {
        let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
        sweep(base);
        let path = base.join(format!("facade-{}", std::process::id()));
        generate(&sample_wsdl("melderegister.wsdl"), &path)
    })
}

/// Generate from a file into a directory.
pub(crate) fn generate(input: &Path, out: &Path) -> Facade {
    cli::fachwerk(&["generate".as_ref(), input.as_os_str(), "--out".as_ref(), out.as_os_str()]).fine();
    Facade::load(out)
}

/// Runs that were killed leave their directory behind.
fn sweep(base: &Path) {
    let old = SystemTime::now() - Duration::from_hours(1);
    for entry in std::fs::read_dir(base).into_iter().flatten().flatten() {
        let facade = entry.file_name().to_string_lossy().starts_with("facade-");
        let stale = entry.metadata().and_then(|data| data.modified()).is_ok_and(|changed| changed < old);
        if facade && stale {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

impl Facade {
    fn load(path: &Path) -> Self {
        let read =
            |name: &str| std::fs::read(path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let report = serde_json::from_slice(&read("report.json")).expect("report.json is JSON");
        let pool = DescriptorPool::decode(read("descriptor.binpb").as_slice()).expect("descriptor.binpb");
        Self { path: path.to_owned(), report, pool }
    }

    /// What the report says of an operation.
    pub(crate) fn operation(&self, name: &str) -> &Value {
        let services = self.report["services"].as_array().expect("services");
        services
            .iter()
            .flat_map(|service| service["operations"].as_array().expect("operations"))
            .find(|operation| operation["name"] == name)
            .unwrap_or_else(|| panic!("report.json does not name {name}"))
    }

    /// REST path of an operation.
    pub(crate) fn rest_path(&self, operation: &str) -> String {
        let rest = self.operation(operation)["rest"].as_str().expect("rest").to_owned();
        rest.strip_prefix("POST ").expect("every operation is a POST").to_owned()
    }

    /// gRPC path of an operation, `/package.Service/Method`.
    pub(crate) fn grpc_path(&self, operation: &str) -> String {
        format!("/{}", self.operation(operation)["grpc"].as_str().expect("grpc"))
    }

    /// The method in the descriptors.
    pub(crate) fn method(&self, operation: &str) -> MethodDescriptor {
        self.method_at(&self.grpc_path(operation))
    }

    /// The method of a gRPC path.
    pub(crate) fn method_at(&self, path: &str) -> MethodDescriptor {
        let (service, method) = path[1..].split_once('/').expect("/service/method");
        let service =
            self.pool.get_service_by_name(service).unwrap_or_else(|| panic!("no service {service}"));
        service.methods().find(|found| found.name() == method).unwrap_or_else(|| panic!("no method {method}"))
    }
}

/// A message from protobuf's own JSON form (fields may have their .proto names).
pub(crate) fn message(descriptor: MessageDescriptor, json: &Value) -> DynamicMessage {
    DynamicMessage::deserialize(descriptor, json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// A message in protobuf's own JSON form, with .proto names and without defaults.
pub(crate) fn to_json(message: &DynamicMessage) -> Value {
    let options = SerializeOptions::new().use_proto_field_name(true).stringify_64_bit_integers(false);
    message.serialize_with_options(serde_json::value::Serializer, &options).expect("JSON")
}
