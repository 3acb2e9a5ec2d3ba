// SPDX-License-Identifier: EUPL-1.2
//! Bring both sides to something that both are, and compare that.

use fachwerk_contract::Contract;
use fachwerk_diff::{Change, Version};
use fachwerk_mapping::{Lock, Mapping};

use super::load::Side;
use crate::failure::Failure;

pub(super) fn compare(old: Side, new: Side) -> Result<Vec<Change>, Failure> {
    Ok(match (old, new) {
        (Side::Contract(old, old_lock), Side::Contract(new, new_lock)) => {
            let (old_mapping, lock) = derive(&old, old_lock.as_ref());
            // As a regeneration would: names and numbers of the old facade are kept. A new side with a lock of its
            // own is taken as it is.
            let (new_mapping, _) = derive(&new, new_lock.as_ref().or(Some(&lock)));
            fachwerk_diff::contracts(
                &Version { contract: &old, mapping: &old_mapping },
                &Version { contract: &new, mapping: &new_mapping },
            )
        }
        (Side::OpenApi(old), Side::OpenApi(new)) => fachwerk_diff::openapi(&old, &new),
        (Side::Descriptors(old), Side::Descriptors(new)) => fachwerk_diff::descriptors(&old, &new),
        (Side::Contract(old, lock), Side::OpenApi(new)) => {
            fachwerk_diff::openapi(&openapi(&old, lock.as_ref()), &new)
        }
        (Side::OpenApi(old), Side::Contract(new, lock)) => {
            fachwerk_diff::openapi(&old, &openapi(&new, lock.as_ref()))
        }
        (Side::Contract(old, lock), Side::Descriptors(new)) => {
            fachwerk_diff::descriptors(&descriptors(&old, lock.as_ref()), &new)
        }
        (Side::Descriptors(old), Side::Contract(new, lock)) => {
            fachwerk_diff::descriptors(&old, &descriptors(&new, lock.as_ref()))
        }
        (Side::OpenApi(_), Side::Descriptors(_)) | (Side::Descriptors(_), Side::OpenApi(_)) => {
            return Err(Failure::new(
                "FW-1802",
                "an OpenAPI document and .proto files have nothing in common",
            )
            .advice("compare each with the WSDL or the contract"));
        }
    })
}

fn derive(contract: &Contract, lock: Option<&Lock>) -> (Mapping, Lock) {
    let empty = Lock::new();
    let (mapping, lock, _) = fachwerk_mapping::derive(contract, lock.unwrap_or(&empty));
    (mapping, lock)
}

fn openapi(contract: &Contract, lock: Option<&Lock>) -> serde_json::Value {
    let (mapping, _) = derive(contract, lock);
    fachwerk_openapi::generate(contract, &mapping, &fachwerk_openapi::Options::default()).value().clone()
}

fn descriptors(contract: &Contract, lock: Option<&Lock>) -> prost_types::FileDescriptorSet {
    let (mapping, _) = derive(contract, lock);
    fachwerk_proto::generate(contract, &mapping, &fachwerk_proto::Options::default()).descriptor
}
