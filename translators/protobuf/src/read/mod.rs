// SPDX-License-Identifier: EUPL-1.2
//! Reads protobuf and pushes events.
//!
//! Each message is scanned once, which gives an index of its fields, and then walked in schema order. Submessages
//! are skipped by the scan and scanned when their turn comes, so every byte is looked at once a level. The walk keeps
//! its own stack: the depth of a message costs no stack of the thread.

mod nested;
mod scalar;
mod scan;
mod text;

use std::fmt::Write as _;
use std::ops::Range;

use fachwerk_mapping::{Field, Mapping, ScalarId, StructId, ValueType};
use fachwerk_message::{CodecError, ErrorKind, Limits, Result, Sink};

use crate::form::{is_implicit, is_wrapped};
use crate::wire::{Cursor, WireType};
use nested::run_end;
use scan::{Entry, Message};

/// Read one message of type `root` and push it into `sink`.
///
/// Fields come in schema order, whatever their order on the wire. An error says where in the input it is, and on
/// which field (`treffer[2].anschrift`, as in `google.rpc.BadRequest`).
///
/// # Errors
/// The bytes are not protobuf ([`ErrorKind::Syntax`], [`ErrorKind::Forbidden`]), not a message of this type
/// ([`ErrorKind::Structure`], [`ErrorKind::Missing`], [`ErrorKind::Value`]), or more than `limits` allow
/// ([`ErrorKind::Limit`]); or the sink refuses an event.
pub fn read<S: Sink>(
    mapping: &Mapping,
    root: StructId,
    bytes: &[u8],
    limits: &Limits,
    sink: &mut S,
) -> Result<()> {
    let mut reader = Reader {
        mapping,
        bytes,
        limits,
        sink,
        nodes: 0,
        at: 0,
        entries: Vec::new(),
        frames: Vec::new(),
        oneofs: Vec::new(),
        text: String::new(),
        member: None,
    };
    reader.message(root).map_err(|mut error| {
        error.path = error.path.or_else(|| reader.path());
        error.or_at(reader.at)
    })
}

struct Reader<'a, S> {
    mapping: &'a Mapping,
    bytes: &'a [u8],
    limits: &'a Limits,
    sink: &'a mut S,
    /// Fields and packed items seen so far.
    nodes: usize,
    /// Where the value begins that is being read.
    at: usize,
    /// Fields of all messages that are open, the innermost message's last.
    entries: Vec<Entry>,
    frames: Vec<Frame>,
    /// Scratch: the member seen of each `oneof` of a message.
    oneofs: Vec<Option<u16>>,
    /// Scratch: text of a value that does not stand in the input as it is.
    text: String,
    /// The field that has not begun, because the value that is being read is all of it.
    member: Option<u16>,
}

/// A struct that is being walked.
struct Frame {
    id: StructId,
    /// Entries are cut to this when the struct ends.
    base: usize,
    /// The struct's entries that are still to come.
    next: usize,
    end: usize,
    /// The field whose turn it is, whether it has begun, and how many of its values are read.
    field: u16,
    open: bool,
    values: usize,
    /// The struct is nil: only attributes may come.
    nil: bool,
}

