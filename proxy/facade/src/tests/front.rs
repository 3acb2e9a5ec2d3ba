// SPDX-License-Identifier: EUPL-1.2
use std::sync::Arc;

use bytes::Bytes;
use fachwerk_edge::{Answering, Decision, Gateway, OnDisconnect, RelayTo, RequestBody, UpstreamError};
use http::{Request, Version};
use serde_json::Value;

use super::fixture::{config, facade, files, read};
use crate::{Facade, FacadeGateway, LoadError};

fn gateway(further: &str) -> FacadeGateway {
    let config = config(further);
    let facades = config.facades.iter().map(|_| facade()).collect();
    FacadeGateway::new(&config, facades).unwrap()
}

fn head(method: &str, uri: &str, headers: &[(&str, &str)]) -> Request<RequestBody> {
    let mut request = Request::builder().method(method).uri(uri).header("host", "proxy.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(RequestBody::empty()).unwrap()
}

fn grpc(path: &str) -> Request<RequestBody> {
    let mut request = head("POST", path, &[("content-type", "application/grpc")]);
    *request.version_mut() = Version::HTTP_2;
    request
}

fn decide(gateway: &FacadeGateway, request: Request<RequestBody>) -> (Decision, Request<RequestBody>) {
    let (parts, body) = request.into_parts();
    let decision = gateway.decide(&parts);
    (decision, Request::from_parts(parts, body))
}

async fn answer(
    gateway: &FacadeGateway,
    request: Request<RequestBody>,
) -> (u16, String, Bytes, http::HeaderMap) {
    let (Decision::Answer(answering), request) = decide(gateway, request) else { panic!("relayed") };
    assert!(answering.label.is_some());
    let response = answering.handler.answer(request).await;
    let headers = response.headers().clone();
    let (status, media_type, body) = read(response).await;
    (status, media_type, body, headers)
}

async fn problem(gateway: &FacadeGateway, request: Request<RequestBody>) -> (u16, String) {
    let (status, media_type, body, headers) = answer(gateway, request).await;
    assert_eq!(media_type, "application/problem+json");
    let document: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(document["requestId"].as_str().unwrap(), headers["x-request-id"].to_str().unwrap());
    (status, document["code"].as_str().unwrap().to_owned())
}

fn relayed(gateway: &FacadeGateway, request: Request<RequestBody>) -> Box<RelayTo> {
    match decide(gateway, request).0 {
        Decision::Relay(relay) => relay,
        Decision::Answer(_) => panic!("answered"),
    }
}

fn answering(gateway: &FacadeGateway, request: Request<RequestBody>) -> Answering {
    match decide(gateway, request).0 {
        Decision::Relay(_) => panic!("relayed"),
        Decision::Answer(answering) => answering,
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");
const PATH: &str = "/Melderegister/lesePerson";

#[tokio::test]
async fn heads_that_are_wrong() {
    let gateway = gateway("");
    let is = |status, code: &str| (status, code.to_owned());
    assert_eq!(problem(&gateway, head("POST", "/nothing", &[JSON])).await, is(404, "FW-4001"));
    assert_eq!(problem(&gateway, head("POST", "/%zz", &[JSON])).await, is(404, "FW-4001"));
    assert_eq!(problem(&gateway, head("GET", PATH, &[])).await, is(405, "FW-4002"));
    assert_eq!(problem(&gateway, head("POST", "/openapi.yaml", &[])).await, is(405, "FW-4002"));
    assert_eq!(problem(&gateway, head("GET", "/soap/Melderegister", &[])).await, is(405, "FW-4002"));
    assert_eq!(
        problem(&gateway, head("GET", "/soap/Melderegister?import=/admin", &[])).await,
        is(405, "FW-4002")
    );
    assert_eq!(
        problem(&gateway, head("POST", PATH, &[("content-type", "text/plain")])).await,
        is(415, "FW-4006")
    );
    assert_eq!(
        problem(&gateway, head("POST", PATH, &[JSON, ("content-encoding", "gzip")])).await,
        is(415, "FW-4006")
    );
    assert_eq!(
        problem(&gateway, head("POST", PATH, &[JSON, ("accept", "text/xml")])).await,
        is(406, "FW-4003")
    );
    let old = head("POST", "/x.Y/Z", &[("content-type", "application/grpc")]);
    assert_eq!(problem(&gateway, old).await, is(505, "FW-4009"));
    let (_, _, _, headers) = answer(&gateway, head("DELETE", PATH, &[])).await;
    assert_eq!(headers["allow"], "POST");
    let (_, _, _, headers) = answer(&gateway, head("PUT", "/healthz", &[])).await;
    assert_eq!(headers["allow"], "GET, HEAD");
}

#[tokio::test]
async fn a_soap_caller_at_the_wrong_path_gets_a_fault() {
    let gateway = gateway("");
    let request = head("POST", "/nowhere", &[("content-type", "application/soap+xml")]);
    let (status, media_type, body, _) = answer(&gateway, request).await;
    assert_eq!((status, media_type.as_str()), (404, "application/soap+xml; charset=utf-8"));
    assert!(body.windows(4).any(|window| window == b"4001"));
}

#[tokio::test]
async fn operations_are_called_and_trouble_is_told() {
    let gateway = gateway("");
    let mut request = head("POST", PATH, &[JSON, ("x-request-id", "mine"), ("accept", "application/json")]);
    *request.body_mut() = RequestBody::full(&br#"{"personId":"MR00000001"}"#[..]);
    let (status, _, body, headers) = answer(&gateway, request).await;
    // Nobody listens at port 1.
    let document: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, document["code"].as_str()), (502, Some("FW-4101")), "{document}");
    assert_eq!(headers["x-request-id"], "mine");
    let empty = head("POST", PATH, &[JSON]);
    assert_eq!(problem(&gateway, empty).await, (400, "FW-4008".to_owned()));
    let mut large = head("POST", PATH, &[JSON]);
    *large.body_mut() = RequestBody::failed(fachwerk_edge::BodyError::TooLarge { limit: 7 });
    assert_eq!(problem(&gateway, large).await, (413, "FW-4005".to_owned()));
}

#[tokio::test]
async fn limits_and_effects_reach_the_edge() {
    let gateway = gateway("    limits: { max_request: 2KiB, max_relayed: 3KiB }\n");
    let rest = answering(&gateway, head("POST", PATH, &[JSON]));
    assert_eq!((rest.max_request_bytes, rest.on_disconnect), (2048, OnDisconnect::RunToEnd));
    let name = facade().mapping().package.clone();
    let rpc = answering(&gateway, grpc(&format!("/{name}.MelderegisterService/LesePerson")));
    assert_eq!(rpc.max_request_bytes, 2053);
    let relay = relayed(&gateway, head("POST", "/soap/Melderegister", &[("content-type", "text/xml")]));
    assert_eq!(relay.max_request_bytes, 3072);
}

#[tokio::test]
async fn soap_is_relayed_with_ids() {
    let gateway = gateway("    soap_path: /ws\n");
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    let relay =
        relayed(&gateway, head("POST", "/ws?x=y", &[("content-type", "text/xml"), ("traceparent", trace)]));
    assert_eq!(relay.path.as_ref().unwrap(), "/melderegister");
    let header =
        |wanted: &str| relay.headers.iter().find(|(name, _)| name == wanted).unwrap().1.to_str().unwrap();
    assert!(header("traceparent").starts_with(&trace[..36]) && header("traceparent").ends_with("-00"));
    assert_ne!(header("traceparent"), trace);
    assert_eq!(header("x-request-id").len(), 32);
    assert!(!relay.retry_on_stale);
}

#[test]
fn failed_relays_are_faults() {
    let gateway = gateway("");
    let of = |error: UpstreamError| {
        let (parts, _) = head("POST", "/soap/Melderegister", &[("content-type", "text/xml")]).into_parts();
        let response = gateway.relay_error(&parts, &error);
        let body = String::from_utf8(response.body().to_vec()).unwrap();
        assert!(body.contains("<soap:Fault>") && !body.contains("10.0.0.7"), "{body}");
        (response.status().as_u16(), body.contains("soap:Server<"))
    };
    assert_eq!(of(UpstreamError::Connect("10.0.0.7".into())), (502, true));
    assert_eq!(of(UpstreamError::Timeout { stage: fachwerk_edge::Stage::AwaitingHead }), (504, true));
    assert_eq!(of(UpstreamError::RequestTooLarge { limit: 1 }), (413, false));
}

#[tokio::test]
async fn documents_are_served() {
    let gateway = gateway("");
    let (status, media_type, yaml, _) = answer(&gateway, head("GET", "/openapi.yaml", &[])).await;
    assert_eq!((status, media_type.as_str()), (200, "application/yaml"));
    assert_eq!(yaml, files().openapi);
    let (_, media_type, json, _) = answer(&gateway, head("GET", "/openapi.json", &[])).await;
    assert_eq!(media_type, "application/json");
    let document: Value = serde_json::from_slice(&json).unwrap();
    assert!(document["paths"][PATH]["post"].is_object());
    let (_, _, body, headers) = answer(&gateway, head("HEAD", "/openapi.json", &[])).await;
    assert_eq!(
        (body.len(), headers["content-length"].to_str().unwrap()),
        (0, json.len().to_string().as_str())
    );
}

#[tokio::test]
async fn probes_follow_the_process() {
    let gateway = gateway("");
    assert_eq!(answer(&gateway, head("GET", "/readyz", &[])).await.0, 200);
    gateway.set_ready(false).await;
    assert_eq!(answer(&gateway, head("GET", "/readyz", &[])).await.0, 503);
    assert_eq!(answer(&gateway, head("GET", "/healthz", &[])).await.0, 200);
    assert_eq!(health(&gateway, "").await, 2);
    gateway.set_ready(true).await;
    assert_eq!(health(&gateway, "").await, 1);
    let name = format!("{}.MelderegisterService", facade().mapping().package);
    assert_eq!(health(&gateway, &name).await, 1);
}

/// `ServingStatus` of a service by `grpc.health.v1.Health/Check`.
async fn health(gateway: &FacadeGateway, service: &str) -> u8 {
    let message = [&[0x0a, service.len() as u8], service.as_bytes()].concat();
    let frame = [&[0, 0, 0, 0, message.len() as u8], message.as_slice()].concat();
    let mut request = grpc("/grpc.health.v1.Health/Check");
    *request.body_mut() = RequestBody::full(frame);
    let (status, _, body, _) = answer(gateway, request).await;
    assert_eq!((status, body.len()), (200, 7), "{body:?}");
    body[6]
}

#[tokio::test]
async fn reflection_lists_the_services() {
    let gateway = gateway("");
    for version in ["v1", "v1alpha"] {
        // list_services, field 7, an empty string.
        let mut request = grpc(&format!("/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo"));
        *request.body_mut() = RequestBody::full(&[0, 0, 0, 0, 2, 0x3a, 0][..]);
        let (status, _, body, _) = answer(&gateway, request).await;
        let text = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(status, 200);
        assert!(text.contains(&format!("{}.MelderegisterService", facade().mapping().package)), "{text}");
        assert!(text.contains("grpc.health.v1.Health"), "{text}");
    }
}

#[tokio::test]
async fn methods_that_do_not_exist_and_messages_that_are_too_large() {
    let gateway = gateway("    limits: { max_request: 10B }\n");
    let (status, _, _, headers) = answer(&gateway, grpc("/no.Such/Method")).await;
    assert_eq!((status, headers["grpc-status"].to_str().unwrap()), (200, "12"));
    let path = format!("/{}.MelderegisterService/LesePerson", facade().mapping().package);
    let mut request = grpc(&path);
    *request.body_mut() = RequestBody::full([&[0, 0, 0, 0, 11][..], &[0; 11]].concat());
    let (_, _, _, headers) = answer(&gateway, request).await;
    assert_eq!(headers["grpc-status"], "8", "{headers:?}");
    let mut request = grpc(&path);
    *request.body_mut() = RequestBody::failed(fachwerk_edge::BodyError::TooLarge { limit: 15 });
    let (_, _, _, headers) = answer(&gateway, request).await;
    assert_eq!(headers["grpc-status"], "8", "{headers:?}");
    assert!(headers.contains_key("x-request-id"));
}

#[tokio::test]
async fn a_base_path_is_a_prefix() {
    let gateway = gateway("    base_path: /register\n");
    let (status, _, json, _) = answer(&gateway, head("GET", "/register/openapi.json", &[])).await;
    let document: Value = serde_json::from_slice(&json).unwrap();
    assert_eq!((status, &document["servers"][0]["url"]), (200, &Value::from("/register")));
    // The only facade is found at the usual place too.
    assert_eq!(answer(&gateway, head("GET", "/openapi.yaml", &[])).await.0, 200);
    assert_eq!(problem(&gateway, head("POST", PATH, &[JSON])).await.0, 404);
    assert_eq!(problem(&gateway, head("POST", "/register/Melderegister/lesePerson", &[JSON])).await.0, 400);
}

#[test]
fn conflicts_are_found_at_the_start() {
    let config = config(
        "  - contract: other\n    base_path: /other\n    soap_path: /o\n    backend: { url: 'http://b' }\n",
    );
    let error = FacadeGateway::new(&config, vec![facade(), facade()]).unwrap_err();
    // The same package and service twice.
    assert!(
        matches!(&error, LoadError::Twice { path, .. } if path.ends_with(".MelderegisterService/SuchePerson")),
        "{error}"
    );
    assert!(error.to_string().starts_with("FW-3209: "), "{error}");
}

#[test]
fn directories_that_are_wrong() {
    let config = config("");
    let errors = FacadeGateway::load(&config).unwrap_err();
    assert!(errors.to_string().starts_with("FW-3201: "), "{errors}");
    let load = |change: fn(&mut crate::FacadeFiles)| {
        let mut files = files();
        change(&mut files);
        Facade::load(files).unwrap_err().to_string()
    };
    assert!(
        load(|files| files.contract = b"{}".to_vec())
            .starts_with("FW-3202: generated/contract.json: FW-0101")
    );
    assert!(load(|files| files.lock.clear()).starts_with("FW-3203: "));
    let with = |change: fn(&mut crate::FacadeFiles)| {
        let mut files = files();
        change(&mut files);
        FacadeGateway::new(&config, vec![Arc::new(Facade::load(files).unwrap())]).unwrap_err().to_string()
    };
    assert!(with(|files| files.openapi = b"a: [".to_vec()).starts_with("FW-3204: "));
    assert!(with(|files| files.descriptor = b"\xff".to_vec()).starts_with("FW-3205: "));
}

#[tokio::test]
async fn a_configuration_is_swapped_as_a_whole() {
    let gateway = gateway("");
    let after = config("    base_path: /new\n");
    gateway.replace(&after, vec![facade()]).await.unwrap();
    assert_eq!(problem(&gateway, head("POST", PATH, &[JSON])).await.0, 404);
    assert_eq!(problem(&gateway, head("POST", "/new/Melderegister/lesePerson", &[JSON])).await.0, 400);
}
