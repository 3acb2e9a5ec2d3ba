// SPDX-License-Identifier: EUPL-1.2
//! A backend that answers every request with the same bytes, however wrong they are.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// What is done with a request once it has arrived.
#[derive(Clone)]
pub(crate) enum Behaviour {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// A head, then this chunk again and again until nobody reads any more.
    Endless(Vec<u8>, Vec<u8>),
    /// Nothing, until the test ends.
    Silence,
}

/// The backend. Threads of its own, so that no runtime softens what it does.
pub(crate) struct Canned {
    pub(crate) address: SocketAddr,
    requests: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

impl Canned {
    /// Start one.
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
        let address = listener.local_addr().expect("its address");
        let requests = Arc::new(AtomicUsize::new(0));
        let over = Arc::new(AtomicBool::new(false));
        let (count, end) = (Arc::clone(&requests), Arc::clone(&over));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let (count, end, behaviour) = (Arc::clone(&count), Arc::clone(&end), behaviour.clone());
                if let Ok(stream) = stream {
                    std::thread::spawn(move || serve(stream, &behaviour, &count, &end));
                }
            }
        });
        Self { address, requests, over }
    }

    /// One that answers with an HTTP response of status, media type and body.
    pub(crate) fn answering(status: &str, content_type: &str, body: &[u8]) -> Self {
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Self::start(Behaviour::Bytes(bytes))
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/melderegister", self.address)
    }

    /// Requests that arrived complete.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wake the listener so that it notices.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, behaviour: &Behaviour, requests: &AtomicUsize, over: &AtomicBool) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(100)));
    if !receive(&mut stream, over) {
        return;
    }
    requests.fetch_add(1, Ordering::SeqCst);
    match behaviour {
        Behaviour::Bytes(bytes) => drop(stream.write_all(bytes)),
        Behaviour::Endless(head, chunk) => {
            if stream.write_all(head).is_ok() {
                while !over.load(Ordering::SeqCst) && stream.write_all(chunk).is_ok() {}
            }
        }
        Behaviour::Silence => {
            let mut byte = [0];
            while !over.load(Ordering::SeqCst) {
                // Reading is waiting, and notices when the other side gives up.
                match stream.read(&mut byte) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) if is_timeout(&error) => {}
                    Err(_) => break,
                }
            }
        }
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

/// Read one request to its end; whether there was one.
fn receive(stream: &mut TcpStream, over: &AtomicBool) -> bool {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16384];
    while !complete(&bytes) {
        match stream.read(&mut buffer) {
            Ok(0) => return false,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if is_timeout(&error) && !over.load(Ordering::SeqCst) => {}
            Err(_) => return false,
        }
    }
    true
}

fn complete(bytes: &[u8]) -> bool {
    let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let body = &bytes[head + 4..];
    if text.contains("transfer-encoding: chunked") {
        return body.ends_with(b"0\r\n\r\n");
    }
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    body.len() >= length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)
}
