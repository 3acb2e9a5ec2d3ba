// SPDX-License-Identifier: EUPL-1.2
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use fachwerk_config::Checked;
use fachwerk_edge::{ResponseBody, UpstreamClient};
use fachwerk_mapping::OperationId;
use fachwerk_observe::Caller;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};

use crate::backend::{Answer, Backend, Coming, Flow, Opened, Request, Trouble};
use crate::call::{Call, perform};
use crate::convert::Form;
use crate::gateway::Served;
use crate::journal::Entry;
use crate::outcome::Outcome;
use crate::trace::Trace;
use crate::{Facade, FacadeFiles};

pub(super) const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/melderegister");

pub(super) fn files() -> FacadeFiles {
    static FILES: OnceLock<FacadeFiles> = OnceLock::new();
    let generate = || {
        let options = fachwerk_wsdl::Options::default();
        let path = Path::new(SAMPLES).join("wsdl/melderegister.wsdl");
        let input = fachwerk_wsdl::open(&path, &options.limits).unwrap();
        let mut generated = fachwerk_generator::generate(&input, &options, None).unwrap().files;
        let mut take = |name: &str| generated.remove(name).unwrap();
        FacadeFiles {
            directory: PathBuf::from("generated"),
            contract: take("contract.json"),
            lock: take("fachwerk.lock"),
            openapi: take("openapi.yaml"),
            descriptor: take("descriptor.binpb"),
            copies: generated
                .into_iter()
                .filter_map(|(path, bytes)| Some((path.strip_prefix("wsdl/")?.to_owned(), bytes)))
                .collect(),
        }
    };
    FILES.get_or_init(generate).clone()
}

pub(super) fn facade() -> Arc<Facade> {
    static FACADE: OnceLock<Arc<Facade>> = OnceLock::new();
    FACADE.get_or_init(|| Arc::new(Facade::load(files()).unwrap())).clone()
}

/// A configuration with further lines for its facade.
pub(super) fn config(further: &str) -> Checked {
    let text = format!(
        "listen: [{{ address: '127.0.0.1:0' }}]\nfacades:\n  - contract: generated\n    backend: {{ url: 'http://127.0.0.1:1/melderegister' }}\n{further}"
    );
    Checked::from_yaml(&text, Path::new("fachwerk.yaml")).unwrap()
}

pub(super) fn served(further: &str) -> Served {
    let client = Arc::new(UpstreamClient::new().unwrap());
    Served::new(facade(), config(further).facades.remove(0), client).unwrap()
}

pub(super) fn operation(name: &str) -> OperationId {
    facade().mapping().find_operation(name).unwrap()
}

pub(super) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(SAMPLES).join("messages").join(format!("{name}.xml"))).unwrap()
}

pub(super) fn entry() -> Entry {
    let headers = HeaderMap::from_iter([(crate::trace::REQUEST_ID, HeaderValue::from_static("id-1"))]);
    Entry::new(Trace::of(&headers), Caller::Rest, None)
}

/// A backend that answers what it is told and remembers what it was sent.
pub(super) struct Fake {
    answer: Result<Answer, Trouble>,
    seen: Mutex<Vec<Request>>,
}

impl Fake {
    pub(super) fn new(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        if !media_type.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        Self { answer: Ok(Answer { status, headers, body: body.into() }), seen: Mutex::default() }
    }

    pub(super) fn failing(trouble: Trouble) -> Self {
        Self { answer: Err(trouble), seen: Mutex::default() }
    }

    pub(super) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

impl Backend for Fake {
    async fn call(&self, request: Request) -> Result<Answer, Trouble> {
        self.seen.lock().unwrap().push(request);
        self.answer.clone()
    }

    async fn open(&self, request: Request) -> Result<Opened, Trouble> {
        let Answer { status, headers, body } = self.call(request).await?;
        let pieces: Vec<Bytes> = body.chunks(7).map(Bytes::copy_from_slice).collect();
        Ok(Opened { status, headers, body: Coming::There(pieces.into_iter()) })
    }

    async fn open_flowing(&self, mut request: Request, mut body: Flow) -> Result<Opened, Trouble> {
        let mut bytes = Vec::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| Trouble::Lost(error.to_string()))?;
            bytes.extend_from_slice(&frame.into_data().unwrap_or_default());
        }
        request.body = bytes.into();
        self.open(request).await
    }
}

/// Calls an operation as a caller of this form; also what the log would know.
pub(super) async fn outcome(
    further: &str,
    name: &str,
    form: Form,
    message: &[u8],
    backend: &Fake,
) -> (Outcome, Served, Entry) {
    let (served, entry) = (served(further), entry());
    let patience = Some(Duration::from_secs(1));
    let call =
        Call { served: &served, operation: operation(name), form, given: None, patience, entry: &entry };
    let outcome = perform(&call, message, backend).await;
    (outcome, served, entry)
}

/// Status, media type and body of a response.
pub(super) async fn read(response: Response<ResponseBody>) -> (u16, String, Bytes) {
    let (parts, body) = response.into_parts();
    #[expect(clippy::disallowed_methods, reason = "it is limited")]
    let body = Limited::new(body, 1 << 24).collect().await.unwrap().to_bytes();
    let media_type = parts.headers.get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap());
    (parts.status.as_u16(), media_type.to_owned(), body)
}