impl<S: Sink> Reader<'_, S> {
    fn message(&mut self, root: StructId) -> Result<()> {
        // Offsets are kept in 32 bits; protobuf itself ends at 2 GiB.
        if self.bytes.len() > self.limits.max_bytes || i32::try_from(self.bytes.len()).is_err() {
            return Err(CodecError::new(ErrorKind::Limit, "the message has more bytes than allowed"));
        }
        self.entries.push(Entry::whole(self.bytes.len()));
        self.open(root, false, 0..1, 0)?;
        while self.step()? {}
        Ok(())
    }

    /// One event or one value; `false` when the message is done.
    fn step(&mut self) -> Result<bool> {
        let Some(frame) = self.frames.last_mut() else { return Ok(false) };
        let mapping = self.mapping;
        let structure = mapping.structure(frame.id);
        let here = frame.next;
        let key = self.entries[..frame.end].get(here).map(|e| e.key);
        if frame.open && !(key == Some(frame.field) && structure.fields[usize::from(frame.field)].array) {
            self.sink.end_field()?;
            frame.open = false;
            frame.values = 0;
            frame.field += 1;
        }
        if !frame.open {
            // Most fields of a large type are absent.
            let allowed = if frame.nil { usize::from(structure.first_child) } else { structure.fields.len() };
            while let Some(field) = structure.fields.get(usize::from(frame.field))
                && key != Some(frame.field)
            {
                if is_implicit(field) && usize::from(frame.field) < allowed {
                    break;
                }
                frame.field += 1;
            }
        }
        let Some(field) = structure.fields.get(usize::from(frame.field)) else {
            self.sink.end_struct()?;
            self.entries.truncate(frame.base);
            self.frames.pop();
            return Ok(true);
        };
        // What most fields are is given at once.
        let whole =
            !frame.open && !field.array && !field.wrapped && matches!(field.value, ValueType::Scalar(_));
        if whole {
            self.member = Some(frame.field);
        } else if !frame.open {
            self.sink.begin_field(frame.field)?;
        }
        frame.open = true;
        if key == Some(frame.field) {
            let run =
                if field.array { here..here + 1 } else { here..run_end(&self.entries[..frame.end], here) };
            frame.next = run.end;
            frame.values += 1;
            self.value(field, run)?;
        } else if let ValueType::Scalar(id) = field.value {
            // Not on the wire, but a member of the message all the same.
            self.count()?;
            self.scalar(id, 0..0, false)?;
        }
        if whole && let Some(frame) = self.frames.last_mut() {
            frame.open = false;
            frame.values = 0;
            frame.field += 1;
        }
        Ok(true)
    }

    /// A simple value, of a field that has begun or that has no other.
    fn give(&mut self, id: ScalarId, text: &str) -> Result<()> {
        match self.member.take() {
            Some(field) => self.sink.member(field, id, text),
            None => self.sink.scalar(id, text),
        }
    }

    /// One value of a field: all occurrences of a field that does not repeat, else one of them.
    fn value(&mut self, field: &Field, mut run: Range<usize>) -> Result<()> {
        let base = self.entries.len();
        let mut value = field.value;
        let mut wrapped = field.wrapped;
        let many = field.array && !wrapped;
        let mut nil = false;
        loop {
            self.at = run.clone().next_back().map_or(self.at, |last| self.entries[last].tag_at());
            if std::mem::take(&mut wrapped) {
                let inner;
                (inner, run) = self.wrapper(value, run)?;
                nil |= inner;
                if nil && run.is_empty() {
                    self.sink.nil()?;
                    break;
                }
            }
            match value {
                ValueType::Struct(id) => {
                    if run.is_empty() {
                        return Err(self.missing("has neither `nil` nor `value`"));
                    }
                    return self.open(id, nil, run, base);
                }
                ValueType::Family(id) => {
                    if run.is_empty() {
                        return Err(self.missing("has neither `nil` nor `value`"));
                    }
                    let (index, occurrences) = self.variant(id, run)?;
                    self.sink.variant(id, index)?;
                    let variant = &self.mapping.family(id).variants[usize::from(index)];
                    (value, wrapped, run) = (variant.value, is_wrapped(self.mapping, variant), occurrences);
                    continue;
                }
                _ if nil => return Err(self.fail(ErrorKind::Structure, "is nil and yet has a value")),
                ValueType::Scalar(id) => self.scalar(id, run, many)?,
                ValueType::Xml => self.xml(run)?,
                ValueType::Attributes => self.attributes(run)?,
            }
            break;
        }
        self.entries.truncate(base);
        Ok(())
    }

    /// Begin a struct whose message lies in these occurrences.
    fn open(&mut self, id: StructId, nil: bool, occurrences: Range<usize>, base: usize) -> Result<()> {
        if self.frames.len() >= self.limits.max_depth {
            return Err(self.fail(ErrorKind::Limit, "is nested deeper than allowed"));
        }
        let found = self.scan(occurrences, Message::Struct(id))?;
        let structure = self.mapping.structure(id);
        if nil
            && let Some(last) = self.entries[found.clone()].last()
            && last.key >= structure.first_child
        {
            return Err(self.fail(ErrorKind::Structure, "is nil and yet has content"));
        }
        if !structure.oneofs.is_empty() {
            self.check_oneofs(id, found.clone())?;
        }
        self.sink.begin_struct(id, nil)?;
        self.frames.push(Frame {
            id,
            base,
            next: found.start,
            end: found.end,
            field: 0,
            open: false,
            values: 0,
            nil,
        });
        Ok(())
    }

    /// Count nodes against the limit.
    fn count(&mut self) -> Result<()> {
        self.nodes += 1;
        if self.nodes > self.limits.max_nodes {
            return Err(CodecError::at(
                ErrorKind::Limit,
                self.at,
                "the message has more fields than allowed",
            ));
        }
        Ok(())
    }

    fn missing(&self, what: &str) -> Box<CodecError> {
        self.fail(ErrorKind::Missing, what)
    }

    /// An error about the field whose turn it is.
    fn fail(&self, kind: ErrorKind, what: &str) -> Box<CodecError> {
        let message = match self.frames.last() {
            None => format!("the message {what}"),
            Some(frame) => {
                let structure = self.mapping.structure(frame.id);
                match structure.fields.get(usize::from(frame.field)) {
                    Some(field) => format!("`{}.{}` {what}", structure.name, field.proto_name),
                    None => format!("`{}` {what}", structure.name),
                }
            }
        };
        CodecError::at(kind, self.at, message)
    }

    /// Fields from the root to the one whose turn it is.
    fn path(&self) -> Option<String> {
        let mut path = String::new();
        for frame in self.frames.iter().filter(|f| f.open) {
            let field = self.mapping.structure(frame.id).fields.get(usize::from(frame.field))?;
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&field.proto_name);
            if field.array && frame.values > 0 {
                let _ = write!(path, "[{}]", frame.values - 1);
            }
        }
        (!path.is_empty()).then_some(path)
    }
}

impl Entry {
    fn cursor<'a>(&self, bytes: &'a [u8]) -> Cursor<'a> {
        Cursor::new(bytes, self.start as usize, self.end as usize)
    }

    fn tag_at(&self) -> usize {
        self.tag_at as usize
    }

    fn is_len(&self) -> bool {
        self.wire == WireType::Len
    }
}
