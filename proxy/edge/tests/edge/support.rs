// SPDX-License-Identifier: EUPL-1.2
//! Edges, gateways, callers and backends for the tests.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::Duration,
};

use bytes::Bytes;
use fachwerk_edge::{
    BoxError, Decision, Edge, EdgeBuilder, EdgeHandle, Gateway, Listener, Report, RequestBody, ResponseBody,
    UpstreamError,
};
use http::{Request, Response, StatusCode, request::Parts};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Collected, Empty, Full, Limited, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub(crate) type ClientBody = UnsyncBoxBody<Bytes, BoxError>;
pub(crate) type H1 = hyper::client::conn::http1::SendRequest<ClientBody>;
pub(crate) type H2 = hyper::client::conn::http2::SendRequest<ClientBody>;

/// A gateway that decides by a closure and remembers what ended.
pub(crate) struct Toy {
    decide: Box<dyn Fn(&Parts) -> Decision + Send + Sync>,
    ended: Mutex<Vec<String>>,
}

impl Toy {
    pub(crate) fn new(decide: impl Fn(&Parts) -> Decision + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { decide: Box::new(decide), ended: Mutex::default() })
    }

    /// Waits until something has ended and tells what.
    pub(crate) async fn ended(&self) -> String {
        for _ in 0..500 {
            if let Some(report) = self.ended.lock().unwrap().pop() {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nothing ended");
    }
}

impl Gateway for Toy {
    fn decide(&self, head: &Parts) -> Decision {
        (self.decide)(head)
    }

    fn relay_error(&self, _: &Parts, error: &UpstreamError) -> Response<Bytes> {
        let status = match error {
            UpstreamError::RequestTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            UpstreamError::Timeout { .. } => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        };
        let response = Response::builder().status(status).header("content-type", "text/plain");
        response.body(error.to_string().into()).unwrap()
    }

    fn ended(&self, head: &Parts, report: &Report) {
        let Report { lane, status, request_bytes, response_bytes, error, client_gone, .. } = report;
        let status = status.map_or(0, |status| status.as_u16());
        let text = format!(
            "{lane:?} {} {status} in={request_bytes} out={response_bytes} error={error:?} gone={client_gone}",
            head.uri.path()
        );
        self.ended.lock().unwrap().push(text);
    }
}

/// A running edge; dropping it ends it.
pub(crate) struct Running {
    pub(crate) handle: EdgeHandle,
    pub(crate) address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

pub(crate) fn start(gateway: Arc<dyn Gateway>) -> Running {
    start_with(Edge::builder().listener(Listener::plain(local())).gateway(gateway))
}

pub(crate) fn start_with(builder: EdgeBuilder) -> Running {
    let edge = builder.build().expect("edge builds");
    let (handle, address) = (edge.handle(), edge.addresses()[0]);
    let thread = std::thread::spawn(move || edge.run(std::future::pending()).expect("edge runs"));
    Running { handle, address, thread: Some(thread) }
}

impl Running {
    /// Waits until its thread has ended.
    pub(crate) fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("edge ended well");
        }
    }
}

/// Waits until so many requests are in flight.
pub(crate) async fn in_flight(edge: &Running, count: usize) {
    let reached = async {
        while edge.handle.in_flight() != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), reached).await.expect("requests in flight");
}

impl Drop for Running {
    fn drop(&mut self) {
        self.handle.abort();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

pub(crate) fn local() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// A handler that answers with what it was sent, or says what was wrong with it.
pub(crate) async fn echo(request: Request<RequestBody>) -> Response<ResponseBody> {
    match request.into_body().read_all().await {
        Ok(bytes) => Response::new(ResponseBody::from(bytes)),
        Err(error) => {
            let status = match error {
                fachwerk_edge::BodyError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::BAD_REQUEST,
            };
            let body = ResponseBody::from(error.to_string());
            Response::builder().status(status).body(body).unwrap()
        }
    }
}

/// Without Nagle's delay, as every HTTP/2 client does it.
async fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

pub(crate) async fn h1(address: SocketAddr) -> H1 {
    let stream = connect(address).await;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

pub(crate) async fn h2(address: SocketAddr) -> H2 {
    let stream = connect(address).await;
    let handshake = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (sender, connection) = handshake.await.unwrap();
    tokio::spawn(connection);
    sender
}

pub(crate) fn boxed(body: impl Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static) -> ClientBody {
    body.map_err(Into::into).boxed_unsync()
}

/// A body of known length.
pub(crate) fn known(bytes: impl Into<Bytes>) -> ClientBody {
    boxed(Full::new(bytes.into()))
}

/// A body without announced length: chunked in HTTP/1.
pub(crate) fn unknown(bytes: impl Into<Bytes>) -> ClientBody {
    let bytes = bytes.into();
    let chunks = bytes.chunks(10_000).map(|chunk| Ok(Frame::data(bytes.slice_ref(chunk))));
    let chunks: Vec<Result<_, BoxError>> = chunks.collect();
    http_body_util::StreamBody::new(futures_util::stream::iter(chunks)).boxed_unsync()
}

pub(crate) fn get(address: SocketAddr, path: &str) -> Request<ClientBody> {
    Request::get(format!("http://{address}{path}"))
        .header("host", address.to_string())
        .body(boxed(Empty::new()))
        .unwrap()
}

pub(crate) fn post(address: SocketAddr, path: &str, body: ClientBody) -> Request<ClientBody> {
    Request::post(format!("http://{address}{path}")).header("host", address.to_string()).body(body).unwrap()
}

/// Bytes in which a shifted or missing piece shows.
pub(crate) fn pattern(length: usize) -> Bytes {
    (0..length).map(|index| (index % 251) as u8).collect::<Vec<_>>().into()
}

/// A whole body, trailers included.
#[expect(clippy::disallowed_methods, reason = "the body is limited")]
pub(crate) async fn whole_body<B>(body: B) -> Result<Collected<Bytes>, BoxError>
where
    B: Body<Data = Bytes, Error: Into<BoxError>>,
{
    Limited::new(body, 64 * 1024 * 1024).collect().await
}

/// The whole body of an answer.
pub(crate) async fn whole(response: Response<Incoming>) -> Result<Collected<Bytes>, BoxError> {
    whole_body(response.into_body()).await
}

pub(crate) async fn text(response: Response<Incoming>) -> (u16, String) {
    let status = response.status().as_u16();
    let body = whole(response).await.expect("whole body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// Sends raw bytes and reads until the server closes, or has been silent for half a second.
pub(crate) async fn raw(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    read_raw(&mut stream).await
}

pub(crate) async fn read_raw(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(Ok(read)) = tokio::time::timeout(Duration::from_millis(500), stream.read(&mut buffer)).await
    {
        if read == 0 {
            answer.extend_from_slice(b"<closed>");
            break;
        }
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// A backend that answers the n-th connection with the n-th script: what it sends after each request,
/// request for request. After its script it closes the connection; after the last script it is gone.
pub(crate) async fn canned(scripts: Vec<Vec<&'static [u8]>>) -> SocketAddr {
    let listener = TcpListener::bind(local()).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for script in scripts {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                for answer in script {
                    if read_request(&mut stream).await.is_none() {
                        return;
                    }
                    stream.write_all(answer).await.unwrap();
                }
            });
        }
    });
    address
}

/// Reads one request with a content-length, or none, and returns it.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")
                    .map(|length| length.parse::<usize>().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
    }
}
