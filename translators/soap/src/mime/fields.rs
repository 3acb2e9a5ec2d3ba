// SPDX-License-Identifier: EUPL-1.2
//! Header fields of a part (RFC 2045, section 3; RFC 5322, section 2.2).

use fachwerk_message::{CodecError, ErrorKind, Result};

use crate::http::parameter;

/// So many bytes of header fields a part may have.
pub(super) const MAX_BYTES: usize = 16 << 10;

/// The header fields that matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) content_type: Option<String>,
    /// Without its angle brackets.
    pub(super) content_id: Option<String>,
    pub(super) transfer_encoding: Option<String>,
    /// `name` of `Content-Disposition` (RFC 7578, section 4.2).
    pub(super) name: Option<String>,
}

impl Fields {
    /// Read fields up to the empty line; they, and the offset of what follows.
    pub(super) fn read(bytes: &[u8], offset: usize) -> Result<(Self, usize)> {
        let mut fields = Self::default();
        let mut position = 0;
        let mut unfolded: Vec<String> = Vec::new();
        loop {
            let rest = &bytes[position..];
            let Some(length) = memchr::memchr(b'\n', rest) else {
                return Err(CodecError::at(
                    ErrorKind::Syntax,
                    offset,
                    "a MIME part whose header fields do not end",
                ));
            };
            position += length + 1;
            if position > MAX_BYTES {
                let message = format!("a MIME part with more than {MAX_BYTES} bytes of header fields");
                return Err(CodecError::at(ErrorKind::Limit, offset, message));
            }
            let line = rest[..length].strip_suffix(b"\r").unwrap_or(&rest[..length]);
            if line.is_empty() {
                break;
            }
            let text = String::from_utf8_lossy(line);
            match unfolded.last_mut() {
                Some(last) if matches!(line[0], b' ' | b'\t') => last.push_str(&text),
                _ => unfolded.push(text.into_owned()),
            }
        }
        let mut seen: Vec<String> = Vec::new();
        for field in unfolded {
            let Some((name, value)) = field.split_once(':') else {
                return Err(CodecError::at(
                    ErrorKind::Syntax,
                    offset,
                    "a line among MIME header fields that is none",
                ));
            };
            let value = value.trim().to_owned();
            let name = name.trim().to_ascii_lowercase();
            if name.starts_with("content-") && seen.contains(&name) {
                // Two readers could take different ones.
                let message = format!("a MIME part with two header fields `{name}`");
                return Err(CodecError::at(ErrorKind::Syntax, offset, message));
            }
            match name.as_str() {
                "content-type" => fields.content_type = Some(value),
                "content-id" => fields.content_id = Some(bare(&value).to_owned()),
                "content-transfer-encoding" => fields.transfer_encoding = Some(value.to_ascii_lowercase()),
                "content-disposition" => fields.name = parameter(&value, "name"),
                _ => {}
            }
            seen.push(name);
        }
        Ok((fields, position))
    }
}

/// An identifier without its angle brackets.
pub(super) fn bare(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded() {
        let text = b"Content-Type: image/png;\r\n name=x\r\nContent-ID: <a@b>\r\nX: y\r\n\r\nrest";
        let (fields, end) = Fields::read(text, 0).unwrap();
        assert_eq!(fields.content_type.as_deref(), Some("image/png; name=x"));
        assert_eq!(fields.content_id.as_deref(), Some("a@b"));
        assert_eq!(&text[end..], b"rest");
        assert!(Fields::read(b"no end", 0).is_err());
        assert!(Fields::read(b"no colon\n\n", 0).is_err());
        assert!(Fields::read(b"Content-ID: <a>\nCONTENT-ID: <b>\n\n", 0).is_err());
        let form = b"Content-Disposition: form-data; name=\"photo\"; filename=\"a;b.png\"\n\n";
        assert_eq!(Fields::read(form, 0).unwrap().0.name.as_deref(), Some("photo"));
        assert_eq!(Fields::read(&vec![b'a'; MAX_BYTES * 2], 0).unwrap_err().kind, ErrorKind::Syntax);
        let long = [b"a:".as_slice(), &vec![b'b'; MAX_BYTES], b"\n\n"].concat();
        assert_eq!(Fields::read(&long, 0).unwrap_err().kind, ErrorKind::Limit);
    }
}
