// SPDX-License-Identifier: EUPL-1.2
//! A backend that answers every request with the same bytes, however wrong they are.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::wait;

/// What is done with a request once it has arrived.
#[derive(Clone)]
pub(crate) enum Behaviour {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// A head, then this chunk again and again until nobody reads any more.
    Endless(Vec<u8>, Vec<u8>),
    /// What this makes of the request, head and body.
    Reply(fn(&str, &str) -> Vec<u8>),
    /// Nothing, until the test ends.
    Silence,
    /// These bytes, once [`Canned::release`] is called.
    Gate(Vec<u8>),
}

/// The backend. Threads of its own, so that no runtime softens what it does.
pub(crate) struct Canned {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
}

struct State {
    behaviour: Mutex<Behaviour>,
    requests: AtomicUsize,
    closed: AtomicUsize,
    released: AtomicBool,
    over: AtomicBool,
}

impl Canned {
    /// Start one.
    pub(crate) fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a socket");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(State {
            behaviour: Mutex::new(behaviour),
            requests: AtomicUsize::new(0),
            closed: AtomicUsize::new(0),
            released: AtomicBool::new(false),
            over: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.over.load(Ordering::SeqCst) {
                    break;
                }
                let state = Arc::clone(&shared);
                std::thread::spawn(move || {
                    serve(stream, &state);
                    state.closed.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, state }
    }

    /// One that answers with an HTTP response of status, media type and body.
    pub(crate) fn answering(status: &str, content_type: &str, body: &[u8]) -> Self {
        Self::start(Behaviour::Bytes(response(status, content_type, body)))
    }

    /// From now on, do this.
    pub(crate) fn set(&self, behaviour: Behaviour) {
        *self.state.behaviour.lock().expect("behaviour") = behaviour;
    }

    /// Let those go who wait at the gate.
    pub(crate) fn release(&self) {
        self.state.released.store(true, Ordering::SeqCst);
    }

    /// Wait until so many requests have arrived.
    #[track_caller]
    pub(crate) fn await_requests(&self, count: usize) {
        let came = wait::until(Duration::from_secs(20), || (self.requests() >= count).then_some(()));
        assert!(came.is_some(), "{} of {count} requests came", self.requests());
    }

    /// Wait until so many connections have been closed from this side.
    #[track_caller]
    pub(crate) fn await_closed(&self, count: usize) {
        let closed = || (self.state.closed.load(Ordering::SeqCst) >= count).then_some(());
        assert!(
            wait::until(Duration::from_secs(20), closed).is_some(),
            "fewer than {count} connections were closed"
        );
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/melderegister", self.address)
    }

    /// Requests that arrived complete.
    pub(crate) fn requests(&self) -> usize {
        self.state.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        // Wake the listener so that it notices.
        let _ = TcpStream::connect(self.address);
    }
}

/// An HTTP response.
pub(crate) fn response(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn serve(mut stream: TcpStream, state: &State) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(20)));
    let Some(request) = receive(&mut stream, &state.over) else { return };
    let behaviour = state.behaviour.lock().expect("behaviour").clone();
    state.requests.fetch_add(1, Ordering::SeqCst);
    match behaviour {
        Behaviour::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Behaviour::Endless(head, chunk) => {
            if stream.write_all(&head).is_ok() {
                loop {
                    if state.over.load(Ordering::SeqCst) || stream.write_all(&chunk).is_err() {
                        break;
                    }
                }
            }
        }
        Behaviour::Reply(reply) => {
            let text = String::from_utf8_lossy(&request);
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
            drop(stream.write_all(&reply(head, body)));
        }
        Behaviour::Silence => hold(&mut stream, &state.over, &state.over),
        Behaviour::Gate(bytes) => {
            hold(&mut stream, &state.over, &state.released);
            drop(stream.write_all(&bytes));
        }
    }
}

/// Keep the connection until one of these is true or the other side gives up. Reading is waiting.
fn hold(stream: &mut TcpStream, over: &AtomicBool, released: &AtomicBool) {
    let mut byte = [0];
    while !over.load(Ordering::SeqCst) && !released.load(Ordering::SeqCst) {
        match stream.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if is_timeout(&error) => {}
            Err(_) => break,
        }
    }
}

fn is_timeout(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}

/// Read one request to its end, if there is one.
fn receive(stream: &mut TcpStream, over: &AtomicBool) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16384];
    while !complete(&bytes) {
        match stream.read(&mut buffer) {
            Ok(0) => return None,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if is_timeout(&error) && !over.load(Ordering::SeqCst) => {}
            Err(_) => return None,
        }
    }
    Some(bytes)
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
