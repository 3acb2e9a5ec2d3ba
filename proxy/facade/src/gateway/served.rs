// SPDX-License-Identifier: EUPL-1.2
//! One facade as it is configured.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use fachwerk_config::{Check, Checks, SoapChoice};
use fachwerk_contract::service::{EffectClass, Protocol};
use fachwerk_edge::{Limits as UpstreamLimits, OnDisconnect, Upstream, UpstreamClient};
use fachwerk_mapping::{HttpBinding, HttpInput, Mapping, Operation, OperationBinding, OperationId};
use fachwerk_message::Limits;
use fachwerk_soap::OperationIndex;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use crate::backend::Legacy;
use crate::load::{Facade, LoadError};
use crate::translate::{Rule, Wire};

/// One facade as it is configured.
#[derive(Debug)]
pub(crate) struct Served {
    pub(crate) facade: Arc<Facade>,
    pub(crate) config: fachwerk_config::Facade,
    pub(crate) backend: Legacy,
    /// Limits of an answer's message.
    pub(crate) answer_limits: Limits,
    /// How each operation reaches the backend, by operation id.
    ways: Vec<Way>,
    /// What is checked of each operation, by operation id.
    checks: Vec<Checks>,
    /// Whether messages of callers that speak SOAP have to be read. Which operation one is for, its head may say
    /// wrongly.
    pub(crate) checks_soap: bool,
    /// Whether what callers that speak SOAP send is refused where it is not right.
    pub(crate) enforces_soap: bool,
    /// Operations by their messages.
    pub(crate) messages: OperationIndex,
    /// Operations by SOAP action; `None` where several have the same.
    actions: HashMap<String, Option<OperationId>>,
}

/// How one operation reaches the backend.
#[derive(Debug)]
pub(crate) struct Way {
    /// Names for logs.
    pub(crate) service: Arc<str>,
    pub(crate) operation: Arc<str>,
    /// Index of its binding.
    binding: usize,
    /// The HTTP method.
    pub(crate) method: Method,
    /// What HTTP says about its envelopes.
    pub(crate) headers: HeaderMap,
    /// What becomes of a call whose caller has gone.
    pub(crate) on_disconnect: OnDisconnect,
    /// Whether a request may be sent twice.
    pub(crate) repeatable: bool,
}

/// One facade in short, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacadeSummary {
    /// Prefix of its REST paths.
    pub base_path: String,
    /// Names of its services.
    pub services: Vec<String>,
    /// How many operations they have.
    pub operations: usize,
    /// Where calls go.
    pub backend: String,
}

impl Served {
    pub(crate) fn new(
        facade: Arc<Facade>,
        config: fachwerk_config::Facade,
        client: Arc<UpstreamClient>,
    ) -> Result<Self, LoadError> {
        let failed = |error| LoadError::Backend { contract: config.contract.clone(), error };
        let backend = &config.backend;
        let mut upstream = Upstream::from_uri(&backend.url).map_err(failed)?;
        if let Some(file) = &backend.ca_file {
            upstream = upstream.with_ca_file(file).map_err(failed)?;
        }
        let path = backend.url.path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
        let limits = UpstreamLimits {
            connect_timeout: backend.connect_timeout,
            response_timeout: backend.timeout,
            max_response_bytes: backend.max_response,
            ..UpstreamLimits::default()
        };
        let ways = facade.mapping().operations.iter().map(|operation| {
            let service = facade.mapping().services.get(operation.service);
            let service = service.map_or("", |service| &service.name);
            way(service, operation, backend.soap, &config.contract)
        });
        let ways = ways.collect::<Result<_, _>>()?;
        let checks = checks(facade.mapping(), &config)?;
        let actions = actions(&facade.mapping().operations);
        let max_bytes = usize::try_from(backend.max_response).unwrap_or(usize::MAX);
        let answer_limits = Limits {
            max_bytes,
            max_text_bytes: max_bytes.max(config.limits.max_text_bytes),
            ..config.limits
        };
        let is_checked =
            |checks: &Checks| (checks.soap_request, checks.soap_response) != (Check::Off, Check::Off);
        Ok(Self {
            backend: Legacy { client, upstream, path, limits },
            answer_limits,
            ways,
            checks_soap: checks.iter().any(is_checked),
            enforces_soap: checks.iter().any(|checks| checks.soap_request == Check::Enforce),
            checks,
            messages: OperationIndex::new(facade.mapping()),
            actions,
            facade,
            config,
        })
    }

    pub(super) fn summary(&self) -> FacadeSummary {
        let mapping = self.facade.mapping();
        let base_path = if self.config.base_path.is_empty() { "/" } else { &self.config.base_path };
        FacadeSummary {
            base_path: base_path.to_owned(),
            services: mapping.services.iter().map(|service| service.name.clone()).collect(),
            operations: mapping.operations.len(),
            backend: self.config.backend.url.to_string(),
        }
    }

