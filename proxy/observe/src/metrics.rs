// SPDX-License-Identifier: EUPL-1.2
//! The metrics of one proxy.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, SystemTime};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::labels::{CallLabels, MessageLabels, OperationLabels, OutcomeLabels, ReloadLabels};
use crate::process::Process;
use crate::{Caller, Direction, Lane, Outcome, Reload};

/// Upper bounds in seconds: from what a relay takes to what a legacy system may take.
const SECONDS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// One request that has ended.
#[derive(Clone, Debug)]
pub struct Request {
    /// Service and operation, by their names in the contract; `None` where it is for none or the head does not say.
    pub target: Option<(Arc<str>, Arc<str>)>,
    /// Who called.
    pub caller: Caller,
    /// Which way it took.
    pub lane: Lane,
    /// What came of it.
    pub outcome: Outcome,
    /// Stable code of the problem, such as `FW-4101`; empty if there was none.
    pub code: &'static str,
    /// From the complete head to the last byte of the answer.
    pub duration: Duration,
    /// What the backend took, where it is known.
    pub backend: Option<Duration>,
    /// Bytes of its body.
    pub request_bytes: u64,
    /// Bytes of the answer's body.
    pub response_bytes: u64,
    /// Places in its message that was let pass though the contract does not allow them.
    pub request_findings: u64,
    /// The same of the answer's.
    pub answer_findings: u64,
}

/// The metrics of one proxy. Cheap to share; what is counted is counted without a lock.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<OutcomeLabels, Counter>,
    durations: Family<CallLabels, Histogram, fn() -> Histogram>,
    backends: Family<OperationLabels, Histogram, fn() -> Histogram>,
    request_bytes: Family<CallLabels, Counter>,
    response_bytes: Family<CallLabels, Counter>,
    findings: Family<MessageLabels, Counter>,
    reloads: Family<ReloadLabels, Counter>,
    reloaded: Gauge<f64, AtomicU64>,
    ready: Gauge,
    in_flight: Gauge,
    connections: Gauge,
    nobody: Arc<str>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        let durations = || Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let mut metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            durations: durations(),
            backends: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            request_bytes: Family::default(),
            response_bytes: Family::default(),
            findings: Family::default(),
            reloads: Family::default(),
            reloaded: Gauge::default(),
            ready: Gauge::default(),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            nobody: Arc::from(""),
        };
        // A series that is missing cannot be told from one that stands still.
        for result in Reload::ALL {
            let _ = metrics.reloads.get_or_create(&ReloadLabels { result: *result });
        }
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = self.registry.sub_registry_with_prefix("fachwerk");
        registry.register("requests", "Requests that have ended", self.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "From the complete head of a request to the last byte of its answer",
            Unit::Seconds,
            self.durations.clone(),
        );
        registry.register_with_unit(
            "backend_duration",
            "What backends took for translated requests",
            Unit::Seconds,
            self.backends.clone(),
        );
        registry.register_with_unit(
            "request",
            "Bytes of request bodies",
            Unit::Bytes,
            self.request_bytes.clone(),
        );
        registry.register_with_unit(
            "response",
            "Bytes of answer bodies",
            Unit::Bytes,
            self.response_bytes.clone(),
        );
        registry.register(
            "findings",
            "Places in messages that were let pass though the contract does not allow them",
            self.findings.clone(),
        );
        registry.register(
            "config_reloads",
            "Changed configurations by what came of them",
            self.reloads.clone(),
        );
        registry.register_with_unit(
            "config_loaded_timestamp",
            "When the configuration that is followed was taken up",
            Unit::Seconds,
            self.reloaded.clone(),
        );
        registry.register("ready", "1 while new requests are welcome", self.ready.clone());
        registry.register("requests_in_flight", "Requests under way", self.in_flight.clone());
        registry.register("connections", "Open connections of callers", self.connections.clone());
        registry.register("build", "What runs", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        self.registry.register_collector(Box::new(ProcessCollector));
    }

    /// Counts a request that has ended.
    pub fn request(&self, request: &Request) {
        let (service, operation) =
            request.target.clone().unwrap_or_else(|| (self.nobody.clone(), self.nobody.clone()));
        let Request { caller, lane, outcome, code, .. } = *request;
        let call = CallLabels { service: service.clone(), operation: operation.clone(), caller, lane };
        self.durations.get_or_create(&call).observe(request.duration.as_secs_f64());
        self.request_bytes.get_or_create(&call).inc_by(request.request_bytes);
        self.response_bytes.get_or_create(&call).inc_by(request.response_bytes);
        if let Some(backend) = request.backend {
            let of = OperationLabels { service: service.clone(), operation: operation.clone() };
            self.backends.get_or_create(&of).observe(backend.as_secs_f64());
        }
        let findings =
            [(Direction::Request, request.request_findings), (Direction::Answer, request.answer_findings)];
        for (direction, count) in findings.into_iter().filter(|(_, count)| *count > 0) {
            let of = MessageLabels { service: service.clone(), operation: operation.clone(), direction };
            self.findings.get_or_create(&of).inc_by(count);
        }
        let labels = OutcomeLabels { service, operation, caller, lane, outcome, code };
        self.requests.get_or_create(&labels).inc();
    }

    /// Notes what came of a configuration. The first one counts as loaded, not as reloaded.
    pub fn reloaded(&self, result: Reload) {
        self.reloads.get_or_create(&ReloadLabels { result }).inc();
        if result == Reload::TakenUp {
            self.loaded();
        }
    }

    /// Notes that a configuration is followed from now on.
    pub fn loaded(&self) {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.reloaded.set(now.as_secs_f64());
    }

    /// Notes whether new requests are welcome.
    pub fn ready(&self, ready: bool) {
        self.ready.set(i64::from(ready));
    }

    /// Notes what is going on right now.
    pub fn under_way(&self, requests: usize, connections: usize) {
        self.in_flight.set(i64::try_from(requests).unwrap_or(i64::MAX));
        self.connections.set(i64::try_from(connections).unwrap_or(i64::MAX));
    }

    /// Everything in the text form of OpenMetrics 1.0.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
        text
    }

    /// The media type of [`text`](Self::text).
    pub const MEDIA_TYPE: &'static str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

