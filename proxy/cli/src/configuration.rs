// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk check-config`, `explain-config` and `diff-config`: a configuration before it runs.

use std::path::Path;

use fachwerk_config::{Checked, ConfigError, Mistake, Takes};
use fachwerk_edge::Listener;
use fachwerk_facade::FacadeGateway;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Uri, Version};
use serde_json::json;

use crate::arguments::{CheckConfig, DiffConfig, ExplainConfig, Format};
use crate::failure::Failure;
use crate::output::{self, Paint};
use crate::{FINDINGS, FINE};

/// Everything that starting would look at, without listening anywhere.
pub(crate) fn check(arguments: &CheckConfig, format: Format) -> Result<u8, Failure> {
    let checked = read(&arguments.config)?;
    for listener in listeners(&checked) {
        listener.check().map_err(|e| Failure::new("FW-0011", e.to_string()))?;
    }
    let gateway = FacadeGateway::load(&checked).map_err(|e| Failure::coded(&e))?;
    let facades = gateway.facades();
    if format == Format::Json {
        let settings = checked.settings(directory(&arguments.config));
        let facades: Vec<_> = facades
            .iter()
            .map(|f| json!({ "base_path": f.base_path, "services": f.services, "operations": f.operations, "backend": f.backend }))
            .collect();
        output::print(&format!("{}\n", json!({ "facades": facades, "settings": settings })));
        return Ok(FINE);
    }
    let paint = Paint::stdout();
    let rows: Vec<_> = facades
        .iter()
        .map(|f| {
            vec![f.base_path.clone(), f.services.join(", "), f.operations.to_string(), f.backend.clone()]
        })
        .collect();
    output::print(&output::table(&["BASE PATH", "SERVICES", "OPERATIONS", "BACKEND"], &rows, paint));
    if arguments.settings {
        output::print("\n");
        for (setting, value) in checked.settings(directory(&arguments.config)) {
            output::print(&format!("{} = {value}\n", paint.cyan(&setting)));
        }
    }
    output::print(&format!("{}\n", paint.green("The configuration can be served.")));
    Ok(FINE)
}

/// What would become of one request.
pub(crate) fn explain(arguments: &ExplainConfig, format: Format) -> Result<u8, Failure> {
    let checked = read(&arguments.config)?;
    let head = head(&arguments.request, &arguments.headers)?;
    let gateway = FacadeGateway::load(&checked).map_err(|e| Failure::coded(&e))?;
    let explanation = gateway.explain(&head);
    match format {
        Format::Json => {
            let facts: serde_json::Map<_, _> =
                explanation.facts.iter().map(|(name, fact)| ((*name).to_owned(), json!(fact))).collect();
            output::print(&format!("{}\n", json!({ "refused": explanation.refused, "facts": facts })));
        }
        Format::Text => {
            let paint = Paint::stdout();
            for (name, fact) in &explanation.facts {
                output::print(&format!("{}  {fact}\n", paint.bold(&format!("{name:<10}"))));
            }
        }
    }
    Ok(if explanation.refused.is_some() { FINDINGS } else { FINE })
}

/// What changes from one configuration to another.
pub(crate) fn diff(arguments: &DiffConfig, format: Format) -> Result<u8, Failure> {
    let (old, new) = (read(&arguments.old)?, read(&arguments.new)?);
    let differences = old.differences(directory(&arguments.old), &new, directory(&arguments.new));
    if format == Format::Json {
        let rows: Vec<_> = differences
            .iter()
            .map(|d| json!({ "setting": d.setting, "old": d.old, "new": d.new, "takes": d.takes.as_str() }))
            .collect();
        output::print(&format!("{}\n", json!({ "differences": rows })));
    } else if differences.is_empty() {
        output::print("Nothing changes.\n");
    } else {
        let cell = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
        let rows: Vec<_> = differences
            .iter()
            .map(|d| vec![d.setting.clone(), cell(&d.old), cell(&d.new), d.takes.as_str().to_owned()])
            .collect();
        output::print(&output::table(&["SETTING", "OLD", "NEW", "TAKES"], &rows, Paint::stdout()));
        if differences.iter().any(|d| d.takes == Takes::Restart) {
            output::print("Some of it needs a restart; the rest a running proxy takes up.\n");
        }
    }
    Ok(if differences.is_empty() { FINE } else { FINDINGS })
}

