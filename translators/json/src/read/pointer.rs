// SPDX-License-Identifier: EUPL-1.2
//! Where an error is: JSON Pointer (RFC 6901).

use std::fmt::Write as _;

use fachwerk_mapping::VALUE_MEMBER;
use fachwerk_message::CodecError;

use super::Reader;
use super::frame::Frame;

/// Names longer than this are cut off in a path: they come from the message.
const MAX_STEP_CHARS: usize = 64;

impl<S> Reader<'_, '_, '_, S> {
    /// Give an error its place, unless it has one.
    #[cold]
    pub(super) fn locate(&self, error: Box<CodecError>) -> Box<CodecError> {
        let mut error = error.or_at(self.mark);
        if error.path.is_none() {
            error.path = Some(self.pointer());
        }
        error
    }

    fn pointer(&self) -> String {
        let mut path = String::new();
        for frame in &self.stack {
            match frame {
                Frame::Object(object) => {
                    if let Some(field) = object.open {
                        push(&mut path, &object.structure.fields[field as usize].name);
                    }
                }
                Frame::Array(array) => {
                    // Before the first item the error is about the array itself.
                    if let Some(index) = array.next.checked_sub(1) {
                        let _ = write!(path, "/{index}");
                    }
                }
                Frame::Wrapped(wrapped) => {
                    if wrapped.open {
                        push(&mut path, VALUE_MEMBER);
                    }
                }
            }
        }
        if let Some(leaf) = &self.leaf {
            push(&mut path, leaf);
        }
        path
    }
}

fn push(path: &mut String, step: &str) {
    path.push('/');
    for c in step.chars().take(MAX_STEP_CHARS) {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            c => path.push(c),
        }
    }
}
