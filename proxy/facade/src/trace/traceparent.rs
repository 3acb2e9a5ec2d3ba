// SPDX-License-Identifier: EUPL-1.2
//! W3C Trace Context, the `traceparent` header.

use std::fmt;

use http::HeaderValue;

/// A position in a trace: `00-<trace id>-<span id>-<flags>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TraceParent {
    trace: u128,
    span: u64,
    flags: u8,
}

impl TraceParent {
    /// Reads a header (Trace Context, section 3.2.2). Of versions above 00 the known part is read.
    pub(crate) fn parse(value: &HeaderValue) -> Option<Self> {
        let bytes = value.as_bytes();
        let version = hex(bytes.get(..2)?)?;
        let fits = match version {
            0 => bytes.len() == 55,
            0xff => false,
            _ => bytes.len() == 55 || bytes.get(55) == Some(&b'-'),
        };
        let dashes = [2, 35, 52].iter().all(|at| bytes.get(*at) == Some(&b'-'));
        if !fits || !dashes {
            return None;
        }
        let trace = hex(&bytes[3..35])?;
        let span = u64::try_from(hex(&bytes[36..52])?).ok()?;
        // Of the flags only `sampled` means anything in version 00.
        let flags = u8::try_from(hex(&bytes[53..55])?).ok()? & 1;
        (trace != 0 && span != 0).then_some(Self { trace, span, flags })
    }

    /// A new trace, sampled.
    pub(crate) fn random() -> Self {
        Self { trace: fastrand::u128(1..), span: fastrand::u64(1..), flags: 1 }
    }

    /// The same trace with a span of our own.
    pub(crate) fn next_hop(self) -> Self {
        Self { span: fastrand::u64(1..), ..self }
    }

    /// The trace's id as it is written everywhere.
    pub(crate) fn trace_id(self) -> String {
        format!("{:032x}", self.trace)
    }

    pub(crate) fn header(self) -> HeaderValue {
        HeaderValue::from_str(&self.to_string()).unwrap_or(HeaderValue::from_static(""))
    }
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace, self.span, self.flags)
    }
}

/// Lower-case hexadecimal digits only, as the specification wants it.
fn hex(digits: &[u8]) -> Option<u128> {
    digits.iter().try_fold(0u128, |number, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(number << 4 | u128::from(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn parse(text: &str) -> Option<TraceParent> {
        TraceParent::parse(&HeaderValue::from_str(text).unwrap())
    }

    #[test]
    fn reads_and_writes() {
        let parent = parse(VALID).unwrap();
        assert_eq!(parent.to_string(), VALID);
        assert_eq!(parent.trace_id(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(parse(&VALID.replace("-01", "-00")).unwrap().flags, 0);
        assert_eq!(parse(&format!("01{}-future", &VALID[2..])), Some(parent));
    }

    #[test]
    fn next_hop_keeps_trace_and_flags() {
        let parent = parse(&VALID.replace("-01", "-00")).unwrap();
        let next = parent.next_hop();
        assert_eq!((next.trace, next.flags), (parent.trace, 0));
        assert_ne!(next.span, parent.span);
        assert_eq!(parse(&TraceParent::random().to_string()).unwrap().flags, 1);
    }

    #[test]
    fn refuses_what_is_invalid() {
        let wrong = [
            "",
            "00",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
            "00-0af7651916cd43dd8448eb211c80319cxb7ad6b7169203331-01",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
        ];
        for text in wrong {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
