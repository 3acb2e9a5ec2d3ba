// SPDX-License-Identifier: EUPL-1.2
//! What the demo tells, call by call.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use bytes::Bytes;
use fachwerk_facade::convert::{self, Form};
use fachwerk_mapping::{Mapping, MessageRole};
use fachwerk_message::Limits;
use http::Method;

use super::client::{self, Answer};
use super::legacy::Legacy;
use super::{PERSON, show};
use crate::convert::codec_failure;
use crate::failure::Failure;
use crate::output::{self, Paint};

/// The SOAP action that the register's old callers send.
const ACTION: &str = "\"https://fachwerk.example/ns/melderegister/dienst/1/lesePerson\"";

pub(super) struct Story {
    paint: Paint,
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Failure {
    Failure::new("FW-0009", format!("the call failed: {error}"))
}

impl Story {
    pub(super) fn new(paint: Paint) -> Self {
        Self { paint }
    }

    pub(super) fn step(&self, number: u32, text: &str) {
        output::print(&format!("\n{} {}\n", self.paint.green(&format!("{number}.")), self.paint.bold(text)));
    }

    pub(super) fn detail(&self, text: &str) {
        output::print(&format!("   {}\n", self.paint.dim(text)));
    }

    /// A REST caller searches.
    pub(super) async fn rest(&self, authority: &str, legacy: &Legacy) -> Result<(), Failure> {
        let body = Bytes::from_static("{\"kriterien\":{\"familienname\":\"Mü*\"},\"limit\":1}".as_bytes());
        let path = "/Melderegister/suchePerson";
        let began = Instant::now();
        let headers = [("content-type", "application/json")];
        let answer =
            client::http1(authority, Method::POST, path, &headers, body.clone()).await.map_err(failed)?;
        let took = began.elapsed();
        Self::expect(answer.status == 200, "REST", &answer)?;
        let sent = format!("POST {path}\n{}", show::json(&body, self.paint));
        let got = format!("{}\n{}", answer.status, show::json(&answer.body, self.paint));
        self.exchange("REST", "JSON in, JSON out", &sent, legacy, &got, took);
        Ok(())
    }

    /// A gRPC caller reads a person.
    pub(super) async fn grpc(
        &self,
        authority: &str,
        legacy: &Legacy,
        mapping: &Mapping,
    ) -> Result<(), Failure> {
        let request = format!("{{\"personId\":\"{PERSON}\"}}");
        let Some(operation) = mapping.find_operation("lesePerson") else {
            return Err(Failure::new("FW-0003", "the register has no operation lesePerson"));
        };
        let limits = Limits::default();
        let turn = |role, from, to, bytes: &[u8]| {
            convert::convert(mapping, operation, role, from, to, bytes, &limits)
                .map_err(|e| codec_failure(&e, "demo", bytes))
        };
        let message = turn(MessageRole::Input, Form::Json, Form::Protobuf, request.as_bytes())?;
        let path = grpc_path(mapping, operation);
        let began = Instant::now();
        let answer = client::grpc(authority, &path, &message).await.map_err(failed)?;
        let took = began.elapsed();
        Self::expect(answer.grpc_status.as_deref() == Some("0"), "gRPC", &answer)?;
        let json = turn(MessageRole::Output, Form::Protobuf, Form::Json, &answer.body)?;
        let sent = format!("{path}\n{}   {}", show::hex(&message), self.paint.dim(&format!("# {request}")));
        let got = format!(
            "grpc-status 0\n{}\n{}\n{}",
            show::hex(&answer.body),
            self.paint.dim("# the same, for eyes:"),
            show::json(&json, self.paint)
        );
        self.exchange("gRPC", "protobuf in, protobuf out", &sent, legacy, &got, took);
        Ok(())
    }

