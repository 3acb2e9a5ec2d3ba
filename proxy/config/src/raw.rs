// SPDX-License-Identifier: EUPL-1.2
//! The file as it was written: every leaf is text with its position, so that all of them can be checked.

use serde::Deserialize;

use crate::yaml::At;

/// A value as it was written.
pub(crate) type Leaf = Option<At<String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raw {
    #[serde(default)]
    pub(crate) listen: Vec<At<RawListen>>,
    pub(crate) drain: Leaf,
    pub(crate) threads: Leaf,
    pub(crate) watch: Leaf,
    pub(crate) upgrade_socket: Leaf,
    #[serde(default)]
    pub(crate) log: RawLog,
    pub(crate) admin: Option<At<RawAdmin>>,
    #[serde(default)]
    pub(crate) facades: Vec<At<RawFacade>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawListen {
    pub(crate) address: Leaf,
    pub(crate) tls: Option<At<RawTls>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAdmin {
    pub(crate) address: Leaf,
    pub(crate) token_file: Leaf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTls {
    pub(crate) certificate: Leaf,
    pub(crate) key: Leaf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLog {
    pub(crate) format: Leaf,
    pub(crate) level: Leaf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFacade {
    pub(crate) contract: Leaf,
    pub(crate) base_path: Leaf,
    pub(crate) soap_path: Leaf,
    pub(crate) backend: Option<At<RawBackend>>,
    #[serde(default)]
    pub(crate) limits: RawLimits,
    #[serde(default)]
    pub(crate) attachments: RawAttachments,
    #[serde(default)]
    pub(crate) validation: RawValidation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawBackend {
    pub(crate) url: Leaf,
    pub(crate) soap: Leaf,
    pub(crate) connect_timeout: Leaf,
    pub(crate) timeout: Leaf,
    pub(crate) ca_file: Leaf,
    pub(crate) max_response: Leaf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLimits {
    pub(crate) max_request: Leaf,
    pub(crate) max_relayed: Leaf,
    pub(crate) max_depth: Leaf,
    pub(crate) max_nodes: Leaf,
    pub(crate) max_children: Leaf,
    pub(crate) max_attributes: Leaf,
    pub(crate) max_name: Leaf,
    pub(crate) max_text: Leaf,
    pub(crate) max_digits: Leaf,
    pub(crate) max_namespaces: Leaf,
    pub(crate) processing_instructions: Leaf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names are the keys of the file")]
pub(crate) struct RawAttachments {
    pub(crate) max_total: Leaf,
    pub(crate) max_inline: Leaf,
    pub(crate) max_parts: Leaf,
    pub(crate) max_part_header: Leaf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawValidation {
    pub(crate) request: Leaf,
    pub(crate) response: Leaf,
    pub(crate) soap_request: Leaf,
    pub(crate) soap_response: Leaf,
    pub(crate) max_findings: Leaf,
    #[serde(default)]
    pub(crate) operations: Vec<At<RawOperationValidation>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOperationValidation {
    pub(crate) name: Leaf,
    pub(crate) request: Leaf,
    pub(crate) response: Leaf,
    pub(crate) soap_request: Leaf,
    pub(crate) soap_response: Leaf,
}
