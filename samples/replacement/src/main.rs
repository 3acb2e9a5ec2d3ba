//! Serves both facades on one port: REST over HTTP/1.1 and HTTP/2, gRPC over HTTP/2.
//!
//! This file is written once and then yours: implement the operations one by one. Those that are not there answer
//! 501 over REST and `UNIMPLEMENTED` over gRPC.

use std::error::Error;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use melderegister_service::{app, service};

/// The replacement.
struct Replacement;

impl service::Melderegister for Replacement {}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8082".to_owned());
    let listener = TcpListener::bind(address.parse::<SocketAddr>()?).await?;
    println!("listening on {}", listener.local_addr()?);
    let server = axum::serve(listener, app(Replacement));
    server.with_graceful_shutdown(stop()).await?;
    Ok(())
}

async fn stop() {
    // Without a signal there is nothing to wait for.
    let _ = tokio::signal::ctrl_c().await;
}
