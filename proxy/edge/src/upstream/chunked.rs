// SPDX-License-Identifier: EUPL-1.2
//! Taking the chunked transfer coding off a body.

use bytes::{Buf, BytesMut};

use super::UpstreamError;

/// Bytes of one chunk-size line, extensions included. Nobody uses extensions.
const MAX_SIZE_LINE: usize = 256;

/// A push decoder: feed it what arrived, it moves body bytes from one buffer to the other.
#[derive(Debug)]
pub(super) struct Chunked {
    state: State,
    max_body: u64,
    max_trailers: usize,
    trailers: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Size,
    Data { left: u64 },
    DataEnd,
    Trailers,
    Done,
}

impl Chunked {
    pub(super) fn new(max_body: u64, max_trailers: usize) -> Self {
        Self { state: State::Size, max_body, max_trailers, trailers: 0 }
    }

    /// Decodes as far as `input` goes. `true` when the last chunk and the trailers are through; what
    /// follows them stays in `input`.
    pub(super) fn decode(
        &mut self,
        input: &mut BytesMut,
        body: &mut BytesMut,
    ) -> Result<bool, UpstreamError> {
        loop {
            match self.state {
                State::Size => {
                    let Some(line) = take_line(input, MAX_SIZE_LINE, "chunk size")? else { return Ok(false) };
                    let size = chunk_size(&line)?;
                    if size > self.max_body - body.len() as u64 {
                        return Err(UpstreamError::TooLarge { limit: self.max_body });
                    }
                    self.state = if size == 0 { State::Trailers } else { State::Data { left: size } };
                }
                State::Data { left } => {
                    let here = usize::try_from(left).unwrap_or(usize::MAX).min(input.len());
                    body.extend_from_slice(&input[..here]);
                    input.advance(here);
                    let left = left - here as u64;
                    if left > 0 {
                        self.state = State::Data { left };
                        return Ok(false);
                    }
                    self.state = State::DataEnd;
                }
                State::DataEnd => {
                    if !b"\r\n".starts_with(&input[..input.len().min(2)]) {
                        return Err(malformed("chunk is longer than its size"));
                    }
                    if input.len() < 2 {
                        return Ok(false);
                    }
                    input.advance(2);
                    self.state = State::Size;
                }
                State::Trailers => {
                    let room = self.max_trailers.saturating_sub(self.trailers);
                    let Some(line) = take_line(input, room, "trailers")? else { return Ok(false) };
                    self.trailers += line.len() + 2;
                    if line.is_empty() {
                        self.state = State::Done;
                    } else if !line.contains(&b':') || line.starts_with(b" ") || line.starts_with(b"\t") {
                        return Err(malformed("trailer is not a header"));
                    }
                }
                State::Done => return Ok(true),
            }
        }
    }
}

fn malformed(what: &str) -> UpstreamError {
    UpstreamError::Malformed(format!("chunked body: {what}"))
}

/// A line without its CRLF, once it is complete. Control characters are refused in it.
fn take_line(input: &mut BytesMut, limit: usize, what: &str) -> Result<Option<BytesMut>, UpstreamError> {
    let end = input.iter().position(|byte| *byte < b' ' && *byte != b'\t');
    match end {
        Some(end) if end <= limit => match &input[end..] {
            [b'\r'] => Ok(None),
            [b'\r', b'\n', ..] => {
                let line = input.split_to(end);
                input.advance(2);
                Ok(Some(line))
            }
            _ => Err(malformed(&format!("control character in {what}"))),
        },
        None if input.len() <= limit => Ok(None),
        _ => Err(malformed(&format!("{what} too long"))),
    }
}

fn chunk_size(line: &[u8]) -> Result<u64, UpstreamError> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    // 15 digits cannot overflow, and say more than any limit.
    if digits == 0 || digits > 15 {
        return Err(malformed("size is not a hexadecimal number"));
    }
    if !matches!(line.get(digits), None | Some(b';')) {
        return Err(malformed("size is followed by something that is no extension"));
    }
    let text = std::str::from_utf8(&line[..digits]).map_err(|_| malformed("size is not text"))?;
    u64::from_str_radix(text, 16).map_err(|_| malformed("size is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(wire: &[u8]) -> Result<(BytesMut, BytesMut, bool), UpstreamError> {
        let (mut input, mut body) = (BytesMut::from(wire), BytesMut::new());
        let done = Chunked::new(100, 64).decode(&mut input, &mut body)?;
        Ok((body, input, done))
    }

    #[test]
    fn decodes_chunks_extensions_and_trailers() {
        let (body, rest, done) =
            decode(b"4\r\nWiki\r\nA;name=\"v\"\r\n0123456789\r\n0\r\nX: y\r\n\r\nnext").unwrap();
        assert!(done);
        assert_eq!(body, "Wiki0123456789");
        assert_eq!(rest, "next");
    }

    #[test]
    fn decodes_byte_by_byte() {
        let wire = b"04\r\nWiki\r\n0000\r\nX: y\r\n\r\n";
        let mut decoder = Chunked::new(100, 64);
        let (mut input, mut body) = (BytesMut::new(), BytesMut::new());
        for (index, byte) in wire.iter().enumerate() {
            input.extend_from_slice(&[*byte]);
            let done = decoder.decode(&mut input, &mut body).unwrap();
            assert_eq!(done, index == wire.len() - 1, "{index}");
        }
        assert_eq!(body, "Wiki");
    }

    #[test]
    fn refuses_what_is_not_chunked() {
        for bad in [
            &b"\r\n"[..],
            b"g\r\n",
            b"-1\r\n",
            b"+1\r\n",
            b" 1\r\n",
            b"1 \r\nx",
            b"0x1\r\n",
            b"1\nx",
            b"1\rx",
            b"1\r\nxy\r\n",
            b"1\r\nx\n0\r\n",
            b"1;a\0\r\n",
            b"1111111111111111\r\n",
            b"0\r\nno colon\r\n\r\n",
            b"0\r\nX: y\r\n folded: z\r\n\r\n",
            b"0\r\nX: y\n\r\n",
        ] {
            assert!(
                matches!(decode(bad), Err(UpstreamError::Malformed(_))),
                "{:?}",
                bad.escape_ascii().to_string()
            );
        }
    }

    #[test]
    fn bounds_body_size_line_and_trailers() {
        assert_eq!(decode(b"65\r\n").unwrap_err(), UpstreamError::TooLarge { limit: 100 });
        let mut exact = b"64\r\n".to_vec();
        exact.extend_from_slice(&[b'x'; 100]);
        exact.extend_from_slice(b"\r\n1\r\n");
        assert_eq!(decode(&exact).unwrap_err(), UpstreamError::TooLarge { limit: 100 });
        assert!(decode(&[b'1'; 300]).is_err());
        assert!(decode(format!("1;{}", "x".repeat(300)).as_bytes()).is_err());
        assert!(decode(format!("0\r\n{}", "X: y\r\n".repeat(20)).as_bytes()).is_err());
    }
}
