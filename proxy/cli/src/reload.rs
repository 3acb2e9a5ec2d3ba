// SPDX-License-Identifier: EUPL-1.2
//! Taking up a changed configuration while requests go on.
//!
//! What has changed is read and compiled beside what runs, and swapped in one step; what cannot be used changes nothing.
//! Files are looked at again and again rather than watched by the system's means: that works on every file system, and
//! a Kubernetes volume changes by swapping a symbolic link far above the file.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use fachwerk_config::{Checked, ConfigError, Takes};
use fachwerk_edge::{EdgeHandle, hangups};
use fachwerk_facade::FacadeGateway;
use fachwerk_observe::Reload;
use tokio::sync::Notify;
use tokio::time::sleep;

use crate::configuration::{directory, listeners};
use crate::log::Level;

/// How long files must have stayed as they are before they are read: whoever writes several is not done with the first.
const SETTLED: Duration = Duration::from_millis(300);

/// A running proxy and the configuration it follows.
pub(crate) struct Reloading {
    pub(crate) file: PathBuf,
    pub(crate) running: Checked,
    pub(crate) gateway: Arc<FacadeGateway>,
    pub(crate) edge: EdgeHandle,
    pub(crate) level: Level,
    /// Every setting that is followed, for operators.
    pub(crate) settings: Arc<ArcSwap<BTreeMap<String, String>>>,
    /// Told when the files are to be looked at.
    pub(crate) asked: Arc<Notify>,
}

impl Reloading {
    /// Reload at every SIGHUP, and when the files have changed.
    pub(crate) async fn follow(mut self) -> Infallible {
        let asked = self.asked.clone();
        tokio::select! {
            never = hangups(|| asked.notify_one()) => never,
            never = self.look(&asked) => never,
        }
    }

    async fn look(&mut self, asked: &Notify) -> Infallible {
        let mut seen = self.files().await;
        loop {
            let pause = async {
                match self.running.watch {
                    Some(pause) => sleep(pause).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = asked.notified() => seen = self.files().await,
                () = pause => {
                    if self.files().await == seen {
                        continue;
                    }
                    seen = self.settled().await;
                }
            }
            let result = if self.reload().await { Reload::TakenUp } else { Reload::Refused };
            self.gateway.metrics().reloaded(result);
            // The new configuration may name other files. What was seen of those it shares with the old one stays, so
            // that a change while they were read is not missed.
            for (path, found) in self.files().await {
                seen.entry(path).or_insert(found);
            }
            let named = self.paths();
            seen.retain(|path, _| named.contains(path));
        }
    }

    /// The files when they have stayed the same for a while.
    async fn settled(&self) -> Files {
        let mut seen = self.files().await;
        loop {
            sleep(SETTLED).await;
            let now = self.files().await;
            if now == seen {
                return now;
            }
            seen = now;
        }
    }

    /// Whether the configuration was taken up.
    async fn reload(&mut self) -> bool {
        let file = self.file.clone();
        let new = match tokio::task::spawn_blocking(move || Checked::load(&file)).await {
            Ok(Ok(new)) => new,
            Ok(Err(error)) => {
                refused(&error);
                return false;
            }
            Err(error) => {
                tracing::error!(%error, "The configuration was not taken up");
                return false;
            }
        };
        let place = directory(&self.file);
        let differences = self.running.differences(place, &new, place);
        let listeners = listeners(&new);
        if let Err(error) = listeners.iter().try_for_each(fachwerk_edge::Listener::check) {
            tracing::error!(%error, "The configuration was not taken up");
            return false;
        }
        if let Err(errors) = self.gateway.reload(&new).await {
            for error in errors.0 {
                tracing::error!(%error, "The configuration was not taken up");
            }
            return false;
        }
        // They were readable a moment ago; if one has gone since, the old one goes on serving.
        if let Err(error) = self.edge.renew_certificates(&self.bound(&listeners, &new)) {
            tracing::error!(%error, "The certificates were not taken up");
        }
        self.level.set(new.log.level);
        for difference in &differences {
            let (setting, old, new) = (&difference.setting, &difference.old, &difference.new);
            if difference.takes == Takes::Restart {
                tracing::warn!(setting, old, new, "A changed setting needs a restart");
            } else {
                tracing::info!(setting, old, new, "A changed setting was taken up");
            }
        }
        tracing::info!(facades = new.facades.len(), "The configuration was taken up");
        self.running = Checked {
            listen: self.running.listen.clone(),
            drain: self.running.drain,
            threads: self.running.threads,
            upgrade_socket: self.running.upgrade_socket.clone(),
            admin: self.running.admin.clone(),
            log: fachwerk_config::Log { format: self.running.log.format, ..new.log },
            ..new
        };
        self.settings.store(Arc::new(self.running.settings(place)));
        true
    }

    /// The listeners that are bound, with the files that the new configuration names for them.
    fn bound(&self, new: &[fachwerk_edge::Listener], checked: &Checked) -> Vec<fachwerk_edge::Listener> {
        let old = listeners(&self.running);
        let same = |listen: &fachwerk_config::Listen| {
            checked
                .listen
                .iter()
                .position(|l| l.address == listen.address && l.tls.is_some() == listen.tls.is_some())
        };
        self.running
            .listen
            .iter()
            .zip(old)
            .map(|(listen, old)| same(listen).map_or(old, |index| new[index].clone()))
            .collect()
    }

    /// Every file the running configuration consists of.
    fn paths(&self) -> Vec<PathBuf> {
        let mut paths = vec![self.file.clone()];
        for tls in self.running.listen.iter().filter_map(|listen| listen.tls.as_ref()) {
            paths.extend([tls.certificate.clone(), tls.key.clone()]);
        }
        for facade in &self.running.facades {
            paths.extend(fachwerk_facade::FacadeFiles::NAMES.iter().map(|name| facade.contract.join(name)));
            paths.extend(facade.backend.ca_file.clone());
        }
        paths
    }

    async fn files(&self) -> Files {
        let paths = self.paths();
        tokio::task::spawn_blocking(move || {
            paths.into_iter().map(|path| (path.clone(), Trait::of(&path))).collect()
        })
        .await
        .unwrap_or_default()
    }
}

type Files = BTreeMap<PathBuf, Option<Trait>>;

/// By what a file is told from what was there before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Trait {
    device: u64,
    inode: u64,
    bytes: u64,
    modified: (i64, i64),
}

impl Trait {
    /// Symbolic links are followed; `None` where there is nothing.
    fn of(path: &Path) -> Option<Self> {
        let found = std::fs::metadata(path).ok()?;
        Some(Self {
            device: found.dev(),
            inode: found.ino(),
            bytes: found.len(),
            modified: (found.mtime(), found.mtime_nsec()),
        })
    }
}

fn refused(error: &ConfigError) {
    for mistake in &error.mistakes {
        let place = mistake.position.map(|position| format!("{}:{}", position.line, position.column));
        tracing::error!(
            code = mistake.code,
            file = %error.file.display(),
            place,
            message = mistake.message,
            advice = mistake.advice,
            "The configuration was not taken up"
        );
    }
}
