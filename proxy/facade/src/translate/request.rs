// SPDX-License-Identifier: EUPL-1.2
//! A caller's message as the envelope the service understands.

use fachwerk_message::{Limits, Result};

use fachwerk_parameters::{Given, Parameters};

use super::{Parted, Plain, Rule, Target, Translated, Translation, Wire, write};

impl Translation<'_> {
    /// The envelope of a request. `given` are members that do not come in the message.
    ///
    /// # Errors
    /// The message cannot be read or, where that is enforced, does not match the contract.
    pub(crate) fn request(
        &self,
        message: &[u8],
        given: Option<(&Parameters, &Given)>,
        wire: Wire<'_>,
        limits: &Limits,
        rule: Rule,
    ) -> Result<Translated> {
        let shape = &self.tables.mapping.operation(self.operation).input;
        let body = Plain { form: self.form, bytes: message };
        let expected = message.len();
        let check = rule.on(self.form);
        let target = Target::Soap(wire);
        match given {
            Some((parameters, given)) => {
                let message = Parted { body, parameters, given };
                write(self.tables, shape, limits, check, &message, target, expected)
            }
            None => write(self.tables, shape, limits, check, &body, target, expected),
        }
    }
}
