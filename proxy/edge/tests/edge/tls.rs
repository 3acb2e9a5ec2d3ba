// SPDX-License-Identifier: EUPL-1.2
//! TLS at both ends.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use fachwerk_edge::{
    Answering, Edge, Limits, Listener, RelayTo, ResponseBody, StartError, Upstream, UpstreamClient,
    UpstreamError,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer},
};

use crate::{
    client::request,
    support::{Running, Toy, get, h1, local, start, start_with, text},
};

/// A self-signed certificate for `localhost`, and an edge that uses it.
struct Secure {
    edge: Running,
    files: TempDir,
    certificate: CertificateDer<'static>,
}

fn issue(files: &TempDir) -> (PathBuf, PathBuf, CertificateDer<'static>) {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (files.path().join("cert.pem"), files.path().join("key.pem"));
    std::fs::write(&certificate, issued.cert.pem()).unwrap();
    std::fs::write(&key, issued.signing_key.serialize_pem()).unwrap();
    (certificate, key, issued.cert.der().clone())
}

fn secure() -> Secure {
    let files = TempDir::new().unwrap();
    let (cert, key, certificate) = issue(&files);
    let gateway = Toy::new(|head| {
        let tls = head.extensions.get::<fachwerk_edge::ConnectionInfo>().unwrap().tls;
        let version = head.version;
        let said = format!("{version:?} tls={tls} proto={:?}", head.headers.get("x-forwarded-proto"));
        Answering::with(move |_| async { http::Response::new(ResponseBody::from(said)) }).into()
    });
    let edge = start_with(Edge::builder().listener(Listener::tls(local(), cert, key)).gateway(gateway));
    Secure { edge, files, certificate }
}

impl Secure {
    fn upstream(&self, host: &str) -> Upstream {
        Upstream::from_url(&format!("https://{host}:{}", self.edge.address.port())).unwrap()
    }
}

async fn connect(secure: &Secure, alpn: &[u8]) -> tokio_rustls::client::TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(secure.certificate.clone()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = if alpn.is_empty() { vec![] } else { vec![alpn.to_vec()] };
    let stream = TcpStream::connect(secure.edge.address).await.unwrap();
    TlsConnector::from(Arc::new(config)).connect("localhost".try_into().unwrap(), stream).await.unwrap()
}

#[tokio::test]
async fn listeners_speak_both_protocols_by_alpn() {
    let secure = secure();
    for alpn in [&b"http/1.1"[..], b""] {
        let stream = TokioIo::new(connect(&secure, alpn).await);
        let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        let response = sender.send_request(get(secure.edge.address, "/")).await.unwrap();
        assert_eq!(text(response).await, (200, "HTTP/1.1 tls=true proto=None".to_owned()));
    }
    let stream = TokioIo::new(connect(&secure, b"h2").await);
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.unwrap();
    tokio::spawn(connection);
    let response = sender.send_request(get(secure.edge.address, "/")).await.unwrap();
    assert_eq!(text(response).await, (200, "HTTP/2.0 tls=true proto=None".to_owned()));
}

#[tokio::test]
async fn certificates_are_renewed_while_connections_stay() {
    let secure = secure();
    let old = secure.upstream("localhost").with_ca_file(secure.files.path().join("cert.pem")).unwrap();
    let stream = TokioIo::new(connect(&secure, b"http/1.1").await);
    let (mut open, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);

    let renewed = TempDir::new().unwrap();
    let (certificate, key, _) = issue(&renewed);
    let handle = &secure.edge.handle;
    handle.renew_certificates(&[Listener::tls(local(), &certificate, &key)]).unwrap();

    let client = UpstreamClient::new().unwrap();
    let error = client.call(&old, &request(), &Limits::default()).await.unwrap_err();
    assert!(matches!(&error, UpstreamError::Tls(_)), "{error:?}");
    let new = secure.upstream("localhost").with_ca_file(&certificate).unwrap();
    client.call(&new, &request(), &Limits::default()).await.unwrap();
    assert_eq!(text(open.send_request(get(secure.edge.address, "/")).await.unwrap()).await.0, 200);

    // What cannot be used leaves the certificate as it is.
    let error = handle.renew_certificates(&[Listener::tls(local(), &certificate, &certificate)]).unwrap_err();
    assert!(matches!(error, StartError::Certificate { .. }), "{error}");
    UpstreamClient::new().unwrap().call(&new, &request(), &Limits::default()).await.unwrap();
}