/// What the system says about this process, under the names that every client library gives it.
#[derive(Debug)]
struct ProcessCollector;

impl Collector for ProcessCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let Some(process) = Process::read() else { return Ok(()) };
        let mut gauge = |name: &str, help: &str, unit: Option<&Unit>, value: u64| {
            let gauge = ConstGauge::new(value);
            let metric = encoder.encode_descriptor(name, help, unit, gauge.metric_type())?;
            gauge.encode(metric)
        };
        gauge("process_resident_memory", "Resident memory", Some(&Unit::Bytes), process.resident_bytes)?;
        gauge("process_open_fds", "Open file descriptors", None, process.descriptors)?;
        gauge("process_threads", "Threads", None, process.threads)?;
        let cpu = ConstCounter::new(process.cpu_seconds);
        let metric = encoder.encode_descriptor(
            "process_cpu",
            "User and system CPU time",
            Some(&Unit::Seconds),
            cpu.metric_type(),
        )?;
        cpu.encode(metric)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn request(outcome: Outcome, code: &'static str) -> Request {
        Request {
            target: Some(("Register".into(), "lesePerson".into())),
            caller: Caller::Rest,
            lane: Lane::Translate,
            outcome,
            code,
            duration: Duration::from_millis(7),
            backend: Some(Duration::from_millis(5)),
            request_bytes: 100,
            response_bytes: 200,
            request_findings: 0,
            answer_findings: 1,
        }
    }

    #[test]
    fn what_happened_is_in_the_text() {
        let metrics = Metrics::new();
        metrics.request(&request(Outcome::Answer, ""));
        metrics.request(&request(Outcome::Answer, ""));
        metrics.request(&Request { target: None, ..request(Outcome::Refused, "FW-4001") });
        metrics.reloaded(Reload::Refused);
        metrics.ready(true);
        metrics.under_way(3, 4);
        let text = metrics.text();
        let labels = "service=\"Register\",operation=\"lesePerson\",caller=\"rest\",lane=\"translate\"";
        for line in [
            format!("fachwerk_requests_total{{{labels},outcome=\"answer\",code=\"\"}} 2"),
            "fachwerk_requests_total{service=\"\",operation=\"\",caller=\"rest\",lane=\"translate\",outcome=\"refused\",code=\"FW-4001\"} 1".to_owned(),
            format!("fachwerk_request_duration_seconds_bucket{{le=\"0.005\",{labels}}} 0"),
            format!("fachwerk_request_duration_seconds_bucket{{le=\"0.01\",{labels}}} 2"),
            format!("fachwerk_request_bytes_total{{{labels}}} 200"),
            format!("fachwerk_response_bytes_total{{{labels}}} 400"),
            "fachwerk_findings_total{service=\"Register\",operation=\"lesePerson\",direction=\"answer\"} 2".to_owned(),
            "fachwerk_config_reloads_total{result=\"taken_up\"} 0".to_owned(),
            "fachwerk_config_reloads_total{result=\"refused\"} 1".to_owned(),
            "fachwerk_ready 1".to_owned(),
            "fachwerk_requests_in_flight 3".to_owned(),
            "fachwerk_connections 4".to_owned(),
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
        assert!(text.contains("\nprocess_resident_memory_bytes "), "{text}");
    }

    #[test]
    fn every_name_and_word_is_documented() {
        let metrics = Metrics::new();
        metrics.request(&request(Outcome::Answer, ""));
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/metrics.md");
        let page = std::fs::read_to_string(page).unwrap();
        let text = metrics.text();
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        let names: BTreeSet<_> = samples
            .map(|line| line.split(['{', ' ']).next().unwrap())
            .map(|name| {
                ["_bucket", "_sum", "_count"]
                    .iter()
                    .fold(name, |name, end| name.strip_suffix(end).unwrap_or(name))
            })
            .collect();
        for name in &names {
            assert!(page.contains(&format!("`{name}`")), "docs/metrics.md does not describe {name}");
        }
        for said in
            page.split('`').filter(|said| said.starts_with("fachwerk_") && !said.contains(['{', '(', ' ']))
        {
            assert!(names.contains(said), "{said} is in docs/metrics.md only");
        }
        let words = Caller::ALL.iter().map(|w| w.as_str()).chain(Lane::ALL.iter().map(|w| w.as_str()));
        let words = words
            .chain(Outcome::ALL.iter().map(|w| w.as_str()))
            .chain(Reload::ALL.iter().map(|w| w.as_str()));
        for word in words {
            assert!(page.contains(&format!("`{word}`")), "docs/metrics.md does not describe {word}");
        }
    }
}