    /// An old SOAP caller, who notices nothing.
    pub(super) async fn soap(&self, authority: &str, legacy: &Legacy) -> Result<(), Failure> {
        let body = Bytes::from(format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
             <lesePerson xmlns=\"https://fachwerk.example/ns/melderegister/1\"><personId>{PERSON}</personId></lesePerson>\
             </s:Body></s:Envelope>"
        ));
        let headers = [("content-type", "text/xml; charset=utf-8"), ("soapaction", ACTION)];
        let began = Instant::now();
        let answer =
            client::http1(authority, Method::POST, "/soap", &headers, body.clone()).await.map_err(failed)?;
        let took = began.elapsed();
        Self::expect(answer.status == 200, "SOAP", &answer)?;
        let same = legacy.last().is_some_and(|e| e.response_body == answer.body && e.request_body == body);
        self.title("SOAP", "unchanged, for those who always called it", took);
        let mut text =
            show::quote(&format!("POST /soap\n{}", show::xml(&body, self.paint)), &self.arrow("→"));
        let verdict = if same {
            "relayed: both sides saw the same bytes"
        } else {
            "relayed, but the bytes differ — this should not happen"
        };
        let _ = writeln!(text, "  {}", self.paint.dim(verdict));
        text.push_str(&show::quote(
            &format!("{} {} bytes of SOAP", answer.status, answer.body.len()),
            &self.arrow("←"),
        ));
        output::print(&text);
        if same { Ok(()) } else { Err(Failure::finding("FW-0010", "the relay changed a message")) }
    }

    pub(super) fn done(&self, took: Duration) {
        output::print(&format!(
            "\n{}\n",
            self.paint.green(&format!("Three calls, three answers, in {:.1} s.", took.as_secs_f64()))
        ));
    }

    pub(super) fn commands(&self, authority: &str, mapping: &Mapping) {
        let grpc = mapping.find_operation("lesePerson").map(|o| grpc_path(mapping, o)).unwrap_or_default();
        let grpc = grpc.trim_start_matches('/');
        output::print(&format!(
            "\n{}\n\n  \
             curl -s http://{authority}/Melderegister/lesePerson -H 'content-type: application/json' -d '{{\"personId\":\"{PERSON}\"}}'\n  \
             curl -s http://{authority}/Melderegister/lesePerson -H 'content-type: application/json' -d '{{\"personId\":\"MR99999999\"}}'   {}\n  \
             curl -s http://{authority}/openapi.yaml\n  \
             curl -s 'http://{authority}/soap?wsdl'\n  \
             grpcurl -plaintext {authority} list\n  \
             grpcurl -plaintext -d '{{\"person_id\":\"{PERSON}\"}}' {authority} {grpc}\n\n{}\n",
            self.paint.bold("It stays up. Try by hand:"),
            self.paint.dim("# a declared fault"),
            self.paint.dim("Ctrl-C ends it."),
        ));
    }

    fn expect(fine: bool, caller: &str, answer: &Answer) -> Result<(), Failure> {
        if fine {
            return Ok(());
        }
        let mut failure = Failure::finding(
            "FW-0010",
            format!(
                "the {caller} call was answered with {} (grpc-status {:?})",
                answer.status, answer.grpc_status
            ),
        );
        failure.details = String::from_utf8_lossy(&answer.body).lines().take(20).map(str::to_owned).collect();
        failure
            .details
            .extend(answer.headers.get("grpc-message").and_then(|v| v.to_str().ok()).map(str::to_owned));
        Err(failure)
    }

    fn title(&self, caller: &str, what: &str, took: Duration) {
        output::print(&format!(
            "\n{} {}  {}\n",
            self.paint.yellow(&format!("▌ {caller}")),
            self.paint.bold(what),
            self.paint.dim(&format!("{:.1} ms", took.as_secs_f64() * 1000.0))
        ));
    }

    fn arrow(&self, arrow: &str) -> String {
        self.paint.yellow(arrow)
    }

    /// One translated exchange: what the caller sent, what the legacy service saw and said, what the caller got.
    fn exchange(&self, caller: &str, what: &str, sent: &str, legacy: &Legacy, got: &str, took: Duration) {
        self.title(caller, what, took);
        let mut text = show::quote(sent, &self.arrow("→"));
        if let Some(exchange) = legacy.last() {
            let _ = writeln!(text, "  {}", self.paint.dim("the legacy service saw"));
            text.push_str(&show::quote(&show::xml(&exchange.request_body, self.paint), "    →"));
            let _ = writeln!(text, "  {}", self.paint.dim("and said"));
            text.push_str(&show::quote(&show::xml(&exchange.response_body, self.paint), "    ←"));
        }
        text.push_str(&show::quote(got, &self.arrow("←")));
        output::print(&text);
    }
}

fn grpc_path(mapping: &Mapping, operation: fachwerk_mapping::OperationId) -> String {
    let operation = mapping.operation(operation);
    let service = &mapping.services[operation.service].rpc_name;
    format!("/{}.{service}/{}", mapping.package, operation.rpc_name)
}
