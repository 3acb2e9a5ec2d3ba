// SPDX-License-Identifier: EUPL-1.2
use std::path::Path;
use std::time::Duration;

use fachwerk_message::Limits;

use crate::{Attachments, Check, Checked, Checks, LogFormat, LogLevel, Mistake, Position, SoapChoice};

const MINIMAL: &str = "\
listen:
  - address: '[::]:8080'
facades:
  - contract: generated
    backend:
      url: http://legacy/service
";

fn checked(text: &str) -> Checked {
    Checked::from_yaml(text, Path::new("/etc/fachwerk.yaml")).unwrap()
}

fn mistakes(text: &str) -> Vec<Mistake> {
    Checked::from_yaml(text, Path::new("fachwerk.yaml")).unwrap_err().mistakes
}

/// Code, line and column of each mistake.
fn places(text: &str) -> Vec<(&'static str, u64, u64)> {
    let place =
        |mistake: &Mistake| mistake.position.map_or((0, 0), |Position { line, column }| (line, column));
    mistakes(text).iter().map(|m| (m.code, place(m).0, place(m).1)).collect()
}

/// The minimal file with one line replaced.
fn with(line: &str, by: &str) -> String {
    assert!(MINIMAL.contains(line));
    MINIMAL.replace(line, by)
}

#[test]
fn defaults_are_filled_in() {
    let checked = checked(MINIMAL);
    assert_eq!(checked.drain, Duration::from_secs(30));
    assert_eq!(checked.threads, 1);
    assert_eq!(checked.watch, Some(Duration::from_secs(5)));
    assert_eq!((checked.log.format, checked.log.level), (LogFormat::Json, LogLevel::Info));
    let facade = &checked.facades[0];
    assert_eq!(facade.contract, Path::new("/etc/generated"));
    assert_eq!(facade.base_path, "");
    assert_eq!(facade.soap_path.of("Register"), "/soap/Register");
    assert_eq!(facade.limits, Limits { max_bytes: 1 << 20, ..Limits::default() });
    assert_eq!(facade.validation.checks, Checks::default());
    assert_eq!(facade.validation.max_findings, 100);
    assert_eq!(facade.backend.soap, SoapChoice::Contract);
    assert_eq!(facade.backend.timeout, Duration::from_secs(30));
    assert_eq!(facade.backend.max_response, 10 << 20);
    let attachments =
        Attachments { max_total: 4 << 30, max_inline: 10 << 20, max_parts: 1000, max_part_header: 16 << 10 };
    assert_eq!(facade.attachments, attachments);
}

#[test]
fn attachments_have_limits() {
    let some = "    attachments: { max_total: 2GiB, max_inline: 1KiB, max_parts: 7, max_part_header: 512 }\n";
    let facade = checked(&format!("{MINIMAL}{some}")).facades.remove(0);
    let attachments =
        Attachments { max_total: 2 << 30, max_inline: 1024, max_parts: 7, max_part_header: 512 };
    assert_eq!(facade.attachments, attachments);
    let wrong = format!("{MINIMAL}    attachments: {{ max_part_header: 17KiB, max_parts: 0 }}\n");
    assert_eq!(places(&wrong), [("FW-3120", 7, 37), ("FW-3106", 7, 55)]);
}

