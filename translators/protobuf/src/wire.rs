// SPDX-License-Identifier: EUPL-1.2
//! protobuf's wire format: varints, tags and fixed-size numbers.

use fachwerk_message::{CodecError, ErrorKind, Result};

/// How the bytes after a tag are to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WireType {
    /// `VARINT`.
    Varint = 0,
    /// `I64`.
    I64 = 1,
    /// `LEN`.
    Len = 2,
    /// `I32`.
    I32 = 5,
}

impl WireType {
    /// The specification's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Varint => "VARINT",
            Self::I64 => "I64",
            Self::Len => "LEN",
            Self::I32 => "I32",
        }
    }
}

/// A part of the input that is being read from front to back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// Over `bytes[at..end]`; a range out of bounds is cut to what is there.
    pub(crate) fn new(bytes: &'a [u8], at: usize, end: usize) -> Self {
        let end = end.min(bytes.len());
        Self { bytes, at: at.min(end), end }
    }

    /// Offset of the next byte in the whole input.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at == self.end
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..self.end]
    }

    /// The next varint, of up to 64 bits in up to ten bytes.
    pub(crate) fn varint(&mut self) -> Result<u64> {
        let rest = self.rest();
        // Most numbers and nearly all tags are one byte.
        if let Some(&first) = rest.first()
            && first < 0x80
        {
            self.at += 1;
            return Ok(u64::from(first));
        }
        let mut value = 0;
        for (index, &byte) in rest.iter().take(10).enumerate() {
            if index == 9 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7F) << (7 * index);
            if byte < 0x80 {
                self.at += index + 1;
                return Ok(value);
            }
        }
        Err(if rest.len() < 10 {
            self.truncated("a varint")
        } else {
            self.syntax("a varint has more than 64 bits")
        })
    }

    /// The next tag: field number and wire type.
    pub(crate) fn tag(&mut self) -> Result<(u32, WireType)> {
        let start = *self;
        let tag = self.varint()?;
        let number = tag >> 3;
        if number == 0 || number > (1 << 29) - 1 {
            return Err(start.syntax("a tag's field number is out of range"));
        }
        let wire = match tag & 7 {
            0 => WireType::Varint,
            1 => WireType::I64,
            2 => WireType::Len,
            5 => WireType::I32,
            3 | 4 => {
                let message = format!("field {number} is a group, which proto3 does not have");
                return Err(CodecError::at(ErrorKind::Forbidden, start.at, message));
            }
            _ => return Err(start.syntax("a tag has a wire type that does not exist")),
        };
        Ok((number as u32, wire))
    }

    /// Skip over a value of this wire type; where its payload begins and ends.
    pub(crate) fn payload(&mut self, wire: WireType) -> Result<(usize, usize)> {
        let start = self.at;
        match wire {
            WireType::Varint => {
                self.varint()?;
                Ok((start, self.at))
            }
            WireType::I64 => self.skip(8),
            WireType::I32 => self.skip(4),
            WireType::Len => {
                let length = self.varint()?;
                // A length that does not fit into memory is longer than what is left in any case.
                self.skip(usize::try_from(length).unwrap_or(usize::MAX))
            }
        }
    }

    fn skip(&mut self, length: usize) -> Result<(usize, usize)> {
        if length > self.end - self.at {
            return Err(self.truncated("a value"));
        }
        let start = self.at;
        self.at += length;
        Ok((start, self.at))
    }

    /// The next number of this wire type, as its bits.
    pub(crate) fn number(&mut self, wire: WireType) -> Result<u64> {
        match wire {
            WireType::Varint => self.varint(),
            WireType::I64 => self.fixed::<8>().map(u64::from_le_bytes),
            WireType::I32 => self.fixed::<4>().map(|b| u64::from(u32::from_le_bytes(b))),
            WireType::Len => Err(self.syntax("a number has the wire type LEN")),
        }
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N]> {
        let Some(bytes) = self.rest().first_chunk::<N>() else { return Err(self.truncated("a number")) };
        self.at += N;
        Ok(*bytes)
    }

    fn truncated(&self, what: &str) -> Box<CodecError> {
        self.syntax(&format!("the message ends within {what}"))
    }

    fn syntax(&self, message: &str) -> Box<CodecError> {
        CodecError::at(ErrorKind::Syntax, self.at, message)
    }
}

/// Append a varint.
#[inline]
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Append a tag.
pub(crate) fn put_tag(out: &mut Vec<u8>, number: u32, wire: WireType) {
    put_varint(out, u64::from(number) << 3 | wire as u64);
}

/// Append a number that is given as its bits.
pub(crate) fn put_number(out: &mut Vec<u8>, wire: WireType, bits: u64) {
    match wire {
        WireType::I64 => out.extend_from_slice(&bits.to_le_bytes()),
        WireType::I32 => out.extend_from_slice(&(bits as u32).to_le_bytes()),
        WireType::Varint | WireType::Len => put_varint(out, bits),
    }
}

/// Begin something with a length in front: the place for the length, one byte until [`close_length`] knows better.
pub(crate) fn open_length(out: &mut Vec<u8>) -> usize {
    out.push(0);
    out.len() - 1
}

/// Put the length of what has been appended since [`open_length`] into its place, which may have to grow.
pub(crate) fn close_length(out: &mut Vec<u8>, place: usize) {
    let begin = place + 1;
    let length = out.len() - begin;
    if length < 0x80 {
        out[place] = length as u8;
        return;
    }
    // Seven bits a byte.
    let bytes = (usize::BITS - length.leading_zeros()).div_ceil(7) as usize;
    let old = out.len();
    out.resize(old + bytes - 1, 0);
    out.copy_within(begin..old, place + bytes);
    let mut rest = length;
    for slot in &mut out[place..place + bytes - 1] {
        *slot = rest as u8 | 0x80;
        rest >>= 7;
    }
    out[place + bytes - 1] = rest as u8;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varint(bytes: &[u8]) -> Result<(u64, usize)> {
        let mut cursor = Cursor::new(bytes, 0, bytes.len());
        cursor.varint().map(|value| (value, cursor.at()))
    }

    #[test]
    fn varints_round_trip() {
        for shift in 0..64 {
            for value in [1_u64 << shift, (1 << shift) - 1, u64::MAX >> shift] {
                let mut out = Vec::new();
                put_varint(&mut out, value);
                assert_eq!(varint(&out).unwrap(), (value, out.len()));
                assert!(varint(&out[..out.len() - 1]).is_err());
            }
        }
    }

    #[test]
    fn varints_end_after_ten_bytes() {
        let longest = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];
        assert_eq!(varint(&longest).unwrap(), (u64::MAX, 10));
        let overlong = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
        let overflow = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02];
        for bytes in [&overlong[..], &overflow[..]] {
            let error = varint(bytes).unwrap_err();
            assert_eq!((error.kind, error.offset), (ErrorKind::Syntax, Some(0)));
            assert!(error.message.contains("64 bits"), "{error}");
        }
    }

    #[test]
    fn lengths_are_put_in_front() {
        for length in [0_usize, 1, 127, 128, 16_383, 16_384, 2_097_152] {
            let content: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let mut out = b"before".to_vec();
            let place = open_length(&mut out);
            out.extend_from_slice(&content);
            close_length(&mut out, place);
            let mut expected = b"before".to_vec();
            put_varint(&mut expected, length as u64);
            expected.extend_from_slice(&content);
            assert!(out == expected, "length {length}");
        }
    }
}
