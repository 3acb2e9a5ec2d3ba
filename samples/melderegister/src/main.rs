// SPDX-License-Identifier: EUPL-1.2
//! The sample register as a program: `melderegister --listen 127.0.0.1:8081`.

use std::io::{self, Write as _};
use std::time::Duration;

use fachwerk_melderegister::{Options, PATH, serve};
use tokio::net::TcpListener;

const USAGE: &str = "\
The residents' register of the samples: a SOAP service with fictional data.

Usage: melderegister [--listen ADDRESS] [--latency-ms N]

  --listen ADDRESS   where to listen [default: 127.0.0.1:8081]
  --latency-ms N     wait before each answer [default: 0]

Example: melderegister --listen 127.0.0.1:8081
         curl 'http://127.0.0.1:8081/melderegister?wsdl'
";

struct Arguments {
    listen: String,
    latency: Duration,
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut arguments = Arguments { listen: "127.0.0.1:8081".to_owned(), latency: Duration::ZERO };
    while let Some(flag) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{flag} needs a value"));
        match flag.as_str() {
            "--help" | "-h" => return Ok(None),
            "--listen" => arguments.listen = value()?,
            "--latency-ms" => {
                let text = value()?;
                let number = text.parse().map_err(|_| format!("{flag}: '{text}' is not a number"))?;
                arguments.latency = Duration::from_millis(number);
            }
            _ => return Err(format!("unknown argument '{flag}', see --help")),
        }
    }
    Ok(Some(arguments))
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let Some(arguments) = arguments(std::env::args().skip(1)).map_err(io::Error::other)? else {
        return io::stdout().write_all(USAGE.as_bytes());
    };
    let listener = TcpListener::bind(&arguments.listen).await?;
    writeln!(io::stdout(), "http://{}{PATH}?wsdl", listener.local_addr()?)?;
    let options = Options { latency: arguments.latency, ..Options::default() };
    serve(listener, options, tokio::signal::ctrl_c()).await
}