#[test]
fn everything_can_be_said() {
    let text = "\
listen:
  - address: '127.0.0.1:8080'
  - address: '127.0.0.1:8443'
    tls: { certificate: cert.pem, key: /keys/key.pem }
drain: 45s
threads: 2
watch: off
upgrade_socket: run/upgrade.sock
log: { format: text, level: debug }
admin: { address: '0.0.0.0:9090', token_file: token }
facades:
  - contract: ./generated/a
    base_path: /register/
    soap_path: /ws
    backend:
      url: https://legacy.example:8443/service?endpoint=1
      soap: 1.2
      connect_timeout: 500ms
      timeout: 1m
      ca_file: ca.pem
      max_response: 64MiB
    limits: { max_request: 2MiB, max_depth: 50, max_nodes: 1000, max_attributes: 20, max_name: 64, max_text: 1KiB,
              max_digits: 40, max_namespaces: 10, max_children: 30, processing_instructions: ignore }
    validation:
      request: report
      response: off
      soap_request: enforce
      max_findings: 5
      operations:
        - { name: 'Register/read*', request: enforce, soap_response: report }
";
    let checked = checked(text);
    assert_eq!(checked.listen[1].tls.as_ref().unwrap().certificate, Path::new("/etc/cert.pem"));
    assert_eq!(checked.listen[1].tls.as_ref().unwrap().key, Path::new("/keys/key.pem"));
    assert_eq!((checked.drain, checked.threads, checked.watch), (Duration::from_secs(45), 2, None));
    assert_eq!((checked.log.format, checked.log.level), (LogFormat::Text, LogLevel::Debug));
    assert_eq!(checked.upgrade_socket.as_deref(), Some(Path::new("/etc/run/upgrade.sock")));
    let admin = checked.admin.as_ref().unwrap();
    assert_eq!((admin.address.port(), admin.token_file.as_deref()), (9090, Some(Path::new("/etc/token"))));
    let facade = &checked.facades[0];
    assert_eq!(facade.base_path, "/register");
    assert!(facade.soap_path.is_shared());
    assert_eq!(facade.soap_path.of("Register"), "/ws");
    assert_eq!(facade.backend.url.path_and_query().unwrap(), "/service?endpoint=1");
    assert_eq!(facade.backend.soap, SoapChoice::V12);
    assert_eq!(facade.backend.ca_file.as_deref(), Some(Path::new("/etc/ca.pem")));
    assert_eq!(
        (facade.backend.connect_timeout, facade.backend.timeout),
        (Duration::from_millis(500), Duration::from_mins(1))
    );
    let limits = Limits {
        max_bytes: 2 << 20,
        max_depth: 50,
        max_nodes: 1000,
        max_children: 30,
        max_attributes: 20,
        max_name_bytes: 64,
        max_text_bytes: 1024,
        max_digits: 40,
        max_namespaces: 10,
        processing_instructions: true,
    };
    assert_eq!(facade.limits, limits);
    let checks = Checks {
        request: Check::Report,
        response: Check::Off,
        soap_request: Check::Enforce,
        soap_response: Check::Off,
    };
    assert_eq!(facade.validation.of("Register", "write"), checks);
    assert_eq!(facade.validation.of("Other", "readAll"), checks);
    let own = Checks { request: Check::Enforce, soap_response: Check::Report, ..checks };
    assert_eq!(facade.validation.of("Register", "readAll"), own);
    assert_eq!(facade.validation.max_findings, 5);
}

#[test]
fn the_shape_must_be_right() {
    let unknown = with("    backend:", "    colour: red\n    backend:");
    assert_eq!(places(&unknown), [("FW-3102", 5, 5)]);
    assert!(mistakes(&unknown)[0].message.contains("colour"), "{:?}", mistakes(&unknown));
    assert_eq!(places(&with("contract: generated", "contract: [a]"))[0].0, "FW-3102");
    assert_eq!(places("a: [")[0].0, "FW-3102");
    assert_eq!(places(&with("    backend:", "    contract: twice\n    backend:"))[0].0, "FW-3102");
}

#[test]
fn the_display_is_one_line_a_mistake() {
    let text = with("  - address: '[::]:8080'", "  - address: here\n  - tls: {}");
    let error = Checked::from_yaml(&text, Path::new("conf/fachwerk.yaml")).unwrap_err();
    let shown = error.to_string();
    assert_eq!(shown.lines().count(), 4, "{shown}");
    assert!(
        shown.starts_with("FW-3107: conf/fachwerk.yaml:2:14: `here` is not an address with a port; write "),
        "{shown}"
    );
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let text = "\
listen:
  - address: here
  - tls: { key: '' }
drain: 30
threads: many
log: { format: xml, level: loud }
facades:
  - base_path: register
    soap_path: /soap?
    backend:
      url: ftp://legacy
      soap: 1.3
      connect_timeout: fast
      max_response: 1MB
    limits: { max_request: 0, max_depth: 1 }
    validation: { request: maybe }
  - contract: a
    base_path: /b
  - contract: b
    base_path: /c
    backend: { timeout: 1s }
";
    let codes: Vec<_> = places(text).into_iter().map(|(code, line, _)| (code, line)).collect();
    assert_eq!(
        codes,
        [
            ("FW-3107", 2),
            ("FW-3103", 3), // address
            ("FW-3103", 3), // certificate
            ("FW-3109", 3), // key
            ("FW-3104", 4),
            ("FW-3106", 5),
            ("FW-3110", 6),
            ("FW-3110", 6),
            ("FW-3103", 8), // contract
            ("FW-3109", 8),
            ("FW-3109", 9),
            ("FW-3108", 11),
            ("FW-3110", 12),
            ("FW-3104", 13),
            ("FW-3105", 14),
            ("FW-3105", 15),
            ("FW-3106", 15),
            ("FW-3110", 16),
            ("FW-3103", 17), // backend
            ("FW-3103", 21), // url
        ]
    );
    assert!(mistakes(text).iter().all(|mistake| !mistake.advice.is_empty()));
}