    /// How an operation reaches the backend. There is one for each operation of the mapping.
    pub(crate) fn way(&self, operation: OperationId) -> &Way {
        &self.ways[operation.0 as usize]
    }

    /// Index of the binding by which an operation reaches the backend.
    pub(super) fn binding(&self, operation: OperationId) -> usize {
        self.way(operation).binding
    }

    /// What is checked of an operation.
    pub(crate) fn checks(&self, operation: OperationId) -> Checks {
        self.checks[operation.0 as usize]
    }

    /// What becomes of a message that is checked so.
    pub(crate) fn rule(&self, mode: Check) -> Rule {
        Rule { mode, most: self.config.validation.max_findings }
    }

    /// How an operation's envelopes are written.
    pub(crate) fn wire(&self, operation: OperationId) -> Wire<'_> {
        Wire::of(&self.facade.mapping().operation(operation).bindings[self.way(operation).binding])
    }

    /// How an operation is called that has an HTTP binding only.
    pub(crate) fn http(&self, operation: OperationId) -> Option<&HttpBinding> {
        let bindings = &self.facade.mapping().operation(operation).bindings;
        bindings[self.way(operation).binding].http.as_ref()
    }

    /// The operation with this SOAP action, if there is exactly one.
    pub(crate) fn by_action(&self, action: &str) -> Option<OperationId> {
        self.actions.get(action).copied().flatten()
    }
}

/// What is checked of each operation.
fn checks(mapping: &Mapping, config: &fachwerk_config::Facade) -> Result<Vec<Checks>, LoadError> {
    let service = |operation: &Operation| {
        mapping.services.get(operation.service).map_or("", |service| service.name.as_str())
    };
    let validation = &config.validation;
    for own in &validation.operations {
        if !mapping.operations.iter().any(|operation| own.name.fits(service(operation), &operation.name)) {
            let (contract, name) = (config.contract.clone(), own.name.as_str().to_owned());
            return Err(LoadError::NoOperation { contract, name });
        }
    }
    Ok(mapping.operations.iter().map(|o| validation.of(service(o), &o.name)).collect())
}

fn actions(operations: &[Operation]) -> HashMap<String, Option<OperationId>> {
    let mut actions = HashMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let id = Some(OperationId(index as u32));
        for action in operation.bindings.iter().filter_map(|binding| binding.soap_action.as_ref()) {
            if *actions.entry(action.clone()).or_insert(id) != id {
                actions.insert(action.clone(), None);
            }
        }
    }
    actions
}

fn way(service: &str, operation: &Operation, soap: SoapChoice, contract: &Path) -> Result<Way, LoadError> {
    let wanted = match soap {
        SoapChoice::Contract => None,
        SoapChoice::V11 => Some((Protocol::Soap11, "1.1")),
        SoapChoice::V12 => Some((Protocol::Soap12, "1.2")),
    };
    // What is there by HTTP alone is called so.
    let fits = |protocol: Protocol| {
        protocol == Protocol::Http || wanted.is_none_or(|(wanted, _)| protocol == wanted)
    };
    let index = operation.bindings.iter().position(|binding| fits(binding.protocol)).ok_or_else(|| {
        LoadError::Version {
            contract: contract.to_owned(),
            operation: operation.name.clone(),
            version: wanted.map_or("", |(_, version)| version),
        }
    })?;
    let binding = &operation.bindings[index];
    let read = operation.effect == EffectClass::Read;
    Ok(Way {
        service: service.into(),
        operation: operation.name.as_str().into(),
        binding: index,
        method: binding.http.as_ref().and_then(|http| http.method.parse().ok()).unwrap_or(Method::POST),
        headers: headers(binding),
        on_disconnect: if read { OnDisconnect::Cancel } else { OnDisconnect::RunToEnd },
        repeatable: matches!(operation.effect, EffectClass::Read | EffectClass::Idempotent),
    })
}

fn headers(binding: &OperationBinding) -> HeaderMap {
    let action = binding.soap_action.as_deref().unwrap_or_default();
    let mut headers = HeaderMap::new();
    if let Some(http) = &binding.http {
        let media = match &http.input {
            HttpInput::Form => Some("application/x-www-form-urlencoded"),
            HttpInput::Xml(media) if media.contains('*') => Some("application/xml"),
            HttpInput::Xml(media) => Some(media.as_str()),
            HttpInput::Query | HttpInput::Nothing => None,
        };
        if let Some(media) = media.and_then(|media| HeaderValue::from_str(media).ok()) {
            headers.insert(header::CONTENT_TYPE, media);
        }
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/xml, text/xml"));
        return headers;
    }
    for (name, value) in fachwerk_soap::request_headers(binding.protocol, action) {
        // Bytes, because an action may have other letters than those of ASCII.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_bytes()))
        {
            headers.insert(name, value);
        }
    }
    headers.insert(
        header::ACCEPT,
        HeaderValue::from_static("text/xml, application/soap+xml, multipart/related"),
    );
    headers
}
