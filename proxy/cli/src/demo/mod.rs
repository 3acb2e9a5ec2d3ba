// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk demo`: the whole thing in one process, in front of somebody's eyes.

mod client;
mod legacy;
mod show;
mod story;

use crate::arguments::Demo;
use crate::failure::Failure;
use crate::{FINE, output, serve};

/// What is sent in the demo; the register has this person.
const PERSON: &str = "MR00000001";

pub(crate) fn run(arguments: &Demo) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| Failure::new("FW-0008", format!("cannot start: {e}")))?;
    runtime.block_on(demo(arguments))
}

async fn demo(arguments: &Demo) -> Result<u8, Failure> {
    let began = std::time::Instant::now();
    let paint = output::Paint::stdout();
    let story = story::Story::new(paint);

    // 1. A legacy service, and what it says of itself.
    let legacy = legacy::Legacy::start().await?;
    story.step(1, &format!("A legacy service is up: {}", legacy.url()));
    let files = legacy.description().await?;
    story.detail(&format!(
        "its WSDL and schemas: {} files, {} bytes",
        files.len(),
        files.iter().map(|f| f.1.len()).sum::<usize>()
    ));

    // 2. The facade, generated from that.
    let directory = legacy::Scratch::new()?;
    let (report, took) = legacy::generate(&files, directory.path())?;
    story.step(2, &format!("Its facade is generated in {took} ms"));
    story.detail(&format!(
        "{} operations, {} objects → openapi.yaml, .proto, contract.json in {}",
        report.counts.operations,
        report.counts.objects,
        directory.path().display()
    ));

    // 3. The proxy in front.
    let config = legacy::config(arguments.listen, directory.path(), &legacy.url());
    let proxy = serve::Running::start(&config, &directory.path().join("fachwerk.yaml"))?;
    let authority = proxy.address().to_string();
    story.step(3, &format!("The proxy is up: http://{authority}"));

    // 4. Three callers.
    let mapping = crate::facade_directory::mapping(directory.path())?;
    story.rest(&authority, &legacy).await?;
    story.grpc(&authority, &legacy, &mapping).await?;
    story.soap(&authority, &legacy).await?;
    story.done(began.elapsed());

    if !arguments.exit {
        story.commands(&authority, &mapping);
        // Ctrl-C, or what a service manager sends.
        serve::termination().await;
        output::print("\n");
    }
    proxy.stop();
    legacy.stop().await;
    Ok(FINE)
}
