// SPDX-License-Identifier: EUPL-1.2
//! Serves both facades on one port: REST over HTTP/1.1 and HTTP/2, gRPC over HTTP/2.
//!
//! This file is written once and then yours: implement the operations one by one. Those that are not there answer
//! 501 over REST and `UNIMPLEMENTED` over gRPC.

use std::error::Error;
use std::net::SocketAddr;

use tokio::net::TcpListener;
