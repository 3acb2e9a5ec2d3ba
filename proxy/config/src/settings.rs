// SPDX-License-Identifier: EUPL-1.2
//! A configuration as a list of settings, and the differences of two.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use fachwerk_message::Limits;

use crate::units::{written_duration, written_size};
use crate::{
    Admin, Attachments, Backend, Check, Checked, Checks, Facade, Listen, Log, LogFormat, OperationValidation,
    SoapChoice, Validation,
};

/// Where one of two configurations says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The setting, as `facades[/register].backend.timeout`: facades go by their base path, listeners by their address.
    pub setting: String,
    /// What the first says, defaults filled in; `None` where it has no such thing.
    pub old: Option<String>,
    /// What the second says.
    pub new: Option<String>,
    /// What it takes to follow the second.
    pub takes: Takes,
}

/// What it takes to follow a changed setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Takes {
    /// A running proxy takes it up.
    Reload,
    /// It was settled when the proxy started.
    Restart,
}

impl Takes {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reload => "reload",
            Self::Restart => "restart",
        }
    }
}

impl Checked {
    /// Every setting with its value, defaults filled in, in the order of their names. Files are told relative to
    /// `directory` where they are below it.
    pub fn settings(&self, directory: &Path) -> BTreeMap<String, String> {
        let mut settings = Settings { directory, said: BTreeMap::new() };
        settings.all(self);
        settings.said
    }

    /// Where `new` says something else. Files are told relative to the directories of the two files.
    pub fn differences(&self, directory: &Path, new: &Self, new_directory: &Path) -> Vec<Difference> {
        let (old, new) = (self.settings(directory), new.settings(new_directory));
        let names: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
        names
            .into_iter()
            .filter(|name| old.get(*name) != new.get(*name))
            .map(|name| Difference {
                setting: name.clone(),
                old: old.get(name).cloned(),
                new: new.get(name).cloned(),
                takes: takes(name, old.contains_key(name) && new.contains_key(name)),
            })
            .collect()
    }
}

/// Ports are bound, threads started and the log opened once.
fn takes(setting: &str, changed: bool) -> Takes {
    // A certificate is read again; that there is one is settled.
    let settled = setting.starts_with("listen[") && !(changed && setting.contains("].tls."));
    if settled
        || ["drain", "threads", "upgrade_socket", "log.format", "admin.address", "admin.token_file"]
            .contains(&setting)
    {
        Takes::Restart
    } else {
        Takes::Reload
    }
}

struct Settings<'a> {
    directory: &'a Path,
    said: BTreeMap<String, String>,
}

// Every structure is taken apart in full, so that no setting can be forgotten here.
impl Settings<'_> {
    fn all(&mut self, checked: &Checked) {
        let Checked { listen, drain, threads, watch, upgrade_socket, log, admin, facades } = checked;
        for listen in listen {
            self.listen(listen);
        }
        self.say("drain", written_duration(*drain));
        self.say("threads", threads);
        self.say("watch", watch.map_or("off".to_owned(), written_duration));
        if let Some(path) = upgrade_socket {
            self.say("upgrade_socket", self.file(path));
        }
        let Log { format, level } = log;
        self.say("log.format", if *format == LogFormat::Json { "json" } else { "text" });
        self.say("log.level", level.as_str());
        if let Some(Admin { address, token_file }) = admin {
            self.say("admin.address", address);
            if let Some(file) = token_file {
                self.say("admin.token_file", self.file(file));
            }
        }
        for facade in facades {
            self.facade(facade);
        }
    }

    fn listen(&mut self, listen: &Listen) {
        let Listen { address, tls } = listen;
        let name = format!("listen[{address}]");
        self.say(&name, if tls.is_some() { "with TLS" } else { "without TLS" });
        if let Some(crate::Tls { certificate, key }) = tls {
            self.say(&format!("{name}.tls.certificate"), self.file(certificate));
            self.say(&format!("{name}.tls.key"), self.file(key));
        }
    }

    fn facade(&mut self, facade: &Facade) {
        let Facade { contract, base_path, soap_path, backend, limits, max_relayed, attachments, validation } =
            facade;
        let base_path = if base_path.is_empty() { "/" } else { base_path };
        let name = format!("facades[{base_path}]");
        self.say(&format!("{name}.contract"), self.file(contract));
        self.say(&format!("{name}.soap_path"), &soap_path.0);
        self.backend(&format!("{name}.backend"), backend);
        self.limits(&format!("{name}.limits"), limits);
        self.say(&format!("{name}.limits.max_relayed"), written_size(*max_relayed));
        self.attachments(&format!("{name}.attachments"), attachments);
        self.validation(&format!("{name}.validation"), validation);
    }

    fn validation(&mut self, name: &str, validation: &Validation) {
        let Validation { checks, max_findings, operations } = validation;
        let Checks { request, response, soap_request, soap_response } = checks;
        self.say(&format!("{name}.request"), word(*request));
        self.say(&format!("{name}.response"), word(*response));
        self.say(&format!("{name}.soap_request"), word(*soap_request));
        self.say(&format!("{name}.soap_response"), word(*soap_response));
        self.say(&format!("{name}.max_findings"), max_findings);
        for (at, own) in operations.iter().enumerate() {
            let OperationValidation { name: operation, request, response, soap_request, soap_response } = own;
            // The order decides which of them counts.
            let name = format!("{name}.operations[{at} {}]", operation.as_str());
            let own = [
                ("request", request),
                ("response", response),
                ("soap_request", soap_request),
                ("soap_response", soap_response),
            ];
            for (key, check) in own {
                if let Some(check) = check {
                    self.say(&format!("{name}.{key}"), word(*check));
                }
            }
        }
    }

    fn attachments(&mut self, name: &str, attachments: &Attachments) {
        let Attachments { max_total, max_inline, max_parts, max_part_header } = attachments;
        self.say(&format!("{name}.max_total"), written_size(*max_total));
        self.say(&format!("{name}.max_inline"), written_size(*max_inline));
        self.say(&format!("{name}.max_parts"), max_parts);
        self.say(&format!("{name}.max_part_header"), written_size(*max_part_header as u64));
    }

    fn backend(&mut self, name: &str, backend: &Backend) {
        let Backend { url, soap, connect_timeout, timeout, ca_file, max_response } = backend;
        self.say(&format!("{name}.url"), url);
        let soap = match soap {
            SoapChoice::Contract => "contract",
            SoapChoice::V11 => "1.1",
            SoapChoice::V12 => "1.2",
        };
        self.say(&format!("{name}.soap"), soap);
        self.say(&format!("{name}.connect_timeout"), written_duration(*connect_timeout));
        self.say(&format!("{name}.timeout"), written_duration(*timeout));
        self.say(&format!("{name}.max_response"), written_size(*max_response));
        if let Some(file) = ca_file {
            self.say(&format!("{name}.ca_file"), self.file(file));
        }
    }

    fn limits(&mut self, name: &str, limits: &Limits) {
        let Limits {
            max_bytes,
            max_depth,
            max_nodes,
            max_attributes,
            max_name_bytes,
            max_text_bytes,
            max_digits,
            max_namespaces,
            max_children,
            processing_instructions,
        } = limits;
        let sizes = [("max_request", max_bytes), ("max_name", max_name_bytes), ("max_text", max_text_bytes)];
        for (limit, bytes) in sizes {
            self.say(&format!("{name}.{limit}"), written_size(*bytes as u64));
        }
        let numbers = [
            ("max_depth", max_depth),
            ("max_nodes", max_nodes),
            ("max_children", max_children),
            ("max_attributes", max_attributes),
            ("max_digits", max_digits),
            ("max_namespaces", max_namespaces),
        ];
        for (limit, number) in numbers {
            self.say(&format!("{name}.{limit}"), number);
        }
        let instructions = if *processing_instructions { "ignore" } else { "refuse" };
        self.say(&format!("{name}.processing_instructions"), instructions);
    }

    fn say(&mut self, setting: &str, value: impl Display) {
        self.said.insert(setting.to_owned(), value.to_string());
    }

    fn file(&self, path: &Path) -> String {
        path.strip_prefix(self.directory).unwrap_or(path).display().to_string()
    }
}

