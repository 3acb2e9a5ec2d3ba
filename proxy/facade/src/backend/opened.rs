// SPDX-License-Identifier: EUPL-1.2
//! An answer of the backend whose body still comes.

use bytes::Bytes;
use fachwerk_edge::UpstreamBody;
use http::{HeaderMap, StatusCode};

use super::{Trouble, trouble};

/// One answer of the backend, its body still to come.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Coming,
}

/// A body that comes piece by piece.
#[derive(Debug)]
pub(crate) enum Coming {
    /// From the edge's client.
    Upstream(Box<UpstreamBody>),
    /// Pieces that are there already.
    #[cfg(test)]
    There(std::vec::IntoIter<Bytes>),
}

impl Coming {
    /// The next bytes; `None` at the end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Trouble> {
        match self {
            Self::Upstream(body) => body.chunk().await.map_err(|error| trouble(&error)),
            #[cfg(test)]
            Self::There(pieces) => Ok(pieces.next()),
        }
    }
}
