// SPDX-License-Identifier: EUPL-1.2
//! From bytes to events.
//!
//! A loop over a stack of open places, not recursion: how deep a message nests is a matter of its limits, not of the
//! thread's stack.

mod ahead;
mod attributes;
mod family;
mod frame;
mod incoming;
mod object;
mod pointer;
mod scalar;
mod tags;
#[cfg(test)]
mod tests;

use fachwerk_mapping::{Mapping, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};

use crate::scan::Scanner;
use ahead::Guesses;
use frame::{Array, Frame};
use tags::Tags;

pub use incoming::Incoming;

/// Read one message whose object is `root`, and push it into `sink` as events.
///
/// Members come in the order in which they stand in the text. What is missing, and whether values are allowed by their
/// types, is not looked at. For a member that is not nillable `null` is an error, not absence.
///
/// # Errors
/// Anything that is not JSON or not of the table's shape, a limit that is exceeded, and what `sink` returns. Every
/// error carries a byte offset and a JSON Pointer.
pub fn read<S: Sink>(
    mapping: &Mapping,
    root: StructId,
    bytes: &[u8],
    limits: &Limits,
    sink: &mut S,
) -> Result<()> {
    read_as(mapping, root, bytes, limits, sink, false)
}

/// As [`read`]. `stepwise`: nothing is taken whole.
fn read_as<S: Sink>(
    mapping: &Mapping,
    root: StructId,
    bytes: &[u8],
    limits: &Limits,
    sink: &mut S,
    stepwise: bool,
) -> Result<()> {
    let scan = Scanner::new(bytes, limits).map_err(|mut error| {
        error.path = Some(String::new());
        error
    })?;
    let mut reader = State::default().go_on(mapping, scan, sink, stepwise);
    reader.message(root).map_err(|error| reader.locate(error))
}

/// What a reader knows between two pieces of a message.
#[derive(Default)]
struct State<'m> {
    stack: Vec<Frame<'m>>,
    seen: Vec<u64>,
    depth: usize,
    nodes: usize,
    guesses: Guesses,
}

impl<'m> State<'m> {
    fn go_on<'i, 's, S>(
        self,
        mapping: &'m Mapping,
        scan: Scanner<'i>,
        sink: &'s mut S,
        stepwise: bool,
    ) -> Reader<'m, 'i, 's, S> {
        Reader {
            mapping,
            scan,
            sink,
            stack: self.stack,
            seen: self.seen,
            tags: Tags::default(),
            scratch: String::new(),
            buffer: String::new(),
            depth: self.depth,
            nodes: self.nodes,
            mark: 0,
            leaf: None,
            stepwise,
            guesses: self.guesses,
        }
    }
}

struct Reader<'m, 'i, 's, S> {
    mapping: &'m Mapping,
    scan: Scanner<'i>,
    sink: &'s mut S,
    stack: Vec<Frame<'m>>,
    /// Bit sets of the fields that the open objects have had, one after the other.
    seen: Vec<u64>,
    tags: Tags,
    /// Strings that had escapes.
    scratch: String,
    /// Values put together from pieces: lists, expanded numbers.
    buffer: String,
    /// Open objects.
    depth: usize,
    nodes: usize,
    /// Where the innermost value or member begins: the place of errors that come from the sink.
    mark: usize,
    /// Last step of an error's path, where it is not an open place.
    leaf: Option<String>,
    /// Members are read step by step, whatever they are.
    stepwise: bool,
    guesses: Guesses,
}

