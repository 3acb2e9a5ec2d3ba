// SPDX-License-Identifier: EUPL-1.2
//! A caller that knows just enough HTTP to send exactly what a test wants.

use std::fmt::Write as _;

use fachwerk_melderegister::{Options, Server};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The moment all tests happen at.
pub(crate) const NOW: &str = "2026-03-02T10:15:00+01:00";

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Is there this header line?
    pub(crate) fn has_header(&self, line: &str) -> bool {
        self.head.lines().any(|given| given.eq_ignore_ascii_case(line))
    }

    /// Text of the first element of that name, with its prefix.
    pub(crate) fn text(&self, name: &str) -> &str {
        let (_, rest) =
            self.body.split_once(&format!("<{name}")).unwrap_or_else(|| panic!("no {name}: {}", self.body));
        let (_, rest) = rest.split_once('>').unwrap();
        rest.split_once('<').unwrap().0
    }

    /// How often an element of that name starts.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.body.matches(&format!("<{name}>")).count() + self.body.matches(&format!("<{name} ")).count()
    }

    /// A SOAP 1.1 fault of the caller whose sentence contains all of these.
    pub(crate) fn assert_client_fault(&self, parts: &[&str]) {
        assert_eq!(self.status, 500, "{}", self.body);
        assert_eq!(self.text("faultcode"), "soap:Client", "{}", self.body);
        for part in parts {
            assert!(self.text("faultstring").contains(part), "'{part}' in {}", self.body);
        }
    }
}

/// A service with a fixed clock.
pub(crate) async fn start() -> Server {
    start_with(Options::default()).await
}

/// The same with other options.
pub(crate) async fn start_with(options: Options) -> Server {
    let options = Options { now: Some(NOW.to_owned()), ..options };
    Server::start("127.0.0.1:0", options).await.unwrap().1
}

/// Sends a request and reads until the service closes.
pub(crate) async fn send(
    server: &Server,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let address = server.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut request = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    let _ = write!(request, "Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    // the service may answer and close before it has read everything
    let _ = stream.write_all(body).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// Posts a SOAP 1.1 message for this operation.
pub(crate) async fn post11(server: &Server, operation: &str, message: &str) -> Answer {
    let action = format!("\"https://fachwerk.example/ns/melderegister/dienst/1/{operation}\"");
    let headers = [("Content-Type", "text/xml; charset=utf-8"), ("SOAPAction", &action)];
    send(server, "POST", "/melderegister", &headers, message.as_bytes()).await
}

/// Posts a SOAP 1.2 message for this operation.
pub(crate) async fn post12(server: &Server, operation: &str, message: &str) -> Answer {
    let action = format!("https://fachwerk.example/ns/melderegister/dienst/1/{operation}");
    let content_type = format!("application/soap+xml; charset=UTF-8; action=\"{action}\"");
    send(server, "POST", "/melderegister", &[("Content-Type", &content_type)], message.as_bytes()).await
}

/// A SOAP 1.1 envelope.
pub(crate) fn envelope11(body: &str) -> String {
    envelope(SOAP11, "", body)
}

/// A SOAP 1.2 envelope.
pub(crate) fn envelope12(body: &str) -> String {
    envelope(SOAP12, "", body)
}

/// A SOAP 1.1 envelope with a header.
pub(crate) fn envelope_with_header(header: &str, body: &str) -> String {
    envelope(SOAP11, &format!("<s:Header>{header}</s:Header>"), body)
}

fn envelope(soap: &str, header: &str, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"{soap}\" xmlns:m=\"https://fachwerk.example/ns/melderegister/1\" \
         xmlns:b=\"https://fachwerk.example/ns/basistypen/1\" \
         xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">{header}<s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// Sends the body in SOAP 1.1.
pub(crate) async fn call(server: &Server, operation: &str, body: &str) -> Answer {
    post11(server, operation, &envelope11(body)).await
}