fn word(check: Check) -> &'static str {
    match check {
        Check::Enforce => "enforce",
        Check::Report => "report",
        Check::Off => "off",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "\
listen: [{ address: '127.0.0.1:80' }, { address: '127.0.0.1:443', tls: { certificate: a.pem, key: k.pem } }]
facades:
  - contract: a
    backend: { url: http://legacy/ }
  - contract: b
    base_path: /b
    backend: { url: http://legacy/b, timeout: 90s }
";

    fn differences(new: &str) -> Vec<(String, Option<String>, Option<String>, Takes)> {
        let checked = |text, file| Checked::from_yaml(text, Path::new(file)).unwrap();
        let (old, new) = (checked(OLD, "/etc/old/fachwerk.yaml"), checked(new, "/etc/new/fachwerk.yaml"));
        old.differences(Path::new("/etc/old"), &new, Path::new("/etc/new"))
            .into_iter()
            .map(|d| (d.setting, d.old, d.new, d.takes))
            .collect()
    }

    #[test]
    fn the_same_settings_elsewhere_are_no_difference() {
        assert_eq!(differences(OLD), []);
    }

    #[test]
    fn what_a_running_proxy_takes_up() {
        let new = OLD.replace("90s", "1500ms").replace("a.pem", "c.pem");
        assert_eq!(
            differences(&new),
            [
                (
                    "facades[/b].backend.timeout".into(),
                    Some("90s".into()),
                    Some("1500ms".into()),
                    Takes::Reload
                ),
                (
                    "listen[127.0.0.1:443].tls.certificate".into(),
                    Some("a.pem".into()),
                    Some("c.pem".into()),
                    Takes::Reload
                ),
            ]
        );
    }

    #[test]
    fn what_needs_another_start() {
        let new = OLD.replace("127.0.0.1:80'", "127.0.0.1:81'").replace("facades:", "threads: 2\nfacades:");
        let found = differences(&new);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|(.., takes)| *takes == Takes::Restart), "{found:?}");
        assert_eq!(found[0].0, "listen[127.0.0.1:80]");
        assert_eq!((&found[0].1, &found[0].2), (&Some("without TLS".to_owned()), &None));
        let without = OLD.replace(", tls: { certificate: a.pem, key: k.pem }", "");
        assert!(differences(&without).iter().all(|(.., takes)| *takes == Takes::Restart));
    }

    #[test]
    fn a_facade_that_comes_is_told_in_full() {
        let new = format!("{OLD}  - contract: c\n    base_path: /c\n    backend: {{ url: http://c/ }}\n");
        let found = differences(&new);
        assert!(found.iter().all(|(name, old, ..)| name.starts_with("facades[/c].") && old.is_none()));
        assert!(
            found
                .iter()
                .any(|(name, _, new, _)| name == "facades[/c].contract" && new.as_deref() == Some("c"))
        );
    }
}
