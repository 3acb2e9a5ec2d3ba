// SPDX-License-Identifier: EUPL-1.2
//! The facade's conformance test: sample messages go through the types unchanged, and through the running router, over
//! REST and over gRPC.

#![allow(
    dead_code,
    unused_imports,
    reason = "not every contract has faults, or operations of all kinds"
)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use prost::Message;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt as _;

use the_crate::failure::{Answer, Context, Failure};
use the_crate::parameters::{Location, Times};
use the_crate::status::Status;
use the_crate::wire::{Wire, encode};
use the_crate::{app, messages, service, types};

/// A sample message in both forms.
struct Sample {
    json: Value,
    protobuf: Vec<u8>,
}

/// The samples of a message.
fn samples(call: &str, message: &str) -> Vec<Sample> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let file =
        |number, form| std::fs::read(directory.join(format!("{call}.{message}.{number}.{form}")));
    let mut found = Vec::new();
    while let (Ok(json), Ok(protobuf)) = (
        file(found.len() + 1, "json"),
        file(found.len() + 1, "binpb"),
    ) {
        let json = serde_json::from_slice(&json).expect("samples are JSON");
        found.push(Sample { json, protobuf });
    }
    assert!(!found.is_empty(), "there is no sample of {call} {message}");
    found
}

/// What is written for a value: a number of 32 bits has fewer digits than the same one in 64.
fn written<T: Serialize>(value: &T) -> Value {
    let text = serde_json::to_string(value).expect("types have a form in JSON");
    serde_json::from_str(&text).expect("it is JSON")
}

/// Whether two values say the same: 1 and 1.0 are one number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        // Hexadecimal digits are written in capitals, whatever they were.
        (Value::String(a), Value::String(b)) if a.bytes().all(|b| b.is_ascii_hexdigit()) => {
            a.eq_ignore_ascii_case(b)
        }
        _ => a == b,
    }
}

#[track_caller]
fn assert_same(found: &Value, wanted: &Value, what: &str) {
    assert!(
        same(found, wanted),
        "{what}:\nfound  {found}\nwanted {wanted}"
    );
}

/// The bytes as this crate writes them: fields in the order of their numbers.
fn ordered<M: Message + Default>(bytes: &[u8]) -> Vec<u8> {
    M::decode(bytes)
        .expect("samples are messages")
        .encode_to_vec()
}

/// Samples go through the type unchanged, from JSON and from protobuf, to JSON and to protobuf.
fn survives<T, M>(call: &str, message: &str)
where
    T: Serialize + DeserializeOwned + Wire<M> + Clone,
    M: Message + Default,
{
    for (index, sample) in samples(call, message).into_iter().enumerate() {
        let what = format!("{call} {message} {}", index + 1);
        let value: T =
            serde_json::from_value(sample.json.clone()).unwrap_or_else(|e| panic!("{what}: {e}"));
        let json = written(&value);
        assert_same(&json, &sample.json, &what);
        let bytes = encode::<M, T>(value);
        assert_eq!(
            bytes.len(),
            sample.protobuf.len(),
            "{what}: protobuf has another length"
        );
        assert_eq!(
            bytes,
            ordered::<M>(&sample.protobuf),
            "{what}: protobuf differs"
        );
        let message = M::decode(sample.protobuf.as_slice()).expect("samples are messages");
        let value = T::from_wire(message).unwrap_or_else(|e| panic!("{what}: {e}"));
        let json = written(&value);
        assert_same(&json, &sample.json, &what);
    }
}

/// An implementation that answers each call with the sample it is asked for, and keeps what it was sent.
#[derive(Default, Clone)]
struct Echo {
    received: Arc<Mutex<Option<Value>>>,
}

impl Echo {
    fn note<T: Serialize>(&self, input: &T) {
        let json = written(input);
        *self.received.lock().expect("no test panics holding it") = Some(json);
    }

    #[track_caller]
    fn was_sent(&self, wanted: &Value, what: &str) {
        let received = self
            .received
            .lock()
            .expect("no test panics holding it")
            .take();
        assert_same(&received.expect("the service was called"), wanted, what);
    }
}

/// The message that a call asks for.
fn asked(context: &Context) -> &str {
    context.headers["x-message"].to_str().expect("it is ASCII")
}

/// The sample that a call asks for.
fn answer<T: DeserializeOwned>(call: &str, context: &Context) -> T {
    let message = percent_decode(asked(context));
    let number: usize = context.headers["x-number"]
        .to_str()
        .expect("a number")
        .parse()
        .expect("a number");
    serde_json::from_value(samples(call, &message)[number].json.clone())
        .expect("samples are messages")
}

/// Names in headers are ASCII.
fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_graphic() && b != b'%' {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(|_| *first == b'%')
        {
            Some(byte) => (bytes.push(byte), rest = &tail[2..]),
            None => (bytes.push(*first), rest = tail),
        };
    }
    String::from_utf8(bytes).expect("names are UTF-8")
}

