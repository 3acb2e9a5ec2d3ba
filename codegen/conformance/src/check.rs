// SPDX-License-Identifier: EUPL-1.2
//! What is checked, and how often it was good.

use serde::Serialize;

/// A thing that has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The input is read without an error.
    Load,
    /// As many operations as the manifest says.
    Operations,
    /// Everything that was read is mapped; one for each remark of the mapping that something is left out.
    Map,
    /// The OpenAPI document is what it should be.
    Openapi,
    /// The .proto text says what the descriptor says.
    Proto,
    /// A sample can be made and written.
    Sample,
    /// The contract's own validator accepts the sample.
    Valid,
    /// SOAP → JSON → SOAP.
    SoapJsonSoap,
    /// SOAP → protobuf → SOAP.
    SoapProtobufSoap,
    /// JSON → protobuf → JSON.
    JsonProtobufJson,
    /// The JSON is valid by the OpenAPI document.
    JsonSchema,
    /// The protobuf is what the descriptor says.
    Descriptor,
    /// The case ends in time, without a panic.
    Run,
}

impl Check {
    /// All, in the order in which they are made.
    pub const ALL: [Self; 13] = [
        Self::Load,
        Self::Operations,
        Self::Map,
        Self::Openapi,
        Self::Proto,
        Self::Sample,
        Self::Valid,
        Self::SoapJsonSoap,
        Self::SoapProtobufSoap,
        Self::JsonProtobufJson,
        Self::JsonSchema,
        Self::Descriptor,
        Self::Run,
    ];

    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Operations => "operations",
            Self::Map => "map",
            Self::Openapi => "openapi",
            Self::Proto => "proto",
            Self::Sample => "sample",
            Self::Valid => "valid",
            Self::SoapJsonSoap => "soap-json-soap",
            Self::SoapProtobufSoap => "soap-protobuf-soap",
            Self::JsonProtobufJson => "json-protobuf-json",
            Self::JsonSchema => "json-schema",
            Self::Descriptor => "descriptor",
            Self::Run => "run",
        }
    }
}

/// How often a check was made and how often it was good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How often it was made.
    pub total: usize,
    /// How often it was good.
    pub good: usize,
}

impl Count {
    /// Add another count.
    pub fn add(&mut self, other: Self) {
        self.total += other.total;
        self.good += other.good;
    }
}
