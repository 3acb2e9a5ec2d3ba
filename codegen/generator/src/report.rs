// SPDX-License-Identifier: EUPL-1.2
//! report.json: what was mapped, and every remark with its place.

use std::io::{self, Write as _};

use serde::Serialize;

/// What a generation did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Format version of the report.
    pub fachwerk_report: u32,
    /// The documents read, in order.
    pub documents: Vec<String>,
    /// What came out.
    pub counts: Counts,
    /// Services with their operations.
    pub services: Vec<ServiceReport>,
    /// What policies of the WSDL ask of whoever calls the backend.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// Remarks in the order in which they were made.
    pub remarks: Vec<Remark>,
}

/// What is asked of the callers of one binding, port, operation or message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// What it is asked about, as a path of names.
    pub subject: String,
    /// In plain words, what every caller has to do.
    pub required: Vec<String>,
    /// What a caller may do or not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<String>,
    /// Alternatives, of which a caller chooses one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Vec<String>>,
    /// All assertions, as `{namespace}local`.
    pub assertions: Vec<String>,
    /// Where WS-Addressing is asked for: the action of each message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// The file it stands in.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
}

/// The WS-Addressing action of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// The operation's name in the WSDL.
    pub operation: String,
    /// `input`, `output` or `fault:NAME`.
    pub message: String,
    /// The action.
    pub action: String,
    /// Where it comes from.
    pub from: ActionFrom,
}

/// Where an action comes from (WS-Addressing 1.0 - Metadata, section 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionFrom {
    /// The WSDL gives it.
    Given,
    /// The binding's SOAPAction, which inputs without one of their own have.
    SoapAction,
    /// The default pattern.
    Default,
}

/// How much there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Services.
    pub services: usize,
    /// Operations mapped.
    pub operations: usize,
    /// Objects (complex types, group items, messages).
    pub objects: usize,
    /// Enumerations.
    pub enumerations: usize,
    /// Places with alternatives by type or substitution group.
    pub families: usize,
    /// Remarks of severity error.
    pub errors: usize,
    /// Remarks of severity warning.
    pub warnings: usize,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceReport {
    /// Facade name.
    pub name: String,
    /// Name in the WSDL, `{namespace}local`.
    pub wsdl: String,
    /// Its operations.
    pub operations: Vec<OperationReport>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationReport {
    /// Facade name.
    pub name: String,
    /// HTTP method and path.
    pub rest: String,
    /// Why the REST shape is so; empty in the rpc style.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rest_because: Vec<String>,
    /// Full gRPC method.
    pub grpc: String,
    /// Full gRPC method of the server-streaming twin, where the answer is one list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grpc_stream: Option<String>,
    /// Full gRPC method of the twin whose attachments come in chunks, where there are attachments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grpc_chunked: Option<String>,
    /// Forms in which the REST facade takes and gives attachments apart from the message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<&'static str>,
    /// Why there is no server-streaming twin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_grpc_stream_because: Option<String>,
    /// SOAP action, where there is one.
    pub soap_action: Option<String>,
    /// Effect class.
    pub effect: String,
    /// Object of the request.
    pub input: String,
    /// Object of the answer; none for one-way operations.
    pub output: Option<String>,
    /// Declared faults.
    pub faults: Vec<String>,
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// Stable code.
    pub code: String,
    /// File, relative to the entry document.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do; empty where there is nothing to do.
    pub advice: String,
    /// The line of source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// Where in it the place is, in characters from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caret: Option<u32>,
}

impl Report {
    /// The file's text, deterministic.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a report always serialises");
        text.push('\n');
        text
    }

    /// Write the file's text.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        serde_json::to_writer_pretty(&mut out, self)?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// Add a remark and count it.
    pub(crate) fn push(&mut self, remark: Remark) {
        match remark.severity.as_str() {
            "error" => self.counts.errors += 1,
            "warning" => self.counts.warnings += 1,
            _ => {}
        }
        self.remarks.push(remark);
    }
}
