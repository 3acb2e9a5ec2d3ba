// SPDX-License-Identifier: EUPL-1.2
//! What people and machines see.
#![expect(clippy::print_stderr, reason = "this is where the program talks to people")]

use std::io::{IsTerminal, Write};

use crate::arguments::Format;
use crate::failure::Failure;

/// Colours of one stream; none where it is not a terminal or `NO_COLOR` is set (<https://no-color.org>).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    on: bool,
}

impl Paint {
    pub(crate) fn stdout() -> Self {
        Self { on: std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() }
    }

    pub(crate) fn stderr() -> Self {
        Self { on: std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() }
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.on { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }
    pub(crate) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }
    pub(crate) fn red(self, text: &str) -> String {
        self.wrap("31;1", text)
    }
    pub(crate) fn green(self, text: &str) -> String {
        self.wrap("32;1", text)
    }
    pub(crate) fn yellow(self, text: &str) -> String {
        self.wrap("33;1", text)
    }
    pub(crate) fn cyan(self, text: &str) -> String {
        self.wrap("36", text)
    }
}

/// Write to standard output. A reader that has gone away (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes());
    let _ = stdout.flush();
}

/// Write bytes to standard output.
pub(crate) fn print_bytes(bytes: &[u8]) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(bytes);
    let _ = stdout.flush();
}

/// Write one line to standard error. A reader that has gone away is no error there, either.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(feature = "conformance")]
/// Write over the last line on standard error.
pub(crate) fn say_again(text: &str) {
    eprint!("{text}");
}

/// Tell why a command failed.
pub(crate) fn failure(failure: &Failure, format: Format) {
    if format == Format::Json {
        let value = serde_json::json!({
            "code": failure.code,
            "place": failure.place,
            "message": failure.message,
            "advice": failure.advice,
            "details": failure.details,
        });
        eprintln!("{value}");
        return;
    }
    let paint = Paint::stderr();
    let place = failure.place.as_ref().map(|p| format!("{p}: ")).unwrap_or_default();
    eprintln!("{place}{} {}", paint.red(&format!("error {}:", failure.code)), failure.message);
    for detail in &failure.details {
        eprintln!("  {detail}");
    }
    if let Some(advice) = &failure.advice {
        eprintln!("  {} {advice}", paint.dim("→"));
    }
}

/// Columns with a head, padded to the widest cell.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>], paint: Paint) -> String {
    let mut widths: Vec<usize> = head.iter().map(|h| h.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: Vec<&str>| {
        let last = cells.len().saturating_sub(1);
        let mut out = String::new();
        for (index, (cell, width)) in cells.into_iter().zip(&widths).enumerate() {
            out.push_str(cell);
            if index < last {
                out.push_str(&" ".repeat(width - cell.chars().count() + 2));
            }
        }
        out
    };
    let mut out = paint.bold(&line(head.to_vec()));
    out.push('\n');
    for row in rows {
        out.push_str(&line(row.iter().map(String::as_str).collect()));
        out.push('\n');
    }
    out
}
