// SPDX-License-Identifier: EUPL-1.2
//! Handing listening sockets to the process that comes next.
//!
//! The sockets stay open all the while: connections that arrive between the two processes wait in the system's queue, and
//! none is refused. The next process listens on a Unix socket in a directory that only its user may enter; whoever could
//! connect there could be asked to serve, or be given the ports.

use std::{
    collections::HashMap,
    io,
    net::{SocketAddr, TcpListener},
    os::{fd::IntoRawFd, fd::RawFd, unix::fs::PermissionsExt},
    path::Path,
};

use pingora::server::Fds;

/// A bound socket, ours or that of the process before.
pub(super) enum Socket {
    Own(TcpListener),
    Inherited(RawFd),
}

impl Socket {
    /// Gives the descriptor away.
    pub(super) fn into_raw(self) -> RawFd {
        match self {
            Self::Own(listener) => listener.into_raw_fd(),
            Self::Inherited(descriptor) => descriptor,
        }
    }
}

/// Waits a few seconds for the sockets of the process before.
pub(super) fn take_over(path: &Path) -> io::Result<HashMap<SocketAddr, RawFd>> {
    let name = checked(path)?;
    let mut sockets = Fds::new();
    sockets.get_from_sock(name)?;
    let (addresses, descriptors) = sockets.serialize();
    Ok(addresses.iter().zip(descriptors).filter_map(|(a, d)| Some((a.parse().ok()?, d))).collect())
}

/// Gives the sockets to the next process, which is waited for a few seconds.
pub(super) fn hand_over(path: &Path, sockets: &[(SocketAddr, RawFd)]) -> io::Result<()> {
    let name = checked(path)?;
    let mut fds = Fds::new();
    for (address, descriptor) in sockets {
        fds.add(address.to_string(), *descriptor);
    }
    fds.send_to_sock(name)?;
    Ok(())
}

/// The path, if it is one at which sockets may be passed.
fn checked(path: &Path) -> io::Result<&str> {
    // sun_path of unix(7).
    let name = path.to_str().filter(|name| name.len() < 108);
    let name =
        name.ok_or_else(|| io::Error::other("the path must be of UTF-8 and shorter than 108 bytes"))?;
    let directory = path.parent().unwrap_or(Path::new("."));
    let mode = std::fs::metadata(directory)?.permissions().mode();
    if mode & 0o022 != 0 {
        let why = format!("{} can be written to by others", directory.display());
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_of_everybody_are_refused() {
        let error = checked(Path::new("/tmp/fachwerk.sock")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert!(checked(Path::new("/nowhere/fachwerk.sock")).is_err());
        let long = format!("/{}", "x".repeat(200));
        assert!(checked(Path::new(&long)).is_err());
    }
}
