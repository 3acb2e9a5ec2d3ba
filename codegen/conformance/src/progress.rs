// SPDX-License-Identifier: EUPL-1.2
//! One line that says how far a run is.

use std::time::{Duration, Instant};

use crate::{Record, Verdict};

/// Characters of the bar.
const WIDTH: usize = 24;

/// How far a run is; the line is for terminals.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    done: usize,
    with_findings: usize,
    samples: usize,
    began: Instant,
}

impl Progress {
    /// Nothing done yet.
    pub fn new(total: usize) -> Self {
        Self { total, done: 0, with_findings: 0, samples: 0, began: Instant::now() }
    }

    /// One case more.
    pub fn add(&mut self, record: &Record) {
        self.done += 1;
        self.with_findings += usize::from(record.verdict == Verdict::Findings);
        self.samples += record.measured.samples;
    }

    /// The line, to be written over the one before.
    pub fn line(&self) -> String {
        self.line_after(self.began.elapsed())
    }

    fn line_after(&self, elapsed: Duration) -> String {
        let full = (WIDTH * self.done).checked_div(self.total).unwrap_or(WIDTH).min(WIDTH);
        format!(
            "\r\x1b[K[{}{}] {}/{} cases, {} with findings, {} samples, {} s",
            "=".repeat(full),
            " ".repeat(WIDTH - full),
            self.done,
            self.total,
            self.with_findings,
            self.samples,
            elapsed.as_secs()
        )
    }

    /// What takes the line away.
    pub fn clear(&self) -> &'static str {
        "\r\x1b[K"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills() {
        let mut progress = Progress::new(2);
        assert!(progress.line_after(Duration::ZERO).contains("[                        ] 0/2 cases"));
        progress.done = 1;
        assert!(progress.line_after(Duration::ZERO).contains("[============            ] 1/2 cases"));
        assert!(Progress::new(0).line().contains("[========================] 0/0"));
    }
}
