// SPDX-License-Identifier: EUPL-1.2
//! A caller's message as the envelope the service understands.

use fachwerk_config::Check as Mode;
use fachwerk_contract::service::Protocol;
use fachwerk_message::{Limits, PathStyle, Result};

use super::{Check, Plain, Target, Translated, Translation, write};

impl Translation<'_> {
    /// The envelope of a request.
    ///
    /// # Errors
    /// The message cannot be read or, where that is enforced, does not match the contract.
    pub(crate) fn request(
        &self,
        message: &[u8],
        protocol: Protocol,
        limits: &Limits,
        mode: Mode,
    ) -> Result<Translated> {
        let shape = &self.tables.mapping.operation(self.operation).input;
        let message = Plain { form: self.form, bytes: message };
        let check = Check { mode, style: PathStyle::JsonPointer, below: "" };
        write(self.tables, shape, limits, check, &message, Target::Soap(protocol), message.bytes.len())
    }
}
