// SPDX-License-Identifier: EUPL-1.2
//! Being told to stop by the system.

use tokio::signal::unix::{SignalKind, signal};

/// Resolves at SIGTERM or SIGINT. If neither can be listened for, it never does.
///
/// From its first poll on the process no longer dies of them.
pub async fn termination() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("Cannot listen for SIGTERM and SIGINT");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => tracing::info!("SIGTERM received"),
        _ = interrupt.recv() => tracing::info!("SIGINT received"),
    }
}

/// Resolves at the next SIGQUIT. If it cannot be listened for, it never does.
///
/// From its first poll on the process no longer dies of it.
pub async fn quitting() {
    match signal(SignalKind::quit()) {
        Ok(mut quit) => drop(quit.recv().await),
        Err(_) => std::future::pending().await,
    }
}

/// Calls `each` at every SIGHUP. If it cannot be listened for, it never does.
///
/// From its first poll on the process no longer dies of it.
pub async fn hangups(mut each: impl FnMut()) -> std::convert::Infallible {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else {
        tracing::error!("Cannot listen for SIGHUP");
        return std::future::pending().await;
    };
    while hangup.recv().await.is_some() {
        each();
    }
    std::future::pending().await
}
