// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk man`.

use clap::CommandFactory;

use crate::arguments::{Arguments, Man};
use crate::failure::Failure;
use crate::{FINE, output};

pub(crate) fn run(arguments: &Man) -> Result<u8, Failure> {
    let directory = &arguments.directory;
    std::fs::create_dir_all(directory).map_err(|e| Failure::file(directory, "make", &e))?;
    let mut command = Arguments::command();
    command.build();
    page(directory, "fachwerk", command.clone())?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        let name = format!("fachwerk-{}", sub.get_name());
        page(directory, &name, sub.clone().display_name(&name))?;
    }
    Ok(FINE)
}

fn page(directory: &std::path::Path, name: &str, command: clap::Command) -> Result<(), Failure> {
    let path = directory.join(format!("{name}.1"));
    let mut text = Vec::new();
    // No date: the same program writes the same pages.
    clap_mangen::Man::new(command)
        .date("")
        .render(&mut text)
        .and_then(|()| std::fs::write(&path, &text))
        .map_err(|e| Failure::file(&path, "write", &e))?;
    output::print(&format!("{}\n", path.display()));
    Ok(())
}
