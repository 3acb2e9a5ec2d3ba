// SPDX-License-Identifier: EUPL-1.2
//! From what is written to what is meant.

mod checker;
#[cfg(test)]
mod documented;
mod facade;
mod listen;
mod paths;
#[cfg(test)]
mod tests;
mod validation;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use checker::Checker;

use crate::raw::{Raw, RawLog};
use crate::yaml::At;
use crate::{Admin, Checked, Facade, Listen, Log, LogFormat, LogLevel, Mistake};

/// Checks everything, and says everything that is wrong.
pub(crate) fn check(raw: &Raw, directory: &Path) -> Result<Checked, Vec<Mistake>> {
    let mut checker = Checker::new(directory);
    let listen: Vec<_> = raw.listen.iter().map(|listen| checker.listen(listen)).collect();
    let drain = checker.duration(raw.drain.as_ref(), Duration::from_secs(30));
    let threads = checker.number(raw.threads.as_ref(), 1, 1..=1024);
    let watch = checker.watch(raw.watch.as_ref());
    let upgrade_socket = checker.file(raw.upgrade_socket.as_ref());
    let log = checker.log(&raw.log);
    let admin = raw.admin.as_ref().and_then(|admin| checker.admin(admin));
    let facades: Vec<_> = raw.facades.iter().map(|facade| checker.facade(facade)).collect();
    if listen.is_empty() {
        checker.missing(None, "listen", "name an address, `listen: [{ address: \"[::]:8080\" }]`");
    }
    if facades.is_empty() {
        checker.missing(None, "facades", "name at least one contract and its backend");
    }
    checker.twice(raw, &listen, admin.as_ref(), &facades);
    let listen = listen.into_iter().collect::<Option<Vec<_>>>();
    let facades = facades.into_iter().collect::<Option<Vec<_>>>();
    match (checker.finish(), listen, facades) {
        (mistakes, Some(listen), Some(facades)) if mistakes.is_empty() => {
            Ok(Checked { listen, drain, threads, watch, upgrade_socket, log, admin, facades })
        }
        (mistakes, _, _) => Err(mistakes),
    }
}

impl Checker<'_> {
    fn watch(&mut self, leaf: Option<&At<String>>) -> Option<Duration> {
        if leaf.is_some_and(|leaf| leaf.value == "off") {
            return None;
        }
        Some(self.duration(leaf, Duration::from_secs(5)))
    }

    fn log(&mut self, raw: &RawLog) -> Log {
        let formats = [("json", LogFormat::Json), ("text", LogFormat::Text)];
        let levels = [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug, LogLevel::Trace]
            .map(|level| (level.as_str(), level));
        Log {
            format: self.word(raw.format.as_ref(), LogFormat::default(), &formats),
            level: self.word(raw.level.as_ref(), LogLevel::default(), &levels),
        }
    }

    /// Finds what must differ and does not.
    fn twice(
        &mut self,
        raw: &Raw,
        listen: &[Option<Listen>],
        admin: Option<&Admin>,
        facades: &[Option<Facade>],
    ) {
        let mut seen = HashSet::new();
        for (raw, listen) in raw.listen.iter().zip(listen) {
            let Some(listen) = listen else { continue };
            // Any number of listeners may take a free port.
            if listen.address.port() != 0 && !seen.insert(listen.address) {
                let message = format!("address {} is listened on twice", listen.address);
                self.mistake("FW-3111", raw, message, "remove one of them");
            }
        }
        if let (Some(raw), Some(admin)) = (&raw.admin, admin)
            && admin.address.port() != 0
            && seen.contains(&admin.address)
        {
            let message = format!("address {} is for callers already", admin.address);
            self.mistake("FW-3111", raw, message, "give the admin listener a port of its own");
        }
        let mut base_paths = HashSet::new();
        let mut soap_paths = HashSet::new();
        for (raw, facade) in raw.facades.iter().zip(facades) {
            let Some(facade) = facade else { continue };
            if !base_paths.insert(facade.base_path.as_str()) {
                let shown = if facade.base_path.is_empty() { "/" } else { &facade.base_path };
                let message = format!("two facades have the base_path {shown}");
                self.mistake(
                    "FW-3111",
                    raw,
                    message,
                    "give each facade a base_path of its own, such as /register",
                );
            }
            if facade.soap_path.is_shared() && !soap_paths.insert(facade.soap_path.0.as_str()) {
                let message = format!("two facades have the soap_path {}", facade.soap_path.0);
                self.mistake(
                    "FW-3111",
                    raw,
                    message,
                    "give each facade a soap_path of its own, or use {service} in it",
                );
            }
        }
    }
}
