// SPDX-License-Identifier: EUPL-1.2
//! Checks where callers are served.

use super::checker::Checker;
use crate::raw::RawListen;
use crate::yaml::{At, position};
use crate::{Listen, Tls};

impl Checker<'_> {
    pub(super) fn listen(&mut self, raw: &At<RawListen>) -> Option<Listen> {
        let address = match &raw.value.address {
            None => {
                self.missing(Some(position(raw)), "address", "write `address: \"[::]:8080\"`");
                None
            }
            Some(leaf) => leaf.value.parse().map_or_else(
                |_| {
                    let message = format!("`{}` is not an address with a port", leaf.value);
                    let advice =
                        "write `[::]:8080` for all addresses, `127.0.0.1:8080` for this machine only";
                    self.mistake("FW-3107", leaf, message, advice);
                    None
                },
                Some,
            ),
        };
        let tls = raw.value.tls.as_ref().map(|tls| {
            let certificate = self.file(tls.value.certificate.as_ref());
            let key = self.file(tls.value.key.as_ref());
            for (leaf, name) in [(&tls.value.certificate, "certificate"), (&tls.value.key, "key")] {
                if leaf.is_none() {
                    self.missing(Some(position(tls)), name, "name a PEM file");
                }
            }
            certificate.zip(key).map(|(certificate, key)| Tls { certificate, key })
        });
        let address = address?;
        match tls {
            None => Some(Listen { address, tls: None }),
            Some(tls) => Some(Listen { address, tls: Some(tls?) }),
        }
    }
}