impl<S: Sink> Reader<'_, '_, '_, S> {
    fn message(&mut self, root: StructId) -> Result<()> {
        self.structure(root, false)?;
        self.members()?;
        self.scan.finish()
    }

    /// Read what is open to its end, or until there is too little of the message: `false`.
    fn members(&mut self) -> Result<bool> {
        while let Some(frame) = self.stack.last() {
            if self.scan.must_wait() {
                return Ok(false);
            }
            match frame {
                Frame::Object(_) => self.member()?,
                Frame::Array(_) => self.item()?,
                Frame::Wrapped(_) => self.wrapped_member()?,
            }
        }
        Ok(true)
    }

    /// Count one member or item.
    fn count(&mut self) -> Result<()> {
        self.nodes += 1;
        if self.nodes > self.scan.limits.max_nodes {
            let message =
                format!("the message has more than {} members and items", self.scan.limits.max_nodes);
            return Err(self.scan.error(ErrorKind::Limit, message));
        }
        Ok(())
    }

    /// Count one object that opens.
    fn descend(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > self.scan.limits.max_depth {
            let message = format!("objects are nested more than {} deep", self.scan.limits.max_depth);
            return Err(self.scan.error(ErrorKind::Limit, message));
        }
        Ok(())
    }

    /// The next value is one of this type: a simple one is read, an object is opened.
    fn value(&mut self, value: ValueType, nillable: bool) -> Result<()> {
        let first = self.scan.peek()?;
        self.mark = self.scan.pos();
        if first == b'n' {
            self.scan.literal("null")?;
            if nillable {
                return self.sink.nil();
            }
            let message = "null is not allowed here; leave the member out where there is no value";
            return self.pass_over(CodecError::at(ErrorKind::Value, self.mark, message), self.mark);
        }
        match value {
            ValueType::Scalar(id) => match self.scalar(id) {
                Err(error) if error.kind == ErrorKind::Value => self.pass_over(error, self.mark),
                result => result,
            },
            ValueType::Struct(id) => match self.structure(id, nillable) {
                Err(error) if error.kind == ErrorKind::Value && !matches!(first, b'{' | b'[') => {
                    self.pass_over(error, self.mark)
                }
                result => result,
            },
            ValueType::Family(id) => self.family(id, nillable),
            ValueType::Xml => self.xml(),
            ValueType::Attributes => self.attributes(),
        }
    }

    /// Leave out a value that has no place here, if the sink lets the reader go on. It begins at `from`.
    #[cold]
    fn pass_over(&mut self, error: Box<CodecError>, from: usize) -> Result<()> {
        let error = self.locate(error);
        self.leaf = None;
        self.sink.reject(error)?;
        self.scan.rewind(from);
        self.scan.skip(&mut self.scratch, &mut ())
    }

    fn xml(&mut self) -> Result<()> {
        if self.scan.peek()? != b'"' {
            return Err(self.unexpected("a string that holds one XML element"));
        }
        let element = self.scan.string(&mut self.scratch, self.scan.limits.max_text_bytes)?;
        self.sink.xml(element.text(&self.scratch))
    }

    /// Open the array of a field.
    fn array(&mut self, value: ValueType, nillable: bool) -> Result<()> {
        if self.scan.peek()? != b'[' {
            let error = self.unexpected("an array");
            return self.pass_over(error, self.scan.pos());
        }
        self.scan.expect(b'[', "`[`")?;
        self.stack.push(Frame::Array(Array { value, nillable, next: 0, is_object: false }));
        Ok(())
    }

    /// The next item of the innermost array, or its end.
    fn item(&mut self) -> Result<()> {
        if !self.stepwise {
            self.items()?;
        }
        if self.scan.must_wait() {
            return Ok(());
        }
        let Some(Frame::Array(array)) = self.stack.last_mut() else { return Ok(()) };
        if self.scan.take(b']')? {
            let is_object = array.is_object;
            self.stack.pop();
            if is_object {
                self.depth -= 1;
                self.sink.end_field()?;
                return self.sink.end_struct();
            }
            return Ok(());
        }
        if array.next > 0 {
            self.scan.expect(b',', "`,` or `]`")?;
        }
        array.next += 1;
        if array.next > self.scan.limits.max_children {
            let message = format!("an array has more than {} items", self.scan.limits.max_children);
            return Err(self.scan.error(ErrorKind::Limit, message));
        }
        let (value, nillable) = (array.value, array.nillable);
        self.count()?;
        self.value(value, nillable)
    }

    /// The error for a value of another JSON type.
    fn unexpected(&self, expected: &str) -> Box<CodecError> {
        match self.scan.found() {
            "no JSON value" => self.scan.syntax("expected a JSON value"),
            found => self.scan.error(ErrorKind::Value, format!("expected {expected}, found {found}")),
        }
    }
}
