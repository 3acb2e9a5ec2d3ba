// SPDX-License-Identifier: EUPL-1.2
//! Which reference of a message a part belongs to, as the parts come.

use fachwerk_soap::{Awaited, PartHead, escaped};

/// The parts that a message waits for.
#[derive(Debug, Default)]
pub(super) struct Claims {
    awaited: Vec<Awaited>,
    come: Vec<bool>,
}

impl Claims {
    pub(super) fn new(awaited: Vec<Awaited>) -> Self {
        Self { come: vec![false; awaited.len()], awaited }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.awaited.iter().map(|awaited| awaited.id.as_str())
    }

    /// The identifier by which the message refers to a part: its own, or the name of a declared attachment, which is
    /// found by the part's identifier (`name=…@…`, WS-I Attachments Profile 1.0, section 3.8), otherwise by its place.
    ///
    /// # Errors
    /// There is none, or its part has come already.
    pub(super) fn claim(&mut self, head: &PartHead) -> Result<&str, String> {
        let id = head.content_id.as_deref().unwrap_or_default();
        let own = escaped(id);
        let named =
            |name: &str| own == name || own.strip_prefix(name).is_some_and(|rest| rest.starts_with('='));
        let position = |wanted: &dyn Fn(&Awaited) -> bool| self.awaited.iter().position(wanted);
        let found = position(&|awaited| !awaited.declared && awaited.id == own)
            .or_else(|| position(&|awaited| awaited.declared && named(&awaited.id)))
            .or_else(|| {
                self.awaited.iter().zip(&self.come).position(|(awaited, come)| awaited.declared && !come)
            })
            .ok_or_else(|| {
                format!(
                    "nothing in the message refers to the part `{id}`, and the contract declares none for it"
                )
            })?;
        if std::mem::replace(&mut self.come[found], true) {
            return Err(format!("the part `{id}` is there twice"));
        }
        Ok(&self.awaited[found].id)
    }

    /// A part that has not come.
    pub(super) fn missing(&self) -> Option<&str> {
        self.awaited.iter().zip(&self.come).find(|(_, come)| !**come).map(|(awaited, _)| awaited.id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(awaited: &[(&str, bool)]) -> Claims {
        Claims::new(
            awaited
                .iter()
                .map(|(id, declared)| Awaited { id: (*id).to_owned(), declared: *declared })
                .collect(),
        )
    }

    fn head(id: &str) -> PartHead {
        PartHead { content_id: (!id.is_empty()).then(|| id.to_owned()), ..PartHead::default() }
    }

    #[test]
    fn parts_are_claimed_once() {
        let mut claims = claims(&[("a@b", false), ("photo", true), ("note", true)]);
        assert_eq!(claims.claim(&head("note=7@x")), Ok("note"));
        assert_eq!(claims.missing(), Some("a@b"));
        assert_eq!(claims.claim(&head("a@b")), Ok("a@b"));
        assert!(claims.claim(&head("a@b")).unwrap_err().contains("twice"));
        // By its place.
        assert_eq!(claims.claim(&head("")), Ok("photo"));
        assert_eq!(claims.missing(), None);
        assert!(claims.claim(&head("z")).unwrap_err().contains("nothing in the message refers"));
    }

    #[test]
    fn a_named_part_whose_place_is_taken_is_refused() {
        let mut claims = claims(&[("photo", true), ("note", true)]);
        assert_eq!(claims.claim(&head("7@x")), Ok("photo"));
        assert!(claims.claim(&head("photo=8@x")).is_err());
    }
}
