// SPDX-License-Identifier: EUPL-1.2
//! Waiting for something to become true, without guessing how long it takes.

use std::time::{Duration, Instant};

use super::runtime::block_on;

/// Ask again and again until there is an answer, at most this long.
pub(crate) fn until<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if began.elapsed() > patience {
            return None;
        }
        block_on(async { tokio::time::sleep(Duration::from_millis(10)).await });
    }
}
