// SPDX-License-Identifier: EUPL-1.2
//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::input::Imports;

/// Moves old SOAP services behind REST and gRPC facades, without a big bang.
#[derive(Debug, Parser)]
#[command(
    name = "fachwerk",
    version,
    max_term_width = 110,
    after_help = "Exit status: 0 fine, 1 findings (warnings that were asked to count, differences, a message that is not valid), \
                  2 could not run.\n\nExamples:\n  \
                  fachwerk demo\n  \
                  fachwerk generate melderegister.wsdl --out facade/\n  \
                  fachwerk serve --config fachwerk.yaml"
)]
pub(crate) struct Arguments {
    /// Output for people (`text`) or machines (`json`).
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables and sentences.
    Text,
    /// One JSON document.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Derive a facade — OpenAPI, .proto, contract — from WSDL and XSD files.
    Generate(Generate),
    /// Take one message through the codecs: SOAP, JSON, protobuf, any way round.
    Convert(Convert),
    /// Print random messages that are valid by the contract, as SOAP envelopes.
    Sample(Sample),
    /// Tell what changed between two versions of an interface, and for whom it breaks.
    Diff(Diff),
    /// Say what of a WSDL is supported, what is not, and what a facade cannot hold.
    Check(Check),
    /// Say where a name comes from and how it is mapped: element, type, operation, member, path, gRPC method.
    Explain(Explain),
    #[cfg(feature = "conformance")]
    /// Measure: generate and translate many WSDLs, and hold the results against themselves.
    Conformance(Conformance),
    /// Run the proxy.
    Serve(Serve),
    /// Say whether a configuration can be served: everything that starting would look at, without listening anywhere.
    CheckConfig(CheckConfig),
    /// Say what would become of a request: operation, lane, backend, limits, or why it would be refused.
    ExplainConfig(ExplainConfig),
    /// Tell what changes from one configuration to another, and whether a running proxy takes it up.
    DiffConfig(DiffConfig),
    /// Stand in for the legacy service: valid answers by chance, or by a script with faults, delays and broken bytes.
    Mock(Mock),
    /// Start a legacy service, its facade and the proxy in one process, and call it in three ways.
    Demo(Demo),
    /// Print the completions of a shell.
    Completions(Completions),
    /// Write the manual pages.
    Man(Man),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk generate melderegister.wsdl --out facade/\n  \
    fachwerk generate melderegister.wsdl --out facade/ --style resource --overrides overrides.yaml\n  \
    fachwerk generate melderegister.wsdl --out facade/ --openapi 3.0\n  \
    fachwerk generate vendor-delivery.zip --out facade/ --format json\n  \
    fachwerk generate service.wsdl --out facade/ --catalog schemas/catalog.xml\n  \
    fachwerk generate https://example.org/service?wsdl --out facade/ --allow-network\n  \
    fachwerk generate melderegister.wsdl --out facade/ --rust replacement/\n  \
    cat service.wsdl | fachwerk generate - --out facade/\n\n\
    Commit DIR/fachwerk.lock: it keeps names and protobuf field numbers when the WSDL changes.")]
pub(crate) struct Generate {
    /// A .wsdl file, a directory, a .zip, `-` for standard input, or a URL.
    pub(crate) input: PathBuf,
    /// Directory to write to; made if missing. An existing fachwerk.lock in it is kept up.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// How REST callers see the operations. Left out: as the overrides say, or as it was.
    #[arg(long, value_enum)]
    pub(crate) style: Option<Style>,
    /// What to change about single operations: method, path, parameters, tags, names, statuses, effect class. A copy is
    /// kept in DIR/overrides.yaml and followed from then on.
    #[arg(long, value_name = "FILE")]
    pub(crate) overrides: Option<PathBuf>,
    /// OpenAPI Overlay 1.0 to apply to openapi.yaml; may be given several times. Copies are kept in DIR/overlays and
    /// applied from then on.
    #[arg(long = "overlay", value_name = "FILE")]
    pub(crate) overlays: Vec<PathBuf>,
    /// Version of OpenAPI that openapi.yaml follows; 3.0 is 3.0.3, for tools that know nothing newer.
    #[arg(long, value_enum, value_name = "VERSION", default_value_t = OpenApi::V31)]
    pub(crate) openapi: OpenApi,
    #[command(flatten)]
    pub(crate) imports: Imports,
    /// Also write a Rust crate for a replacement service to this directory: types, and a server to fill in. Its
    /// Cargo.toml and src/main.rs are written once and then stay.
    #[arg(long, value_name = "DIR")]
    pub(crate) rust: Option<PathBuf>,
    /// Exit with 1 if there are warnings.
    #[arg(long)]
    pub(crate) strict: bool,
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OpenApi {
    /// Schemas are JSON Schema 2020-12.
    #[value(name = "3.1")]
    V31,
    /// The same in older words.
    #[value(name = "3.0")]
    V30,
}

/// How REST callers see the operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Style {
    /// POST /{service}/{operation}
    Rpc,
    /// Verbs, paths and parameters from names and shapes.
    Resource,
}

/// A form that a message can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The whole SOAP envelope.
    Soap,
    /// JSON as the REST facade has it.
    Json,
    /// protobuf as the gRPC facade has it (binary, without the gRPC frame).
    Protobuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk convert --contract facade/ --from soap --to json request.xml\n  \
    fachwerk convert --contract facade/ --operation lesePerson --message input --from json --to soap < request.json\n  \
    fachwerk convert --contract facade/ --operation lesePerson --message fault:PersonNichtGefunden --from soap --to json fault.xml")]
pub(crate) struct Convert {
    /// Directory written by `fachwerk generate`.
    #[arg(long, value_name = "DIR")]
    pub(crate) contract: PathBuf,
    /// Operation, as `NAME` or `SERVICE/NAME`. With `--from soap` it may be left out.
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,
    /// `input`, `output` or `fault:NAME`. With `--from soap` it may be left out.
    #[arg(long, value_name = "MESSAGE")]
    pub(crate) message: Option<String>,
    /// Form of the message given.
    #[arg(long, value_enum)]
    pub(crate) from: Form,
    /// Form wanted.
    #[arg(long, value_enum)]
    pub(crate) to: Form,
    /// File to read; standard input if left out.
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk sample --contract facade/ --operation lesePerson --message output --seed 7\n  \
    fachwerk sample --contract facade/ --operation suchePerson --message input --count 20\n\n\
    Envelopes are printed one to a line; --format json prints one JSON string to a line.")]
pub(crate) struct Sample {
    /// Directory written by `fachwerk generate`.
    #[arg(long, value_name = "DIR")]
    pub(crate) contract: PathBuf,
    /// Operation, as `NAME` or `SERVICE/NAME`.
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: String,
    /// `input`, `output` or `fault:NAME`.
    #[arg(long, value_name = "MESSAGE")]
    pub(crate) message: String,
    /// The same seed gives the same messages.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many.
    #[arg(long, default_value_t = 1)]
    pub(crate) count: u64,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Each side is a .wsdl, a directory or .zip with one, a facade directory, a contract.json, an OpenAPI \
    document, .proto files or descriptors (.binpb). Sides of different kinds are compared as the poorer of the two.\n\n\
    Exit status: 0 nothing breaks, 1 something breaks for somebody, 2 could not run.\n\nExamples:\n  \
    fachwerk diff service-1.9.wsdl service-1.10.wsdl\n  \
    fachwerk diff facade/ vendor-delivery.zip --breaking\n  \
    fachwerk diff published-openapi.yaml facade/ --format json\n  \
    fachwerk diff main.binpb facade/"
)]
pub(crate) struct Diff {
    /// The version that callers were built against.
    pub(crate) old: PathBuf,
    /// The version to come.
    pub(crate) new: PathBuf,
    /// Only what breaks somebody.
    #[arg(long)]
    pub(crate) breaking: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk serve --config fachwerk.yaml\n\n\
    SIGTERM and SIGINT drain: no new connections, requests under way are finished within `drain`.\n\
    SIGHUP reloads configuration, contracts and certificates; so does a change of the files within `watch`.\n\
    SIGQUIT hands the ports to a process that was started with --upgrade, then drains.")]
pub(crate) struct Serve {
    /// Configuration file.
    #[arg(long, value_name = "FILE", env = "FACHWERK_CONFIG")]
    pub(crate) config: PathBuf,
    /// Take the ports over from a running process, which gives them at `upgrade_socket` when it receives SIGQUIT.
    #[arg(long)]
    pub(crate) upgrade: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk check-config fachwerk.yaml\n  \
    fachwerk check-config fachwerk.yaml --settings")]
pub(crate) struct CheckConfig {
    /// Configuration file.
    #[arg(value_name = "FILE", env = "FACHWERK_CONFIG")]
    pub(crate) config: PathBuf,
    /// Also print every setting with its value, defaults filled in.
    #[arg(long)]
    pub(crate) settings: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk explain-config fachwerk.yaml 'POST /Melderegister/lesePerson'\n  \
    fachwerk explain-config fachwerk.yaml 'POST /soap/Melderegister' -H 'content-type: text/xml' -H 'soapaction: \"urn:x\"'\n  \
    fachwerk explain-config fachwerk.yaml 'POST /de.stadt.v1.RegisterService/LesePerson' -H 'content-type: application/grpc'\n\n\
    Exit status 1 if the request would be refused.")]
pub(crate) struct ExplainConfig {
    /// Configuration file.
    #[arg(value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// First line of the request: method, path, and the version of HTTP where it matters.
    #[arg(value_name = "REQUEST")]
    pub(crate) request: String,
    /// A header of the request, `name: value`; may be given several times.
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk diff-config running.yaml next.yaml\n\n\
    Exit status: 0 nothing changes, 1 something does, 2 could not run.")]
pub(crate) struct DiffConfig {
    /// The configuration that runs.
    pub(crate) old: PathBuf,
    /// The one to come.
    pub(crate) new: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk mock --contract facade/\n  \
    fachwerk mock --contract facade/ --script mock.yaml --listen 127.0.0.1:9000\n\n\
    docs/mock.md describes the script.")]
pub(crate) struct Mock {
    /// Directory written by `fachwerk generate`.
    #[arg(long, value_name = "DIR")]
    pub(crate) contract: PathBuf,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDRESS")]
    pub(crate) listen: std::net::SocketAddr,
    /// What to answer instead of random messages.
    #[arg(long, value_name = "FILE")]
    pub(crate) script: Option<PathBuf>,
    /// Another seed gives other random messages.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk demo\n  \
    fachwerk demo --exit          # for scripts: three calls, then the end")]
pub(crate) struct Demo {
    /// Stop after the three calls instead of staying up.
    #[arg(long)]
    pub(crate) exit: bool,
    /// Address of the proxy.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub(crate) listen: std::net::SocketAddr,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk check service.wsdl\n  \
    fachwerk check vendor-delivery.zip --format json\n  \
    fachwerk check service.wsdl --strict\n\n\
    Exit status 1 if anything is unsupported or lossy, with --strict also if anything is invalid; what is only said\n\
    another way does not count.")]
pub(crate) struct Check {
    /// A .wsdl file, a directory, a .zip, or `-` for standard input.
    pub(crate) input: PathBuf,
    /// Where imports may come from.
    #[command(flatten)]
    pub(crate) imports: Imports,
    /// Also check the schemas against the constraints of XML Schema 1.0, and let what is invalid count.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk explain facade/ lesePerson\n  \
    fachwerk explain facade/ /Melderegister/lesePerson\n  \
    fachwerk explain facade/ Person.geburtsdatum\n\n\
    Names are found in any form: of the XML, JSON, protobuf or OpenAPI.")]
pub(crate) struct Explain {
    /// Directory written by `fachwerk generate`.
    pub(crate) contract: PathBuf,
    /// A name; `TYPE.MEMBER` for the member of one type.
    pub(crate) name: String,
}

#[cfg(feature = "conformance")]
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk conformance service.wsdl\n  \
    fachwerk conformance corpus/ --samples 20 --jobs 2\n  \
    fachwerk conformance corpus/ --manifest corpus/MANIFEST.tsv --catalog catalog.xml --format json\n\n\
    --format json prints one line for each case, and one for all of them at the end.")]
pub(crate) struct Conformance {
    #[command(flatten)]
    pub(crate) measure: fachwerk_conformance::Arguments,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk completions bash > /etc/bash_completion.d/fachwerk\n  \
    fachwerk completions fish > ~/.config/fish/completions/fachwerk.fish")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    fachwerk man /usr/local/share/man/man1")]
pub(crate) struct Man {
    /// Directory to write to; made if missing.
    pub(crate) directory: PathBuf,
}