#[test]
fn something_must_be_served_somewhere() {
    assert_eq!(places("{}"), [("FW-3103", 0, 0), ("FW-3103", 0, 0)]);
    assert_eq!(places("listen: []\nfacades: []").len(), 2);
}

#[test]
fn what_must_differ_is_compared() {
    let text = format!("{MINIMAL}  - contract: other\n    base_path: /\n    backend: {{ url: http://b }}\n");
    assert_eq!(places(&text), [("FW-3111", 7, 5)]);
    let soap = format!(
        "{}  - contract: other\n    base_path: /o\n    soap_path: /ws\n    backend: {{ url: http://b }}\n",
        with("    backend:", "    soap_path: /ws\n    backend:")
    );
    assert_eq!(places(&soap), [("FW-3111", 8, 5)]);
    let twice = with("  - address: '[::]:8080'", "  - address: '[::]:80'\n  - address: '[::]:80'");
    assert_eq!(places(&twice), [("FW-3111", 3, 5)]);
    let free = with("  - address: '[::]:8080'", "  - address: '[::]:0'\n  - address: '[::]:0'");
    assert_eq!(checked(&free).listen.len(), 2);
}

#[test]
fn operators_are_served_apart_and_not_by_accident() {
    let admin = |admin: &str| with("facades:", &format!("admin: {admin}\nfacades:"));
    assert_eq!(places(&admin("{ address: '0.0.0.0:9090' }")), [("FW-3113", 3, 8)]);
    assert_eq!(places(&admin("{ address: '[::]:8080', token_file: t }")), [("FW-3111", 3, 8)]);
    assert_eq!(places(&admin("{ token_file: t }")), [("FW-3103", 3, 8)]);
    assert!(checked(&admin("{ address: '[::1]:9090' }")).admin.is_some());
}

#[test]
fn settings_without_effect_are_mistakes() {
    let text = with("      url: http://legacy/service", "      url: http://legacy\n      ca_file: ca.pem");
    assert_eq!(places(&text), [("FW-3112", 7, 16)]);
}

#[test]
fn passwords_are_not_shown() {
    let text = with("http://legacy/service", "http://me:secret@legacy/");
    let error = Checked::from_yaml(&text, Path::new("f")).unwrap_err().to_string();
    assert!(error.contains("FW-3108") && !error.contains("secret"), "{error}");
}

#[test]
fn a_missing_file_is_told() {
    let error = Checked::load(Path::new("/does/not/exist.yaml")).unwrap_err();
    assert_eq!(error.mistakes[0].code, "FW-3101");
}

#[test]
fn operations_are_named_and_something_is_said_of_them() {
    let of = |operation: &str| {
        with("    backend:", &format!("    validation: {{ operations: [{operation}] }}\n    backend:"))
    };
    assert_eq!(places(&of("{ name: a }")), [("FW-3140", 5, 32)]);
    assert_eq!(places(&of("{ request: off }")), [("FW-3103", 5, 32)]);
    assert_eq!(places(&of("{ name: a/b/c, request: off }")), [("FW-3141", 5, 40)]);
    assert_eq!(places(&of("{ name: '', request: off }")), [("FW-3141", 5, 40)]);
    assert_eq!(places(&of("{ name: a, request: maybe }")), [("FW-3110", 5, 52)]);
}
