// SPDX-License-Identifier: EUPL-1.2
//! Transfer encodings (RFC 2045, section 6).

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use fachwerk_message::{CodecError, ErrorKind, Result};

/// As people send it: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The content of a part.
pub(super) fn decoded<'a>(encoding: Option<&str>, bytes: &'a [u8], offset: usize) -> Result<Cow<'a, [u8]>> {
    match encoding {
        None | Some("" | "binary" | "8bit" | "7bit") => Ok(Cow::Borrowed(bytes)),
        Some("base64") => from_base64(bytes).map(Cow::Owned).ok_or_else(|| {
            CodecError::at(ErrorKind::Syntax, offset, "a MIME part that is not the base64 it says")
        }),
        Some("quoted-printable") => from_quoted_printable(bytes).map(Cow::Owned).ok_or_else(|| {
            CodecError::at(ErrorKind::Syntax, offset, "a MIME part that is not the quoted-printable it says")
        }),
        Some(_) => Err(CodecError::at(
            ErrorKind::Unsupported,
            offset,
            "a MIME part with an unknown transfer encoding",
        )),
    }
}

/// Undoes the transfer encoding of a part whose content comes piece by piece.
#[derive(Debug)]
pub(super) enum Decoder {
    Identity,
    /// Characters that make no whole group yet, and whether there was padding.
    Base64 {
        rest: Vec<u8>,
        ended: bool,
    },
    /// The beginning of a line.
    QuotedPrintable(Vec<u8>),
}

/// A line of quoted-printable has 76 characters (RFC 2045, section 6.7); nobody needs so many.
const MAX_LINE: usize = 64 << 10;

impl Decoder {
    pub(super) fn new(encoding: Option<&str>, offset: usize) -> Result<Self> {
        match encoding {
            None | Some("" | "binary" | "8bit" | "7bit") => Ok(Self::Identity),
            Some("base64") => Ok(Self::Base64 { rest: Vec::new(), ended: false }),
            Some("quoted-printable") => Ok(Self::QuotedPrintable(Vec::new())),
            Some(_) => decoded(encoding, b"", offset).map(|_| Self::Identity),
        }
    }

    /// What some more content says; `last`: nothing follows.
    pub(super) fn decode(&mut self, bytes: Vec<u8>, last: bool, offset: usize) -> Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(bytes),
            Self::Base64 { rest, ended } => {
                rest.extend(bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()));
                let whole = if last { rest.len() } else { rest.len() / 4 * 4 };
                let group: Vec<u8> = rest.drain(..whole).collect();
                if *ended && !group.is_empty() {
                    // Padding ends the content: nothing may follow it.
                    return decoded(Some("base64"), b"=", offset).map(Cow::into_owned);
                }
                *ended |= group.ends_with(b"=");
                Ok(decoded(Some("base64"), &group, offset)?.into_owned())
            }
            Self::QuotedPrintable(rest) => {
                rest.extend_from_slice(&bytes);
                let end = if last { rest.len() } else { memchr::memrchr(b'\n', rest).map_or(0, |at| at + 1) };
                if rest.len() - end > MAX_LINE {
                    let message = "a MIME part in quoted-printable whose line does not end";
                    return Err(CodecError::at(ErrorKind::Limit, offset, message));
                }
                let lines: Vec<u8> = rest.drain(..end).collect();
                Ok(decoded(Some("quoted-printable"), &lines, offset)?.into_owned())
            }
        }
    }
}

/// Bytes out of base64, white space passed over.
pub(super) fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let tight: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    LENIENT.decode(tight).ok()
}

/// Bytes as base64.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    LENIENT.encode(bytes)
}

fn from_quoted_printable(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| *b == b'\n') {
        let (content, end) = match line {
            [content @ .., b'\r', b'\n'] => (content, &b"\r\n"[..]),
            [content @ .., b'\n'] => (content, &b"\n"[..]),
            content => (content, &b""[..]),
        };
        let content = content.trim_ascii_end();
        let mut at = 0;
        let mut soft = false;
        while let Some(byte) = content.get(at) {
            if *byte != b'=' {
                out.push(*byte);
                at += 1;
            } else if at + 1 == content.len() {
                soft = true;
                at += 1;
            } else {
                let digits = std::str::from_utf8(content.get(at + 1..at + 3)?).ok()?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                at += 3;
            }
        }
        if !soft {
            out.extend_from_slice(end);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_undone() {
        let get = |encoding, text: &'static [u8]| decoded(encoding, text, 0).map(Cow::into_owned);
        assert_eq!(get(None, b"a\r\n").unwrap(), b"a\r\n");
        assert_eq!(get(Some("base64"), b"YW\r\nI=\r\n").unwrap(), b"ab");
        assert_eq!(get(Some("base64"), b"YWI").unwrap(), b"ab");
        assert_eq!(get(Some("quoted-printable"), b"a=C3=A4 =\r\nb  \r\nc").unwrap(), "aä b\r\nc".as_bytes());
        assert!(get(Some("quoted-printable"), b"=X").is_err());
        assert!(get(Some("base64"), b"*").is_err());
        assert_eq!(get(Some("x-uue"), b"").unwrap_err().kind, ErrorKind::Unsupported);
    }
}