#[tokio::test]
async fn clients_verify_authority_and_name() {
    let secure = secure();
    let client = UpstreamClient::new().unwrap();
    let call = async |target: Upstream| client.call(&target, &request(), &Limits::default()).await;
    let authority = secure.files.path().join("cert.pem");
    let response = call(secure.upstream("localhost").with_ca_file(&authority).unwrap()).await.unwrap();
    assert_eq!(response.body, "HTTP/1.1 tls=true proto=None");
    // The pooled connection must not serve those who do not trust the certificate.
    let error = call(secure.upstream("localhost")).await.unwrap_err();
    assert!(matches!(&error, UpstreamError::Tls(_)), "{error:?}");
    let error = call(secure.upstream("127.0.0.1").with_ca_file(&authority).unwrap()).await.unwrap_err();
    assert!(matches!(&error, UpstreamError::Tls(_)), "{error:?}");
    let other = TempDir::new().unwrap();
    let (other_authority, ..) = issue(&other);
    let error = call(secure.upstream("localhost").with_ca_file(other_authority).unwrap()).await.unwrap_err();
    assert!(matches!(&error, UpstreamError::Tls(_)) && error.is_unsent(), "{error:?}");
    let again = call(secure.upstream("localhost").with_ca_file(&authority).unwrap()).await.unwrap();
    assert!(again.reused_connection);
}

#[tokio::test]
async fn relays_verify_too() {
    let secure = secure();
    let trusted = secure.upstream("localhost").with_ca_file(secure.files.path().join("cert.pem")).unwrap();
    let untrusted = secure.upstream("localhost");
    let edge = start(Toy::new(move |head| {
        let to = if head.uri.path() == "/trusted" { &trusted } else { &untrusted };
        RelayTo::new(to.clone()).into()
    }));
    let ask = async |address: SocketAddr, path| {
        text(h1(address).await.send_request(get(address, path)).await.unwrap()).await
    };
    let (status, said) = ask(edge.address, "/trusted").await;
    assert_eq!((status, said.as_str()), (200, "HTTP/1.1 tls=true proto=Some(\"http\")"));
    let (status, said) = ask(edge.address, "/untrusted").await;
    assert_eq!(status, 502);
    assert!(said.starts_with("TLS to upstream failed: "), "{said}");
}

#[tokio::test]
async fn plain_requests_to_tls_ports_do_no_harm() {
    let secure = secure();
    let answer = crate::support::raw(secure.edge.address, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(!answer.contains("HTTP/1.1 200"), "{answer}");
    let limits = Limits { connect_timeout: Duration::from_secs(2), ..Limits::default() };
    // And TLS to a plain port is a TLS error.
    let plain = start(Toy::new(|_| Answering::with(crate::support::echo).into()));
    let target = Upstream::from_url(&format!("https://localhost:{}", plain.address.port())).unwrap();
    let error = UpstreamClient::new().unwrap().call(&target, &request(), &limits).await.unwrap_err();
    assert!(error.is_unsent(), "{error:?}");
}

#[test]
fn bad_certificates_are_errors_at_the_start() {
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let ((certificate, key, _), (_, other_key, _)) = (issue(&one), issue(&two));
    let missing = PathBuf::from("/does/not/exist.pem");
    for (certificate, key, wrong) in [
        (&missing, &key, "exist.pem"),
        (&certificate, &missing, "exist.pem"),
        (&key, &key, "key.pem"),
        (&certificate, &certificate, "cert.pem"),
        (&certificate, &other_key, "key.pem"),
    ] {
        let listener = Listener::tls(local(), certificate, key);
        let gateway = Toy::new(|_| Answering::with(crate::support::echo).into());
        let error = Edge::builder().listener(listener).gateway(gateway).build().unwrap_err();
        assert!(
            matches!(&error, StartError::Certificate { .. }) && error.to_string().contains(wrong),
            "{error}"
        );
    }
}