/// Read and check a configuration.
pub(crate) fn read(file: &Path) -> Result<Checked, Failure> {
    Checked::load(file).map_err(|e| failure(&e))
}

/// The listeners of a configuration, in its order.
pub(crate) fn listeners(checked: &Checked) -> Vec<Listener> {
    let listener = |listen: &fachwerk_config::Listen| match &listen.tls {
        None => Listener::plain(listen.address),
        Some(tls) => Listener::tls(listen.address, &tls.certificate, &tls.key),
    };
    checked.listen.iter().map(listener).collect()
}

/// Everything that is wrong with a configuration.
pub(crate) fn failure(error: &ConfigError) -> Failure {
    let file = error.file.display().to_string();
    let mut mistakes = error.mistakes.iter();
    let place = |mistake: &Mistake| match &mistake.position {
        Some(position) => format!("{file}:{}:{}", position.line, position.column),
        None => file.clone(),
    };
    let Some(first) = mistakes.next() else {
        return Failure::new("FW-3101", "the configuration is unusable");
    };
    let mut failure =
        Failure::new(first.code, first.message.clone()).at(place(first)).advice(first.advice.clone());
    failure.details =
        mistakes.map(|m| format!("{}: {} {}; {}", place(m), m.code, m.message, m.advice)).collect();
    failure
}

/// Where the files of a configuration are looked for.
pub(crate) fn directory(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// The head of a request from its first line, `POST /path HTTP/2`, and its headers.
fn head(line: &str, headers: &[String]) -> Result<Parts, Failure> {
    let wrong = |what: String| {
        Failure::new("FW-0012", what)
            .advice("write it as `POST /register/lesePerson`, headers as `-H 'name: value'`")
    };
    let mut words = line.split_ascii_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(wrong(format!("`{line}` is not the first line of a request")));
    };
    let method =
        Method::from_bytes(method.as_bytes()).map_err(|_| wrong(format!("`{method}` is not a method")))?;
    let uri: Uri = target.parse().map_err(|_| wrong(format!("`{target}` is not a path")))?;
    if uri.path().is_empty() || !uri.path().starts_with('/') {
        return Err(wrong(format!("`{target}` is not a path: it must begin with a slash")));
    }
    let mut request = Request::new(());
    for header in headers {
        let (name, value) =
            header.split_once(':').ok_or_else(|| wrong(format!("`{header}` is not a header")))?;
        let name = HeaderName::try_from(name.trim())
            .map_err(|_| wrong(format!("`{name}` is not a header's name")))?;
        let value =
            HeaderValue::from_str(value.trim()).map_err(|_| wrong(format!("`{header}` is not a header")))?;
        request.headers_mut().append(name, value);
    }
    let grpc =
        request.headers().get("content-type").is_some_and(|v| v.as_bytes().starts_with(b"application/grpc"));
    *request.version_mut() = match words.next() {
        None if grpc => Version::HTTP_2,
        None | Some("HTTP/1.1") => Version::HTTP_11,
        Some("HTTP/1.0") => Version::HTTP_10,
        Some("HTTP/2" | "HTTP/2.0") => Version::HTTP_2,
        Some(other) => return Err(wrong(format!("`{other}` is no version of HTTP"))),
    };
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    if request.version() == Version::HTTP_11 && !request.headers().contains_key("host") {
        request.headers_mut().insert("host", HeaderValue::from_static("localhost"));
    }
    if request.method() == Method::POST && !request.headers().contains_key("content-type") {
        request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    }
    Ok(request.into_parts().0)
}
