// SPDX-License-Identifier: EUPL-1.2
//! Inputs as people give them: a file, a directory, an archive, standard input, a URL; with catalogs and network.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use fachwerk_wsdl::{Catalog, Input, Limits, Memory, Options};

use crate::failure::Failure;
use crate::network::{Network, is_remote};

/// Where imports may come from.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Imports {
    /// An OASIS XML catalog to find imports with; several are asked in order.
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Vec<PathBuf>,
    /// Allow imports to be fetched from public addresses of the network. Off: nothing leaves this machine.
    #[arg(long)]
    pub(crate) allow_network: bool,
    /// Allow imports to be fetched from loopback, private and link-local addresses, too.
    #[arg(long)]
    pub(crate) allow_private_network: bool,
}

impl Imports {
    fn network(&self) -> bool {
        self.allow_network || self.allow_private_network
    }

    pub(crate) fn options(&self) -> Options {
        Options { allow_network: self.network(), ..Options::default() }
    }
}

/// Open what was given.
pub(crate) fn open(path: &Path, imports: &Imports, limits: &Limits) -> Result<Input, Failure> {
    let mut input = local(path, imports, limits)?;
    if !imports.catalog.is_empty() {
        let catalog = Catalog::open(&imports.catalog, limits).map_err(|e| Failure::coded(&e))?;
        input = input.with_catalog(catalog);
    }
    if imports.network() {
        input.source = Box::new(Network::new(input.source, imports.allow_private_network)?);
    }
    Ok(input)
}

fn local(path: &Path, imports: &Imports, limits: &Limits) -> Result<Input, Failure> {
    if let Some(url) = path.to_str().filter(|path| is_remote(path)) {
        if !imports.network() {
            return Err(Failure::new("FW-0006", format!("`{url}` is on the network, which is not allowed"))
                .advice(
                    "add --allow-network, or --allow-private-network for an address of your own network",
                ));
        }
        return Ok(Input::new(url, Memory::default()));
    }
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(limits.total_bytes as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Failure::file(path, "read", &e))?;
        return Input::from_bytes(bytes, limits).map_err(|e| Failure::coded(&e));
    }
    fachwerk_wsdl::open(path, limits).map_err(|e| Failure::coded(&e))
}
