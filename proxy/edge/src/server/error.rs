// SPDX-License-Identifier: EUPL-1.2
//! Why an edge does not start.

use std::{io, net::SocketAddr};

use thiserror::Error;

use crate::TargetError;

/// Why an edge does not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// No listener was given.
    #[error("no listener is configured")]
    NoListener,
    /// No gateway was given.
    #[error("no gateway is configured")]
    NoGateway,
    /// The address cannot be listened on: taken, not ours, or not allowed.
    #[error("cannot listen on {address}: {error}")]
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// Certificate or key of a TLS listener cannot be used.
    #[error("certificate for {address} cannot be used: {reason}")]
    Certificate {
        /// The listener.
        address: SocketAddr,
        /// Which file, and what is wrong with it.
        reason: String,
    },
    /// The platform's certificate authorities cannot be loaded.
    #[error(transparent)]
    Authorities(#[from] TargetError),
    /// The runtime cannot be started.
    #[error("cannot start the runtime: {0}")]
    Runtime(io::Error),
    /// The accept loop ended without being asked to.
    #[error("the listeners failed: {0}")]
    Listeners(String),
}
