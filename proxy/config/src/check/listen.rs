// SPDX-License-Identifier: EUPL-1.2
//! Checks where callers and operators are served.

use std::net::SocketAddr;

use super::checker::Checker;
use crate::raw::{RawAdmin, RawListen};
use crate::yaml::{At, position};
use crate::{Admin, Listen, Position, Tls};

impl Checker<'_> {
    pub(super) fn listen(&mut self, raw: &At<RawListen>) -> Option<Listen> {
        let address = self.address(position(raw), raw.value.address.as_ref());
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

    pub(super) fn admin(&mut self, raw: &At<RawAdmin>) -> Option<Admin> {
        let token_file = self.file(raw.value.token_file.as_ref());
        let address = self.address(position(raw), raw.value.address.as_ref())?;
        if raw.value.token_file.is_none() && !address.ip().is_loopback() {
            let message =
                format!("the admin listener at {address} would be open to everybody who can reach it");
            let advice = "name a `token_file`, or listen on 127.0.0.1";
            self.mistake("FW-3113", raw, message, advice);
        }
        Some(Admin { address, token_file })
    }

    fn address(&mut self, parent: Position, leaf: Option<&At<String>>) -> Option<SocketAddr> {
        let Some(leaf) = leaf else {
            self.missing(Some(parent), "address", "write `address: \"[::]:8080\"`");
            return None;
        };
        let address = leaf.value.parse().ok();
        if address.is_none() {
            let message = format!("`{}` is not an address with a port", leaf.value);
            let advice = "write `[::]:8080` for all addresses, `127.0.0.1:8080` for this machine only";
            self.mistake("FW-3107", leaf, message, advice);
        }
        address
    }
}