/// One operation.
struct Call {
    name: &'static str,
    method: &'static str,
    rest: &'static str,
    /// Where members of the request travel that are not in its body, those of the path from the left: place, how often,
    /// name, JSON Pointer.
    parameters: &'static [(Location, Times, &'static str, &'static str)],
    /// The status of an answer.
    status: StatusCode,
    grpc: &'static str,
}

/// A message as it is sent over REST.
struct Told {
    target: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Value>,
}

/// Takes a member out of an object, and the objects that are empty then.
fn take(value: &mut Value, pointer: &str) -> Option<Value> {
    let (name, rest) = match pointer.strip_prefix('/')?.split_once('/') {
        Some((name, rest)) => (name, Some(format!("/{rest}"))),
        None => (pointer.strip_prefix('/')?, None),
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    let members = value.as_object_mut()?;
    let Some(rest) = rest else {
        return members.remove(&name);
    };
    let inner = members.get_mut(&name)?;
    let taken = take(inner, &rest);
    if inner.as_object().is_some_and(serde_json::Map::is_empty) {
        members.remove(&name);
    }
    taken
}

/// A value in a path, a query or a header.
fn told(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        other => panic!("{other} cannot be told by a parameter"),
    };
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

impl Call {
    /// The status and body of a call over REST.
    async fn rest(
        &self,
        echo: &Echo,
        body: &Value,
        message: &str,
        number: usize,
    ) -> (StatusCode, Value) {
        self.send(echo, self.told(body), message, number).await
    }

    /// The parts of a request that says this.
    fn told(&self, message: &Value) -> Told {
        let mut body = message.clone();
        let mut segments = Vec::new();
        let mut query = Vec::new();
        let mut headers = Vec::new();
        for (location, times, name, member) in self.parameters {
            let Some(value) = take(&mut body, member) else {
                continue;
            };
            let values = match value {
                Value::Array(items) if items.is_empty() && *times == Times::List => {
                    vec![Value::from("")]
                }
                Value::Array(items) => items,
                value => vec![value],
            };
            for value in &values {
                match location {
                    Location::Path => segments.push(told(value)),
                    Location::Query => {
                        let name = told(&Value::from(*name));
                        query.push(format!("{name}={}", told(value)));
                    }
                    Location::Header => headers.push((*name, told(value))),
                }
            }
        }
        let mut segments = segments.into_iter();
        let path = self.rest.split('/').map(|segment| {
            if segment.starts_with('{') {
                segments.next().expect("a value for each template")
            } else {
                segment.to_owned()
            }
        });
        let mut target = path.collect::<Vec<_>>().join("/");
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        let has_body = !matches!(self.method, "GET" | "DELETE");
        let empty = body.as_object().is_some_and(serde_json::Map::is_empty);
        assert!(
            has_body || empty,
            "{}: {body} is told by nothing",
            self.name
        );
        Told {
            target,
            headers,
            body: has_body.then_some(body),
        }
    }

    /// The status and body of what comes of a request.
    async fn send(
        &self,
        echo: &Echo,
        told: Told,
        message: &str,
        number: usize,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder()
            .method(self.method)
            .uri(told.target)
            .header("x-request-id", "conformance")
            .header("x-message", percent_encode(message))
            .header("x-number", number);
        for (name, value) in told.headers {
            request = request.header(name, value);
        }
        let body = match told.body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let request = request.body(body).expect("a request");
        let response = app(echo.clone())
            .oneshot(request)
            .await
            .expect("the router never fails");
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("a body");
        let json = if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&body).expect("JSON")
        };
        (status, json)
    }

    /// The metadata and message of a call over gRPC.
    async fn grpc(
        &self,
        echo: &Echo,
        body: &[u8],
        message: &str,
        number: usize,
    ) -> (HeaderMap, Vec<u8>) {
        let mut frame = vec![0];
        frame.extend(
            u32::try_from(body.len())
                .expect("samples are small")
                .to_be_bytes(),
        );
        frame.extend(body);
        let request = Request::builder()
            .method("POST")
            .uri(self.grpc)
            .header("content-type", "application/grpc")
            .header("te", "trailers")
            .header("x-message", percent_encode(message))
            .header("x-number", number)
            .body(Body::from(frame))
            .expect("a request");
        let response = app(echo.clone())
            .oneshot(request)
            .await
            .expect("the router never fails");
        let mut metadata = response.headers().clone();
        let body = response.into_body().collect().await.expect("a body");
        metadata.extend(body.trailers().cloned().unwrap_or_default());
        let bytes = body.to_bytes();
        (metadata, bytes.get(5..).unwrap_or_default().to_vec())
    }

    /// Every input arrives, and every output comes back.
    async fn answers<R: Message + Default>(&self) {
        let inputs = samples(self.name, "input");
        for (number, output) in samples(self.name, "output").iter().enumerate() {
            let input = &inputs[number % inputs.len()];
            let echo = Echo::default();
            let (status, json) = self.rest(&echo, &input.json, "output", number).await;
            assert_eq!(status, self.status, "{}: {json}", self.name);
            echo.was_sent(&input.json, self.name);
            if status == StatusCode::NO_CONTENT {
                assert_eq!(json, Value::Null, "{}", self.name);
            } else {
                assert_same(&json, &output.json, self.name);
            }
            let (metadata, message) = self.grpc(&echo, &input.protobuf, "output", number).await;
            assert_eq!(metadata["grpc-status"], "0", "{}: {metadata:?}", self.name);
            echo.was_sent(&input.json, self.name);
            assert_eq!(message, ordered::<R>(&output.protobuf), "{}", self.name);
        }
    }

    /// Every input arrives, and there is no answer.
    async fn accepts(&self) {
        for input in samples(self.name, "input") {
            let echo = Echo::default();
            let (status, json) = self.rest(&echo, &input.json, "", 0).await;
            assert_eq!((status, json), (self.status, Value::Null), "{}", self.name);
            echo.was_sent(&input.json, self.name);
            let (metadata, message) = self.grpc(&echo, &input.protobuf, "", 0).await;
            assert_eq!(metadata["grpc-status"], "0", "{}: {metadata:?}", self.name);
            assert!(message.is_empty(), "{}", self.name);
            echo.was_sent(&input.json, self.name);
        }
    }

    /// A declared fault is a problem document, and a status with the same detail.
    async fn fails(&self, fault: &str, wanted: u16, problem_type: &str, message: &str) {
        let inputs = samples(self.name, "input");
        let which = format!("fault.{fault}");
        for (number, detail) in samples(self.name, &which).iter().enumerate() {
            let echo = Echo::default();
            let (status, json) = self.rest(&echo, &inputs[0].json, &which, number).await;
            assert_eq!(status.as_u16(), wanted, "{}: {json}", self.name);
            let document = serde_json::json!({
                "type": problem_type,
                "title": fault,
                "status": wanted,
                "detail": "as asked",
                "faultCode": "Client",
                "fault": { fault: detail.json },
                "code": "FW-4200",
                "requestId": "conformance",
            });
            assert_same(&json, &document, self.name);
            let (metadata, _) = self.grpc(&echo, &inputs[0].protobuf, &which, number).await;
            assert_eq!(metadata["grpc-status"], "9", "{}: {metadata:?}", self.name);
            let status = details(&metadata);
            assert_eq!(status.message, "as asked");
            let found = status
                .details
                .iter()
                .find(|any| any.type_url.rsplit('/').next() == Some(message));
            if let Some(found) = found {
                assert_eq!(
                    found.value.len(),
                    detail.protobuf.len(),
                    "{} {fault}",
                    self.name
                );
            } else {
                // What does not fit into trailers is left out.
                assert!(
                    detail.protobuf.len() > 4096,
                    "{}: no {message} in {status:?}",
                    self.name
                );
            }
        }
    }

    /// What is no message of the operation is refused.
    async fn refuses(&self) {
        let sample = &samples(self.name, "input")[0].json;
        let mut wrong = vec![self.told(sample), self.told(sample)];
        if self.method == "GET" || self.method == "DELETE" {
            wrong[0].body = Some(serde_json::json!({}));
        } else {
            wrong[0].body = Some(serde_json::json!({ "@": 1 }));
        }
        let glue = if wrong[1].target.contains('?') {
            '&'
        } else {
            '?'
        };
        wrong[1].target = format!("{}{glue}%40=1", wrong[1].target);
        for (_, _, _, member) in self.parameters {
            let Some(Value::Object(body)) = self.told(sample).body else {
                continue;
            };
            // A member that is a parameter is not in the body as well.
            let name = member
                .split('/')
                .nth(1)
                .expect("a pointer")
                .replace("~1", "/");
            let mut twice = self.told(sample);
            let mut body = body;
            body.insert(name.replace("~0", "~"), Value::Null);
            twice.body = Some(Value::Object(body));
            wrong.push(twice);
        }
        for wrong in wrong {
            let target = wrong.target.clone();
            let (status, json) = self.send(&Echo::default(), wrong, "", 0).await;
            assert_eq!(
                (status, &json["code"]),
                (StatusCode::BAD_REQUEST, &"FW-4008".into()),
                "{target}: {json}"
            );
        }
    }
}

/// The status in the trailers of a call.
fn details(metadata: &HeaderMap) -> Status {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
    let text = metadata["grpc-status-details-bin"].as_bytes();
    let bytes = STANDARD_NO_PAD
        .decode(text)
        .or_else(|_| STANDARD.decode(text))
        .expect("base64");
    Status::decode(bytes.as_slice()).expect("a status")
}
