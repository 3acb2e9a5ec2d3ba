// SPDX-License-Identifier: EUPL-1.2
//! What a person sees in a browser.

use std::sync::Arc;

use fachwerk_pages::{ASSETS, Facade, Link, Operation, PREFIX};

use super::Served;
use super::paths::Paths;
use super::snapshot::Target;
use crate::load::LoadError;
use crate::outcome::message_name;

pub(super) const HTML: &str = "text/html; charset=utf-8";

/// Serve the list of facades at `/`, and a console for each.
pub(super) fn add(paths: &mut Paths, facades: &[Arc<Served>]) -> Result<(), LoadError> {
    const OWNER: &str = "the proxy itself";
    let pages: Vec<Facade> = facades.iter().map(|served| page(served)).collect();
    paths.add("/", Target::Document(fachwerk_pages::index(&pages).into(), HTML), OWNER)?;
    for (number, page) in pages.iter().enumerate() {
        let console = Target::Document(fachwerk_pages::console(page).into(), HTML);
        paths.add(&format!("{PREFIX}console/{number}"), console, OWNER)?;
    }
    for name in ASSETS {
        paths.add(&format!("{PREFIX}assets/{name}"), Target::Asset(name), OWNER)?;
    }
    Ok(())
}

fn page(served: &Served) -> Facade {
    let mapping = served.facade.mapping();
    let base = &served.config.base_path;
    let names: Vec<&str> = mapping.services.iter().map(|service| service.name.as_str()).collect();
    let mut links = vec![
        Link { name: "OpenAPI (YAML)".to_owned(), path: format!("{base}/openapi.yaml") },
        Link { name: "OpenAPI (JSON)".to_owned(), path: format!("{base}/openapi.json") },
        Link { name: "descriptors (protobuf)".to_owned(), path: format!("{base}/descriptor.binpb") },
    ];
    let soap = &served.config.soap_path;
    for name in if soap.is_shared() { &names[..names.len().min(1)] } else { &names[..] } {
        let told =
            if names.len() > 1 && !soap.is_shared() { format!("WSDL of {name}") } else { "WSDL".to_owned() };
        links.push(Link { name: told, path: format!("{}?wsdl", soap.of(name)) });
    }
    let operations = mapping.operations.iter().map(|operation| {
        let service = mapping.services.get(operation.service);
        let service = service.map(|service| message_name(mapping, &service.rpc_name)).unwrap_or_default();
        Operation {
            name: operation.name.clone(),
            rest: format!("{} {base}{}", operation.method, operation.path),
            grpc: format!("{service}/{}", operation.rpc_name),
        }
    });
    Facade {
        name: names.join(", "),
        description: String::new(),
        document: format!("{base}/openapi.json"),
        links,
        operations: operations.collect(),
    }
}
